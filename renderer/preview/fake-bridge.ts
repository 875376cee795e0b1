import type { Answer, CommandName, EventName, SottoBridge } from '../../shared/contract.ts';
import type { FaultCode } from '../../shared/faults.ts';
import { findings, foundInHistory, keptConversations, keyFile, knownFingerprints, portrait, lab, manyFingerprints, moved, registrationForm, unlocked } from './examples.ts';
import type { ConversationView, Snapshot } from '../../shared/views.ts';

type Call = { readonly name: CommandName; readonly input: unknown };
type Listener = (payload: unknown) => void;

/** Stands where main's bridge would: keeps what was called, answers plausibly, lets tests push events. */
export type FakeBridge = {
  readonly sotto: SottoBridge;
  readonly calls: readonly Call[];
  /** Makes the next call of this name fail. */
  readonly refuse: (name: CommandName, fault: FaultCode) => void;
  readonly push: (name: EventName, payload: object) => void;
  /** The same, with the revision already in the payload. */
  readonly pushRaw: (name: EventName, payload: object) => void;
};

export function fakeBridge(snapshot: Snapshot): FakeBridge {
  const calls: Call[] = [];
  const refusals = new Map<CommandName, FaultCode>();
  const listeners = new Map<string, Set<Listener>>();
  let revision = snapshot.revision;

  const pushRaw = (name: EventName, payload: object) => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };
  const push = (name: EventName, payload: object) => {
    revision += 1;
    pushRaw(name, { ...payload, revision });
  };

  const call = (name: CommandName) => async (input: unknown): Promise<Answer<unknown>> => {
    calls.push({ name, input });
    const fault = refusals.get(name);
    refusals.delete(name);
    if (fault) return { ok: false, fault };
    return { ok: true, value: answer(name, input, snapshot, push) };
  };
  const on = (name: string) => (listener: Listener) => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  };

  return {
    sotto: { call: new Proxy({}, { get: (_, name) => call(name as CommandName) }), on: new Proxy({}, { get: (_, name) => on(String(name)) }) } as SottoBridge,
    calls,
    refuse: (name, fault) => refusals.set(name, fault),
    push,
    pushRaw,
  };
}

type Push = FakeBridge['push'];

function answer(name: CommandName, input: unknown, snapshot: Snapshot, push: Push): unknown {
  const given = input as Record<string, string>;
  const conversation = snapshot.conversations.find(({ id }) => id === given['conversationId']);
  switch (name) {
    case 'app.snapshot':
      return snapshot;
    case 'fingerprints.list':
      if (snapshot.buddies.length > 1_000) return manyFingerprints;
      return knownFingerprints.map((known) => ({ ...known, name: snapshot.buddies.find(({ address }) => address === known.address)?.name ?? known.name }));
    case 'pictures.get':
      return portrait;
    case 'vault.keepCopy':
      return 'sotto-damaged-20261124-201500';
    case 'history.conversations':
      return keptConversations;
    case 'history.search':
      return foundInHistory;
    case 'history.count':
      return { count: 1_204 };
    case 'history.export':
      return 'river@example.org.txt';
    case 'history.page':
      return { items: foundInHistory.hits.filter((hit) => hit.conversationId === given['conversationId'] && given['side'] === 'around').map(({ item }) => item), isFirst: true, isLast: true };
    case 'lab.view':
      return lab;
    case 'lab.forge':
      return { wire: `?OTR:AAMD${'Qk9PTQ'.repeat(200)}.`, says: 'I never liked it' };
    case 'fingerprints.export':
      return ['otr.fingerprints'];
    case 'registration.ask':
      return registrationForm;
    case 'moving.find':
      return findings;
    case 'moving.export':
      return ['otr.private_key', 'otr.fingerprints'];
    case 'keys.export':
      return 'juniper@example.org.sotto-key';
    case 'keys.choose':
      return { ...keyFile, locked: true, keys: [] };
    case 'keys.open':
      return keyFile;
    case 'keys.bring':
      return 'brought';
    case 'moving.choose':
      return [];
    case 'moving.unlock':
      return unlocked;
    case 'moving.bringIn':
      return moved;
    case 'conversations.open':
    case 'buddies.add': {
      const id = `${given['accountId']}/${given['address']}`;
      if (!snapshot.conversations.some((one) => one.id === id)) {
        push('conversation.changed', { conversation: emptyConversation(id, given['accountId'] ?? '', given['address'] ?? '') });
      }
      return { conversationId: id };
    }
    case 'conversations.read':
      if (conversation) push('conversation.changed', { conversation: { ...conversation, unread: 0 } });
      return undefined;
    case 'conversations.send': {
      const item = { kind: 'message', id: `new${Math.random()}`, atMs: Date.now(), from: 'me', text: given['text'], mark: 'verified', arrivedUnencrypted: false, delivery: { at: 'sent' }, cut: false };
      push('timeline.changed', { conversationId: given['conversationId'], items: [item] });
      return undefined;
    }
    case 'conversations.takeBack': {
      const item = snapshot.timelines[given['conversationId'] ?? '']?.find(({ id }) => id === given['itemId']);
      push('timeline.removed', { conversationId: given['conversationId'], itemId: given['itemId'] });
      return { text: item?.kind === 'message' ? item.text : '' };
    }
    default:
      return undefined;
  }
}

function emptyConversation(id: string, accountId: string, address: string): ConversationView {
  return {
    id,
    accountId,
    address,
    name: address.split('@')[0] ?? address,
    accepted: true,
    privacy: 'not-private',
    policy: 'manual',
    starting: false,
    version: null,
    sessionId: null,
    theirs: null,
    ours: null,
    changedKey: null,
    recording: false,
    authentication: null,
    authenticationRestsUntilMs: null,
    resource: null,
    devices: [],
    deviceChoice: 'latest',
    unread: 0,
    typing: false,
    correctable: null,
  };
}
