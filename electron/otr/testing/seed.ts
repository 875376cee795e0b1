import { createHash } from 'node:crypto';
import type { Rng } from '../../base/ports.ts';

/** A random source that gives the same bytes for the same seed. For tests only. */
export function seededRng(seed: string): Rng {
  let count = 0;
  return (length) => {
    const parts: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      count += 1;
      parts.push(createHash('sha256').update(`${seed}/${count}`).digest());
    }
    return new Uint8Array(Buffer.concat(parts).subarray(0, length));
  };
}
