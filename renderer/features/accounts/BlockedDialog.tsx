import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { block, blockedOf, unblock } from '../../store/blocking-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { limits } from '../../../shared/limits.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = { readonly account: AccountView; readonly onClose: () => void };

/** Whom an account's server blocks. */
export function BlockedDialog({ account, onClose }: Props) {
  const list = useStore(buddyStore, (state) => blockedOf(state, account.id));
  return (
    <Dialog
      title={t.blocking.listTitle}
      about={account.settings.address}
      width="narrow"
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      {list ? <List account={account} list={list} /> : <p className="muted">{list === null ? t.blocking.unsupported : t.blocking.unknown}</p>}
    </Dialog>
  );
}

function List({ account, list }: { readonly account: AccountView; readonly list: readonly string[] }) {
  return (
    <>
      {list.length === 0 && <p className="muted">{t.blocking.none}</p>}
      <ul className="blocked-list" aria-label={t.blocking.listTitle} tabIndex={list.length > 0 ? 0 : undefined}>
        {list.map((address) => {
          const shown = showableLine(address);
          return (
            <li key={address}>
              <bdi className="one-line" title={shown}>
                {shown}
              </bdi>
              <Button aria-label={t.blocking.unblockThem(shown)} onClick={() => attempt(unblock(account.id, address))}>
                {t.blocking.unblock}
              </Button>
            </li>
          );
        })}
      </ul>
      <BlockForm account={account} />
    </>
  );
}

function BlockForm({ account }: { readonly account: AccountView }) {
  const [address, setAddress] = useState('');
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    const fault = await block(account.id, address.trim());
    if (fault === null) setAddress('');
    setError(fault === null ? null : t.faults[fault]);
  };
  return (
    <form
      className="block-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={t.blocking.address}
        value={address}
        maxLength={limits.addressLength}
        error={error}
        onChange={(event) => {
          setAddress(event.target.value);
          setError(null);
        }}
      />
      <Button type="submit" disabled={address.trim() === ''}>
        {t.blocking.blockNow}
      </Button>
    </form>
  );
}
