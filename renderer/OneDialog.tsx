import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { AccountsDialog } from './features/accounts/AccountsDialog.tsx';
import { AddAccountDialog } from './features/accounts/AddAccountDialog.tsx';
import { BlockedDialog } from './features/accounts/BlockedDialog.tsx';
import { CertificateDialog } from './features/accounts/CertificateDialog.tsx';
import { ChangePasswordDialog } from './features/accounts/ChangePasswordDialog.tsx';
import { EditAccountDialog } from './features/accounts/EditAccountDialog.tsx';
import { PasswordDialog } from './features/accounts/PasswordDialog.tsx';
import { PictureDialog } from './features/accounts/PictureDialog.tsx';
import { RegisterDialog } from './features/accounts/RegisterDialog.tsx';
import { RemoveAccountDialog } from './features/accounts/RemoveAccountDialog.tsx';
import { StatusDialog } from './features/accounts/StatusDialog.tsx';
import { AddBuddyDialog } from './features/buddies/AddBuddyDialog.tsx';
import { BlockDialog } from './features/buddies/BlockDialog.tsx';
import { BuddyPolicyDialog } from './features/buddies/BuddyPolicyDialog.tsx';
import { EditBuddyDialog } from './features/buddies/EditBuddyDialog.tsx';
import { GroupDialog } from './features/buddies/GroupDialog.tsx';
import { JoinDialog } from './features/buddies/JoinDialog.tsx';
import { NewConversationDialog } from './features/buddies/NewConversationDialog.tsx';
import { PersonDialog } from './features/buddies/PersonDialog.tsx';
import { RemoveBuddyDialog } from './features/buddies/RemoveBuddyDialog.tsx';
import { OpenLinkDialog } from './features/conversation/OpenLinkDialog.tsx';
import { XmppLinkDialog } from './features/buddies/XmppLinkDialog.tsx';
import { ExportHistoryDialog } from './features/history/ExportHistoryDialog.tsx';
import { ForgetHistoryDialog } from './features/history/ForgetHistoryDialog.tsx';
import { LabDialog } from './features/lab/LabDialog.tsx';
import { ExportDialog } from './features/moving/ExportDialog.tsx';
import { MoveInDialog } from './features/moving/MoveInDialog.tsx';
import { AboutDialog } from './features/preferences/AboutDialog.tsx';
import { PreferencesDialog } from './features/preferences/PreferencesDialog.tsx';
import { ShortcutsDialog } from './features/preferences/ShortcutsDialog.tsx';
import { TransferDialog } from './features/transfer/TransferDialog.tsx';
import { AuthenticateDialog } from './features/verify/AuthenticateDialog.tsx';
import { accountOf, accountStore } from './store/account-store.ts';
import { buddyStore } from './store/buddy-store.ts';
import { conversationStore } from './store/conversation-store.ts';
import type { DialogRequest } from './store/ui-store.ts';
import type { AccountId, ConversationId } from '../shared/ids.ts';
import type { AccountView, BuddyView, ConversationView } from '../shared/views.ts';

type Props = { readonly request: DialogRequest; readonly onClose: () => void };

