import { concat, equalConstantTime, wipe } from '../base/bytes.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { OtrEnv } from './api.ts';
import { isBeyond, noCounter, readCounter } from './counter.ts';
import {
  findPair,
  forgetRing,
  pairOf,
  received,
  rotateOurs,
  rotateTheirs,
  sendingPair,
  sentOnce,
  withPair,
  type KeyRing,
  type Pair,
} from './key-ring.ts';
import type { PairKeys } from './primitives/kdf.ts';
import type { Primitives } from './primitives/provider.ts';
import { armor } from './wire/armor.ts';
import { encodeDataAfterMac, encodeDataHead, ignoreUnreadable, type DataMessage, type Header } from './wire/message.ts';
import { data } from './wire/writer.ts';

/*
 * Encrypting and decrypting data messages.
 * Spec: OTRv3 "Data Message", "Key Management".
 */

export type Opened = {
  readonly ring: KeyRing;
  readonly plaintext: Uint8Array;
  /** The extra symmetric key that goes with the message, still the ring's or among `dead`: to be copied. */
  readonly extraKey: Uint8Array;
  readonly dead: readonly Uint8Array[];
};
export type DataFault = 'unknown-key-id' | 'bad-mac' | 'stale-counter' | 'other-next-key';

const lastKeyId = 0xffff_ffff;
const counterAndLength = 12;
const none: readonly Uint8Array[] = [];

/**
 * Opens one data message with the keys that its ids select.
 *
 * The ring is never changed: a new counter and rotation appear only in the returned ring, and only after
 * the MAC has matched. A next key that differs from the one already known under that id is refused, and so
 * is one that repeats the latest key: it would have the same keys and counters used twice.
 * Faults: unknown-key-id, bad-mac, stale-counter, other-next-key.
 * Spec: OTRv3 "When you receive a Data Message".
 */
export function openData(ring: KeyRing, message: DataMessage, env: OtrEnv): Result<Opened, DataFault> {
  const { senderKeyId, recipientKeyId } = message;
  if (senderKeyId === 0 || recipientKeyId === 0 || senderKeyId === lastKeyId) return fail('unknown-key-id');
  const pair = pairOf(ring, recipientKeyId, senderKeyId, env.primitives);
  if (pair === null) return fail('unknown-key-id');
  const fault = faultOf(ring, pair, message, env.primitives);
  if (fault === null) return ok(accept(ring, pair, message, env));
  if (!ring.pairs.includes(pair)) wipe(...Object.values(pair.keys));
  return fail(fault);
}

/** What is wrong with a message under the keys that its ids select; the MAC comes first. */
function faultOf(ring: KeyRing, pair: Pair, message: DataMessage, primitives: Primitives): DataFault | null {
  const mac = primitives.hmacSha1(pair.keys.receiveMac, message.authenticated);
  if (!equalConstantTime(mac, message.mac)) return 'bad-mac';
  if (!isBeyond(readCounter(message.counter, 0), pair.received ?? noCounter)) return 'stale-counter';
  // Used with their latest key, a next key must be new; with the one before, it must be the latest.
  const isLatest = message.senderKeyId === ring.theirKeyId;
  return equalConstantTime(message.nextKey, ring.theirs) === isLatest ? 'other-next-key' : null;
}

function accept(ring: KeyRing, pair: Pair, message: DataMessage, env: OtrEnv): Opened {
  const { counter, ciphertext, nextKey } = message;
  const plaintext = crossed(env.primitives, pair.keys.receiveAes, counter, ciphertext);
  let next = withPair(ring, received(pair, readCounter(counter, 0)));
  const dead: Uint8Array[] = [];
  if (message.recipientKeyId === ring.ourKeyId) {
    const turned = rotateOurs(next, env);
    next = turned.ring;
    dead.push(...turned.dead);
  }
  if (message.senderKeyId === ring.theirKeyId) {
    const turned = rotateTheirs(next, new Uint8Array(nextKey), env.primitives);
    next = turned.ring;
    dead.push(...turned.dead);
  }
  // The second one that changes no key will not be the last.
  if (pair.received !== null && dead.length === 0) expectMore(pair, message);
  return { ring: next, plaintext, extraKey: pair.keys.extra, dead };
}

