import { expect, test } from 'vitest';
import type { Channel, ChannelEvent } from './channel.ts';
import { Sending } from './sending.ts';
import { longestSealed, partLength, type Word } from './words.ts';

/* What the old device does with words that are not due, from a new device that knows the code. */

/** The old device after the code has matched, with a payload of this many bytes to send. */
function matched(length: number) {
  const said: Word[] = [];
  const ends: string[] = [];
  let announced: Uint8Array | null = null;
  const channel = {
    sessionId: new Uint8Array(8),
    compare: () => undefined,
    say: (word: Word) => void said.push(word),
    shareKey: (about: Uint8Array) => void (announced = about),
  } as unknown as Channel;
  const sending = new Sending({ channel, code: 'X', show: () => undefined, end: (why) => void ends.push(why) }, () => new Uint8Array(length));
  const hears = (word: Word) => sending.take({ kind: 'said', word });
  for (const kind of ['open', 'asked', 'matched'] as const) sending.take({ kind });
  hears({ say: 'ready' });
  if (announced !== null) sending.take({ kind: 'key', by: 'us', key: new Uint8Array(32), announced } as unknown as ChannelEvent);
  return { said, ends, hears, isAnnounced: announced !== null };
}

const words = (said: readonly Word[]) => said.map((word) => (word.say === 'part' ? word.index : word.say));

test('it sends part after part, each once the one before is there, and its last word after the last', () => {
  const { said, ends, hears } = matched(2 * partLength);
  for (const index of [0, 1]) hears({ say: 'got', index });
  hears({ say: 'whole' });
  expect(words(said)).toEqual([0, 1, 2, 'done']);
  expect(ends).toEqual(['sent']);
});

test('what is too large is not begun with, and the last byte that is not is', () => {
  const tooLarge = matched(longestSealed - 15);
  expect([tooLarge.ends, tooLarge.said, tooLarge.isAnnounced]).toEqual([['too-large'], [], false]);
  const largest = matched(longestSealed - 16);
  expect([largest.ends, words(largest.said)]).toEqual([[], [0]]);
});

test.each<readonly [string, readonly Word[]]>([
  ['has everything before the last part', [{ say: 'whole' }]],
  ['refuses everything before the last part', [{ say: 'refused' }]],
  ['has a part once more', [{ say: 'got', index: 0 }, { say: 'got', index: 0 }]],
  ['has a part that was not sent', [{ say: 'got', index: 1 }]],
])('a device that %s gets no more', (_what, heard) => {
  const { said, ends, hears } = matched(3 * partLength);
  for (const word of heard) hears(word);
  expect(ends).toEqual(['broken']);
  expect(words(said)).not.toContain('done');
  expect(said.length).toBe(heard.length);
});