/** A dialog by what it is about. It is loaded after the window is there, with all that only dialogs need. */
export function OneDialog({ request, onClose }: Props): ReactNode {
  switch (request.kind) {
    case 'add-account':
      return <AddAccountDialog onClose={onClose} />;
    case 'accounts':
      return <AccountsDialog onClose={onClose} />;
    case 'edit-account':
      return <OfAccount id={request.accountId} onClose={onClose} show={EditAccountDialog} />;
    case 'password':
      return <OfAccount id={request.accountId} onClose={onClose} show={PasswordDialog} />;
    case 'register':
      return <RegisterDialog onClose={onClose} />;
    case 'change-password':
      return <OfAccount id={request.accountId} onClose={onClose} show={ChangePasswordDialog} />;
    case 'remove-account':
      return <OfAccount id={request.accountId} onClose={onClose} show={RemoveAccountDialog} />;
    case 'status':
      return <OfAccount id={request.accountId} onClose={onClose} show={StatusDialog} />;
    case 'certificate':
      return <Certificate id={request.accountId} onClose={onClose} />;
    case 'buddy-policy':
      return <BuddyPolicyDialog accountId={request.accountId} address={request.address} onClose={onClose} />;
    case 'add-buddy':
      return <AddBuddyDialog {...request} onClose={onClose} />;
    case 'new-conversation':
      return <NewConversationDialog onClose={onClose} />;
    case 'edit-buddy':
      return <OfBuddy id={request.buddyId} onClose={onClose} show={EditBuddyDialog} />;
    case 'remove-buddy':
      return <OfBuddy id={request.buddyId} onClose={onClose} show={RemoveBuddyDialog} />;
    case 'block':
      return <BlockDialog accountId={request.accountId} address={request.address} onClose={onClose} />;
    case 'blocked':
      return <OfAccount id={request.accountId} onClose={onClose} show={BlockedDialog} />;
    case 'picture':
      return <OfAccount id={request.accountId} onClose={onClose} show={PictureDialog} />;
    case 'join':
      return <OfBuddy id={request.buddyId} onClose={onClose} show={JoinDialog} />;
    case 'group':
      return <GroupDialog group={request.group} moving={request.moving} onClose={onClose} />;
    case 'person':
      return <OfPerson id={request.personId} onClose={onClose} />;
    case 'authenticate':
      return <Authenticate id={request.conversationId} byItself={request.byItself ?? false} onClose={onClose} />;
    case 'lab':
      return <OfConversation id={request.conversationId} onClose={onClose} show={LabDialog} />;
    case 'forget-history':
      return <ForgetHistoryDialog {...request} onClose={onClose} />;
    case 'export-history':
      return <ExportHistoryDialog {...request} onClose={onClose} />;
    case 'open-link':
      return <OpenLinkDialog url={request.url} onClose={onClose} />;
    case 'xmpp-link':
      return <XmppLinkDialog link={request.link} onClose={onClose} />;
    case 'export':
      return <ExportDialog onClose={onClose} />;
    case 'move-in':
      return <MoveInDialog onClose={onClose} />;
    case 'transfer':
      return <TransferDialog role={request.role} onClose={onClose} />;
    case 'preferences':
      return <PreferencesDialog accountId={request.accountId} onClose={onClose} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={onClose} />;
    case 'about':
      return <AboutDialog onClose={onClose} />;
  }
}

/** Closes the dialog when what it is about is gone. */
function Gone({ onClose }: { readonly onClose: () => void }) {
  useEffect(onClose, [onClose]);
  return null;
}

type AccountDialog = (props: { readonly account: AccountView; readonly onClose: () => void }) => ReactNode;

function OfAccount({ id, onClose, show: Show }: { readonly id: AccountId; readonly onClose: () => void; readonly show: AccountDialog }) {
  const account = useStore(accountStore, (state) => accountOf(state, id));
  return account ? <Show account={account} onClose={onClose} /> : <Gone onClose={onClose} />;
}

type BuddyDialog = (props: { readonly buddy: BuddyView; readonly onClose: () => void }) => ReactNode;

function OfBuddy({ id, onClose, show: Show }: { readonly id: ConversationId; readonly onClose: () => void; readonly show: BuddyDialog }) {
  const buddy = useStore(buddyStore, (state) => state.buddies.get(id));
  return buddy ? <Show buddy={buddy} onClose={onClose} /> : <Gone onClose={onClose} />;
}

function OfPerson({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const person = useStore(buddyStore, (state) => state.persons.find((one) => one.id === id));
  return person ? <PersonDialog person={person} onClose={onClose} /> : <Gone onClose={onClose} />;
}

function Certificate({ id, onClose }: { readonly id: AccountId; readonly onClose: () => void }) {
  const question = useStore(accountStore, (state) => state.certificates.find(({ accountId }) => accountId === id));
  return question ? <CertificateDialog question={question} onClose={onClose} /> : <Gone onClose={onClose} />;
}

type ConversationDialog = (props: { readonly conversation: ConversationView; readonly onClose: () => void }) => ReactNode;

function OfConversation({ id, onClose, show: Show }: { readonly id: ConversationId; readonly onClose: () => void; readonly show: ConversationDialog }) {
  const conversation = useStore(conversationStore, (state) => state.conversations.get(id));
  return conversation ? <Show conversation={conversation} onClose={onClose} /> : <Gone onClose={onClose} />;
}

type AuthenticateProps = { readonly id: ConversationId; readonly byItself: boolean; readonly onClose: () => void };

function Authenticate({ id, byItself, onClose }: AuthenticateProps) {
  const conversation = useStore(conversationStore, (state) => state.conversations.get(id));
  return conversation ? <AuthenticateDialog conversation={conversation} byItself={byItself} onClose={onClose} /> : <Gone onClose={onClose} />;
}
