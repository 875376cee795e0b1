import { Check, Copy, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { Progress } from '../../components/Progress.tsx';
import { accountStore, makeKey } from '../../store/account-store.ts';
import { copyText } from '../../store/outside.ts';
import { attempt, tell } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { fingerprintGroups, localPart } from '../../text/person.ts';
import type { AccountView } from '../../../shared/views.ts';
import { ExportKeyDialog } from './ExportKeyDialog.tsx';
import { ImportKeyDialog } from './ImportKeyDialog.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { ReplaceKeyDialog } from './ReplaceKeyDialog.tsx';
import './keys.css';

/** Which dialog of a key is open. */
type Asking = 'whole' | 'replace' | 'export' | 'import';

/** Our own keys, one an account. */
export function MyKeys() {
  const accounts = useStore(accountStore, (state) => state.accounts);
  return (
    <ul className="my-keys" aria-label={t.fingerprints.mine}>
      {accounts.map((account) => (
        <MyKey key={account.id} account={account} />
      ))}
    </ul>
  );
}

function MyKey({ account }: { readonly account: AccountView }) {
  const { address } = account.settings;
  const { key } = account;
  const [copied, setCopied] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  const copy = async (fingerprint: string) => {
    const fault = await copyText(fingerprintGroups(fingerprint).join(' '));
    if (fault === null) setCopied(fingerprint);
    tell(fault);
  };
  return (
    <li className="my-key">
      <Avatar address={address} name={localPart(address)} size={36} />
      <div className="my-key-words">
        <span className="strong one-line">{address}</span>
        {key.at === 'ready' && <FingerprintText fingerprint={key.fingerprint} />}
        {key.at === 'none' && <span className="muted">{t.fingerprints.noKeyAbout}</span>}
        {key.at === 'generating' && <Progress label={t.accounts.makingKey} percent={key.percent} />}
      </div>
      <div className="fingerprints-buttons">
        {key.at === 'ready' && (
          <>
            <Button aria-label={t.fingerprints.detailsMine(address)} onClick={() => setAsking('whole')}>
              {t.fingerprints.details}
            </Button>
            <Button
              icon={copied === key.fingerprint ? Check : Copy}
              aria-label={t.fingerprints.copyMine(address)}
              onClick={() => void copy(key.fingerprint)}
            >
              {copied === key.fingerprint ? t.common.copied : t.common.copy}
            </Button>
            <Button aria-label={t.fingerprints.exportMine(address)} onClick={() => setAsking('export')}>
              {t.fingerprints.exportKey}
            </Button>
            <Button aria-label={t.fingerprints.replaceMine(address)} onClick={() => setAsking('replace')}>
              {t.fingerprints.replace}
            </Button>
          </>
        )}
        {key.at === 'none' && (
          <Button icon={KeyRound} onClick={() => attempt(makeKey(account.id))}>
            {t.accounts.makeKey}
          </Button>
        )}
        {key.at !== 'generating' && (
          <Button aria-label={t.fingerprints.importMine(address)} onClick={() => setAsking('import')}>
            {t.fingerprints.importKey}
          </Button>
        )}
      </div>
      {key.at === 'ready' && asking === 'whole' && (
        <KeyDialog of={{ name: null, address, fingerprint: key.fingerprint }} onClose={close} />
      )}
      {key.at === 'ready' && asking === 'replace' && (
        <ReplaceKeyDialog account={account} fingerprint={key.fingerprint} onClose={close} />
      )}
      {asking === 'export' && <ExportKeyDialog account={account} onClose={close} />}
      {asking === 'import' && <ImportKeyDialog account={account} onClose={close} />}
    </li>
  );
}
