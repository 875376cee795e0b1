import type { AccountId } from '../../../shared/ids.ts';

/** Questions under way at a time, and those that wait, for an account. */
const mostAtOnce = 2;
const mostWaiting = 2_000;

type Errand = { readonly name: string; readonly run: () => Promise<void> };
type Line = { readonly waiting: Errand[]; readonly names: Set<string>; running: number };

/**
 * Small questions that nobody waits for, a few at a time. Each is asked once a connection, also where it failed: whoever
 * names ever new pictures that are none gets one question for each, and no more than wait here.
 */
export class Errands {
  readonly #lines = new Map<AccountId, Line>();

  add(accountId: AccountId, name: string, run: () => Promise<void>): void {
    let line = this.#lines.get(accountId);
    if (!line) this.#lines.set(accountId, (line = { waiting: [], names: new Set(), running: 0 }));
    if (line.names.has(name) || line.waiting.length >= mostWaiting || line.names.size >= 10 * mostWaiting) return;
    line.names.add(name);
    line.waiting.push({ name, run });
    this.#next(line);
  }

  /** The connection is gone: what waits is forgotten, and may be asked again. */
  drop(accountId: AccountId): void {
    this.#lines.get(accountId)?.waiting.splice(0);
    this.#lines.delete(accountId);
  }

  #next(line: Line): void {
    if (line.running >= mostAtOnce) return;
    const errand = line.waiting.shift();
    if (!errand) return;
    line.running += 1;
    const end = () => {
      line.running -= 1;
      this.#next(line);
    };
    // What cannot be had is done without.
    errand.run().then(end, end);
  }
}
