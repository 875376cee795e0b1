import type { Element } from '@xmpp/xml';

/** What may come at once (a sign-in with a big buddy list), and how much a second in the long run. */
const burst = 30_000;
const perSecond = 1_500;
/** A chat message costs the person's attention, a presence only a redraw. */
const messageCost = 30;
/** A long message costs one more for each of these (UTF-16 code units). */
const sizeUnit = 1_024;

/**
 * A token bucket over incoming stanzas: about 1,000 messages or 30,000 presences at once, then 50 messages or
 * 1,500 presences a second. What is above waits in the network.
 */
export class FloodGate {
  #tokens = burst;
  #filledAtMs: number;

  constructor(nowMs: number) {
    this.#filledAtMs = nowMs;
  }

  /** 0 and the stanza may pass, or how many milliseconds to wait before anything may. */
  waitMs(nowMs: number): number {
    const passedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#filledAtMs = nowMs;
    this.#tokens = Math.min(burst, this.#tokens + (passedMs * perSecond) / 1_000);
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens * 1_000) / perSecond);
  }

  /** Counts a stanza that passed. */
  passed(stanza: Element): void {
    const length = stanza.getChild('body')?.text().length ?? 0;
    this.#tokens -= (stanza.is('message') ? messageCost : 1) + Math.floor(length / sizeUnit);
  }
}
