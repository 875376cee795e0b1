import type { ReactNode } from 'react';
import type { PrivacySwitches } from '../../shared/views.ts';
import { t } from '../strings/index.ts';
import { Checkbox } from './Field.tsx';
import './policy-switches.css';

type Props = {
  readonly label: string;
  readonly value: PrivacySwitches;
  readonly disabled?: boolean | undefined;
  readonly onChange: (value: PrivacySwitches) => void;
  /** Whose they are, where that is to be chosen. */
  readonly children?: ReactNode;
};

/** The four classic switches of private messaging; each stands under the one that it needs. */
export function PolicySwitches({ label, value, disabled = false, onChange, children }: Props) {
  const { enabled, automatic, required, unkept } = value;
  const name = !enabled ? 'never' : !automatic ? 'manual' : required ? 'always' : 'opportunistic';
  return (
    <fieldset className="policy-switches">
      <legend className="field-label">{label}</legend>
      {children}
      <Checkbox
        label={t.policies.enabled}
        hint={t.policies.enabledHint}
        checked={enabled}
        disabled={disabled}
        onChange={(on) => onChange({ ...value, enabled: on })}
      />
      <div className="policy-inner">
        <Checkbox
          label={t.policies.automatic}
          hint={t.policies.automaticHint}
          checked={enabled && automatic}
          disabled={disabled || !enabled}
          onChange={(on) => onChange({ ...value, automatic: on })}
        />
        <div className="policy-inner">
          <Checkbox
            label={t.policies.required}
            hint={t.policies.requiredHint}
            checked={enabled && automatic && required}
            disabled={disabled || !enabled || !automatic}
            onChange={(on) => onChange({ ...value, required: on })}
          />
        </div>
        <Checkbox
          label={t.policies.unkept}
          hint={t.policies.unkeptHint}
          checked={unkept}
          disabled={disabled || !enabled}
          onChange={(on) => onChange({ ...value, unkept: on })}
        />
      </div>
      <p className="muted">
        {t.policies.summary} <span className="strong">{t.policies.names[name]}</span>
      </p>
    </fieldset>
  );
}
