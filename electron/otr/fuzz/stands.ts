import type { Conversation, Encrypted } from '../conversation.ts';
import { openData } from '../data-message.ts';
import { encryptedPair, newPeer, settle, type Peer, type PeerOptions } from '../testing/pair.ts';
import { decodePlaintext, tlvTypes, type Tlv } from '../tlv.ts';
import { unarmor } from '../wire/armor.ts';
import { decodeBody, decodeHeader, type Version } from '../wire/message.ts';

/*
 * The places from which the text door is fuzzed: Alice in every pair of message state and authentication
 * state, in every state of SMP, with fragments under assembly, with several devices, with lines that wait;
 * in versions 2 and 3. Each is made once, since a conversation never changes.
 */

export type Stand = {
  readonly name: string;
  readonly version: Version;
  readonly conversation: Conversation;
  readonly atMs: number;
  /** Bob's side of the session that Alice is in: with it he makes messages that hold. */
  readonly forger: Encrypted | null;
  /** The tags of what Bob sends to Alice: sender, receiver; 0 in version 2. */
  readonly tags: readonly [number, number];
  /** Encoded messages of Bob, whole or the last fragment, some of which Alice accepts here. */
  readonly genuine: readonly string[];
};

/** What Alice typed while nothing was private yet; it must never be seen in clear. */
export const heldText = 'a line that waits for encryption';

const policy = { allowV2: true, allowV3: true, startOnWhitespaceTag: true, startOnError: true };
type Pair = { readonly alice: Peer; readonly bob: Peer };

function query(version: Version): string {
  return `?OTRv${version}?`;
}

/** The two with a session, in which each has sent and read a few lines, so that keys of both are in use. */
function privately(version: Version, options: PeerOptions = {}): Pair {
  const alice = newPeer('alice', { ...options, policy: { ...policy, ...options.policy } });
  const bob = newPeer('bob', { policy });
  alice.receive(query(version));
  settle(alice, bob);
  for (const text of ['one', 'two']) {
    alice.type(text);
    settle(alice, bob);
    bob.type(text);
    settle(alice, bob);
  }
  return { alice, bob };
}

const messageStates: Readonly<Record<string, (version: Version) => Pair>> = {
  plaintext: () => ({ alice: newPeer('alice', { policy }), bob: newPeer('bob', { policy }) }),
  encrypted: privately,
  finished: (version) => {
    const pair = privately(version);
    pair.bob.end();
    settle(pair.alice, pair.bob);
    return pair;
  },
};

/** Bring the authentication state of Alice to its place; Bob has made what would come next. */
const exchanges: Readonly<Record<string, (pair: Pair, version: Version) => void>> = {
  none: () => {},
  'awaiting-dh-key': ({ alice, bob }, version) => {
    alice.receive(query(version));
    for (const text of alice.take()) bob.receive(text);
  },
  'awaiting-reveal-sig': ({ alice, bob }, version) => {
    bob.receive(query(version));
    for (const text of bob.take()) alice.receive(text);
    for (const text of alice.take()) bob.receive(text);
  },
  'awaiting-sig': ({ alice, bob }, version) => {
    alice.receive(query(version));
    for (const text of alice.take()) bob.receive(text);
    for (const text of bob.take()) alice.receive(text);
    for (const text of alice.take()) bob.receive(text);
  },
};

/** Bring SMP to its place on Alice's side; Bob has made what would come next. */
const comparisons: Readonly<Record<string, (pair: Pair) => void>> = {
  asked: ({ alice, bob }) => {
    bob.compare('tiger', 'which?');
    settle(alice, bob);
  },
  'expect-2': ({ alice, bob }) => {
    alice.compare('tiger');
    settle(alice, bob);
    bob.answer('tiger');
  },
  'expect-3': ({ alice, bob }) => {
    bob.compare('tiger');
    settle(alice, bob);
    alice.answer('tiger');
    for (const text of alice.take()) bob.receive(text);
  },
  'expect-4': ({ alice, bob }) => {
    alice.compare('tiger');
    settle(alice, bob);
    bob.answer('tiger');
    for (const text of bob.take()) alice.receive(text);
    for (const text of alice.take()) bob.receive(text);
  },
};

/** The session that a peer's lines go to, while it is encrypted. */
export function sessionOf({ conversation }: Peer): Encrypted | null {
  const { focus, instances } = conversation;
  const session = focus === null ? undefined : instances.get(focus)?.session;
  return session?.at === 'encrypted' ? session : null;
}

