import { ChevronDown, Eye, EyeOff, type LucideIcon } from 'lucide-react';
import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { t } from '../strings/index.ts';
import { IconButton } from './Button.tsx';
import './field.css';

type Around = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
};

function useAround(hint: ReactNode, error: string | null | undefined) {
  const id = useId();
  const about = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return { id, about: about === '' ? undefined : about };
}

function Surround({ id, label, hint, error, children }: Around & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children}
      {error && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Around & InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> | undefined };

/** One line of text with its label, hint and error. */
export function TextField({ label, hint, error, ...rest }: TextFieldProps) {
  const { id, about } = useAround(hint, error);
  return (
    <Surround id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        className="input"
        type="text"
        spellCheck={false}
        autoComplete="off"
        aria-describedby={about}
        aria-invalid={error ? true : undefined}
        {...rest}
      />
    </Surround>
  );
}

/** A secret on one line, hidden until the person asks to see it. */
export function SecretField({ label, hint, error, ...rest }: TextFieldProps) {
  const { id, about } = useAround(hint, error);
  const [shown, setShown] = useState(false);
  return (
    <Surround id={id} label={label} hint={hint} error={error}>
      <div className="input-with-button">
        <input
          id={id}
          className="input"
          type={shown ? 'text' : 'password'}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-describedby={about}
          aria-invalid={error ? true : undefined}
          {...rest}
        />
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? t.common.hide(label) : t.common.show(label)}
          onClick={() => setShown(!shown)}
        />
      </div>
    </Surround>
  );
}

type TextAreaProps = Around & TextareaHTMLAttributes<HTMLTextAreaElement>;

/** Several lines of text. */
export function TextArea({ label, hint, error, ...rest }: TextAreaProps) {
  const { id, about } = useAround(hint, error);
  return (
    <Surround id={id} label={label} hint={hint} error={error}>
      <textarea id={id} className="input input-area" rows={3} aria-describedby={about} aria-invalid={error ? true : undefined} {...rest} />
    </Surround>
  );
}

type SelectFieldProps = Around & SelectHTMLAttributes<HTMLSelectElement>;

/** One of several, with its label. */
export function SelectField({ label, hint, error, children, ...rest }: SelectFieldProps) {
  const { id, about } = useAround(hint, error);
  return (
    <Surround id={id} label={label} hint={hint} error={error}>
      <div className="select">
        <select id={id} className="input" aria-describedby={about} {...rest}>
          {children}
        </select>
        <ChevronDown size={16} aria-hidden />
      </div>
    </Surround>
  );
}

type CheckboxProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean | undefined;
  readonly onChange: (checked: boolean) => void;
};

export function Checkbox({ label, hint, checked, disabled, onChange }: CheckboxProps) {
  const { id, about } = useAround(hint, null);
  return (
    <div className="choice">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={about}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

type RadiosProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly labelShown?: boolean | undefined;
};

/** One of a few, all in sight. */
export function Radios<Value extends string>({ label, options, value, onChange, labelShown = true }: RadiosProps<Value>) {
  const name = useId();
  return (
    <fieldset className="radios">
      <legend className={labelShown ? 'field-label' : 'screen-reader'}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

type SearchFieldProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly 'data-first'?: boolean | undefined;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly ref?: Ref<HTMLInputElement> | undefined;
};

/** A sunken field with an icon and no label beside it. */
export function SearchField({ icon: Icon, label, ...rest }: SearchFieldProps) {
  return (
    <div className="search">
      <Icon size={14} aria-hidden />
      <input type="search" aria-label={label} placeholder={label} spellCheck={false} autoComplete="off" {...rest} />
    </div>
  );
}
