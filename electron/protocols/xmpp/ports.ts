import { Resolver } from 'node:dns/promises';
import type { Clock, Rng } from '../../base/ports.ts';
import { systemRandom } from '../../base/random.ts';
import { systemRoots } from './trusted-roots.ts';

/** How long each step may take, in milliseconds. */
export type Timings = {
  readonly lookUpMs: number;
  readonly reachMs: number;
  /** For a proxy that took the connection to reach the server; circuits of Tor take their time. */
  readonly proxyMs: number;
  readonly secureMs: number;
  /** For each answer of the server while signing in. */
  readonly answerMs: number;
  readonly requestMs: number;
  readonly closeMs: number;
  /** Silence after which the server is asked for a sign of life. */
  readonly quietMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** A connection that stood this long starts the back-off anew. */
  readonly stableMs: number;
};

export type SrvRecord = { readonly name: string; readonly port: number; readonly priority: number; readonly weight: number };

/** What a session takes from the machine; tests give their own. */
export type XmppPorts = {
  readonly clock: Clock;
  readonly random: Rng;
  /** Milliseconds since some moment, whatever happens to the clock. */
  readonly elapsedMs: () => number;
  /** SRV records of a DNS name. Rejects as `node:dns` does. */
  readonly resolveSrv: (name: string) => Promise<readonly SrvRecord[]>;
  /** Certificate authorities in PEM; `undefined`: those that Node brings. */
  readonly roots: () => readonly string[] | undefined;
  readonly timings: Timings;
};

export const ordinaryTimings: Timings = {
  lookUpMs: 8_000,
  reachMs: 12_000,
  proxyMs: 60_000,
  secureMs: 15_000,
  answerMs: 20_000,
  requestMs: 30_000,
  closeMs: 2_000,
  quietMs: 60_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
  stableMs: 5_000,
};

export function systemPorts(): XmppPorts {
  return {
    clock: systemClock,
    random: systemRandom,
    elapsedMs: () => performance.now(),
    resolveSrv: (name) => new Resolver({ timeout: 2_500, tries: 2 }).resolveSrv(name),
    roots: systemRoots,
    timings: ordinaryTimings,
  };
}

const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
