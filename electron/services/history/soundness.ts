import { faultCodeOf } from '../../base/fault.ts';
import type { Log } from '../../base/log.ts';
import type { Store } from '../../store/records.ts';
import type { HistoryTrouble } from '../../../shared/views.ts';

type Deps = { readonly store: Store; readonly log: Log; readonly onChanged: () => void };

/** Knows what is wrong with the history, from what fails. */
export class Soundness {
  readonly #deps: Deps;
  #trouble: HistoryTrouble | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  trouble(): HistoryTrouble | null {
    return this.#trouble;
  }

  /** Reads of the history; a fault is told as well as thrown. */
  read<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (thrown) {
      this.met(thrown);
      throw thrown;
    }
  }

  /** The same, with `null` in the place of a fault. */
  orNull<Value>(work: () => Value): Value | null {
    try {
      return this.read(work);
    } catch {
      return null;
    }
  }

  /** The same for a write of a line; what `work` gives is falsy where there was nothing to write. One that succeeds ends the trouble with writing. */
  written<Value>(work: () => Value): Value | null {
    try {
      const value = work();
      if (value && this.#trouble === 'unwritten') this.#put(null);
      return value;
    } catch (thrown) {
      this.met(thrown);
      if (this.#trouble === null) this.#put('unwritten');
      return null;
    }
  }

  /** Something failed; damage is told until the app ends. */
  met(thrown: unknown): void {
    const fault = faultCodeOf(thrown);
    if (fault === 'not-found') return;
    this.#deps.log.error('history-failed', { fault });
    if (fault === 'storage-corrupt') this.#put('damaged');
  }

  #put(trouble: HistoryTrouble | null): void {
    if (this.#trouble === trouble) return;
    this.#trouble = trouble;
    this.#deps.onChanged();
  }
}
