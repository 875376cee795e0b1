import { describe, expect, it, vi } from 'vitest';
import { configure } from './conversation.ts';
import { limits } from './limits.ts';
import { smpSecretsOf, type SmpState } from './smp.ts';
import { testKeys } from './testing/keys.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';

function smpOf(peer: Peer): SmpState {
  const session = [...peer.conversation.instances.values()].find((one) => one.session.at === 'encrypted')?.session;
  if (session?.at !== 'encrypted') throw new Error('no session');
  return session.smp;
}

/** Runs SMP to its end; Alice begins. */
function compare(alice: Peer, bob: Peer, ours: string, theirs: string, question: string | null = null): void {
  alice.compare(ours, question);
  settle(alice, bob);
  bob.answer(theirs);
  settle(alice, bob);
}

describe('SMP between two people (spec: "Socialist Millionaires\' Protocol (SMP)")', () => {
  it.each([
    ['equal secrets', 'tiger', 'tiger', 'succeeded'],
    ['different secrets', 'tiger', 'lion', 'failed'],
    ['one secret in two forms of Unicode', 'caf\u00e9', 'cafe\u0301', 'succeeded'],
    ['one secret in two cases', 'Tiger', 'tiger', 'failed'],
    ['long secrets', 'x'.repeat(10_000), 'x'.repeat(10_000), 'succeeded'],
  ])('%s', (_name, ours, theirs, outcome) => {
    const { alice, bob } = encryptedPair();
    compare(alice, bob, ours, theirs);
    expect(alice.compared).toEqual(['progress', 'progress', outcome]);
    expect(bob.compared).toEqual(['asked', 'progress', outcome]);
    const percents = (peer: Peer) => peer.events.flatMap((event) => (event.kind === 'smp' ? [event.percent] : []));
    expect([percents(alice), percents(bob)]).toEqual([[10, 60, 100], [25, 60, 100]]);
    expect([smpOf(alice).at, smpOf(bob).at]).toEqual(['idle', 'idle']);
    expect([alice.texts, bob.texts]).toEqual([[], []]);
    expect(alice.told).not.toContain('heartbeat-received');
  });

  it('says who began, in which session, and with which question, in NFC', () => {
    const { alice, bob } = encryptedPair();
    compare(alice, bob, 'here', 'here', 'Where did we meet, cafe\u0301\0 or bar?');
    expect(bob.events.at(-1)).toEqual({
      kind: 'smp',
      state: 'succeeded',
      startedBy: 'them',
      question: 'Where did we meet, caf\u00e9 or bar?',
      percent: 100,
      session: bob.status.session,
    });
    expect(alice.events.at(-1)).toMatchObject({ startedBy: 'us', session: alice.status.session });
    expect(bob.events.find((event) => event.kind === 'smp')).toMatchObject({ state: 'asked', percent: 25 });
  });

  it('speaks for the key that signed, where ours was replaced at any step of the key exchange', () => {
    for (let step = 0; step < 5; step += 1) {
      const [alice, bob] = [newPeer('alice'), newPeer('bob')];
      alice.receive('?OTRv3?');
      for (let i = 0; i < step; i += 1) {
        const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
        to.receive(from.take()[0]!);
      }
      for (const peer of [alice, bob]) peer.conversation = configure(peer.conversation, { ...peer.conversation.config, key: testKeys.carol });
      settle(alice, bob);
      compare(alice, bob, 'tiger', 'tiger');
      expect([step, alice.compared.at(-1), bob.compared.at(-1)]).toEqual([step, 'succeeded', 'succeeded']);
    }
  });

  it('goes both ways, again and again', () => {
    const { alice, bob } = encryptedPair();
    for (const [from, to] of [[alice, bob], [bob, alice], [bob, alice]] as const) {
      compare(from, to, 'tiger', 'tiger');
      expect([from.compared.at(-1), to.compared.at(-1)]).toEqual(['succeeded', 'succeeded']);
    }
  });

  it('runs beside an ordinary talk, with rotation, and in fragments', () => {
    const { alice, bob } = encryptedPair({ maxMessageSize: 150 }, { maxMessageSize: 150 });
    alice.compare('tiger', 'which animal?');
    for (let i = 0; i < 4; i += 1) {
      bob.type(`b${i}`);
      alice.type(`a${i}`);
      settle(alice, bob);
    }
    bob.answer('tiger');
    settle(alice, bob);
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['succeeded', 'succeeded']);
    expect(bob.texts).toHaveLength(4);
  });

  it('goes on in the session that is named, whichever typed lines go to', () => {
    const alice = newPeer('alice');
    const [laptop, phone] = [newPeer('bob'), newPeer('bob', { instanceTag: 0x5555_5555, seed: 'phone' })];
    for (const device of [laptop, phone]) {
      device.start();
      settle(alice, device);
    }
    laptop.compare('tiger');
    settle(alice, laptop);
    const asked = alice.events.at(-1)!;
    if (asked.kind !== 'smp') throw new Error('not asked');
    expect(asked.session.theirInstance).toBe(0x2222_2222);
    alice.answer('tiger');
    expect(alice.events.at(-1)).toMatchObject({ kind: 'smp-refused', why: 'not-asked' });
    alice.run({ kind: 'smp-answer', secret: 'tiger', instance: 0x2222_2222, atMs: alice.nowMs });
    settle(alice, laptop);
    expect([alice.compared.at(-1), laptop.compared.at(-1), phone.compared]).toEqual(['succeeded', 'succeeded', []]);
  });
});

