import type { RosterItem } from '../protocol.ts';
import type { Address } from './addresses.ts';

/**
 * Who may know that we are there, and so gets answers: our own devices, and everybody whom the server shows our
 * presence. While we are invisible, nobody. Spec: RFC 6121 section 3; XEP-0030 section 9.
 */
export class Audience {
  readonly #own: Address;
  #subscriptions = new Map<string, RosterItem['subscription']>();
  isVisible = false;

  constructor(own: Address) {
    this.#own = own;
  }

  listed(items: readonly RosterItem[]): void {
    this.#subscriptions = new Map(items.map(({ address, subscription }) => [address, subscription]));
  }

  changed({ address, subscription }: RosterItem): void {
    this.#subscriptions.set(address, subscription);
  }

  removed(address: string): void {
    this.#subscriptions.delete(address);
  }

  /** Whether somebody sees our presence. */
  has({ bare }: Address): boolean {
    if (!this.isVisible) return false;
    const subscription = this.#subscriptions.get(bare);
    return bare === this.#own.bare || subscription === 'from' || subscription === 'both';
  }
}
