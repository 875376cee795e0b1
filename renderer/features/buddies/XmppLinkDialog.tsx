import { useState } from 'react';
import { useStore } from 'zustand';
import { AccountField } from '../../components/AccountField.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Note } from '../../components/Note.tsx';
import { accountOf, accountStore, firstAccount } from '../../store/account-store.ts';
import { conversationStore, openConversation } from '../../store/conversation-store.ts';
import { draftOf, levelInSight, setDraft, typed } from '../../store/draft-store.ts';
import { copyText } from '../../store/outside.ts';
import { attempt, closeToWrite, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine, showableText } from '../../text/neutralise.ts';
import { parseXmppUri, type XmppUri } from '../../text/xmpp-uri.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { AccountId } from '../../../shared/ids.ts';
import { LinkedKey } from './LinkedKey.tsx';
import './xmpp-link.css';

type Props = { readonly link: string; readonly onClose: () => void };

/** What an `xmpp:` link asks for, whole, before any of it is done. Nothing of it is sent by itself. */
export function XmppLinkDialog({ link, onClose }: Props) {
  const uri = parseXmppUri(link);
  return uri === null ? <Unreadable link={link} onClose={onClose} /> : <Readable uri={uri} onClose={onClose} />;
}

function Unreadable({ link, onClose }: Props) {
  const copy = () => {
    attempt(copyText(link));
    onClose();
  };
  return (
    <Dialog
      title={t.xmppLink.unreadable}
      about={t.xmppLink.unreadableAbout}
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" className="at-start" onClick={copy}>
            {t.common.copy}
          </Button>
          <Button data-first onClick={onClose}>
            {t.common.close}
          </Button>
        </>
      }
    >
      <p className="whole-link selectable">{showableText(link)}</p>
    </Dialog>
  );
}

function Readable({ uri, onClose }: { readonly uri: XmppUri; readonly onClose: () => void }) {
  const { address, action, body, name, group } = uri;
  const accounts = useStore(accountStore, (state) => state.accounts);
  const [accountId, setAccountId] = useState(firstAccount);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const write = async () => {
    const refused = await openConversation(accountId, address);
    if (refused !== null) return setFault(refused);
    putInComposer(accountId, body);
    closeToWrite();
  };
  const add = () => {
    onClose();
    openDialog({ kind: 'add-buddy', accountId, address, name, group });
  };
  const isOwn = accountOf(accountStore.getState(), accountId)?.settings.address === address;
  return (
    <Dialog
      title={t.xmppLink.title[action]}
      about={t.xmppLink.about[action]}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          {action === 'add' ? (
            <>
              <Button onClick={() => void write()}>{t.xmppLink.write}</Button>
              <Button look="primary" data-first onClick={add}>
                {t.buddies.add}
              </Button>
            </>
          ) : (
            <Button look="primary" data-first onClick={() => void write()}>
              {t.xmppLink.write}
            </Button>
          )}
        </>
      }
    >
      <p className="linked-address selectable">
        <bdi>{showableLine(address)}</bdi>
      </p>
      {fault && <Note look="danger">{t.faults[fault]}</Note>}
      {isOwn && <Note look="quiet">{t.xmppLink.own}</Note>}
      {accounts.length > 1 && <AccountField label={t.buddies.withAccount} accounts={accounts} value={accountId} onChange={setAccountId} />}
      {body !== '' && action !== 'add' && (
        <figure className="linked-body">
          <figcaption className="muted">{t.xmppLink.body}</figcaption>
          <blockquote className="selectable" tabIndex={0}>
            {showableText(body)}
          </blockquote>
        </figure>
      )}
      {uri.fingerprint !== null && !isOwn && <LinkedKey accountId={accountId} address={address} fingerprint={uri.fingerprint} />}
    </Dialog>
  );
}

/** Puts the link's text behind what stands in the composer already; the person sends it, or not. */
function putInComposer(accountId: AccountId, body: string): void {
  const { conversations, tabs } = conversationStore.getState();
  const conversation = tabs.front === null ? undefined : conversations.get(tabs.front);
  if (body === '' || conversation?.accountId !== accountId) return;
  const draft = draftOf(conversation.id);
  const text = draft.text === '' ? body : `${draft.text}\n${body}`;
  setDraft(conversation.id, typed(draft, text, levelInSight(conversation)));
}
