import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { PolicySwitches } from '../../components/PolicySwitches.tsx';
import { accountSwitches, ownSwitches, policyStore, savePolicy } from '../../store/policy-store.ts';
import { countHistory, historyStore, keepsClear, saveKeepsClear } from '../../store/history-store.ts';
import { openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { AccountId, ConversationId } from '../../../shared/ids.ts';
import type { HistoryMarks, PrivacySwitches } from '../../../shared/views.ts';

/** Where something is there that is kept no more: asks whether it is to go. */
async function askForOld(conversationId: ConversationId, marks: HistoryMarks): Promise<void> {
  if ((await countHistory({ conversationId, marks, fromMs: null, toMs: null })) > 0) openDialog({ kind: 'forget-history', conversationId, marks });
}

type Props = { readonly accountId: AccountId; readonly address: string; readonly onClose: () => void };

/** What holds with one buddy: the account's default, or switches of their own. */
export function BuddyPolicyDialog({ accountId, address, onClose }: Props) {
  const fallback = useStore(policyStore, (state) => accountSwitches(state, accountId));
  const [own, setOwn] = useState<PrivacySwitches | null>(() => ownSwitches(policyStore.getState(), accountId, address));
  const [keeps, setKeeps] = useState(() => keepsClear(historyStore.getState(), accountId, address));
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    const wasKept = { clear: keepsClear(historyStore.getState(), accountId, address), private: !(ownSwitches(policyStore.getState(), accountId, address) ?? fallback).unkept };
    const fault = (await savePolicy(accountId, address, own)) ?? (wasKept.clear === keeps ? null : await saveKeepsClear(accountId, address, keeps));
    if (fault !== null) return setError(t.faults[fault]);
    onClose();
    const off = { clear: wasKept.clear && !keeps, private: wasKept.private && (own ?? fallback).unkept };
    if (off.clear || off.private) await askForOld(`${accountId}/${address}`, off.clear && off.private ? 'all' : off.clear ? 'clear' : 'private');
  };
  return (
    <Dialog
      title={t.policies.buddyTitle}
      about={<bdi>{showableLine(address)}</bdi>}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button className="at-start" onClick={() => openDialog({ kind: 'preferences', accountId })}>
            {t.policies.changeDefault}
          </Button>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit">
            {t.common.save}
          </Button>
        </>
      }
    >
      {error && (
        <div role="alert">
          <Note look="danger">{error}</Note>
        </div>
      )}
      <Checkbox label={t.policies.useDefault} checked={own === null} onChange={(on) => setOwn(on ? null : fallback)} />
      <PolicySwitches label={t.policies.title} value={own ?? fallback} disabled={own === null} onChange={setOwn} />
      <fieldset className="policy-switches">
        <legend className="field-label">{t.history.title}</legend>
        <Checkbox label={t.history.keepsClear} checked={keeps} onChange={setKeeps} />
      </fieldset>
    </Dialog>
  );
}
