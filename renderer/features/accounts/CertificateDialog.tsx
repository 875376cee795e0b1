import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { accountOf, accountStore, answerCertificate } from '../../store/account-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { dateOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { CertificateQuestionView, CertificateView } from '../../../shared/views.ts';

type Props = { readonly question: CertificateQuestionView; readonly onClose: () => void };

/** Shows a certificate that the system does not trust, and asks whether to pin it for this account. */
export function CertificateDialog({ question, onClose }: Props) {
  return question.reason === 'certificate-pin-changed' ? (
    <ChangedPin question={question} onClose={onClose} />
  ) : (
    <Untrusted question={question} onClose={onClose} />
  );
}

/** Several accounts may ask about the same server: the address says which this is. */
function useAddress({ accountId }: CertificateQuestionView): string {
  return useStore(accountStore, (state) => accountOf(state, accountId)?.settings.address ?? '');
}

function answering(question: CertificateQuestionView, answer: 'pin' | 'refuse' | 'forget-pin', onClose: () => void) {
  return () => {
    attempt(answerCertificate(question, answer));
    onClose();
  };
}

function Untrusted({ question, onClose }: Props) {
  const address = useAddress(question);
  return (
    <Dialog
      title={t.certificate.title(question.host)}
      about={t.certificate.about}
      width="wide"
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button onClick={answering(question, 'pin', onClose)}>{t.certificate.pin}</Button>
          <Button look="primary" data-first onClick={answering(question, 'refuse', onClose)}>
            {t.certificate.refuse}
          </Button>
        </>
      }
    >
      <Note look="caution">{t.certificate.reasons[question.reason]}</Note>
      <CertificateFacts certificate={question.certificate} account={address} />
    </Dialog>
  );
}

/** A pinned certificate that changed is refused. The old one can be forgotten, in two steps, and the question comes anew. */
function ChangedPin({ question, onClose }: Props) {
  const [forgetting, setForgetting] = useState(false);
  const [sure, setSure] = useState(false);
  const address = useAddress(question);
  return (
    <Dialog
      title={t.certificate.changedTitle(question.host)}
      about={t.certificate.changedAbout(address)}
      width="wide"
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          {forgetting ? (
            <Button look="danger" className="at-start" disabled={!sure} onClick={answering(question, 'forget-pin', onClose)}>
              {t.certificate.forgetNow}
            </Button>
          ) : (
            <Button look="quiet" className="at-start" onClick={() => setForgetting(true)}>
              {t.certificate.forget}
            </Button>
          )}
          <Button look="primary" data-first onClick={answering(question, 'refuse', onClose)}>
            {t.certificate.keepRefusing}
          </Button>
        </>
      }
    >
      <Note look="danger">{t.certificate.reasons[question.reason]}</Note>
      <div className="pin-boxes">
        {question.pinnedSha256 !== null && (
          <div className="pin-box">
            <h3>{t.certificate.pinned}</h3>
            <Sha256 hex={question.pinnedSha256} />
          </div>
        )}
        <div className="pin-box">
          <h3>{t.certificate.shownNow}</h3>
          <Sha256 hex={question.certificate.sha256} />
        </div>
      </div>
      {forgetting && <Checkbox label={t.certificate.forgetSure} checked={sure} onChange={setSure} />}
    </Dialog>
  );
}

type FactsProps = { readonly certificate: CertificateView; readonly account?: string };

/** What a certificate says of itself, and for which account it counts, where there is one. */
export function CertificateFacts({ certificate, account }: FactsProps) {
  return (
    <dl className="facts">
      {account !== undefined && (
        <>
          <dt>{t.certificate.account}</dt>
          <dd className="selectable">{account}</dd>
        </>
      )}
      <dt>{t.certificate.subject}</dt>
      <dd className="selectable">{showableLine(certificate.subject)}</dd>
      <dt>{t.certificate.issuer}</dt>
      <dd className="selectable">{showableLine(certificate.issuer)}</dd>
      <dt>{t.certificate.names}</dt>
      <dd className="selectable">{certificate.names.map(showableLine).join(', ') || t.certificate.noNames}</dd>
      <dt>{t.certificate.valid}</dt>
      <dd>{t.certificate.validBetween(dateOf(certificate.validFromMs), dateOf(certificate.validToMs))}</dd>
      <dt>SHA-256</dt>
      <dd>
        <Sha256 hex={certificate.sha256} />
      </dd>
    </dl>
  );
}

/** 64 hex digits in four rows of four groups of four. */
export function Sha256({ hex }: { readonly hex: string }) {
  return (
    <code className="sha256 selectable">
      {(hex.toUpperCase().match(/.{1,4}/g) ?? []).map((group, at) => (
        <span key={at}>{group} </span>
      ))}
    </code>
  );
}
