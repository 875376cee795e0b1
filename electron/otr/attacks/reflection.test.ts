import { describe, expect, it } from 'vitest';
import { concat } from '../../base/bytes.ts';
import { encryptedPair, settle, type Peer } from '../testing/pair.ts';
import { tlvTypes } from '../tlv.ts';
import { armor } from '../wire/armor.ts';
import { int } from '../wire/writer.ts';
import { aliceTag, bobTag, bytesOf, exchangeUpTo, expectRefused } from './forge.ts';
import { inject, recordsIn } from './smp-forge.ts';

/** The same message with sender and receiver exchanged. */
function turned(text: string): string {
  const bytes = bytesOf(text);
  return armor(concat(bytes.slice(0, 3), bytes.slice(7, 11), bytes.slice(3, 7), bytes.slice(11)));
}
/** The same, from the peer to the one who sent it. */
function sentBack(text: string, sender: Peer): string {
  const [from, to] = sender.conversation.config.instanceTag === aliceTag ? [bobTag, aliceTag] : [aliceTag, bobTag];
  const bytes = bytesOf(turned(text));
  return armor(concat(bytes.slice(0, 3), int(from), int(to), bytes.slice(11)));
}

describe('S3: a message of the key exchange sent back to its sender', () => {
  it.each([0, 1, 2, 3])('the one counted %i, as it is: told, and changes nothing', (count) => {
    const { sender, text } = exchangeUpTo(count);
    sender.events.length = 0;
    expectRefused(sender, text);
    expect(sender.told).toEqual(['reflected']);
    expect(sender.outbox).toEqual([]);
  });

  it.each([0, 1, 2, 3])('the one counted %i, with the tags exchanged: changes nothing', (count) => {
    const { sender, text } = exchangeUpTo(count);
    expectRefused(sender, sentBack(text, sender));
    expect(sender.outbox).toEqual([]);
  });

  it.each([0, 1, 2, 3])('the one counted %i of version 2, which has no tags: changes nothing', (count) => {
    const { sender, text } = exchangeUpTo(count, 2);
    expectRefused(sender, text);
    expect(sender.outbox).toEqual([]);
  });

  it('our own value in a D-H Key for our commit is refused', () => {
    const { alice } = exchangeUpTo(0);
    const commit = alice.conversation.offer?.commit;
    const mine = concat(Uint8Array.of(0, 3, 0x0a), int(bobTag), int(aliceTag), int(commit!.ours.open.length), commit!.ours.open);
    expectRefused(alice, armor(mine));
    expect(alice.told.at(-1)).toBe('malformed');
  });
});

describe('S3: a data message sent back to its sender', () => {
  it('as it is: told, and not shown', () => {
    const { alice } = encryptedPair();
    alice.type('echo');
    expectRefused(alice, alice.take()[0]!);
    expect(alice.told.at(-1)).toBe('reflected');
  });

  it('with the tags exchanged: fails its MAC', () => {
    const { alice } = encryptedPair();
    alice.type('echo');
    expectRefused(alice, sentBack(alice.take()[0]!, alice));
    expect(alice.told.at(-1)).toBe('unreadable');
  });

  it('of version 2, which has no tags: fails its MAC', () => {
    const policy = { allowV2: true, allowV3: false };
    const { alice } = encryptedPair({ policy }, { policy });
    alice.type('echo');
    expectRefused(alice, alice.take()[0]!);
    expect(alice.told.at(-1)).toBe('unreadable');
  });
});

describe('S12: a message of SMP sent back by the peer', () => {
  it.each([1, 2, 3, 4])('message %i: the run is aborted on both sides, or there is none', (count) => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    let [from, to] = [alice, bob];
    for (let i = 1; i < count; i += 1) {
      to.receive(from.take()[0]!);
      if (i === 1) bob.answer('tiger');
      [from, to] = [to, from];
    }
    // `to` reads the record and gives it back as its own.
    const [record] = recordsIn(to, from.take()[0]!);
    expect(record!.type).toBe([0, tlvTypes.smp1, tlvTypes.smp2, tlvTypes.smp3, tlvTypes.smp4][count]);
    const before = from.compared.length;
    inject(to, from, record!);
    expect(from.compared.slice(before)).toEqual(count === 4 ? [] : ['aborted']);
    settle(alice, bob);
    expect([alice.compared, bob.compared].flat().filter((state) => state === 'succeeded')).toHaveLength(count === 4 ? 1 : 0);
  });
});
