import { Search } from 'lucide-react';
import { memo, useDeferredValue, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import { SearchField } from '../../components/Field.tsx';
import { findEmoji, step } from '../../emoji/find.ts';
import type { Emoji, EmojiGroup } from '../../emoji/lists.ts';
import { emojiStore, recentEmoji } from '../../store/emoji-store.ts';
import { t } from '../../strings/index.ts';
import './emoji.css';

/** As many as stand in a row of emoji.css. */
const columns = 9;

/** `goOn`: the person wants to choose another one after it. */
type Choose = (emoji: string, goOn: boolean) => void;

/**
 * All emoji with a search by name. The keyboard stays in the search: arrows move through the emoji, Enter takes the one that is
 * marked, with Shift without closing.
 */
export function EmojiPicker({ onChoose }: { readonly onChoose: Choose }) {
  const id = useId();
  const groups = useStore(emojiStore, (state) => state.groups);
  const [query, setQuery] = useState('');
  // `null`: the keyboard is in the text.
  const [moved, setMoved] = useState<number | null>(null);
  const wanted = useDeferredValue(query.trim());
  const shown = useShown(groups, wanted);
  const at = moved ?? (wanted === '' ? null : 0);
  const chosen = at === null ? undefined : shown.flatMap((group) => group.emoji)[at];

  useEffect(() => {
    if (moved !== null) document.getElementById(`${id}-${moved}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, moved]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (chosen) onChoose(chosen[0], event.shiftKey);
      return;
    }
    const next = nextPlace(event, moved, shown, wanted === '' ? 0 : null);
    if (next === null) return;
    event.preventDefault();
    setMoved(next);
  };

  return (
    <div className="emoji-picker" onKeyDown={onKeyDown}>
      <SearchField
        icon={Search}
        label={t.emoji.find}
        value={query}
        data-first
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${at}` : undefined}
        onChange={(event) => {
          setQuery(event.target.value);
          setMoved(null);
        }}
      />
      <EmojiGrid id={id} groups={shown} at={at} onChoose={onChoose} onPoint={setMoved} />
      <p className="emoji-name one-line" aria-hidden>
        {chosen?.[1]}
      </p>
      <p className="screen-reader" role="status">
        {groups !== null && wanted !== '' && t.emoji.found(shown[0]?.emoji.length ?? 0)}
      </p>
    </div>
  );
}

/** What is found; without a search everything, the last used first. */
function useShown(groups: readonly EmojiGroup[] | null, wanted: string): readonly EmojiGroup[] {
  // What is chosen meanwhile comes to the front when the picker is opened again.
  const [recent] = useState(recentEmoji);
  return useMemo(() => {
    if (groups === null) return [];
    if (wanted !== '') return [{ name: t.emoji.results, emoji: findEmoji(groups, wanted) }];
    const all = new Map(groups.flatMap((group) => group.emoji).map((emoji) => [emoji[0], emoji]));
    const last = recent.flatMap((text) => {
      const emoji = all.get(text);
      return emoji ? [emoji] : [];
    });
    return last.length > 0 ? [{ name: t.emoji.recent, emoji: last }, ...groups] : groups;
  }, [groups, wanted, recent]);
}

/** Where a key leads; left and right belong to the text until the person went down into the emoji. `first`: where down leads then. */
function nextPlace({ key }: KeyboardEvent, moved: number | null, shown: readonly EmojiGroup[], first: number | null): number | null {
  const lengths = shown.map((group) => group.emoji.length);
  if (moved === null) return key === 'ArrowDown' ? (first ?? step(key, 0, lengths, columns)) : null;
  return step(key, moved, lengths, columns);
}

type GridProps = {
  readonly id: string;
  readonly groups: readonly EmojiGroup[];
  readonly at: number | null;
  readonly onChoose: Choose;
  readonly onPoint: (at: number) => void;
};

function EmojiGrid({ id, groups, at, onChoose, onPoint }: GridProps) {
  const list = useRef<HTMLDivElement>(null);
  const placeOf = (event: { readonly target: EventTarget }) => {
    const found = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-at]')?.dataset['at'] : undefined;
    return found === undefined ? null : Number(found);
  };
  const starts = groups.map((_, index) => groups.slice(0, index).reduce((sum, group) => sum + group.emoji.length, 0));
  return (
    <div
      ref={list}
      id={`${id}-list`}
      className="emoji-list"
      role="listbox"
      aria-label={t.emoji.open}
      // The search keeps the keyboard.
      onPointerDown={(event: PointerEvent) => event.preventDefault()}
      onPointerMove={(event: PointerEvent) => {
        const place = placeOf(event);
        if (place !== null && place !== at) onPoint(place);
      }}
      onClick={(event) => {
        const place = placeOf(event);
        const emoji = place === null ? undefined : groups.flatMap((group) => group.emoji)[place];
        if (emoji) onChoose(emoji[0], event.shiftKey);
      }}
    >
      {groups.map((group, index) => {
        const start = starts[index]!;
        const inside = at !== null && at >= start && at < start + group.emoji.length ? at - start : null;
        return <EmojiRows key={`${index} ${group.name}`} id={id} name={group.name} emoji={group.emoji} start={start} at={inside} />;
      })}
      {groups[0]?.emoji.length === 0 && <p className="emoji-none muted">{t.emoji.none}</p>}
    </div>
  );
}

type RowsProps = { readonly id: string; readonly name: string; readonly emoji: readonly Emoji[]; readonly start: number; readonly at: number | null };

/** One group. Moving through another leaves it as it is. */
const EmojiRows = memo(function EmojiRows({ id, name, emoji, start, at }: RowsProps) {
  if (emoji.length === 0) return null;
  return (
    <div className="emoji-group" role="group" aria-label={name}>
      <p className="emoji-heading" aria-hidden>
        {name}
      </p>
      <div className="emoji-rows" role="presentation">
        {emoji.map(([text, label], index) => (
          <span
            key={text}
            id={`${id}-${start + index}`}
            className="emoji"
            role="option"
            aria-selected={index === at}
            aria-label={label}
            title={label}
            data-at={start + index}
          >
            {text}
          </span>
        ))}
      </div>
    </div>
  );
});
