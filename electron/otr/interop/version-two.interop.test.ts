import { describe, expect, it } from 'vitest';
import { withTag } from '../query.ts';
import { allowV2, allowV3 } from './libotr.ts';
import { expectSameSession, meet, settle } from './meeting.ts';

/*
 * Version 2 with the reference library, called for real: it is set to version 2 only, or we are.
 */

const both = { allowV2: true, allowV3: true };
const twoOnly = { allowV2: true, allowV3: false };
const pairings = [
  ['libotr speaks version 2 only', both, allowV2],
  ['we speak version 2 only', twoOnly, allowV2 | allowV3],
  ['both speak version 2 only', twoOnly, allowV2],
] as const;

describe.each(pairings)('%s', (_name, policy, theirPolicy) => {
  it.each(['ours', 'theirs'] as const)('agrees on a session that %s ask for, talks, refreshes and ends', (side) => {
    const { ours, theirs } = meet({ policy }, { policy: theirPolicy });
    (side === 'ours' ? ours : theirs).start();
    settle(ours, theirs);
    expectSameSession(ours, theirs, 2);
    expect(ours.status.session?.theirInstance).toBe(0);
    for (let i = 0; i < 20; i += 1) {
      ours.type(`from us ${i} ä`);
      theirs.type(`from them ${i} ß`);
      if (i % 3 !== 0) settle(ours, theirs);
    }
    settle(ours, theirs);
    expect(theirs.shown).toHaveLength(20);
    expect(ours.texts).toHaveLength(20);
    expect(ours.told.filter((kind) => kind === 'unreadable')).toEqual([]);
    (side === 'ours' ? theirs : ours).start();
    settle(ours, theirs);
    expectSameSession(ours, theirs, 2);
    expect(ours.events.at(-1)).toMatchObject({ kind: 'session-started', refreshed: true });
    (side === 'ours' ? ours : theirs).end();
    settle(ours, theirs);
    expect([ours.status.at, theirs.state]).toEqual(side === 'ours' ? ['plaintext', 'finished'] : ['finished', 'plaintext']);
  });
});

it('both prefer version 3 where both speak both', () => {
  for (const side of ['ours', 'theirs'] as const) {
    const { ours, theirs } = meet({ policy: both }, { policy: allowV2 | allowV3 });
    (side === 'ours' ? ours : theirs).start();
    settle(ours, theirs);
    expectSameSession(ours, theirs, 3);
  }
});

it('crossed commits of version 2 agree, at the latest when one asks again', () => {
  // In version 2 libotr gives way whichever hash is higher, against the document: where ours is the lower one
  // too, nobody goes on until somebody asks again.
  for (let round = 0; round < 8; round += 1) {
    const { ours, theirs } = meet({ policy: twoOnly, seed: `crossing ${round}` }, { policy: allowV2 });
    ours.start();
    theirs.start();
    settle(ours, theirs);
    if (ours.status.at !== 'encrypted') {
      expect(ours.status.starting).toBe(true);
      ours.start();
      settle(ours, theirs);
    }
    expectSameSession(ours, theirs, 2);
  }
});

it('long texts go in fragments of version 2 both ways', () => {
  const { ours, theirs } = meet({ policy: both, maxMessageSize: 120 }, { policy: allowV2, maxMessageSize: 120 });
  theirs.start();
  settle(ours, theirs);
  expectSameSession(ours, theirs, 2);
  const long = 'a long line, not to be cut '.repeat(40);
  ours.type(long);
  expect(ours.outbox.every((text) => text.startsWith('?OTR,') && text.length <= 120)).toBe(true);
  theirs.type(long);
  settle(ours, theirs);
  expect([theirs.shown, ours.texts]).toEqual([[long], [long]]);
});

it('a whitespace tag of version 2 begins, and SMP and the extra key go over it', () => {
  const { ours, theirs } = meet({ policy: { ...both, startOnWhitespaceTag: true } }, { policy: allowV2 });
  ours.receive(withTag('hello', { ...ours.conversation.config.policy, allowV3: false }));
  settle(ours, theirs);
  expectSameSession(ours, theirs, 2);
  ours.compare('tiger', 'which?');
  settle(ours, theirs);
  theirs.answer('tiger');
  settle(ours, theirs);
  expect([ours.compared.at(-1), theirs.compared.at(-1)?.event]).toEqual(['succeeded', 'success']);
  const key = theirs.shareKey(1, new Uint8Array(0));
  settle(ours, theirs);
  const got = ours.events.at(-1)!;
  expect(got.kind === 'extra-key' && Buffer.from(got.key).toString('hex')).toBe(key);
});
