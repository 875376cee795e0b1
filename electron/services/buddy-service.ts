import { Fault } from '../base/fault.ts';
import type { Clock } from '../base/ports.ts';
import { localPart } from '../protocols/address.ts';
import type { ProtocolSession, RosterItem, SessionEvent } from '../protocols/protocol.ts';
import type { RosterRecord, Store } from '../store/records.ts';
import { limits } from '../../shared/limits.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { BuddyView } from '../../shared/views.ts';
import { BuddyBatches } from './buddy-batches.ts';
import { nameOfBuddy, recordOf, viewOf } from './buddy-view.ts';
import type { Buddy, Resource } from './buddy-view.ts';
import type { ProfileChange } from './pictures/picture-service.ts';
import type { Publish } from './publisher.ts';
import { SubscriptionRequests } from './subscription-requests.ts';

/** So long after signing in, not having heard of a buddy does not mean that they are away. */
const presenceSettlesMs = 5_000;
/** More resources of one buddy than this are not kept. */
const maxResources = 50;

type Online = (accountId: AccountId) => ProtocolSession;
type PresenceEvent = Extract<SessionEvent, { kind: 'presence' }>;

type BuddyDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly publish: Publish;
  readonly online: Online;
  readonly ownAddress: (accountId: AccountId) => string;
};

/**
 * The buddy lists of all accounts: what the servers keep, who is there, and who asks to be let in.
 *
 * The list is cached in the store, so it stands before the network answers. `online` gives an account's
 * signed-in session or throws a `Fault` (`not-connected`).
 */
export class BuddyService {
  readonly #buddies = new Map<AccountId, Map<string, Buddy>>();
  readonly #batches: BuddyBatches;
  /** Accounts that are not connected now. Their presence is kept for a resumed session, but not believed. */
  readonly #suspended = new Set<AccountId>();
  readonly #rosterAtMs = new Map<AccountId, number>();
  readonly requests: SubscriptionRequests;
  readonly #deps: BuddyDeps;

  constructor(deps: BuddyDeps) {
    this.#deps = deps;
    this.#batches = new BuddyBatches(deps.clock, deps.publish, (accountId, address) => this.#viewOf(accountId, address));
    this.requests = new SubscriptionRequests(deps.clock, deps.publish);
  }

  /** Reads an account's cached list. */
  load(accountId: AccountId): void {
    const facts = this.#factsOf(accountId);
    const items = this.#deps.store.roster.list(accountId);
    this.#buddies.set(accountId, new Map(items.map((item) => [item.address, { item, resources: new Map(), ...facts(item.address) }])));
    this.#suspended.add(accountId);
  }

