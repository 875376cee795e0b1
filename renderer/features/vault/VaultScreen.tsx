import { Lock, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Emblem } from '../../components/Emblem.tsx';
import { SecretField } from '../../components/Field.tsx';
import { isSound, NewPassphrase, type Typed } from '../../components/NewPassphrase.tsx';
import { useSecondsUntil } from '../../components/use-seconds-until.ts';
import { createVault, unlockVault } from '../../store/app-store.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { limits } from '../../../shared/limits.ts';
import type { VaultView } from '../../../shared/views.ts';
import { DamagedData } from './DamagedData.tsx';
import './vault.css';

/** What stands between the person and their data, and the way through it. */
export function VaultScreen({ vault }: { readonly vault: Exclude<VaultView, { at: 'open' }> }) {
  switch (vault.at) {
    case 'create-passphrase':
      return <CreatePassphrase why={vault.why} />;
    case 'locked':
      return <Unlock retryAtMs={vault.retryAtMs} />;
    case 'failed':
      return <VaultFailed fault={vault.fault} />;
  }
}

type CardProps = { readonly title: string; readonly about: string; readonly onSubmit: () => void; readonly children: ReactNode };

function VaultCard({ title, about, onSubmit, children }: CardProps) {
  return (
    <main className="vault">
      <form
        className="vault-card"
        noValidate
        aria-labelledby="vault-title"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <Emblem size={48} />
        <div>
          <h2 id="vault-title" className="vault-title">
            {title}
          </h2>
          <p className="muted">{about}</p>
        </div>
        {children}
      </form>
    </main>
  );
}

function CreatePassphrase({ why }: { readonly why: 'no-keychain' | 'plain-text-keychain' }) {
  const [typed, setTyped] = useState<Typed>({ passphrase: '', again: '' });
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    setAsked(true);
    if (!isSound(typed) || busy) return;
    setBusy(true);
    setFault(await createVault(typed.passphrase));
    setBusy(false);
  };

  return (
    <VaultCard title={t.vault.createTitle} about={t.vault.why[why]} onSubmit={() => void submit()}>
      <NewPassphrase typed={typed} onChange={setTyped} asked={asked} error={fault && t.faults[fault]} />
      <Button look="primary" type="submit" disabled={busy}>
        {busy ? t.vault.working : t.vault.create}
      </Button>
    </VaultCard>
  );
}

function Unlock({ retryAtMs }: { readonly retryAtMs: number | null }) {
  const [passphrase, setPassphrase] = useState('');
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [busy, setBusy] = useState(false);
  const seconds = useSecondsUntil(retryAtMs);

  const submit = async () => {
    if (busy || seconds > 0 || passphrase === '') return;
    setBusy(true);
    const refused = await unlockVault(passphrase);
    setBusy(false);
    setFault(refused);
    if (refused !== null) setPassphrase('');
  };

  return (
    <VaultCard title={t.vault.unlockTitle} about={t.vault.unlockAbout} onSubmit={() => void submit()}>
      <SecretField
        label={t.vault.passphrase}
        value={passphrase}
        maxLength={limits.passphraseLength}
        autoFocus
        error={fault ? t.faults[fault] : null}
        onChange={(event) => setPassphrase(event.target.value)}
      />
      {seconds > 0 && <p className="muted">{t.vault.wait(seconds)}</p>}
      <Button look="primary" type="submit" icon={Lock} disabled={busy || seconds > 0}>
        {busy ? t.vault.working : t.vault.unlock}
      </Button>
    </VaultCard>
  );
}

function VaultFailed({ fault }: { readonly fault: FaultCode }) {
  return (
    <main className="vault">
      <div className="vault-card" role="alert">
        <TriangleAlert className="vault-warning" size={32} aria-hidden />
        <div>
          <h2 className="vault-title">{t.vault.failedTitle}</h2>
          <p>{t.faults[fault]}</p>
        </div>
        {fault === 'storage-corrupt' ? <DamagedData /> : <p className="muted">{t.vault.failedAbout}</p>}
      </div>
    </main>
  );
}
