import { Fault } from '../base/fault.ts';
import type { Clock } from '../base/ports.ts';
import { localPart } from '../protocols/address.ts';
import type { ProtocolSession, RosterItem, SessionEvent } from '../protocols/protocol.ts';
import type { RosterRecord, Store } from '../store/records.ts';
import { limits } from '../../shared/limits.ts';
import type { AccountId, ConversationId } from '../../shared/ids.ts';
import type { BuddyView, ResourceView, SubscriptionRequestView } from '../../shared/views.ts';
import { conversationIdOf } from './conversation-id.ts';
import type { Publish } from './publisher.ts';

/** Changes of the list reach the window in batches, at most one in this time. */
const batchMs = 30;
/** So long after signing in, not having heard of a buddy does not mean that they are away. */
const presenceSettlesMs = 5_000;
/** More resources of one buddy than this are not kept. */
const maxResources = 50;
/** More waiting requests than this are not kept. */
const maxRequests = 500;

type Resource = { readonly view: ResourceView; readonly showsHtml: boolean };
type Buddy = { readonly item: RosterRecord; readonly resources: ReadonlyMap<string, Resource> };
type Batch = { readonly changed: Set<string>; readonly removed: Set<string> };
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
  readonly #batches = new Map<AccountId, Batch>();
  /** Accounts that are not connected now. Their presence is kept for a resumed session, but not believed. */
  readonly #suspended = new Set<AccountId>();
  readonly #rosterAtMs = new Map<AccountId, number>();
  #requests: readonly SubscriptionRequestView[] = [];
  readonly #deps: BuddyDeps;

  constructor(deps: BuddyDeps) {
    this.#deps = deps;
  }

  /** Reads an account's cached list. */
  load(accountId: AccountId): void {
    const items = this.#deps.store.roster.list(accountId);
    this.#buddies.set(accountId, new Map(items.map((item) => [item.address, { item, resources: new Map<string, Resource>() }])));
    this.#suspended.add(accountId);
  }

  views(): readonly BuddyView[] {
    return [...this.#buddies].flatMap(([accountId, buddies]) =>
      [...buddies.values()].map((buddy) => this.#view(accountId, buddy)),
    );
  }

  requests(): readonly SubscriptionRequestView[] {
    return this.#requests;
  }

  has(accountId: AccountId, address: string): boolean {
    return this.#of(accountId).has(address);
  }

  /** What the list says of a buddy; `null` for who is not on it. */
  entry(accountId: AccountId, address: string): Pick<RosterRecord, 'name' | 'groups'> | null {
    return this.#of(accountId).get(address)?.item ?? null;
  }

  /** The name that the person gave, or the address' local part. */
  nameOf(accountId: AccountId, address: string): string {
    return this.#of(accountId).get(address)?.item.name || localPart(address);
  }

  /**
   * Whether a buddy is there: `unknown` when their presence is not shown to us.
   * With `resource`, whether that device is.
   */
  presenceOf(accountId: AccountId, address: string, resource: string | null): 'online' | 'offline' | 'unknown' {
    const buddy = this.#of(accountId).get(address);
    if (!buddy || (buddy.item.subscription !== 'to' && buddy.item.subscription !== 'both')) return 'unknown';
    if (resource === null ? buddy.resources.size > 0 : buddy.resources.has(resource)) return 'online';
    const signedInMs = this.#deps.clock.nowMs() - (this.#rosterAtMs.get(accountId) ?? 0);
    return signedInMs < presenceSettlesMs ? 'unknown' : 'offline';
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
    const after = new Map<string, Buddy>();
    for (const item of records) after.set(item.address, { item, resources: new Map() });
    this.#rosterAtMs.set(accountId, this.#deps.clock.nowMs());
    this.#buddies.set(accountId, after);
    for (const address of before.keys()) if (!after.has(address)) this.#dirty(accountId, address);
    for (const address of after.keys()) this.#dirty(accountId, address);
  }

  change(accountId: AccountId, rosterItem: RosterItem): void {
    const item = recordOf(rosterItem);
    this.#deps.store.roster.put(accountId, item);
    const resources = this.#of(accountId).get(item.address)?.resources ?? new Map<string, Resource>();
    this.#of(accountId).set(item.address, { item, resources });
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
    if (this.#requests.length >= maxRequests || this.#requestOf(accountId, address)) return;
    const request = { accountId, address, message: message.slice(0, limits.requestMessageLength), atMs: this.#deps.clock.nowMs() };
    this.#setRequests([...this.#requests, request]);
  }

  // ------------------------------------------------------------ what the person does

  async add(accountId: AccountId, address: string, name: string, groups: readonly string[], message: string): Promise<void> {
    const session = this.#deps.online(accountId);
    if (address === this.#deps.ownAddress(accountId)) throw new Fault('address-own');
    const known = this.#of(accountId).get(address)?.item;
    if (known && known.subscription !== 'none') throw new Fault('buddy-exists');
    await session.setRosterItem({ address, name, groups });
    session.requestSubscription(address, message);
  }

  async update(accountId: AccountId, address: string, name: string, groups: readonly string[]): Promise<void> {
    if (!this.has(accountId, address)) throw new Fault('not-found');
    await this.#deps.online(accountId).setRosterItem({ address, name, groups });
  }

  async remove(accountId: AccountId, address: string): Promise<void> {
    await this.#deps.online(accountId).removeRosterItem(address);
    this.#deps.store.accepted.remove(accountId, address);
  }

  /** Answers a request. Approving also adds them and asks back, so that both see each other. */
  async answer(accountId: AccountId, address: string, answer: 'approve' | 'deny'): Promise<void> {
    const session = this.#deps.online(accountId);
    if (!this.#requestOf(accountId, address)) throw new Fault('not-found');
    if (answer === 'deny') {
      session.denySubscription(address);
    } else {
      session.approveSubscription(address);
      const known = this.#of(accountId).get(address)?.item;
      if (!known) await session.setRosterItem({ address, name: '', groups: [] });
      if (known?.subscription !== 'to' && known?.subscription !== 'both') session.requestSubscription(address, '');
    }
    this.#setRequests(this.#requests.filter((request) => request.accountId !== accountId || request.address !== address));
  }

  /** The account was removed here. */
  drop(accountId: AccountId): void {
    for (const address of this.#of(accountId).keys()) this.#dirty(accountId, address);
    this.#buddies.set(accountId, new Map());
    this.#setRequests(this.#requests.filter((request) => request.accountId !== accountId));
  }

  // ------------------------------------------------------------ batches

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

  #requestOf(accountId: AccountId, address: string): SubscriptionRequestView | undefined {
    return this.#requests.find((request) => request.accountId === accountId && request.address === address);
  }

  #setRequests(requests: readonly SubscriptionRequestView[]): void {
    this.#requests = requests;
    this.#deps.publish('requests.changed', { requests });
  }

  #dirty(accountId: AccountId, address: string): void {
    let batch = this.#batches.get(accountId);
    if (!batch) {
      this.#batches.set(accountId, (batch = { changed: new Set(), removed: new Set() }));
      this.#deps.clock.after(batchMs, () => this.#flush(accountId));
    }
    const [into, outOf] = this.has(accountId, address) ? [batch.changed, batch.removed] : [batch.removed, batch.changed];
    into.add(address);
    outOf.delete(address);
  }

  #flush(accountId: AccountId): void {
    const batch = this.#batches.get(accountId);
    this.#batches.delete(accountId);
    if (!batch) return;
    const changed: BuddyView[] = [];
    for (const address of batch.changed) {
      const buddy = this.#of(accountId).get(address);
      if (buddy) changed.push(this.#view(accountId, buddy));
    }
    const removed: ConversationId[] = [...batch.removed].map((address) => conversationIdOf(accountId, address));
    this.#deps.publish('buddies.changed', { accountId, changed, removed });
  }
}

function recordOf(item: RosterItem): RosterRecord {
  return {
    address: item.address,
    name: item.name.slice(0, limits.nameLength),
    groups: item.groups.slice(0, limits.groupsPerBuddy).map((group) => group.slice(0, limits.groupLength)),
    subscription: item.subscription,
    asked: item.asked,
  };
}

const showRank = { chat: 5, available: 4, away: 3, 'extended-away': 2, 'do-not-disturb': 1, offline: 0 } as const;

function viewOf(accountId: AccountId, { item, resources }: Buddy): BuddyView {
  const best = [...resources.values()].map(({ view }) => view).sort(
    (a, b) => b.priority - a.priority || showRank[b.show] - showRank[a.show] || a.resource.localeCompare(b.resource),
  );
  return {
    id: conversationIdOf(accountId, item.address),
    accountId,
    address: item.address,
    name: item.name || localPart(item.address),
    groups: item.groups,
    subscription: item.subscription,
    asked: item.asked,
    resources: best,
    show: best[0]?.show ?? 'offline',
    statusText: best[0]?.text ?? '',
  };
}