describe('User requests to abort SMP', () => {
  const stages: readonly (readonly [string, (alice: Peer, bob: Peer) => void])[] = [
    ['before the answer', (alice, bob) => settle(alice, bob)],
    ['while message 1 is on its way', () => {}],
    [
      'after the answer',
      (alice, bob) => {
        settle(alice, bob);
        bob.answer('tiger');
      },
    ],
  ];
  it.each(stages)('%s, by the one who began: told on both sides, and free to begin again', (_name, until) => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    until(alice, bob);
    alice.abort();
    expect(alice.compared.at(-1)).toBe('aborted');
    settle(alice, bob);
    expect(bob.compared.at(-1)).toBe('aborted');
    expect([smpOf(alice).at, smpOf(bob).at]).toEqual(['idle', 'idle']);
    compare(alice, bob, 'tiger', 'tiger');
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['succeeded', 'succeeded']);
  });

  it.each([false, true])('by the one who was asked (answered: %s): told on both sides', (answered) => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    settle(alice, bob);
    if (answered) bob.answer('tiger');
    bob.abort();
    settle(alice, bob);
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['aborted', 'aborted']);
    expect(alice.conversation.guesses.count).toBe(answered ? 1 : 0);
  });

  it('with nothing under way: sends the abort all the same, and tells nothing', () => {
    const { alice, bob } = encryptedPair();
    bob.compare('tiger');
    bob.take(); // lost on its way
    alice.abort();
    settle(alice, bob);
    expect(alice.compared).toEqual([]);
    expect(bob.compared).toEqual(['progress', 'aborted']);
  });
});

describe('what is refused', () => {
  const last = (peer: Peer) => peer.events.at(-1);

  it('SMP without a private conversation', () => {
    const alice = newPeer('alice');
    alice.compare('tiger');
    expect(last(alice)).toEqual({ kind: 'smp-refused', why: 'not-private', waitMs: 0 });
    expect(alice.outbox).toEqual([]);
  });

  it('a second run, an answer to nothing, an empty secret, a text that is too long', () => {
    const { alice } = encryptedPair();
    alice.answer('tiger');
    expect(last(alice)).toMatchObject({ why: 'not-asked' });
    alice.compare('\0');
    expect(last(alice)).toMatchObject({ why: 'empty' });
    alice.compare('x'.repeat(10_001));
    expect(last(alice)).toMatchObject({ why: 'too-long' });
    alice.compare('tiger', 'ä'.repeat(5_001));
    expect(last(alice)).toMatchObject({ why: 'too-long' });
    alice.take();
    alice.compare('tiger');
    const before = alice.conversation;
    alice.compare('lion');
    expect(last(alice)).toMatchObject({ why: 'under-way' });
    expect(alice.conversation).toBe(before);
    expect(alice.outbox).toHaveLength(1);
  });
});

describe('a run dies with its session', () => {
  it.each(['we end', 'they end', 'a refresh'] as const)('%s: told as aborted, secrets wiped', (how) => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    settle(alice, bob);
    const secrets = smpSecretsOf(smpOf(alice));
    expect(secrets).toHaveLength(3);
    if (how === 'we end') alice.end();
    else if (how === 'they end') bob.end();
    else bob.start();
    settle(alice, bob);
    expect(alice.compared.at(-1)).toBe('aborted');
    expect(bob.compared.at(-1)).toBe('aborted');
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true);
  });

  it('what was typed is wiped as soon as it is bound to the session', () => {
    const encoded = vi.spyOn(TextEncoder.prototype, 'encode');
    try {
      const { alice, bob } = encryptedPair();
      alice.compare('tiger one');
      settle(alice, bob);
      bob.answer('tiger two');
      const secrets = encoded.mock.calls.flatMap(([text], i) => (/^tiger/.test(text ?? '') ? [encoded.mock.results[i]!.value as Uint8Array] : []));
      expect(secrets.map((secret) => secret.length)).toEqual([9, 9]);
      expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true);
    } finally {
      encoded.mockRestore();
    }
  });

  it('every secret of a run is wiped when it is over', () => {
    const { alice, bob } = encryptedPair();
    const seen = new Set<Uint8Array>();
    const note = () => [alice, bob].forEach((peer) => smpSecretsOf(smpOf(peer)).forEach((one) => seen.add(one)));
    alice.compare('tiger');
    note();
    bob.receive(alice.take()[0]!);
    bob.answer('tiger');
    note();
    alice.receive(bob.take()[0]!);
    note();
    settle(alice, bob);
    expect(seen.size).toBe(4);
    for (const secret of seen) expect(secret.every((byte) => byte === 0)).toBe(true);
  });
});

