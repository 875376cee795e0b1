import { concat } from '../../base/bytes.ts';
import { native } from '../primitives/native.ts';
import { sendingPair } from '../key-ring.ts';
import type { Tlv } from '../tlv.ts';
import { armor } from '../wire/armor.ts';
import { encodeDataAfterMac, encodeDataBeforeMac, type Header } from '../wire/message.ts';
import { int, short } from '../wire/writer.ts';
import { bentBytes, edgeNumbers } from './bytes.ts';
import type { Chance } from './chance.ts';
import type { Stand } from './stands.ts';

/*
 * Data messages that Bob himself makes: their MAC holds, whatever is in them.
 */

/** What a forged data message says; the keys are those of the stand. */
export type Forgery = {
  readonly plaintext: Uint8Array;
  readonly flags: number;
  /** How far the ids are from those that an honest message has. */
  readonly senderKeyId: number;
  readonly recipientKeyId: number;
  /** `null`: the honest one. */
  readonly nextKey: Uint8Array | null;
  readonly counter: Uint8Array;
  readonly oldMacKeys: Uint8Array;
};

/** The text of a forgery; `null` where the stand has no session. */
export function forge({ forger, tags: [senderTag, receiverTag], version }: Stand, forgery: Forgery): string | null {
  if (forger === null) return null;
  const header: Header = { version, kind: 'data', senderTag, receiverTag };
  const { ring } = forger;
  const pair = sendingPair(ring, native);
  const block = new Uint8Array(16);
  block.set(forgery.counter);
  const authenticated = encodeDataBeforeMac(header, {
    flags: forgery.flags,
    senderKeyId: pair.ourKeyId + forgery.senderKeyId,
    recipientKeyId: pair.theirKeyId + forgery.recipientKeyId,
    nextKey: forgery.nextKey ?? ring.ours.open,
    counter: forgery.counter,
    ciphertext: native.aesCtr(pair.keys.sendAes, block, forgery.plaintext),
  });
  return armor(encodeDataAfterMac(authenticated, native.hmacSha1(pair.keys.sendMac, authenticated), [forgery.oldMacKeys]));
}

const honest = { flags: 0, senderKeyId: 0, recipientKeyId: 0, nextKey: null, oldMacKeys: new Uint8Array(0) };

function freshCounter(chance: Chance): Uint8Array {
  return Uint8Array.of(1, 0, ...chance.bytes(6));
}

/** A message with any text and any records in it. */
export function forgedContents(records: readonly Tlv[], chance: Chance): Forgery {
  const parts: Uint8Array[] = [textBytes(chance)];
  if (!chance.once(6)) parts.push(Uint8Array.of(0));
  for (let i = chance.below(4); i > 0; i -= 1) parts.push(record(records, chance));
  const plaintext = concat(...parts);
  return {
    ...honest,
    plaintext: chance.once(8) ? bentBytes(plaintext, chance) : plaintext,
    flags: chance.once(2) ? 1 : chance.below(256),
    counter: freshCounter(chance),
  };
}

function textBytes(chance: Chance): Uint8Array {
  if (chance.once(2)) return new Uint8Array(0);
  return chance.once(2) ? chance.bytes(chance.size(20, 3_000)) : new TextEncoder().encode('words ä漢😀');
}

/** A record: of any type with any bytes, or one of SMP's or the extra key's, bent a little or not at all. */
function record(records: readonly Tlv[], chance: Chance): Uint8Array {
  let type = chance.below(10);
  let value: Uint8Array = chance.bytes(chance.size(12, 1_000));
  if (type > 1 && chance.once(2)) value = numbers(chance);
  if (chance.once(64)) {
    const genuine = chance.pick(records);
    type = chance.once(6) ? chance.below(9) : genuine.type;
    value = chance.once(6) ? genuine.value : bentBytes(genuine.value, chance);
  }
  // TLV 1 ends the session: seldom, so that much else is seen.
  if (type === 1 && !chance.once(3)) type = 9;
  return concat(short(type), short(chance.once(12) ? chance.below(65_536) : value.length), value);
}

/** SMP's form of numbers with numbers at the edges, of which few are worth an exponentiation. */
function numbers(chance: Chance): Uint8Array {
  const count = chance.pick([0, 3, 6, 8, 11]);
  const said = chance.once(12) ? chance.pick([0, 1, 12, 0xffff, 0xffff_ffff]) : count;
  const question = chance.once(4) ? [new TextEncoder().encode('which?\0')] : [];
  const mpis = Array.from({ length: count }, () => {
    const number = chance.pick(edgeNumbers);
    return concat(int(chance.once(40) ? chance.next() : number.length), number);
  });
  return concat(...question, int(said), ...mpis);
}

/** A message whose ids, next key, counter or revealed keys are not as they should be. */
export function forgedFields(chance: Chance): Forgery {
  const step = (): number => (chance.once(3) ? chance.below(5) - 2 : 0);
  return {
    plaintext: new TextEncoder().encode('fields'),
    flags: chance.below(256),
    senderKeyId: step(),
    recipientKeyId: step(),
    nextKey: chance.once(3) ? chance.pick(edgeNumbers) : null,
    counter: chance.once(3) ? new Uint8Array(8).fill(chance.pick([0, 255])) : freshCounter(chance),
    oldMacKeys: chance.once(3) ? chance.bytes(chance.size(60, 4_000)) : new Uint8Array(0),
  };
}
