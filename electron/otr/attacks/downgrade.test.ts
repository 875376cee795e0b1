import { describe, expect, it } from 'vitest';
import { configure } from '../conversation.ts';
import { fingerprintOf } from '../index.ts';
import { limits } from '../limits.ts';
import { downgradeOf, withVersion } from '../downgrade.ts';
import { testKeys } from '../testing/keys.ts';
import { newPeer, settle, type Peer } from '../testing/pair.ts';

const both = { allowV2: true, allowV3: true };
const bobprint = fingerprintOf(testKeys.bob);

/** Lets everything pass, with version 3 taken out of every offer. */
function settleRewritten(a: Peer, b: Peer): void {
  for (let passed = 0; passed < 100; passed += 1) {
    const there = a.outbox.shift();
    if (there !== undefined) b.receive(there.replace('?OTRv23?', '?OTRv2?'));
    const back = b.outbox.shift();
    if (back !== undefined) a.receive(back.replace('?OTRv23?', '?OTRv2?'));
    if (there === undefined && back === undefined) return;
  }
  throw new Error('still busy');
}

describe('S1: version 3 taken out of the offer on its way', () => {
  it('works on strangers, and on nobody whose key has shown version 3 in this conversation without a warning', () => {
    for (const known of [false, true]) {
      const [alice, bob] = [newPeer('alice', { policy: both }), newPeer('bob', { policy: both })];
      if (known) {
        alice.start();
        settle(alice, bob);
        expect(alice.status.session?.version).toBe(3);
        alice.end();
        settle(alice, bob);
      }
      alice.start();
      settleRewritten(alice, bob);
      expect(alice.status).toMatchObject({ at: 'encrypted', session: { version: 2 } });
      expect(alice.told.includes('downgraded')).toBe(known);
      expect(bob.told.includes('downgraded')).toBe(known);
    }
  });

  it('nor of a fingerprint that the settings know from earlier', () => {
    const [alice, bob] = [newPeer('alice', { policy: both }), newPeer('bob', { policy: both })];
    const { config } = alice.conversation;
    alice.conversation = configure(alice.conversation, { ...config, knownVersions: new Map([[bobprint, 3]]) });
    alice.start();
    settleRewritten(alice, bob);
    expect(alice.events).toContainEqual({
      kind: 'downgraded',
      theirFingerprint: bobprint,
      version: 2,
      highest: 3,
      refused: false,
    });
  });

  it.each(['we', 'they'] as const)('is refused where encryption is required, when %s ask; version 3 still works', (side) => {
    const [alice, bob] = [newPeer('alice', { policy: { ...both, requireEncryption: true } }), newPeer('bob', { policy: both })];
    const { config } = alice.conversation;
    alice.conversation = configure(alice.conversation, { ...config, knownVersions: new Map([[bobprint, 3]]) });
    if (side === 'we') alice.type('secret');
    else bob.start();
    settleRewritten(alice, bob);
    expect(alice.events.at(-1)).toMatchObject({ kind: 'downgraded', refused: true });
    expect(alice.status).toMatchObject({ at: 'plaintext', session: null, starting: false });
    expect(alice.wiped.filter((secret) => secret.length === 40)).not.toEqual([]);
    expect(bob.texts).toEqual([]);
    bob.wait(60_000);
    bob.start();
    settle(alice, bob);
    expect(alice.status.session?.version).toBe(3);
    if (side === 'we') expect(bob.texts).toEqual(['secret']);
  });
});

describe('S1, S5: a forged error and an exchange forced to version 2', () => {
  const error = '?OTR Error: forged';

  it.each(['before', 'after'] as const)('get no line that went out in version 3, the error coming %s the exchange', (when) => {
    const [alice, bob] = [newPeer('alice', { policy: both }), newPeer('bob', { policy: both })];
    alice.start();
    settle(alice, bob);
    const id = alice.type('secret');
    alice.take();
    if (when === 'before') alice.receive(error);
    alice.start();
    settleRewritten(alice, bob);
    if (when === 'after') {
      // The session of version 3 is another device's to the engine, and still stands; the next exchange decides.
      alice.receive(error);
      alice.start();
      settleRewritten(alice, bob);
    }
    expect(alice.status.session?.version).toBe(2);
    expect(alice.events.at(-1)).toEqual({ kind: 'not-resent', id, session: alice.status.session, why: 'lower-version' });
    expect(bob.texts).toEqual([]);
    alice.start();
    settle(alice, bob);
    expect([alice.status.session?.version, bob.texts]).toEqual([3, []]);
    alice.run({ kind: 'send', id, text: 'secret', atMs: alice.nowMs });
    settle(alice, bob);
    expect(bob.texts).toEqual(['secret']);
  });

  it('nor one that went out in version 2 to a key that is known to speak version 3', () => {
    const [alice, bob] = [newPeer('alice', { policy: both }), newPeer('bob', { policy: both })];
    alice.start();
    settleRewritten(alice, bob);
    const id = alice.type('secret');
    settle(alice, bob);
    const { config } = alice.conversation;
    alice.conversation = configure(alice.conversation, { ...config, knownVersions: new Map([[bobprint, 3]]) });
    alice.receive(error);
    alice.start();
    settleRewritten(alice, bob);
    expect(alice.events.at(-1)).toMatchObject({ kind: 'not-resent', id, why: 'lower-version' });
    expect(bob.texts).toEqual(['secret']);
  });

  it('a line of version 2 goes out again in version 3, and in version 2 where the key has shown no other', () => {
    for (const settleNext of [settle, settleRewritten]) {
      const [alice, bob] = [newPeer('alice', { policy: both }), newPeer('bob', { policy: both })];
      alice.start();
      settleRewritten(alice, bob);
      alice.type('hello');
      alice.take();
      alice.receive(error);
      alice.start();
      settleNext(alice, bob);
      expect(bob.texts).toEqual(['[resent] hello']);
    }
  });

  it('nor one to a key whose versions were forgotten for those of many others', () => {
    const [alice, bob] = [newPeer('alice', { policy: both }), newPeer('bob', { policy: both })];
    alice.start();
    settle(alice, bob);
    const id = alice.type('secret');
    alice.take();
    alice.receive(error);
    alice.conversation = { ...alice.conversation, versions: new Map() };
    alice.start();
    settleRewritten(alice, bob);
    expect(alice.events.at(-1)).toMatchObject({ kind: 'not-resent', id, why: 'lower-version' });
    expect(bob.texts).toEqual([]);
  });
});

describe('what is remembered', () => {
  it('is the highest version of a fingerprint, of a bounded number of them', () => {
    let versions = withVersion(new Map(), 'a', 3);
    versions = withVersion(versions, 'a', 2);
    expect(versions.get('a')).toBe(3);
    for (let i = 0; i < 50; i += 1) versions = withVersion(versions, `stranger ${i}`, 3);
    expect(versions.size).toBe(limits.instances);
  });

  it('says nothing of equal versions', () => {
    const { conversation } = newPeer('alice');
    for (const [seen, version] of [[2, 2], [3, 3], [2, 3]] as const) {
      expect(downgradeOf({ ...conversation, versions: new Map([['a', seen]]) }, 'a', version)).toBeNull();
    }
  });
});
