import type { Clock } from '../../base/ports.ts';
import type { KeptMessage } from '../../store/records.ts';
import type { TimelineItemId } from '../../../shared/ids.ts';
import { limits } from '../../../shared/limits.ts';
import type { PutBack } from '../timeline.ts';

/** A message that was removed, and how it is shown again where it was in sight. */
export type Removed = { readonly message: KeptMessage; readonly putBack: PutBack | null };

/** For as long an answer of the window may be on its way, in ms. */
const slackMs = 5_000;

/**
 * The message that was removed last, for as long as that can be taken back.
 *
 * It is in memory only: the files lost it when it was removed, so that nothing is left to do when the time has passed, or
 * when the app ends before.
 */
export class WayBack {
  readonly #clock: Clock;
  #open: { readonly itemId: TimelineItemId; readonly untilMs: number; readonly removed: Removed } | null = null;
  #stopTimer: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the place of the one before, which is gone for good. */
  offer(itemId: TimelineItemId, removed: Removed): void {
    this.end();
    const lastsMs = limits.undoMs + slackMs;
    this.#open = { itemId, removed, untilMs: this.#clock.nowMs() + lastsMs };
    this.#stopTimer = this.#clock.after(lastsMs, () => this.end());
  }

  /** Gives the message once; `null` where another was removed since, or the time has passed. */
  take(itemId: TimelineItemId): Removed | null {
    const open = this.#open;
    if (open?.itemId !== itemId) return null;
    this.end();
    return this.#clock.nowMs() < open.untilMs ? open.removed : null;
  }

  /** Lets go of it. */
  end(): void {
    this.#stopTimer();
    this.#open = null;
  }
}
