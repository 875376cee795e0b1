import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultCodeOf } from '../base/fault.ts';
import { silentLog } from '../base/log.ts';
import { profileFiles } from '../base/profile.ts';
import { choosePrimitives, generateDsaKey, newConversation, newInstanceTag, step } from '../otr/index.ts';
import type { DsaPrivateKey } from '../otr/index.ts';
import type { IncomingMessage, OutgoingMessage, RosterItem, SessionEvent } from '../protocols/protocol.ts';
import { openStore } from '../store/index.ts';
import { createPublisher } from './publisher.ts';
import { Sotto } from './sotto.ts';

/* What each route of a message may do, with everything real but the network, which says what a test tells it. */

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const env = { random, primitives: choosePrimitives() };
const key = generateDsaKey(env, () => undefined);
const query = '?OTRv3?';
const offer = `hello${' \t  \t\t\t\t \t \t \t  '}${'  \t\t  \t\t'}`;
const river: RosterItem = { address: 'river@sotto.test', name: '', groups: [], subscription: 'none', asked: false };
const stranger = 'stranger@sotto.test';

let directory: string;
let sotto: Sotto;
let sent: OutgoingMessage[];
let say: (event: SessionEvent) => void;
let finishKey: (key: DsaPrivateKey) => void;
let accountId: string;
let nowMs: number;
/** Runs what waits for the next tick. */
let tick: () => void;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sotto-routes-'));
  sent = [];
  nowMs = 1_000_000;
  tick = () => undefined;
  const made = new Promise<DsaPrivateKey>((resolve) => (finishKey = resolve));
  const nothing = () => Promise.resolve();
  sotto = new Sotto({
    clock: {
      nowMs: () => nowMs,
      after: (_delayMs, task) => {
        const before = tick;
        tick = () => (before(), task());
        return () => undefined;
      },
    },
    random,
    log: silentLog,
    publisher: createPublisher(() => undefined),
    vault: {
      view: () => ({ at: 'open', sealedBy: 'keychain' }),
      openWithKeychain: () => Promise.resolve(random(32)),
      create: () => Promise.reject(new Error('not here')),
      unlock: () => Promise.reject(new Error('not here')),
    },
    openStore: (databaseKey) => openStore(join(directory, profileFiles.database), databaseKey),
    openSession: (_config, listener) => {
      say = listener;
      return {
        connect: () => undefined,
        disconnect: nothing,
        setStatus: () => undefined,
        send: (message) => void sent.push(message),
        setRosterItem: nothing,
        removeRosterItem: nothing,
        requestSubscription: () => undefined,
        approveSubscription: () => undefined,
        denySubscription: () => undefined,
      };
    },
    makeKey: () => ({ done: made, cancel: () => undefined }),
    env,
    applyTheme: () => undefined,
    versions: { sotto: '0', runtime: 'test' },
  });
  await sotto.start();
  const settings = { address: 'juniper@sotto.test', resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: true };
  accountId = sotto.services().accounts.add(settings, 'secret', true);
  say({ kind: 'connection', connection: { at: 'online', secured: 'tls' } });
  say({ kind: 'roster', items: [river] });
});

