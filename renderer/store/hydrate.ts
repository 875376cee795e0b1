import type { EventName, EventPayload } from '../../shared/contract.ts';
import type { Snapshot } from '../../shared/views.ts';
import { call, on } from '../api.ts';
import { accountStore, dropAccount, putAccount } from './account-store.ts';
import { appStore } from './app-store.ts';
import { buddyStore, changeBuddies, dropBuddiesOf } from './buddy-store.ts';
import { conversationStore, dropConversation, dropItem, openBehind, putConversation, putItemBack, putItems, takeTabs } from './conversation-store.ts';
import { takeDrafts } from './draft-store.ts';
import { fingerprintsChanged } from './fingerprint-store.ts';
import { historyRemoved, historyRestored, historyStore, putPastItem } from './history-store.ts';
import { takeLink } from './links.ts';
import { policyStore } from './policy-store.ts';
import { transferStore } from './transfer-store.ts';
import { openDialog } from './ui-store.ts';

type Handlers = { readonly [Name in EventName]: (payload: EventPayload<Name>) => void };

const handlers: Handlers = {
  'vault.changed': ({ vault }) => {
    const opened = vault.at === 'open' && appStore.getState().vault?.at !== 'open';
    if (opened) void takeSnapshot();
    else appStore.setState({ vault });
  },
  'link.arrived': () => void takeLink(),
  'settings.changed': ({ settings }) => appStore.setState({ settings }),
  'tabs.changed': ({ tabs }) => takeTabs(tabs),
  'account.changed': ({ account }) => putAccount(account),
  'account.removed': ({ accountId }) => {
    dropAccount(accountId);
    dropBuddiesOf(accountId);
    fingerprintsChanged();
  },
  'certificates.changed': ({ certificates }) => accountStore.setState({ certificates }),
  'buddies.changed': ({ changed, removed }) => {
    const { buddies } = buddyStore.getState();
    const isRenamed = removed.length > 0 || changed.some(({ id, name }) => buddies.get(id)?.name !== name);
    changeBuddies(changed, removed);
    if (isRenamed) fingerprintsChanged();
  },
  'requests.changed': ({ requests }) => buddyStore.setState({ requests }),
  'conversation.changed': ({ conversation }) => {
    const before = conversationStore.getState().conversations.get(conversation.id)?.unread ?? 0;
    putConversation(conversation);
    fingerprintsChanged();
    if (conversation.unread > before) openBehind(conversation.id);
  },
  'conversation.removed': ({ conversationId }) => dropConversation(conversationId),
  'fingerprints.changed': fingerprintsChanged,
  'persons.changed': ({ persons }) => buddyStore.setState({ persons }),
  'blocked.changed': ({ blocked }) => buddyStore.setState({ blocked }),
  'policies.changed': ({ policies }) => policyStore.setState({ policies }),
  'history.changed': ({ history }) => historyStore.setState({ view: history }),
  'history.removed': ({ conversationId, itemId }) => historyRemoved(conversationId, itemId),
  'history.restored': ({ conversationId, item }) => historyRestored(conversationId, item),
  'history.line': ({ conversationId, item }) => putPastItem(conversationId, item),
  'transfer.changed': ({ transfer }) => transferStore.setState(transfer),
  'timeline.removed': ({ conversationId, itemId }) => dropItem(conversationId, itemId),
  'timeline.restored': ({ conversationId, item, before }) => putItemBack(conversationId, item, before),
  'timeline.changed': ({ conversationId, items }) => putItems(conversationId, items),
};

/** Events of before the snapshot are dropped; those that come while it is on its way wait here. */
let revision = -1;
let waiting: { readonly revision: number; readonly apply: () => void }[] | null = [];

/** Subscribes to everything, then asks for the snapshot; after that the stores follow main. */
export async function hydrate(): Promise<void> {
  for (const name of Object.keys(handlers) as EventName[]) follow(name);
  await takeSnapshot();
}

function follow<Name extends EventName>(name: Name): void {
  on(name, (payload) => {
    const apply = () => handlers[name](payload);
    if (waiting) waiting.push({ revision: payload.revision, apply });
    else if (payload.revision > revision) apply();
  });
}

async function takeSnapshot(): Promise<void> {
  waiting ??= [];
  const answer = await call('app.snapshot', {});
  if (!answer.ok) {
    appStore.setState({ phase: 'failed' });
    return;
  }
  take(answer.value);
  const held = waiting ?? [];
  waiting = null;
  for (const event of held) if (event.revision > revision) event.apply();
  void takeLink();
}

function take(snapshot: Snapshot): void {
  revision = snapshot.revision;
  accountStore.setState({ accounts: snapshot.accounts, certificates: snapshot.certificates });
  buddyStore.setState({ buddies: new Map(snapshot.buddies.map((buddy) => [buddy.id, buddy])), persons: snapshot.persons, blocked: snapshot.blocked, requests: snapshot.requests });
  conversationStore.setState({
    conversations: new Map(snapshot.conversations.map((conversation) => [conversation.id, conversation])),
    timelines: new Map(Object.entries(snapshot.timelines)),
    tabs: snapshot.tabs,
  });
  takeDrafts(snapshot.drafts);
  policyStore.setState({ policies: snapshot.policies });
  historyStore.setState({ view: snapshot.history, pasts: new Map() });
  transferStore.setState(snapshot.transfer);
  // The window was gone in the middle of it; closing its dialog would have broken it off.
  if (snapshot.transfer.run !== null) openDialog({ kind: 'transfer', role: snapshot.transfer.run.role });
  if (snapshot.accounts.length > 0) fingerprintsChanged();
  appStore.setState({ phase: 'ready', vault: snapshot.vault, settings: snapshot.settings, versions: snapshot.versions, canSpell: snapshot.canSpell });
}