  views(): readonly BuddyView[] {
    return [...this.#buddies].flatMap(([accountId, buddies]) =>
      [...buddies.values()].map((buddy) => this.#view(accountId, buddy)),
    );
  }

  has(accountId: AccountId, address: string): boolean {
    return this.#of(accountId).has(address);
  }

  /** What the list says of a buddy; `null` for who is not on it. */
  entry(accountId: AccountId, address: string): Pick<RosterRecord, 'name' | 'groups'> | null {
    return this.#of(accountId).get(address)?.item ?? null;
  }

  /** The name that the person gave, else what they call themselves, else the address' local part. */
  nameOf(accountId: AccountId, address: string): string {
    const buddy = this.#of(accountId).get(address);
    return buddy ? nameOfBuddy(buddy) : localPart(address);
  }

  /**
   * Whether a buddy is there: `unknown` when their presence is not shown to us.
   * With `resource`, whether that device is.
   */
  presenceOf(accountId: AccountId, address: string, resource: string | null): 'online' | 'offline' | 'unknown' {
    const buddy = this.#of(accountId).get(address);
    if (!buddy || !this.sees(accountId, address)) return 'unknown';
    if (resource === null ? buddy.resources.size > 0 : buddy.resources.has(resource)) return 'online';
    const signedInMs = this.#deps.clock.nowMs() - (this.#rosterAtMs.get(accountId) ?? 0);
    return signedInMs < presenceSettlesMs ? 'unknown' : 'offline';
  }

  /** Whether the server shows them our presence. */
  seesUs(accountId: AccountId, address: string): boolean {
    const subscription = this.#of(accountId).get(address)?.item.subscription;
    return subscription === 'from' || subscription === 'both';
  }

  /** Whether what a device gets in private is shown as HTML there. */
  showsHtml(accountId: AccountId, address: string, resource: string): boolean {
    return this.#of(accountId).get(address)?.resources.get(resource)?.showsHtml === true;
  }

  // ------------------------------------------------------------ what the server says

  replace(accountId: AccountId, items: readonly RosterItem[]): void {
    const records = items.map(recordOf);
    this.#deps.store.roster.replace(accountId, records);
    const before = this.#of(accountId);
    const facts = this.#factsOf(accountId);
    const after = new Map<string, Buddy>();
    for (const item of records) after.set(item.address, { item, resources: new Map(), ...facts(item.address) });
    this.#rosterAtMs.set(accountId, this.#deps.clock.nowMs());
    this.#buddies.set(accountId, after);
    for (const address of before.keys()) if (!after.has(address)) this.#dirty(accountId, address);
    for (const address of after.keys()) this.#dirty(accountId, address);
  }

  change(accountId: AccountId, rosterItem: RosterItem): void {
    const item = recordOf(rosterItem);
    this.#deps.store.roster.put(accountId, item);
    const before = this.#of(accountId).get(item.address) ?? { resources: new Map<string, Resource>(), note: '', nick: '', picture: null };
    this.#of(accountId).set(item.address, { ...before, item });
    this.#dirty(accountId, item.address);
  }

  removed(accountId: AccountId, address: string): void {
    this.#deps.store.roster.remove(accountId, address);
    this.#of(accountId).delete(address);
    this.#dirty(accountId, address);
  }

  presence(accountId: AccountId, event: PresenceEvent): void {
    const buddy = this.#of(accountId).get(event.address);
    if (!buddy) return;
    const resources = new Map(buddy.resources);
    if (event.show === 'offline') {
      if (event.resource === '') resources.clear();
      else resources.delete(event.resource);
    } else if (resources.size < maxResources || resources.has(event.resource)) {
      const { resource, show, text, priority, showsHtml } = event;
      resources.set(resource, { view: { resource, show, text: text.slice(0, limits.statusLength), priority }, showsHtml });
    }
    this.#of(accountId).set(event.address, { ...buddy, resources });
    this.#dirty(accountId, event.address);
  }

  isNameless(accountId: AccountId, address: string): boolean {
    const buddy = this.#of(accountId).get(address);
    return buddy?.item.name === '' && buddy.nick === '';
  }

  /** What somebody says of themselves changed. */
  profile(accountId: AccountId, address: string, change: ProfileChange): void {
    const buddy = this.#of(accountId).get(address);
    if (!buddy) return;
    this.#of(accountId).set(address, { ...buddy, ...change });
    this.#dirty(accountId, address);
  }

  /** Whether their presence is shown to us. */
  sees(accountId: AccountId, address: string): boolean {
    const subscription = this.#of(accountId).get(address)?.item.subscription;
    return subscription === 'to' || subscription === 'both';
  }

  /**
   * The account is connected, or is not any more. What was known of presence is hidden meanwhile: a resumed
   * session goes on with it, a new one starts from nothing with its roster.
   */
  connected(accountId: AccountId, isOnline: boolean): void {
    if (this.#suspended.has(accountId) !== isOnline) return;
    if (isOnline) this.#suspended.delete(accountId);
    else this.#suspended.add(accountId);
    for (const [address, buddy] of this.#of(accountId)) if (buddy.resources.size > 0) this.#dirty(accountId, address);
  }

  requested(accountId: AccountId, address: string, message: string): void {
    const subscription = this.#of(accountId).get(address)?.item.subscription;
    if (subscription === 'from' || subscription === 'both') return;
    this.requests.add(accountId, address, message);
  }

  // ------------------------------------------------------------ what the person does

  async add(accountId: AccountId, address: string, name: string, groups: readonly string[], message: string): Promise<void> {
    const session = this.#deps.online(accountId);
    if (address === this.#deps.ownAddress(accountId)) throw new Fault('address-own');
    const known = this.#of(accountId).get(address)?.item;
    if (known?.subscription === 'to' || known?.subscription === 'both') throw new Fault('buddy-exists');
    await session.setRosterItem({ address, name, groups });
    session.requestSubscription(address, message);
  }

  async update(accountId: AccountId, address: string, name: string, groups: readonly string[]): Promise<void> {
    if (!this.has(accountId, address)) throw new Fault('not-found');
    await this.#deps.online(accountId).setRosterItem({ address, name, groups });
  }

  /** Keeps what the person noted about somebody on the list, here only. */
  note(accountId: AccountId, address: string, note: string): void {
    const buddy = this.#of(accountId).get(address);
    if (!buddy) throw new Fault('not-found');
    this.#deps.store.notes.put(accountId, address, note);
    this.#of(accountId).set(address, { ...buddy, note });
    this.#dirty(accountId, address);
  }

  /**
   * Takes somebody off the list. With `keepTheirs` they go on seeing when we are there, where they do: the server keeps
   * that on the list, so they stay on it without a name and without groups.
   */
  async remove(accountId: AccountId, address: string, keepTheirs: boolean): Promise<void> {
    const session = this.#deps.online(accountId);
    const subscription = this.#of(accountId).get(address)?.item.subscription;
    if (keepTheirs && (subscription === 'from' || subscription === 'both')) {
      await session.setRosterItem({ address, name: '', groups: [] });
      session.cancelSubscription(address);
    } else await session.removeRosterItem(address);
    this.#deps.store.accepted.remove(accountId, address);
    if (this.has(accountId, address)) this.note(accountId, address, '');
    else this.#deps.store.notes.put(accountId, address, '');
  }

  /** Answers a request. Approving also adds them and asks back, so that both see each other. */
  async answer(accountId: AccountId, address: string, answer: 'approve' | 'deny'): Promise<void> {
    const session = this.#deps.online(accountId);
    if (!this.requests.has(accountId, address)) throw new Fault('not-found');
    if (answer === 'deny') {
      session.denySubscription(address);
    } else {
      session.approveSubscription(address);
      const known = this.#of(accountId).get(address)?.item;
      if (!known) await session.setRosterItem({ address, name: '', groups: [] });
      if (known?.subscription !== 'to' && known?.subscription !== 'both') session.requestSubscription(address, '');
    }
    this.requests.drop(accountId, address);
  }

  /** The account was removed here. */
  drop(accountId: AccountId): void {
    for (const address of this.#of(accountId).keys()) this.#dirty(accountId, address);
    this.#buddies.set(accountId, new Map());
    this.requests.drop(accountId, null);
  }

  // ------------------------------------------------------------ the lists

  /** What is kept here about the buddies of an account, apart from the server's list. */
  #factsOf(accountId: AccountId): (address: string) => Omit<Buddy, 'item' | 'resources'> {
    const { notes, profiles } = this.#deps.store;
    const noted = new Map(notes.list(accountId).map(({ address, note }) => [address, note]));
    const shown = new Map(profiles.list(accountId).map((profile) => [profile.address, profile]));
    return (address) => ({ note: noted.get(address) ?? '', nick: shown.get(address)?.nick ?? '', picture: shown.get(address)?.hash ?? null });
  }

  #of(accountId: AccountId): Map<string, Buddy> {
    let buddies = this.#buddies.get(accountId);
    if (!buddies) {
      buddies = new Map<string, Buddy>();
      this.#buddies.set(accountId, buddies);
    }
    return buddies;
  }

  #view(accountId: AccountId, buddy: Buddy): BuddyView {
    return viewOf(accountId, this.#suspended.has(accountId) ? { ...buddy, resources: new Map() } : buddy);
  }

  #dirty(accountId: AccountId, address: string): void {
    this.#batches.changed(accountId, address);
  }

  #viewOf(accountId: AccountId, address: string): BuddyView | null {
    const buddy = this.#of(accountId).get(address);
    return buddy ? this.#view(accountId, buddy) : null;
  }
}
