import type { Clock } from '../base/ports.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { BuddyView } from '../../shared/views.ts';
import { conversationIdOf } from './conversation-id.ts';
import type { Publish } from './publisher.ts';

/** Changes of the list reach the window in batches, at most one in this time. */
const batchMs = 30;

/** Collects who changed, and tells the window what they are like when it is time. */
export class BuddyBatches {
  readonly #waiting = new Map<AccountId, Set<string>>();
  readonly #clock: Clock;
  readonly #publish: Publish;
  /** `null` for who is not on the list any more. */
  readonly #viewOf: (accountId: AccountId, address: string) => BuddyView | null;

  constructor(clock: Clock, publish: Publish, viewOf: (accountId: AccountId, address: string) => BuddyView | null) {
    this.#clock = clock;
    this.#publish = publish;
    this.#viewOf = viewOf;
  }

  changed(accountId: AccountId, address: string): void {
    let addresses = this.#waiting.get(accountId);
    if (!addresses) {
      this.#waiting.set(accountId, (addresses = new Set()));
      this.#clock.after(batchMs, () => this.#flush(accountId));
    }
    addresses.add(address);
  }

  #flush(accountId: AccountId): void {
    const addresses = [...(this.#waiting.get(accountId) ?? [])];
    this.#waiting.delete(accountId);
    const views = addresses.map((address) => this.#viewOf(accountId, address));
    this.#publish('buddies.changed', {
      accountId,
      changed: views.filter((view) => view !== null),
      removed: addresses.filter((_, at) => views[at] === null).map((address) => conversationIdOf(accountId, address)),
    });
  }
}
