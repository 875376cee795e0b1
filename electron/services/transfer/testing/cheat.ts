/** Key exchanges made by hand, whose signature does not hold, against a whole Sotto. Only tests import this. */
import { concat } from '../../../base/bytes.ts';
import { ake, messageOf } from '../../../otr/attacks/forge.ts';
import { encodePublicKey, sign } from '../../../otr/primitives/dsa.ts';
import { newKeyPair, sharedSecret } from '../../../otr/primitives/group.ts';
import { deriveAkeKeys } from '../../../otr/primitives/kdf.ts';
import { native } from '../../../otr/primitives/native.ts';
import { testKeys } from '../../../otr/testing/keys.ts';
import { unarmor } from '../../../otr/wire/armor.ts';
import { decodeHeader, type DhCommit, type DhKey, type RevealSignature } from '../../../otr/wire/message.ts';
import { data, int } from '../../../otr/wire/writer.ts';
import { readCode } from '../code.ts';
import { env, type Name, type TwoDevices } from './two-devices.ts';

export type Cheat = {
  readonly r?: Uint8Array | 'q';
  readonly s?: Uint8Array | 'q';
  readonly cut?: number;
  readonly more?: number;
  /** Signs with another key than it states, or for another session. */
  readonly otherKey?: boolean;
  readonly otherSession?: boolean;
};

const ourTag = 0x1111_1111;
const random = env.random;

/** A code that Sotto could have shown. */
function someCode(): string {
  const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
  for (const a of alphabet) for (const b of alphabet) if (readCode(`${'7'.repeat(22)}${a}${b}`)) return `${'7'.repeat(22)}${a}${b}`;
  throw new Error('no code');
}

/** Plays the old device, which begins the key exchange, and signs so; answers how far the new device goes. */
export function meetAs(two: TwoDevices, cheat: Cheat): string | undefined {
  two.receive(someCode());
  const ours = newKeyPair(random, native);
  const r = random(16);
  const gx = data(ours.open);
  two.comes('fresh', ake({ kind: 'dh-commit', encryptedGx: native.aesCtr(r, new Uint8Array(16), gx), hashedGx: native.sha256(gx) }, ourTag, 0));
  const { gy } = messageOf(last(two, 'fresh')) as DhKey;
  const keys = deriveAkeKeys(sharedSecret(ours, gy, native)!, native);
  const encryptedSignature = native.aesCtr(keys.c, new Uint8Array(16), signed(keys.m1, gx, data(gy), cheat));
  const mac = native.hmacSha256(keys.m2, data(encryptedSignature)).slice(0, 20);
  two.comes('fresh', ake({ kind: 'reveal-signature', revealedKey: r, encryptedSignature, mac }, ourTag, tagOf(last(two, 'fresh'))));
  return two.at('fresh')?.at;
}

/** Plays the new device, which answers the key exchange, and signs so; answers how far the old device goes. */
export function answerAs(two: TwoDevices, cheat: Cheat): string | undefined {
  two.offer();
  two.comes('old', '?OTRv3?');
  const commit = messageOf(last(two, 'old')) as DhCommit;
  const ours = newKeyPair(random, native);
  two.comes('old', ake({ kind: 'dh-key', gy: ours.open }, ourTag, tagOf(last(two, 'old'))));
  const { revealedKey } = messageOf(last(two, 'old')) as RevealSignature;
  const gx = native.aesCtr(revealedKey, new Uint8Array(16), commit.encryptedGx).slice(4);
  const keys = deriveAkeKeys(sharedSecret(ours, gx, native)!, native);
  const encryptedSignature = native.aesCtr(keys.cPrime, new Uint8Array(16), signed(keys.m1Prime, data(ours.open), data(gx), cheat));
  const mac = native.hmacSha256(keys.m2Prime, data(encryptedSignature)).slice(0, 20);
  two.comes('old', ake({ kind: 'signature', encryptedSignature, mac }, ourTag, tagOf(last(two, 'old'))));
  return two.at('old')?.at;
}

function signed(macKey: Uint8Array, first: Uint8Array, second: Uint8Array, { r, s, cut = 0, more = 0, otherKey, otherSession }: Cheat): Uint8Array {
  const open = encodePublicKey(testKeys.alice);
  const about = otherSession ? data(newKeyPair(random, native).open) : second;
  const m = native.hmacSha256(macKey, first, about, open, int(1));
  const honest = sign(otherKey ? testKeys.bob : testKeys.alice, m, random, native);
  const part = (given: Uint8Array | 'q' | undefined, from: number) => (given === 'q' ? testKeys.alice.q : (given ?? honest.slice(from, from + 20)));
  const signature = concat(part(r, 0), part(s, 20));
  return concat(open, int(1), signature.slice(0, 40 - cut), new Uint8Array(more));
}

const last = (two: TwoDevices, name: Name): string => two[name].sent.at(-1)?.text ?? '';

function tagOf(text: string): number {
  const bytes = unarmor(text);
  const header = bytes.ok ? decodeHeader(bytes.value) : bytes;
  if (!header.ok) throw new Error(header.fault);
  return header.value.senderTag;
}
