import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { Note } from '../../components/Note.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { Fingerprint } from '../../../shared/ids.ts';
import type { AccountView, KeyFileView } from '../../../shared/views.ts';
import './keys.css';

type Props = {
  readonly title: string;
  readonly account: AccountView;
  readonly file: KeyFileView;
  readonly fault: FaultCode | null;
  readonly onBring: (fingerprint: Fingerprint, replace: boolean) => Promise<void>;
  readonly onClose: () => void;
};

/** The keys of a file, one of which the account gets; asked twice where it has another one. */
export function KeyChoice({ title, account, file, fault, onBring, onClose }: Props) {
  const [index, setIndex] = useState(0);
  const [sure, setSure] = useState(false);
  const own = account.key.at === 'ready' ? account.key.fingerprint : null;
  const chosen = file.keys[index]?.fingerprint;
  const replaces = own !== null && chosen !== own;
  return (
    <Dialog
      title={title}
      about={replaces ? t.fingerprints.importKeyReplaces : t.fingerprints.importKeyChoose(showableLine(file.name))}
      role={replaces ? 'alertdialog' : 'dialog'}
      onClose={onClose}
      onSubmit={() => {
        if (chosen !== undefined && (!replaces || sure)) void onBring(chosen, replaces);
      }}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look={replaces ? 'danger' : 'primary'} type="submit" disabled={replaces && !sure}>
            {replaces ? t.fingerprints.importKeyReplace : t.fingerprints.importKeyNow}
          </Button>
        </>
      }
    >
      <FaultNote fault={fault} />
      <fieldset className="radios key-choice">
        <legend className="field-label">{t.fingerprints.keysInFile}</legend>
        {file.keys.map(({ owner, fingerprint }, at) => (
          <label key={`${at} ${fingerprint}`} className="choice">
            <input type="radio" name="key" data-first={at === index || undefined} checked={at === index} onChange={() => setIndex(at)} />
            <span>
              {owner !== null && <bdi className="key-owner">{showableLine(owner)}</bdi>}
              <FingerprintText fingerprint={fingerprint} />
            </span>
          </label>
        ))}
      </fieldset>
      {file.refused > 0 && <Note look="caution">{t.fingerprints.keysRefused(file.refused)}</Note>}
      {replaces && <Checkbox label={t.fingerprints.replaceSure} checked={sure} onChange={setSure} />}
    </Dialog>
  );
}
