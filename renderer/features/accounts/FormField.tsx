import { Checkbox, SecretField, SelectField, TextField } from '../../components/Field.tsx';
import { t } from '../../strings/index.ts';
import { showableText, showableLine } from '../../text/neutralise.ts';
import { limits } from '../../../shared/limits.ts';
import type { RegistrationField } from '../../../shared/views.ts';

type Props = {
  readonly field: RegistrationField;
  readonly value: string;
  readonly server: string;
  readonly isFirst: boolean;
  readonly missing: boolean;
  readonly onChange: (value: string) => void;
};

/** One field of a server's form. */
export function FormField({ field, value, server, isFirst, missing, onChange }: Props) {
  const { name, kind, options, required } = field;
  const label = labelOf(field);
  const error = missing ? t.registration.missing : null;
  switch (kind) {
    case 'words':
      return <p className="form-words muted selectable">{showableText(field.label)}</p>;
    case 'switch':
      return <Checkbox label={label} checked={value === '1'} onChange={(checked) => onChange(checked ? '1' : '0')} />;
    case 'secret':
      return <SecretField label={label} value={value} maxLength={limits.passwordLength} error={error} onChange={(event) => onChange(event.target.value)} />;
    case 'choice':
      return (
        <SelectField label={label} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
          {!options.some((option) => option.value === value) && <option value={value}>{t.registration.choose}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {showableLine(option.label)}
            </option>
          ))}
        </SelectField>
      );
    case 'choices':
      return <Choices field={field} label={label} value={value} onChange={onChange} />;
    default:
      return (
        <TextField
          label={label}
          placeholder={required ? '' : t.registration.optional}
          hint={name === 'username' && value.trim() !== '' ? t.registration.becomes(showableLine(`${value.trim()}@${server}`)) : undefined}
          value={value}
          maxLength={limits.formValueLength}
          data-first={isFirst || undefined}
          error={error}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

type ChoicesProps = Pick<Props, 'field' | 'value' | 'onChange'> & { readonly label: string };

function Choices({ field, label, value, onChange }: ChoicesProps) {
  const chosen = value.split('\n').filter(Boolean);
  return (
    <fieldset className="radios">
      <legend className="field-label">{label}</legend>
      {field.options.map((option) => (
        <Checkbox
          key={option.value}
          label={showableLine(option.label)}
          checked={chosen.includes(option.value)}
          onChange={(checked) => onChange([...chosen.filter((each) => each !== option.value), ...(checked ? [option.value] : [])].join('\n'))}
        />
      ))}
    </fieldset>
  );
}

/** Our own word where the name says what it is, else the server's. */
function labelOf({ name, label }: RegistrationField): string {
  const words: Readonly<Record<string, string>> = t.registration.fields;
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? showableLine(label === '' ? name : label);
}
