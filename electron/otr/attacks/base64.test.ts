import { describe, expect, it } from 'vitest';
import { encryptedPair, newPeer } from '../testing/pair.ts';
import { exchangeUpTo, expectRefused } from './forge.ts';

describe('S7: base64 that is none', () => {
  it.each([
    ['nothing but padding', '?OTR:===.'],
    ['nothing', '?OTR:.'],
    ['no dot', '?OTR:AAMC'],
    ['no dot after padding', '?OTR:==='],
    ['one digit', '?OTR:A.'],
    ['a group without its padding', '?OTR:AAM.'],
    ['odd padding', '?OTR:AAM==.'],
    ['padding in the middle', '?OTR:AA==AAMC.'],
    ['three of padding', '?OTR:AAMCA===.'],
    ['a digit that is none', '?OTR:AA*C.'],
    ['the digits of web addresses', '?OTR:AA-_.'],
    ['letters beyond ASCII', '?OTR:AAM\u00c3\u0661.'],
  ])('%s is told as malformed, in every state', (_name, text) => {
    for (const peer of [newPeer('bob'), encryptedPair().bob, exchangeUpTo(2).bob]) {
      peer.events.length = 0;
      expectRefused(peer, text);
      expect(peer.told).toEqual(['malformed']);
      expect(peer.outbox).toEqual([]);
    }
  });

  it.each([
    ['white space within', (text: string) => `${text.slice(0, 20)} ${text.slice(20)}`],
    ['a line break within', (text: string) => `${text.slice(0, 20)}\n${text.slice(20)}`],
    ['a NUL within', (text: string) => `${text.slice(0, 20)}\0${text.slice(20)}`],
    ['padding before its time', (text: string) => `${text.slice(0, 25)}=${text.slice(26)}`],
    ['its last group cut', (text: string) => `${text.slice(0, -2)}.`],
    ['the dot missing', (text: string) => text.slice(0, -1)],
    ['unused bits set', (text: string) => text.replace(/A(==?)\.$/, 'B$1.')],
  ])('a data message with %s is refused; as it was it is read', (_name, bend) => {
    const { alice, bob } = encryptedPair();
    let text = '';
    for (let i = 0; !/A==?\.$/.test(text); i += 1) {
      alice.take();
      alice.type('x'.repeat(i % 251));
      text = alice.take()[0]!;
    }
    expect(bend(text)).not.toBe(text);
    expectRefused(bob, bend(text));
    bob.receive(text);
    expect(bob.texts).toHaveLength(1);
  });

  it('without end is refused before it is decoded', () => {
    const bob = newPeer('bob');
    const begunMs = performance.now();
    expectRefused(bob, `?OTR:${'AAMD'.repeat(5_000_000)}.`);
    expect(performance.now() - begunMs).toBeLessThan(500);
    expect(bob.told).toEqual(['malformed']);
  });
});
