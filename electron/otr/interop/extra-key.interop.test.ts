import { expect, it } from 'vitest';
import { toHex, utf8 } from '../../base/bytes.ts';
import { meetPrivately, settle } from './meeting.ts';

/*
 * The extra symmetric key and padding with the reference library, called for real.
 */

it('the extra symmetric key is the same on both sides, whoever announces it, in any state of rotation', () => {
  const { ours, theirs } = meetPrivately();
  const seen = new Set<string>();
  for (let i = 0; i < 12; i += 1) {
    ours.run({ kind: 'extra-key', use: 0xfedc_ba98, data: utf8(`file ${i}`), atMs: ours.nowMs });
    const sent = ours.events.at(-1)!;
    if (sent.kind !== 'extra-key') throw new Error('no key');
    settle(ours, theirs);
    expect(theirs.extraKeys.at(-1)).toEqual({ use: 0xfedc_ba98, data: toHex(utf8(`file ${i}`)), key: toHex(sent.key) });
    if (i % 3 === 0) theirs.type('rotate');
    const key = theirs.shareKey(i, utf8(i % 2 === 0 ? '' : `call ${i}`));
    settle(ours, theirs);
    const got = ours.events.findLast((event) => event.kind === 'extra-key')!;
    expect(got).toMatchObject({ by: 'them', use: i, data: utf8(i % 2 === 0 ? '' : `call ${i}`) });
    expect(toHex(got.key)).toBe(key);
    seen.add(key);
  }
  expect(seen.size).toBeGreaterThan(5);
});

it('libotr reads padded messages as if they were not, and so do we without padding', () => {
  const { ours, theirs } = meetPrivately();
  for (const text of ['', 'a', 'x'.repeat(250), 'x'.repeat(251), 'x'.repeat(252), 'ä'.repeat(1_000)]) {
    ours.type(text);
    settle(ours, theirs);
    if (text !== '') expect(theirs.shown.at(-1)).toBe(text);
  }
  expect(theirs.shown).toHaveLength(5);
  theirs.type('unpadded');
  settle(ours, theirs);
  expect(ours.texts).toEqual(['unpadded']);
});
