import * as v from 'valibot';
import type { HistoryScope, KeptMessage, Store } from '../../store/records.ts';
import type { TimelineItemId } from '../../../shared/ids.ts';
import { keptIdOf } from './keeper.ts';
import type { Soundness } from './soundness.ts';

const pending = v.object({
  scopes: v.array(
    v.object({
      accountId: v.nullable(v.string()),
      address: v.nullable(v.string()),
      marks: v.picklist(['all', 'clear', 'private']),
      fromMs: v.nullable(v.number()),
      toMs: v.nullable(v.number()),
      upToId: v.number(),
    }),
  ),
});
type Pending = v.InferOutput<typeof pending>;

type Deps = { readonly store: Store; readonly soundness: Soundness };

/**
 * Takes messages out of the history until no page of the files holds them.
 *
 * It is done in steps, so that the app goes on meanwhile; what is left to do is in the store, and done at the next start
 * where the app ended before.
 */
export class Removals {
  readonly #deps: Deps;
  #scopes: Pending['scopes'];
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    const left = this.#read();
    this.#scopes = left?.scopes ?? [];
    if (left) this.#run();
  }

  /** Removes one message and gives it; one that is gone stays gone. */
  one(itemId: TimelineItemId): KeptMessage | null {
    const id = keptIdOf(itemId);
    if (id === null) return null;
    const gone = this.#deps.store.transaction(() => {
      this.#write();
      return this.#deps.store.history.remove(id);
    });
    this.#run();
    return gone;
  }

  /** Removes what is in a scope now. What comes into it later stays. */
  scope(scope: HistoryScope): void {
    const scopes = [...this.#scopes, { ...scope, upToId: this.#deps.store.history.lastId() }];
    this.#write(scopes);
    this.#scopes = scopes;
    this.#run();
  }

  /** Something was removed in another way: only the tidying is left to do. */
  tidy(): void {
    this.#write();
    this.#run();
  }

  /** The store is about to close; what is left is done at the next start. */
  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when nothing is left to do. */
  async done(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #run(): void {
    this.#running ??= this.#work()
      .catch((thrown: unknown) => this.#deps.soundness.met(thrown))
      .finally(() => (this.#running = null));
  }

  async #work(): Promise<void> {
    const { history } = this.#deps.store;
    let isFirst = true;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#stopped) return;
      const [scope] = this.#scopes;
      if (scope !== undefined) {
        isFirst = true;
        if (history.removeSome(scope, scope.upToId) > 0) continue;
        this.#write(this.#scopes.slice(1));
        this.#scopes = this.#scopes.slice(1);
      } else {
        if (!history.settle(isFirst)) break;
        isFirst = false;
      }
    }
    this.#deps.store.settings.put('history-removals', 'null');
  }

  #write(scopes = this.#scopes): void {
    this.#deps.store.settings.put('history-removals', JSON.stringify({ scopes }));
  }

  #read(): Pending | null {
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), pending), this.#deps.store.settings.get('history-removals'));
    return read.success ? read.output : null;
  }
}
