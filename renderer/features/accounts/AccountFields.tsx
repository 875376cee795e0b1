import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Checkbox, SelectField, TextField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import type { AccountView } from '../../../shared/views.ts';
import type { AccountForm, FormProblem } from './account-form.ts';
import { ProxyFields } from './ProxyFields.tsx';

type Props = {
  readonly form: AccountForm;
  readonly problem: FormProblem | null;
  /** The account as it is, where it is there already. */
  readonly account?: AccountView;
  readonly onChange: (change: Partial<AccountForm>) => void;
};

/** The address field, with what is wrong with it. */
export function AddressField({ form, problem, onChange, autoFocus }: Props & { readonly autoFocus?: boolean }) {
  return (
    <TextField
      label={t.signIn.address}
      placeholder={t.signIn.addressExample}
      value={form.address}
      maxLength={limits.addressLength}
      inputMode="email"
      autoFocus={autoFocus}
      data-first={autoFocus}
      error={problem === 'address' ? t.signIn.addressWrong : null}
      onChange={(event) => onChange({ address: event.target.value })}
    />
  );
}

/** The fields that most people never need, folded away at first. */
export function MoreOptions({ openAtFirst = false, ...fields }: Props & { readonly openAtFirst?: boolean }) {
  const [opened, setOpened] = useState(openAtFirst);
  const open = opened || (fields.problem !== null && fields.problem !== 'address');
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div className="more-options">
      <button type="button" className="disclosure" aria-expanded={open} onClick={() => setOpened(!open)}>
        <Chevron size={14} aria-hidden />
        {t.signIn.moreOptions}
      </button>
      {open && <OptionFields {...fields} />}
    </div>
  );
}

function OptionFields({ form, problem, account, onChange }: Props) {
  return (
    <div className="option-fields">
      <div className="server-and-port">
        <TextField
          label={t.signIn.server}
          placeholder={t.signIn.automatic}
          value={form.host}
          maxLength={limits.hostLength}
          onChange={(event) => onChange({ host: event.target.value })}
        />
        <TextField
          label={t.signIn.port}
          placeholder={t.signIn.automatic}
          value={form.port}
          maxLength={5}
          inputMode="numeric"
          error={problem === 'port' ? t.signIn.portWrong : null}
          onChange={(event) => onChange({ port: event.target.value })}
        />
      </div>
      <SelectField
        label={t.signIn.security}
        value={form.tls}
        error={problem === 'loopback' ? t.signIn.loopbackOnly : null}
        onChange={(event) => onChange({ tls: event.target.value as AccountForm['tls'] })}
      >
        <option value="">{t.signIn.tlsAutomatic}</option>
        <option value="starttls">{t.signIn.tlsStart}</option>
        <option value="direct">{t.signIn.tlsDirect}</option>
        <option value="loopback-clear">{t.signIn.tlsNone}</option>
      </SelectField>
      {form.tls === 'loopback-clear' && <Note look="danger">{t.signIn.tlsNoneWarning}</Note>}
      <ProxyFields form={form} problem={problem} account={account} onChange={onChange} />
      <TextField
        label={t.signIn.resource}
        hint={t.signIn.resourceHint}
        placeholder={t.signIn.automatic}
        value={form.resource}
        maxLength={limits.resourceLength}
        onChange={(event) => onChange({ resource: event.target.value })}
      />
      <Checkbox
        label={t.signIn.allowPlain}
        hint={t.signIn.allowPlainHint}
        checked={form.allowPlain}
        onChange={(allowPlain) => onChange({ allowPlain })}
      />
      <Checkbox
        label={t.signIn.connectAtStart}
        checked={form.connectAtStart}
        onChange={(connectAtStart) => onChange({ connectAtStart })}
      />
    </div>
  );
}
