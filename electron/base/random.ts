import { randomFillSync } from 'node:crypto';
import type { Rng } from './ports.ts';

/** The system's cryptographically secure random bytes. Throws where the system gives none. */
export const systemRandom: Rng = (length) => randomFillSync(new Uint8Array(length));
