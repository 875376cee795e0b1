import { describe, expect, it } from 'vitest';
import { limits } from '../limits.ts';
import { encryptedPair, settle, type Peer } from '../testing/pair.ts';

/** Mallory tries one guess in a run that she begins; Bob answers with the secret. */
function guess(mallory: Peer, bob: Peer, word: string): string | undefined {
  const before = bob.compared.length;
  mallory.compare(word);
  settle(mallory, bob);
  if (bob.compared.length > before) bob.answer('the secret');
  settle(mallory, bob);
  return bob.compared.slice(before).at(-1);
}

describe('S12: guessing the secret', () => {
  it('run after run: a few tries, then silence for longer and longer', () => {
    const { alice: mallory, bob } = encryptedPair();
    let tries = 0;
    const tryEvery = (ms: number, times: number): void => {
      for (let i = 0; i < times; i += 1) {
        if (guess(mallory, bob, `guess ${tries}`) === 'failed') tries += 1;
        // A client of her own would not hold itself back.
        mallory.conversation = { ...mallory.conversation, guesses: { count: 0, lastMs: 0 } };
        mallory.wait(ms);
        bob.wait(ms);
      }
    };
    tryEvery(1_000, limits.smpGuesses + 2);
    expect(tries).toBe(limits.smpGuesses);
    // After 1, 2, 4, 8, 16 and 32 minutes, then one an hour.
    tryEvery(60_000, 64);
    expect(tries).toBe(limits.smpGuesses + 6);
    tryEvery(1_200_000, 9);
    expect(tries).toBeLessThanOrEqual(limits.smpGuesses + 6 + 3);
  });

  it('in both roles, across sessions, and by leaving before the end: all count together', () => {
    const { alice: mallory, bob } = encryptedPair();
    guess(mallory, bob, 'as initiator');
    bob.compare('the secret');
    settle(mallory, bob);
    mallory.answer('as responder');
    settle(mallory, bob);
    expect(bob.conversation.guesses.count).toBe(2);
    mallory.start();
    settle(mallory, bob);
    bob.compare('the secret');
    settle(mallory, bob);
    mallory.answer('and gone');
    bob.receive(mallory.take()[0]!);
    expect(bob.sent.at(-1)).toMatch(/^\?OTR:AAMD/);
    mallory.end();
    settle(mallory, bob);
    expect(bob.conversation.guesses.count).toBe(3);
    mallory.conversation = { ...mallory.conversation, guesses: { count: 0, lastMs: 0 } };
    mallory.start();
    settle(mallory, bob);
    expect(guess(mallory, bob, 'one more')).toBeUndefined();
  });

  it('with easy questions between: only who shows that they know a secret is given fresh tries', () => {
    const { alice: mallory, bob } = encryptedPair();
    guess(mallory, bob, 'first');
    guess(mallory, bob, 'second');
    mallory.compare('4', 'What is two and two?');
    settle(mallory, bob);
    bob.answer('4');
    settle(mallory, bob);
    expect([bob.compared.at(-1), bob.conversation.guesses.count]).toEqual(['succeeded', 2]);
    expect(guess(mallory, bob, 'the secret')).toBe('succeeded');
    expect(bob.conversation.guesses.count).toBe(0);
    guess(mallory, bob, 'third');
    bob.compare('the secret', 'What is the secret?');
    settle(mallory, bob);
    mallory.answer('the secret');
    settle(mallory, bob);
    expect([bob.compared.at(-1), bob.conversation.guesses.count]).toEqual(['succeeded', 0]);
  });
});
