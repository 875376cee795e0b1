import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { copyText } from '../../store/outside.ts';
import { tell } from '../../store/ui-store.ts';
import { dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups } from '../../text/person.ts';
import { fingerprintUri } from '../../text/xmpp-uri.ts';
import type { Fingerprint } from '../../../shared/ids.ts';
import type { Row } from './rows.ts';
import './keys.css';

/** A known key, or with `name: null` one of our own. */
type Shown = { readonly name: null; readonly address: string; readonly fingerprint: Fingerprint } | Row;

type Props = { readonly of: Shown; readonly onClose: () => void };

/** One key as a whole: every digit, its QR code, and what is known about it. */
export function KeyDialog({ of, onClose }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const fault = await copyText(fingerprintGroups(of.fingerprint).join(' '));
    setCopied(fault === null);
    tell(fault);
  };
  const address = showableLine(of.address);
  return (
    <Dialog
      title={of.name === null ? t.fingerprints.mineTitle : t.fingerprints.theirsTitle(showableLine(of.name))}
      about={<bdi>{address}</bdi>}
      onClose={onClose}
      actions={
        <>
          <Button className="at-start" icon={copied ? Check : Copy} onClick={() => void copy()}>
            {copied ? t.common.copied : t.common.copy}
          </Button>
          <Button look="primary" data-first onClick={onClose}>
            {t.common.close}
          </Button>
        </>
      }
    >
      <div className="key-whole">
        <div className="key-whole-words">
          <FingerprintText fingerprint={of.fingerprint} />
          {of.name === null ? <p className="muted">{t.fingerprints.mineAbout}</p> : <Facts row={of} />}
        </div>
        <QrCode text={fingerprintUri(of.address, of.fingerprint)} label={t.fingerprints.code(address)} />
      </div>
    </Dialog>
  );
}

function Facts({ row }: { readonly row: Row }) {
  const { columns, how, verifiedNo, verifiedYes, notInUse } = t.fingerprints;
  const verified = row.verifiedHow === null ? verifiedYes : how[row.verifiedHow];
  const facts = [
    [columns.account, row.account],
    [columns.now, row.use === null ? notInUse : t.privacy.levels[row.use]],
    [columns.verified, !row.verified ? verifiedNo : row.verifiedAtMs === null ? verified : `${verified}, ${dateTimeOf(row.verifiedAtMs)}`],
    [columns.first, dateTimeOf(row.firstSeenMs)],
    [columns.seen, dateTimeOf(row.lastSeenMs)],
  ] as const;
  return (
    <dl className="key-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
