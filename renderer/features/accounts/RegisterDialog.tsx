import { useEffect } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { cancelRegistration } from '../../store/registration.ts';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { RegistrationAnswer } from '../../../shared/views.ts';
import { MoreOptions } from './AccountFields.tsx';
import { CertificateFacts } from './CertificateDialog.tsx';
import { FormDialog } from './FormDialog.tsx';
import { useRegistration, type Registration } from './use-registration.ts';
import './accounts.css';

/** Makes an account on a server: which server, its certificate where that is in doubt, and the form that it sends. */
export function RegisterDialog({ onClose }: { readonly onClose: () => void }) {
  const registration = useRegistration(onClose);
  // Whichever way the dialog goes, no connection is left behind it.
  useEffect(() => () => void cancelRegistration(), []);
  const { answer } = registration;
  if (answer === null) return <ServerDialog registration={registration} onClose={onClose} />;
  return answer.at === 'certificate' ? (
    <DoubtDialog question={answer.question} registration={registration} onClose={onClose} />
  ) : (
    <FormDialog form={answer.form} registration={registration} onClose={onClose} />
  );
}

type Props = { readonly registration: Registration; readonly onClose: () => void };

export function Refusal({ fault }: { readonly fault: FaultCode | null }) {
  return fault && (
    <div role="alert">
      <Note look="danger">{t.faults[fault]}</Note>
    </div>
  );
}

function ServerDialog({ registration, onClose }: Props) {
  const { server, form, problem, fault, busy, ask, change, changeServer } = registration;
  return (
    <Dialog
      key="server"
      title={t.registration.title}
      about={t.registration.about}
      onClose={onClose}
      onSubmit={() => void ask(null)}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={busy}>
            {busy ? t.registration.asking : t.registration.next}
          </Button>
        </>
      }
    >
      <div className="form">
        <Refusal fault={fault} />
        <TextField
          label={t.registration.server}
          hint={t.registration.serverHint}
          placeholder="example.org"
          value={server}
          maxLength={limits.hostLength}
          data-first
          error={problem === 'address' ? t.registration.serverWrong : null}
          onChange={(event) => changeServer(event.target.value)}
        />
        <MoreOptions form={form} problem={problem} onChange={change} />
      </div>
    </Dialog>
  );
}

type DoubtProps = Props & { readonly question: Extract<RegistrationAnswer, { at: 'certificate' }>['question'] };

function DoubtDialog({ question, registration: { busy, ask, back }, onClose }: DoubtProps) {
  return (
    <Dialog
      key="certificate"
      title={t.certificate.title(question.host)}
      about={t.certificate.about}
      width="wide"
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button disabled={busy} onClick={() => void ask(question.certificate.sha256)}>
            {t.certificate.pin}
          </Button>
          <Button look="primary" data-first onClick={back}>
            {t.certificate.refuse}
          </Button>
        </>
      }
    >
      <Note look="caution">{t.certificate.reasons[question.reason]}</Note>
      <CertificateFacts certificate={question.certificate} />
    </Dialog>
  );
}
