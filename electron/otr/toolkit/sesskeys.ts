import { compare, fromBig, minimal, powerPublic, toBig } from '../primitives/big.ts';
import { exponentLength, generator, prime } from '../primitives/group.ts';
import { derivePairKeys } from '../primitives/kdf.ts';
import type { Primitives } from '../primitives/provider.ts';
import { int } from '../wire/writer.ts';
import { Arguments } from './arguments.ts';
import { done, hexLine, type Outcome, type Tool } from './tool.ts';

/** Derives everything that one D-H private key and one public key decide. */
export const sesskeys: Tool = {
  name: 'sesskeys',
  takes: 'our_privkey their_pubkey',
  about: 'From a D-H private key and a public key, both in hex: our public key, the session id, and the AES and MAC keys of both directions.', // prettier-ignore
  start: (args, primitives) => {
    const given = new Arguments(args, 2);
    const secret = given.hex();
    // A private key has 320 bits; a longer one is most likely the public key in the wrong place.
    if (secret.length > exponentLength) given.refuse('');
    const theirs = minimal(given.hex());
    if (given.complaint !== null) return { at: 'refused', complaint: given.complaint };
    return { at: 'done', outcome: describeKeys(secret, theirs, primitives) };
  },
};

function describeKeys(secret: Uint8Array, theirs: Uint8Array, primitives: Primitives): Outcome {
  const ours = power(generator, secret, primitives);
  const shared = power(theirs, secret, primitives);
  const keys = derivePairKeys(ours, theirs, shared, primitives);
  return done(
    `\nWe are the ${compare(ours, theirs) > 0 ? 'high' : 'low'} end of this key exchange.\n`,
    `\n${hexLine('Our public key', ours)}`,
    `\n${hexLine('Session id', primitives.sha1(Uint8Array.of(0), int(shared.length), shared))}`,
    `\n${hexLine('Sending   AES key', keys.sendAes)}`,
    hexLine('Sending   MAC key', keys.sendMac),
    hexLine('Receiving AES key', keys.receiveAes),
    `${hexLine('Receiving MAC key', keys.receiveMac)}\n`,
  );
}

/** base^exponent without leading zeros, also for the numbers that no honest exchange has: 0, 1, p and above. */
function power(base: Uint8Array, exponent: Uint8Array, primitives: Primitives): Uint8Array {
  const quick = primitives.power(base, exponent, prime);
  return quick === null ? fromBig(powerPublic(toBig(base), toBig(exponent), toBig(prime))) : minimal(quick);
}