afterEach(async () => {
  await sotto.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function keyReady(): Promise<void> {
  finishKey(key);
  while (sotto.services().accounts.identity(accountId) === null) await new Promise((resolve) => setImmediate(resolve));
}

function comes(text: string, changes: Partial<IncomingMessage> = {}): void {
  const message = { route: 'direct', address: river.address, resource: 'boat', text, stanzaId: null, atMs: 999_000, ...changes } as const;
  say({ kind: 'message', message });
}

function lines(address = river.address) {
  return (sotto.snapshot().timelines[`${accountId}/${address}`] ?? []).filter((item) => item.kind === 'message');
}

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
  return 'none';
}

test('a direct query of a buddy is answered on the device that asked, with the hints of OTR', async () => {
  await keyReady();
  comes(query);
  expect(sent).toMatchObject([{ address: river.address, resource: 'boat', otr: true }]);
  expect(sent[0]?.text).toMatch(/^\?OTR:AAMC/);
});

test('the query that we send carries the hints of OTR', async () => {
  await keyReady();
  sotto.services().conversations.startPrivate(sotto.services().conversations.open(accountId, river.address));
  expect(sent).toMatchObject([{ resource: null, otr: true }]);
  expect(sent[0]?.text).toMatch(/^\?OTRv3\? /);
});

describe.each(['carbon-received', 'carbon-sent', 'archived', 'delayed'] as const)('%s', (route) => {
  test('OTR text does nothing at all', async () => {
    await keyReady();
    comes(query, { route });
    comes('?OTR:AAMC', { route });
    comes('?OTR Error: x', { route });
    expect(sent).toEqual([]);
    expect(sotto.snapshot().timelines[`${accountId}/${river.address}`] ?? []).toEqual([]);
  });

  test('a text is shown as what it is, and an offer in it is taken by nobody', async () => {
    await keyReady();
    comes(offer, { route });
    expect(sent).toEqual([]);
    expect(lines()).toMatchObject([{ from: route === 'carbon-sent' ? 'me' : 'them', mark: 'clear', atMs: 999_000 }]);
  });
});

test('an offer in a direct text of a buddy is taken, in one of a stranger it is not', async () => {
  await keyReady();
  comes(offer, { address: stranger });
  expect(sent).toEqual([]);
  expect(lines(stranger)).toHaveLength(1);
  comes(offer);
  expect(sent).toHaveLength(1);
});

test('a key that becomes ready answers the buddy who asked meanwhile, but no stranger before the click', async () => {
  comes(query);
  comes(query, { address: stranger, resource: 'den' });
  await keyReady();
  expect(sent).toMatchObject([{ address: river.address, resource: 'boat' }]);
  sotto.services().conversations.accept(`${accountId}/${stranger}`);
  expect(sent.slice(1)).toMatchObject([{ address: stranger, resource: 'den' }]);
});

test('accepting somebody ends with removing them from the list', async () => {
  await keyReady();
  sotto.services().conversations.accept(sotto.services().conversations.open(accountId, river.address));
  await sotto.services().buddies.remove(accountId, river.address);
  say({ kind: 'roster-removed', address: river.address });
  comes(query);
  expect(sent).toEqual([]);
});

test('a line goes out once more only where it failed', async () => {
  await keyReady();
  const id = sotto.services().conversations.open(accountId, river.address);
  sotto.services().conversations.send(id, 'hello', 'not-private');
  const again = () => sotto.services().conversations.retry(id, lines()[0]?.id ?? '');
  expect(refusalOf(again)).toBe('not-found');
  say({ kind: 'delivered-to-server', id: sent[0]?.id ?? '' });
  expect(refusalOf(again)).toBe('not-found');
  say({ kind: 'delivery-failed', id: sent[0]?.id ?? '', address: river.address, fault: 'recipient-not-found' });
  expect(refusalOf(again)).toBe('none');
  expect(refusalOf(again)).toBe('not-found');
  expect(sent.map(({ text }) => text)).toEqual(['hello', 'hello']);
});

/** River's own engine answers everything that we sent, until nothing is left to say. */
function answerAsRiver(): void {
  const policy = { allowV2: false, allowV3: true, requireEncryption: false, sendWhitespaceTag: false, startOnWhitespaceTag: false, startOnError: false };
  let engine = newConversation({ key, instanceTag: newInstanceTag(random), policy, maxMessageSize: null });
  for (let read = 0; read < sent.length; read += 1) {
    const { next, effects } = step(engine, { kind: 'receive', text: sent[read]?.text ?? '', atMs: nowMs }, env);
    engine = next;
    for (const effect of effects) if (effect.do === 'send') comes(effect.text);
  }
}

test('clear text in a private conversation says that it is clear, and no line typed for another level goes out', async () => {
  await keyReady();
  const { conversations } = sotto.services();
  const id = conversations.open(accountId, river.address);
  comes('before', {});
  conversations.startPrivate(id);
  answerAsRiver();
  comes('after');
  comes('a copy', { route: 'carbon-received' });
  expect(lines().map(({ text, mark, arrivedUnencrypted }) => [text, mark, arrivedUnencrypted])).toEqual([
    ['before', 'clear', false],
    ['after', 'clear', true],
    ['a copy', 'clear', true],
  ]);
  expect(refusalOf(() => conversations.send(id, 'the parcel', 'private'))).toBe('conversation-not-private');
  expect(refusalOf(() => conversations.send(id, 'the parcel', 'unverified'))).toBe('none');
  expect(sent.at(-1)).toMatchObject({ resource: 'boat', otr: true });
  expect(sent.at(-1)?.text).toMatch(/^\?OTR:AAMD/);
});

test.each(['nobody answers', 'the person ends it'])('lines that wait for a key exchange fail when %s, and none goes out later', async (why) => {
  await keyReady();
  const { conversations } = sotto.services();
  const id = conversations.open(accountId, river.address);
  conversations.startPrivate(id);
  conversations.send(id, 'the parcel', 'not-private');
  say({ kind: 'delivery-failed', id: sent[0]?.id ?? '', address: river.address, fault: 'recipient-unavailable' });
  if (why === 'the person ends it') conversations.endPrivate(id);
  nowMs += 61_000;
  if (why === 'nobody answers') tick();
  expect(lines()).toMatchObject([{ mark: 'encrypted', delivery: { at: 'failed', fault: 'conversation-not-private' } }]);
  expect(refusalOf(() => conversations.retry(id, lines()[0]?.id ?? ''))).toBe('conversation-not-private');
  expect(sent.map(({ text }) => text).join()).not.toContain('the parcel');
});