const tagOf = ({ conversation }: Peer): number => conversation.config.instanceTag;

function stand(name: string, version: Version, { alice, bob }: Pair, forger = sessionOf(bob)): Stand {
  const genuine = bob.sent.filter((text) => /^\?OTR[:|,]/.test(text));
  const { conversation, nowMs } = alice;
  const tags = version === 2 ? ([0, 0] as const) : ([bob, alice].map(tagOf) as [number, number]);
  return { name: `${name}, version ${version}`, version, conversation, atMs: nowMs, forger, tags, genuine };
}

function special(version: Version): readonly Stand[] {
  const waiting = { alice: newPeer('alice', { policy: { ...policy, requireEncryption: true } }), bob: newPeer('bob', { policy }) };
  waiting.alice.type(heldText);
  exchanges['awaiting-sig']!(waiting, version);

  const assembling = privately(version);
  assembling.bob.conversation = {
    ...assembling.bob.conversation,
    config: { ...assembling.bob.conversation.config, maxMessageSize: 200 },
  };
  const before = sessionOf(assembling.bob);
  assembling.bob.type('in pieces '.repeat(20));
  const pieces = assembling.bob.take();
  for (const piece of pieces.slice(0, -1)) assembling.alice.receive(piece);
  assembling.bob.sent.push(...pieces.slice(-1));

  const devices = privately(version);
  for (const instanceTag of [0x4444_4444, 0x5555_5555, 0x6666_6666]) {
    const other = newPeer('bob', { policy, instanceTag, seed: `device ${instanceTag}` });
    other.receive(query(3));
    settle(devices.alice, other);
  }
  const refreshed = privately(version);
  for (const text of ['lost', 'lost as well']) refreshed.alice.type(text);
  refreshed.alice.take();
  refreshed.alice.receive(query(version));
  settle(refreshed.alice, refreshed.bob);
  refreshed.alice.type('after the refresh');
  return [
    stand('refreshed, with lines unread', version, refreshed),
    stand('waiting lines', version, waiting, null),
    stand('fragments under assembly', version, assembling, before),
    stand('several devices', version, devices),
    stand('small messages', version, privately(version, { maxMessageSize: 150 })),
    stand('required', version, privately(version, { policy: { requireEncryption: true } })),
  ];
}

/** Every stand, made anew. */
export function makeStands(): readonly Stand[] {
  return ([3, 2] as const).flatMap((version) => [
    ...Object.entries(messageStates).flatMap(([name, make]) =>
      Object.entries(exchanges).map(([place, advance]) => {
        const pair = make(version);
        const forger = name === 'encrypted' ? sessionOf(pair.bob) : null;
        advance(pair, version);
        return stand(`${name}, ${place}`, version, pair, forger);
      }),
    ),
    ...Object.entries(comparisons).map(([place, advance]) => {
      const pair = privately(version);
      advance(pair);
      return stand(`encrypted, SMP ${place}`, version, pair);
    }),
    ...special(version),
  ]);
}

/** One of each record of SMP and of the extra key, as honest sides send them. */
export function makeRecords(): readonly Tlv[] {
  const { alice, bob } = encryptedPair();
  const records: Tlv[] = [{ type: tlvTypes.extraKey, value: Uint8Array.of(0, 0, 0, 1, 2, 3) }];
  const carry = (from: Peer, to: Peer): void => {
    for (const text of from.take()) {
      records.push(...recordsIn(text, to));
      to.receive(text);
    }
  };
  for (const question of [null, 'which?']) {
    bob.compare('tiger', question);
    carry(bob, alice);
    alice.answer('tiger');
    for (let i = 0; i < 2; i += 1) {
      carry(alice, bob);
      carry(bob, alice);
    }
  }
  return records.filter(({ type }) => type !== tlvTypes.padding);
}

function recordsIn(text: string, reader: Peer): readonly Tlv[] {
  const bytes = unarmor(text);
  const header = bytes.ok ? decodeHeader(bytes.value) : bytes;
  const body = bytes.ok && header.ok ? decodeBody(header.value, bytes.value) : header;
  const session = sessionOf(reader);
  if (!body.ok || !('authenticated' in body.value) || session === null) return [];
  const opened = openData(session.ring, body.value, reader.env);
  return opened.ok ? decodePlaintext(opened.value.plaintext).tlvs : [];
}
