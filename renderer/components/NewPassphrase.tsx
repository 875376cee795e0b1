import { t } from '../strings/index.ts';
import { limits } from '../../shared/limits.ts';
import { SecretField } from './Field.tsx';
import { strengthOf } from './strength.ts';
import './new-passphrase.css';

/** A new passphrase as far as it is typed: once, and again. */
export type Typed = { readonly passphrase: string; readonly again: string };

/** Whether it is long enough and both times the same. */
export function isSound({ passphrase, again }: Typed): boolean {
  return passphrase.length >= limits.passphraseMinLength && passphrase === again;
}

type Props = {
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** The person wanted to go on: what is missing is said from now on. */
  readonly asked: boolean;
  /** What main said of it. */
  readonly error: string | null;
};

/** Two fields for a new passphrase, with a hint of how strong it is. */
export function NewPassphrase({ typed, onChange, asked, error }: Props) {
  const { passphrase, again } = typed;
  const strength = strengthOf(passphrase);
  const tooShort = asked && passphrase.length < limits.passphraseMinLength;
  return (
    <>
      <div className="new-passphrase">
        <SecretField
          label={t.vault.passphrase}
          hint={t.vault.passphraseHint}
          value={passphrase}
          maxLength={limits.passphraseLength}
          autoFocus
          data-first
          error={error ?? (tooShort ? t.vault.tooShort(limits.passphraseMinLength) : null)}
          onChange={(event) => onChange({ ...typed, passphrase: event.target.value })}
        />
        {passphrase !== '' && (
          <div className={`strength strength-${strength}`} role="status">
            <span aria-hidden />
            <span aria-hidden />
            <span aria-hidden />
            {t.vault.strength[strength]}
          </div>
        )}
      </div>
      <SecretField
        label={t.vault.repeat}
        value={again}
        maxLength={limits.passphraseLength}
        error={asked && again !== passphrase ? t.vault.different : null}
        onChange={(event) => onChange({ ...typed, again: event.target.value })}
      />
    </>
  );
}
