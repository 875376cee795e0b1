import { useId, type KeyboardEvent } from 'react';
import './segments.css';

type SegmentsProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** One below the other, at the side of what they show. */
  readonly upright?: boolean | undefined;
};

/** A few parts of one screen, one of them shown: arrows change it. */
export function Segments<Value extends string>({ label, options, value, onChange, upright = false }: SegmentsProps<Value>) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = options[nextOf(event.key, options.findIndex((option) => option.value === value), options.length)];
    if (next === undefined) return;
    event.preventDefault();
    onChange(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div
      className={upright ? 'segments segments-upright' : 'segments'}
      role="tablist"
      aria-label={label}
      aria-orientation={upright ? 'vertical' : 'horizontal'}
      onKeyDown={onKeyDown}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          id={`${id}-${option.value}`}
          data-value={option.value}
          aria-selected={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          className="segment"
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

/** Where a key leads among `count`: any arrow moves, since what is upright lies down where room is short. */
function nextOf(key: string, at: number, count: number): number {
  if (key === 'ArrowRight' || key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (at - 1 + count) % count;
  return key === 'Home' ? 0 : key === 'End' ? count - 1 : -1;
}
