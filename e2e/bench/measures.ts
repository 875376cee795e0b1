/** What the benchmark measures, and how a contender is asked for it. */

/** The text of every message: 100 characters. */
export const text = 'Meet me at the old bridge at noon. I shall carry a blue umbrella; bring the papers and tell nobody. ';

/** What makes up one sample, so that reading the clock does not count; libotr.c has the same. */
export const akeBatch = 4;
export const oneWayBatch = 2_000;
export const pingPongBatch = 8;
/** Sessions that a row speaks of. */
export const sessionCount = 1_000;

export type Measure = 'dsa-keygen' | 'ake' | 'smp' | 'one-way' | 'ping-pong' | 'wire-size' | 'sessions';
export type About = {
  readonly unit: 'ms' | 'bytes' | 'MB';
  /** What one unit of work is. */
  readonly what: string;
  /** Samples that are drawn and thrown away before the first round, while compilers and caches warm up. */
  readonly warmUp: number;
  /** Samples a round, and the same of the package `otr`, which takes many times as long. */
  readonly samples: number;
  readonly samplesOfOtrjs: number;
  /** What is the same every time is asked for in the first round only. */
  readonly once: boolean;
};

const ms = { unit: 'ms', once: false } as const;
const each = { warmUp: 0, samples: 1, samplesOfOtrjs: 1, once: true } as const;

export const measures: { readonly [M in Measure]: About } = {
  'dsa-keygen': { ...ms, what: 'a DSA key of 1024 bits', warmUp: 2, samples: 4, samplesOfOtrjs: 1 },
  ake: { ...ms, what: 'a key exchange, query to privacy on both sides', warmUp: 150, samples: 25, samplesOfOtrjs: 1 },
  smp: { ...ms, what: 'SMP, both sides', warmUp: 25, samples: 6, samplesOfOtrjs: 1 },
  'one-way': { ...ms, what: 'a message, encrypted and decrypted', warmUp: 100, samples: 10, samplesOfOtrjs: 1 },
  'ping-pong': { ...ms, what: 'the same, each an answer to the last', warmUp: 30, samples: 8, samplesOfOtrjs: 1 },
  'wire-size': { ...each, unit: 'bytes', what: 'that message on the wire, without padding' },
  sessions: { ...each, unit: 'MB', what: 'memory of 1,000 open sessions' },
};
export const names = Object.keys(measures) as Measure[];

/** Takes one sample of each measure, in the measure's unit. */
export type Contender = { readonly [M in Measure]: () => number };