/** What came with a pair's keys will come again, as long as no key changes. */
function expectMore({ lanes, keys }: Pair, { authenticated, ciphertext, flags }: DataMessage): void {
  lanes.expect(keys.receiveMac, authenticated.subarray(0, authenticated.length - ciphertext.length - counterAndLength), flags);
}

/**
 * Opens a data message that goes on from one that `openData` accepted, with the same keys, by the short way (`lane.ts`);
 * `null` where it does not, or where anything else is the matter.
 *
 * As there, the ring is never changed. The plaintext is only there until the next message.
 */
export function openNext(ring: KeyRing, text: string, primitives: Primitives): Opened | null {
  // Neither side's latest key: those change something when they are used.
  const pair = findPair(ring, ring.ourKeyId - 1, ring.theirKeyId - 1);
  const lane = pair?.lanes.in ?? null;
  if (pair === undefined || lane === null || pair.received === null) return null;
  const read = lane.open(text, pair.keys.receiveAes, pair.received, primitives);
  if (read === null) return null;
  return { ring: withPair(ring, received(pair, read.counter)), plaintext: read.plaintext, extraKey: pair.keys.extra, dead: none };
}

export type Sealed = { readonly ring: KeyRing; readonly text: string };

/**
 * Encrypts a plaintext as the next data message; the MAC keys that are due go out with it.
 * Spec: OTRv3 "When you send a Data Message".
 */
export function sealData(ring: KeyRing, header: Header, flags: number, plaintext: Uint8Array, env: OtrEnv): Sealed {
  return seal(ring, header, flags, plaintext, ring.toReveal, env);
}

/**
 * Encrypts the last message of a session, after which the whole ring is forgotten: every receiving MAC key
 * that was used goes out with it. Whoever cannot read it need not hear of it, since there is nothing to go on with.
 */
export function sealLastData(
  ring: KeyRing,
  header: Header,
  plaintext: Uint8Array,
  env: OtrEnv,
): { readonly text: string; readonly dead: readonly Uint8Array[] } {
  const { toReveal } = forgetRing(ring, env.primitives);
  const { ring: last, text } = seal(ring, header, ignoreUnreadable, plaintext, toReveal, env);
  return { text, dead: [...forgetRing(last, env.primitives).dead, ...toReveal] };
}

function seal(
  ring: KeyRing,
  header: Header,
  flags: number,
  plaintext: Uint8Array,
  toReveal: readonly Uint8Array[],
  env: OtrEnv,
): Sealed {
  const pair = sendingPair(ring, env.primitives);
  const { keys } = pair;
  const count = pair.sent + 1;
  const lane = pair.lanes.out(flags) ?? pair.lanes.begin(keys.sendMac, headOf(ring, pair, header, flags), flags);
  const text =
    lane.seal(keys.sendAes, count, plaintext, toReveal, env.primitives) ??
    sealLong(headOf(ring, pair, header, flags), keys, count, plaintext, toReveal, env.primitives);
  return { ring: withPair(ring, sentOnce(pair, count), none), text };
}

function headOf({ ours }: KeyRing, { ourKeyId, theirKeyId }: Pair, header: Header, flags: number): Uint8Array {
  return encodeDataHead(header, { flags, senderKeyId: ourKeyId, recipientKeyId: theirKeyId, nextKey: ours.open });
}

/** A message that is too long for the short way. */
function sealLong(
  head: Uint8Array,
  { sendAes, sendMac }: PairKeys,
  count: number,
  plaintext: Uint8Array,
  toReveal: readonly Uint8Array[],
  primitives: Primitives,
): string {
  const counter = counterOf(count);
  const authenticated = concat(head, counter, data(crossed(primitives, sendAes, counter, plaintext)));
  return armor(encodeDataAfterMac(authenticated, primitives.hmacSha1(sendMac, authenticated), toReveal));
}

/** Top half of the counter, big-endian. */
function counterOf(count: number): Uint8Array {
  const bytes = new Uint8Array(8);
  for (let [i, rest] = [7, count]; rest > 0; i -= 1, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

/** What a kept key makes of data, which stays as it is. */
function crossed(primitives: Primitives, key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  const bytes = concat(counter, data);
  primitives.aesCtrKept(key, bytes, 0, counter.length, bytes.length);
  return bytes.subarray(counter.length);
}
