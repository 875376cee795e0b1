/** No single input may take longer, in milliseconds of processor time. */
export const longestMs = 50;
const repeats = 3;

/**
 * Whether an input that took `tookMs` is too slow: only if every repeat is too, in time of this process and
 * not of the clock, so that a busy machine accuses nobody.
 */
export function slowness(tookMs: number, again: () => unknown): string | null {
  if (tookMs <= longestMs) return null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repeats; i += 1) {
    const before = process.cpuUsage();
    again();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least <= longestMs ? null : `took ${least.toFixed(0)} ms`;
}

/** Growth that the collector's own moods do not explain, in bytes. */
const mostGrowth = 16_000_000;
/** The first looks see the compiler's work and caches that fill up. */
const warmUp = 5;

/** What the process holds after a collection, looked at again and again. Needs `--expose-gc`. */
export class Memory {
  readonly #held: number[] = [];

  look(): void {
    if (globalThis.gc === undefined) return;
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    this.#held.push(heapUsed + external);
  }

  /** Bytes at the last look; 0 where nobody can tell. */
  get held(): number {
    return this.#held.at(-1) ?? 0;
  }

  /** How much more the last looks saw than those after the warm-up, the least of each three; `null`: too early. */
  get growth(): number | null {
    const looks = this.#held.slice(warmUp);
    if (looks.length < 6) return null;
    return Math.min(...looks.slice(-3)) - Math.min(...looks.slice(0, 3));
  }

  /** What is wrong, if anything. */
  get fault(): string | null {
    const { growth } = this;
    return growth === null || growth <= mostGrowth ? null : `the memory grew by ${(growth / 1e6).toFixed(1)} MB`;
  }
}
