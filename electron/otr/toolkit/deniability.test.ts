import { describe, expect, it } from 'vitest';
import { equalConstantTime, toHex, utf8 } from '../../base/bytes.ts';
import { native } from '../primitives/native.ts';
import { encryptedPair, frozen, settle } from '../testing/pair.ts';
import { readMessage, type ReadData } from './fields.ts';
import { ours } from './testing/run.ts';
import { ringOf } from './testing/transcripts.ts';

/*
 * Deniability, shown: whoever has a transcript and what the protocol itself gives away can make another one
 * that holds just as well. A peer as it was before a message came is the judge: it takes the forgery.
 */

function dataIn(text: string): ReadData {
  const read = readMessage(utf8(text));
  if (read?.kind !== 'data' || read.fields === null) throw new Error('no data message');
  return read.fields;
}

/** The texts of data messages in a transcript. */
function dataTexts(transcript: readonly string[]): readonly string[] {
  return transcript.filter((text) => /^\?OTR:AA[MI]D/.test(text));
}

describe.each([2, 3] as const)('anyone can forge a transcript of version %i', (version) => {
  const policy = { allowV2: version === 2, allowV3: version === 3 };
  const meet = () => encryptedPair({ policy }, { policy });

  it('with a MAC key that was revealed and a text that was guessed', () => {
    const { alice, bob } = meet();
    alice.type('Transfer 100 to Bob.');
    const sealed = alice.take().at(-1)!;
    const judge = frozen(bob);
    bob.receive(sealed);

    // The two go on talking; after a rotation Bob's messages give away the MAC key of what Alice wrote.
    for (let i = 0; i < 3; i += 1) {
      bob.type(`and then ${i}`);
      settle(alice, bob);
      alice.type(`so ${i}`);
      settle(alice, bob);
    }
    const { authenticated, mac } = dataIn(sealed);
    const revealed = dataTexts(bob.sent).flatMap((text) => split(dataIn(text).oldMacKeys));
    const macKey = revealed.find((key) => equalConstantTime(native.hmacSha1(key, authenticated), mac));
    expect(macKey).toBeDefined();

    const forged = ours('modify', [toHex(macKey!), '100', '999', '9'], sealed);
    expect(forged).toMatchObject({ err: '', code: 0 });
    judge.receive(forged.out.trim());
    expect(judge.shown).toEqual([{ text: 'Transfer 999 to Bob.', encrypted: true }]);
  });

  it('not with a MAC key that is not that of the message', () => {
    const { alice } = meet();
    alice.type('Transfer 100 to Bob.');
    const sealed = alice.take().at(-1)!;
    const refused = ours('modify', ['11'.repeat(20), '100', '999', '9'], sealed);
    expect(refused).toEqual({ out: '', err: 'MAC does not verify: wrong MAC key?\n', code: 1 });
  });

  it('with a session key: every message says something else and holds', () => {
    const { alice, bob } = meet();
    const judge = frozen(bob);
    const [secret, open] = [toHex(ringOf(alice).oursBefore.secret), toHex(ringOf(bob).oursBefore.open)];
    for (const text of ['one', 'two', 'three']) alice.type(text);
    const sealed = dataTexts(alice.take());
    const aesKey = /Sending {3}AES key: (\w{32})/.exec(ours('sesskeys', [secret, open]).out)![1]!;
    for (const [i, text] of sealed.entries()) {
      const { out } = ours('readforge', [aesKey, `never ${i}`], text);
      const [plaintext, forged] = out.trim().split('\n');
      expect(plaintext).toBe(`Plaintext: \`\`${['one', 'two', 'three'][i]}''`);
      judge.receive(forged!);
    }
    expect(judge.shown).toEqual([0, 1, 2].map((i) => ({ text: `never ${i}`, encrypted: true })));
  });
});

describe('with remac, which makes version 3', () => {
  it('a session key alone is enough for a message that was never sent', () => {
    const { alice, bob } = encryptedPair();
    const judge = frozen(bob);
    alice.type('the only thing that Alice said');
    const said = dataIn(alice.take().at(-1)!);
    const { sendAes, sendMac } = ringOf(alice).pairs[0]!.keys;
    const counter = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 9);
    const invented = native.aesCtr(sendAes, Uint8Array.of(...counter, 0, 0, 0, 0, 0, 0, 0, 0), utf8('I confess.'));
    const numbers = [said.tags!.sender, said.tags!.receiver, 0, said.senderKeyId, said.recipientKeyId].map(String);
    const bytes = [said.nextKey, counter, invented, new Uint8Array(0)].map(toHex);
    judge.receive(ours('remac', [toHex(sendMac), ...numbers, ...bytes]).out.trim());
    expect(judge.shown).toEqual([{ text: 'I confess.', encrypted: true }]);
  });
});

function split(keys: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: keys.length / 20 }, (_, i) => keys.slice(20 * i, 20 * (i + 1)));
}
