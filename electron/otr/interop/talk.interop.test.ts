import { expect, it } from 'vitest';
import { Chance } from '../fuzz/chance.ts';
import type { Peer } from '../testing/pair.ts';
import { allowV2, allowV3, type LibotrUser } from './libotr.ts';
import { expectSameSession, meet, settle } from './meeting.ts';

/*
 * Long talks with the reference library: bursts that cross, pauses of our clock, lost messages and lost
 * fragments, and refreshes from either side. What was not lost arrives, once, in order, in the right text.
 */

const lines = 1_000;
const texts = ['ä', '漢字', '😀', '<b>not markup</b>', 'x'.repeat(200), 'tabs\tand\nlines', ' ', '?OTR in the middle'];

/** One side of the talk: what it said that was not lost, which the other must have seen. */
type Side = { readonly peer: Peer | LibotrUser; readonly expected: string[]; said: number; lost: number };

/**
 * Types a line, which loses one of its fragments, or all of it, now and then. Never two in a row: the pieces that
 * are left of two can make one whole line, since their beginnings are the same.
 */
function say(side: Side, chance: Chance): void {
  const { peer, expected, said, lost } = side;
  const text = `${said}: ${chance.pick(texts)}`;
  const before = peer.outbox.splice(0);
  peer.type(text);
  const pieces = peer.outbox.splice(0);
  if (lost < said - 1 && chance.once(10)) {
    pieces.splice(chance.below(pieces.length), 1);
    side.lost = said;
  } else expected.push(text);
  peer.outbox.push(...before, ...pieces);
  side.said += 1;
}

const talks = [
  { version: 3, size: null, seed: 1 },
  { version: 3, size: 300, seed: 2 },
  { version: 2, size: null, seed: 3 },
  { version: 2, size: 300, seed: 4 },
] as const;

it.each(talks)('1,000 lines each way in version $version, at most $size characters a message', ({ version, size, seed }) => {
  const chance = new Chance(seed);
  const policy = { allowV2: version === 2, allowV3: version === 3 };
  const { ours, theirs } = meet(
    { policy, maxMessageSize: size, seed: `talk ${seed}` },
    { policy: version === 2 ? allowV2 : allowV3, ...(size === null ? {} : { maxMessageSize: size }) },
  );
  ours.start();
  settle(ours, theirs);
  const [us, them]: Side[] = [{ peer: ours, expected: [], said: 0, lost: -2 }, { peer: theirs, expected: [], said: 0, lost: -2 }];
  let refreshes = 0;
  const sides = [us!, them!];
  while (sides.some(({ said }) => said < lines)) {
    const side = chance.pick(sides.filter(({ said }) => said < lines));
    for (let burst = Math.min(1 + chance.below(6), lines - side.said); burst > 0; burst -= 1) say(side, chance);
    if (!chance.once(3)) settle(ours, theirs);
    if (chance.once(10)) ours.wait(chance.pick([5_000, 40_000, 70_000]));
    if (chance.once(60)) {
      settle(ours, theirs);
      chance.pick(sides).peer.start();
      settle(ours, theirs);
      expectSameSession(ours, theirs, version);
      refreshes += 1;
    }
  }
  settle(ours, theirs);
  expect(ours.texts).toEqual(them!.expected);
  expect(theirs.shown).toEqual(us!.expected);
  expect(ours.shown.every(({ encrypted }) => encrypted)).toBe(true);
  expect(ours.told.filter((kind) => kind === 'unreadable' || kind === 'not-private')).toEqual([]);
  expect(refreshes).toBeGreaterThan(3);
}, 60_000);
