import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { openLink } from '../../store/outside.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { addressOf } from '../../text/links.ts';
import { showableText } from '../../text/neutralise.ts';
import type { RegistrationForm } from '../../../shared/views.ts';
import { FormField } from './FormField.tsx';
import { Refusal } from './RegisterDialog.tsx';
import type { Registration } from './use-registration.ts';

type Props = { readonly form: RegistrationForm; readonly registration: Registration; readonly onClose: () => void };

/** The form of a server, all of it as text; where it cannot be filled in here, it says so and where it can. */
export function FormDialog({ form, registration, onClose }: Props) {
  const { server, fault, busy, values, remember, submit, back, fill, missing, setRemember } = registration;
  const canSend = !form.asksPicture && form.fields.some(({ name }) => name === 'username');
  return (
    <Dialog
      key="form"
      title={t.registration.formTitle(server.trim())}
      onClose={onClose}
      onSubmit={canSend ? () => void submit() : undefined}
      actions={
        <>
          <Button look="quiet" className="at-start" onClick={back}>
            {t.common.back}
          </Button>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          {canSend && (
            <Button look="primary" type="submit" disabled={busy}>
              {busy ? t.registration.creating : t.registration.create}
            </Button>
          )}
        </>
      }
    >
      <div className="form">
        <Refusal fault={fault} />
        {!canSend && <Note look="caution">{form.asksPicture ? t.registration.asksPicture : t.registration.elsewhereOnly}</Note>}
        {form.title !== '' && <p className="strong form-words">{showableText(form.title)}</p>}
        {form.instructions !== '' && <p className="form-words selectable">{showableText(form.instructions)}</p>}
        {form.elsewhere !== null && <PageButton url={form.elsewhere} />}
        {canSend &&
          form.fields.map((field, at) => (
            <FormField
              key={field.name}
              field={field}
              value={values.get(field.name) ?? ''}
              server={server.trim()}
              isFirst={at === 0}
              missing={missing(field.name, field.required)}
              onChange={(value) => fill(field.name, value)}
            />
          ))}
        {canSend && <Checkbox label={t.signIn.remember} hint={t.signIn.rememberHint} checked={remember} onChange={setRemember} />}
      </div>
    </Dialog>
  );
}

/** The whole address is in sight before it is opened outside; a dialog for it would take the place of the form. */
function PageButton({ url }: { readonly url: string }) {
  const address = addressOf(url);
  return address && (
    <div className="page-elsewhere">
      <span className="form-words selectable">{address}</span>
      <Button onClick={() => attempt(openLink(address))}>{t.registration.openPage}</Button>
    </div>
  );
}
