import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { setStatus } from '../../store/account-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import type { AccountView } from '../../../shared/views.ts';

type Props = { readonly account: AccountView; readonly onClose: () => void };

/** Sets the message that buddies see beside the status. */
export function StatusDialog({ account, onClose }: Props) {
  const [text, setText] = useState(account.status.text);
  const save = () => {
    attempt(setStatus(account.id, { show: account.status.show, text: text.trim() }));
    onClose();
  };
  return (
    <Dialog
      title={t.accounts.messageTitle}
      about={account.settings.address}
      width="narrow"
      onClose={onClose}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.common.save}
          </Button>
        </>
      }
    >
      <TextField
        label={t.accounts.message}
        hint={t.accounts.messageHint}
        value={text}
        maxLength={limits.statusLength}
        data-first
        spellCheck
        onChange={(event) => setText(event.target.value)}
      />
    </Dialog>
  );
}