describe('what the network cannot carry', () => {
  const narrow = (peer: Peer, maxMessageSize: number | null): void => {
    peer.conversation = configure(peer.conversation, { ...peer.conversation.config, maxMessageSize });
  };

  it('ends a run of our own at once, told as aborted, its secrets wiped', () => {
    const { alice } = encryptedPair();
    const count = alice.wiped.length;
    narrow(alice, 20);
    alice.compare('tiger');
    expect([alice.compared, alice.outbox]).toEqual([['aborted'], []]);
    expect(smpOf(alice).at).toBe('idle');
    expect(alice.wiped.slice(count)).toHaveLength(3);
    narrow(alice, null);
    alice.compare('tiger');
    expect(alice.compared.at(-1)).toBe('progress');
  });

  it('ends a run of theirs where we would have to answer', () => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    settle(alice, bob);
    narrow(bob, 20);
    bob.answer('tiger');
    expect([bob.compared, bob.outbox]).toEqual([['asked', 'aborted'], []]);
    narrow(bob, null);
    bob.abort();
    settle(alice, bob);
    expect(alice.compared.at(-1)).toBe('aborted');
  });

  it('takes no verdict away: where only message 4 cannot be sent, we know, and they do not', () => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    settle(alice, bob);
    bob.answer('tiger');
    alice.receive(bob.take()[0]!);
    narrow(bob, 20);
    settle(alice, bob);
    expect(bob.compared.at(-1)).toBe('succeeded');
    expect(bob.outbox).toEqual([]);
    expect(alice.compared.at(-1)).toBe('progress');
  });

  it('a wait that cannot be told leaves message 1 without an answer', () => {
    const { alice, bob } = encryptedPair();
    bob.conversation = { ...bob.conversation, guesses: { count: 5, lastMs: bob.nowMs } };
    narrow(bob, 20);
    alice.compare('tiger');
    settle(alice, bob);
    expect([bob.compared, bob.outbox]).toEqual([[], []]);
  });
});

describe('wrong answers', () => {
  it('are free a few times; then both beginning and hearing rest, longer each time', () => {
    const { alice, bob } = encryptedPair();
    for (let i = 0; i < limits.smpGuesses; i += 1) compare(alice, bob, 'tiger', `guess ${i}`);
    expect(alice.conversation.guesses.count).toBe(3);
    alice.compare('tiger');
    expect(alice.events.at(-1)).toEqual({ kind: 'smp-refused', why: 'wait', waitMs: 60_000 });
    bob.wait(3_600_000);
    const asked = alice.compared.length;
    bob.compare('one more');
    settle(alice, bob);
    expect(alice.compared).toHaveLength(asked);
    expect(bob.compared.at(-1)).toBe('aborted');
    alice.wait(59_999);
    alice.compare('tiger');
    expect(alice.events.at(-1)).toMatchObject({ why: 'wait', waitMs: 1 });
    alice.wait(1);
    compare(alice, bob, 'tiger', 'guess');
    alice.compare('tiger');
    expect(alice.events.at(-1)).toMatchObject({ why: 'wait', waitMs: 120_000 });
    alice.wait(120_000);
    bob.wait(3_600_000);
    compare(alice, bob, 'tiger', 'tiger');
    expect(alice.conversation.guesses.count).toBe(0);
  });

  it('wait an hour at most, however many there were', () => {
    const { alice } = encryptedPair();
    alice.conversation = { ...alice.conversation, guesses: { count: 2_000, lastMs: alice.nowMs } };
    alice.compare('tiger');
    expect(alice.events.at(-1)).toMatchObject({ why: 'wait', waitMs: 3_600_000 });
  });

  it('are counted across sessions, and when the guesser leaves before we can see', () => {
    const { alice, bob } = encryptedPair();
    for (let i = 0; i < limits.smpGuesses; i += 1) {
      alice.compare('tiger');
      settle(alice, bob);
      bob.answer(`guess ${i}`);
      alice.receive(bob.take()[0]!);
      alice.take(); // message 3: from here on Bob could know
      if (i === 0) bob.end();
      else if (i === 1) bob.abort();
      else bob.start();
      settle(alice, bob);
      if (alice.status.at !== 'encrypted') {
        bob.start();
        settle(alice, bob);
      }
      expect(alice.conversation.guesses.count).toBe(i + 1);
    }
    alice.compare('tiger');
    expect(alice.events.at(-1)).toMatchObject({ kind: 'smp-refused', why: 'wait' });
  });
});
