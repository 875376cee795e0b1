import { Fault } from '../base/fault.ts';
import type { ProtocolSession, SessionEvent } from '../protocols/protocol.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { BlockedView } from '../../shared/views.ts';
import type { Publish } from './publisher.ts';

type Deps = {
  readonly publish: Publish;
  /** Throws `Fault` (`not-connected`). */
  readonly online: (accountId: AccountId) => ProtocolSession;
  readonly ownAddress: (accountId: AccountId) => string;
  /** Ends what is private with an address, while it can still be told. */
  readonly beforeBlock: (accountId: AccountId, address: string) => void;
  /** Somebody can be blocked now, here or from another device: what they asked for is not to be seen any more, and nothing private goes on. */
  readonly onBlocked: (accountId: AccountId) => void;
};

/** Who is blocked: the lists are the servers', and hold for all devices of an account. */
export class BlockingService {
  readonly #deps: Deps;
  /** By account, once its server has said so; `null`: it cannot block. */
  readonly #lists = new Map<AccountId, ReadonlySet<string> | null>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  views(): readonly BlockedView[] {
    return [...this.#lists].map(([accountId, list]) => ({ accountId, addresses: list === null ? null : [...list].sort() }));
  }

  /** Whether an address is blocked, by itself or with its whole server. */
  isBlocked(accountId: AccountId, address: string): boolean {
    const list = this.#lists.get(accountId);
    return !!list && (list.has(address) || list.has(address.slice(address.indexOf('@') + 1)));
  }

  /**
   * Blocks an address. What is private with it ends first, so that they learn it from us and not from silence; where the
   * server cannot block, nothing ends. Throws `Fault` (`blocking-unsupported`, `address-own`, `not-connected`).
   */
  async block(accountId: AccountId, address: string): Promise<void> {
    const session = this.#deps.online(accountId);
    const own = this.#deps.ownAddress(accountId);
    // Whoever blocks their own server hears no answer of it any more.
    if (address === own || own.endsWith(`@${address}`)) throw new Fault('address-own');
    if (this.#lists.get(accountId) === null) throw new Fault('blocking-unsupported');
    this.#deps.beforeBlock(accountId, address);
    await session.setBlocked(address, true);
    this.#change(accountId, true, [address]);
  }

  async unblock(accountId: AccountId, address: string): Promise<void> {
    await this.#deps.online(accountId).setBlocked(address, false);
    this.#change(accountId, false, [address]);
  }

  /** Takes what the server says of its list. */
  onEvent(accountId: AccountId, event: SessionEvent): void {
    if (event.kind === 'blocklist') this.#take(accountId, event.addresses === null ? null : new Set(event.addresses));
    else if (event.kind === 'blocking-changed') this.#change(accountId, event.isBlocked, event.addresses);
  }

  /** The account was removed here. */
  drop(accountId: AccountId): void {
    this.#lists.delete(accountId);
    this.#deps.publish('blocked.changed', { blocked: this.views() });
  }

  #change(accountId: AccountId, isBlocked: boolean, addresses: readonly string[]): void {
    const list = new Set(this.#lists.get(accountId));
    for (const address of addresses) {
      if (isBlocked) list.add(address);
      else list.delete(address);
    }
    this.#take(accountId, list);
  }

  #take(accountId: AccountId, list: ReadonlySet<string> | null): void {
    this.#lists.set(accountId, list);
    if (list !== null) this.#deps.onBlocked(accountId);
    this.#deps.publish('blocked.changed', { blocked: this.views() });
  }
}
