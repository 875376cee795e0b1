import type { Clock } from '../base/ports.ts';
import type { AccountId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { SubscriptionRequestView } from '../../shared/views.ts';
import type { Publish } from './publisher.ts';

/** More waiting requests than this are not kept. */
const maxRequests = 500;

/** Who asks to see when we are there, and with which words; the window hears of each change. */
export class SubscriptionRequests {
  readonly #clock: Clock;
  readonly #publish: Publish;
  #requests: readonly SubscriptionRequestView[] = [];

  constructor(clock: Clock, publish: Publish) {
    this.#clock = clock;
    this.#publish = publish;
  }

  views(): readonly SubscriptionRequestView[] {
    return this.#requests;
  }

  has(accountId: AccountId, address: string): boolean {
    return this.#requests.some((request) => request.accountId === accountId && request.address === address);
  }

  /** Takes one, once each; a server sends them again at every sign-in. */
  add(accountId: AccountId, address: string, message: string): void {
    if (this.#requests.length >= maxRequests || this.has(accountId, address)) return;
    const request = { accountId, address, message: message.slice(0, limits.requestMessageLength), atMs: this.#clock.nowMs() };
    this.#set([...this.#requests, request]);
  }

  /** Forgets the request of one address, or with `null` all to an account. */
  drop(accountId: AccountId, address: string | null): void {
    this.dropWhere((request) => request.accountId === accountId && (address === null || request.address === address));
  }

  dropWhere(isGone: (request: SubscriptionRequestView) => boolean): void {
    this.#set(this.#requests.filter((request) => !isGone(request)));
  }

  #set(requests: readonly SubscriptionRequestView[]): void {
    this.#requests = requests;
    this.#publish('requests.changed', { requests });
  }
}
