import { concat } from '../../base/bytes.ts';
import { fromBig, toBig } from '../primitives/big.ts';
import { order, prime } from '../primitives/group.ts';
import { byte, int, short } from '../wire/writer.ts';
import type { Chance } from './chance.ts';

/*
 * Bytes of encoded messages: genuine ones that are bent, and ones made of fields.
 */

const edges = [0, 1, 2, 3, 15, 16, 17, 19, 20, 31, 32, 33, 191, 192, 193, 196, 255, 256, 1_024, 1_025, 65_535, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]; // prettier-ignore

/** Numbers at the edges of what is allowed, as MPIs without their length. */
export const edgeNumbers: readonly Uint8Array[] = [
  new Uint8Array(0),
  ...[0n, 1n, 2n, 3n].map(fromBig),
  ...[-2n, -1n, 0n, 1n].flatMap((more) => [fromBig(toBig(prime) + more), fromBig(toBig(order) + more)]),
  new Uint8Array(192).fill(0xff),
  new Uint8Array(193).fill(0xff),
  concat(Uint8Array.of(0), Uint8Array.of(2)),
];

/** Bytes with bits flipped, bytes changed, lengths overwritten, parts cut, put in or doubled. */
export function bentBytes(bytes: Uint8Array, chance: Chance): Uint8Array {
  let bent: Uint8Array = bytes.slice();
  for (let i = chance.below(3); i >= 0 && bent.length > 0; i -= 1) {
    const at = chance.below(bent.length);
    switch (chance.below(7)) {
      case 0:
        bent[at]! ^= 1 << chance.below(8);
        break;
      case 1:
        bent[at] = chance.next();
        break;
      case 2:
        bent.set(int(chance.pick(edges)).subarray(0, bent.length - at), at);
        break;
      case 3:
        bent = bent.slice(0, at);
        break;
      case 4:
        bent = concat(bent.subarray(0, at), chance.bytes(chance.size(8, 2_000)), bent.subarray(at));
        break;
      case 5:
        bent = concat(bent.subarray(0, at), bent.subarray(Math.min(bent.length, at + 1 + chance.below(40))));
        break;
      default:
        bent = concat(bent, bent.subarray(at));
    }
  }
  return bent;
}

const types = [0x02, 0x03, 0x0a, 0x11, 0x12];
/** The lengths of what each type of message has behind its header; -1 stands for DATA or an MPI. */
const shapes: Readonly<Record<number, readonly number[]>> = {
  0x02: [-1, -1],
  0x03: [1, 4, 4, -1, 8, -1, 20, -1],
  0x0a: [-1],
  0x11: [-1, -1, 20],
  0x12: [-1, 20],
};

/** A message that is made of fields: the right ones in their order, with any contents. */
export function composed(version: 2 | 3, tags: readonly [number, number], chance: Chance): Uint8Array {
  const type = chance.once(30) ? chance.below(256) : chance.pick(types);
  const spoken = chance.once(30) ? chance.pick([0, 1, 2, 3, 4, 0xffff]) : version;
  const [sender, receiver] = tags.map((tag) => (chance.once(6) ? chance.pick([...tags, ...edges]) : tag));
  const header = [short(spoken), byte(type), ...(spoken === 3 ? [int(sender!), int(receiver!)] : [])];
  return concat(...header, ...(shapes[type] ?? []).map((length) => field(length, chance)));
}

function field(length: number, chance: Chance): Uint8Array {
  if (chance.once(40)) return chance.bytes(chance.size(8, 300));
  if (length >= 0) return length === 4 && chance.once(2) ? int(1 + chance.below(4)) : chance.bytes(length);
  const contents = chance.once(2) ? chance.pick(edgeNumbers) : chance.bytes(chance.pick([0, 16, 20, 32, 192, 196, 466]));
  return concat(int(chance.once(8) ? chance.pick(edges) : contents.length), contents);
}
