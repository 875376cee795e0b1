import { beforeEach, expect, test } from 'vitest';
import { generateDsaKey, newConversation, newInstanceTag, statusOf, step, type Conversation, type OtrInput } from '../../otr/index.ts';
import { Channel, type ChannelEvent } from './channel.ts';
import { transferUse } from './seal.ts';
import { env } from './testing/two-devices.ts';

/* What the channel of a transfer takes from an engine that does what it likes. */

const keys = [generateDsaKey(env, () => undefined), generateDsaKey(env, () => undefined)] as const;
const policy = { allowV2: true, allowV3: true, requireEncryption: false, sendWhitespaceTag: false, startOnWhitespaceTag: false, startOnError: false };

let heard: ChannelEvent[];
let channel: Channel;
let other: Conversation;

beforeEach(() => {
  heard = [];
  other = begun();
  channel = new Channel({
    config: { key: keys[0], instanceTag: newInstanceTag(env.random) },
    env,
    nowMs: () => 0,
    send: (text) => does({ kind: 'receive', text, atMs: 0 }),
    onEvent: (event) => heard.push(event),
  });
});

const begun = () => newConversation({ key: keys[1], instanceTag: newInstanceTag(env.random), policy, maxMessageSize: null });

function does(input: OtrInput): void {
  const { next, effects } = step(other, input, env);
  other = next;
  for (const effect of effects) if (effect.do === 'send') channel.receive(effect.text);
}

const kinds = () => heard.map(({ kind }) => kind);
const share = (use: number) => does({ kind: 'extra-key', use, data: Uint8Array.of(1), instance: statusOf(other).session?.theirInstance ?? 0, atMs: 0 });

test('an extra key is taken that is for a transfer, and no other', () => {
  channel.start();
  expect(kinds()).toEqual(['open']);
  for (const use of [0, 1, transferUse ^ 1]) share(use);
  expect(kinds()).toEqual(['open']);
  share(transferUse);
  expect(heard.at(-1)).toMatchObject({ kind: 'key', by: 'them', announced: Uint8Array.of(1) });
});

test('a second session closes it, whoever it is with, and nothing of that is taken', () => {
  channel.start();
  const { sessionId } = channel;
  other = begun();
  does({ kind: 'start', atMs: 0 });
  expect(heard.at(-1)).toEqual({ kind: 'closed', why: 'broken' });
  expect(channel.sessionId).toBe(sessionId);
  share(transferUse);
  does({ kind: 'smp-start', question: null, secret: 'x', atMs: 0 });
  expect(kinds()).toEqual(['open', 'closed']);
});

test('an older version than 3 is not spoken', () => {
  other = newConversation({ ...other.config, policy: { ...policy, allowV3: false } });
  channel.start();
  does({ kind: 'start', atMs: 0 });
  expect([kinds(), statusOf(other).at]).toEqual([[], 'plaintext']);
});
