import { describe, expect, test } from 'vitest';
import { move, retryDelayMs, type ConnectionEnv, type ConnectionInput, type ConnectionState } from './connection-states.ts';

const env: ConnectionEnv = { nowMs: 10_000, chance: 0, firstRetryMs: 1_000, longestRetryMs: 60_000, stableMs: 5_000 };

const states = {
  offline: { at: 'offline' },
  connecting: { at: 'connecting', step: 'securing', failures: 2 },
  'just online': { at: 'online', secured: 'tls', sinceMs: 9_000, failures: 2 },
  online: { at: 'online', secured: 'tls', sinceMs: 1_000, failures: 2 },
  waiting: { at: 'waiting', fault: 'connection-lost', retryAtMs: 12_000, failures: 3 },
  failed: { at: 'failed', fault: 'password-wrong' },
} as const satisfies Record<string, ConnectionState>;

const inputs = {
  connect: { kind: 'connect' },
  disconnect: { kind: 'disconnect' },
  step: { kind: 'step', step: 'loading' },
  'same step': { kind: 'step', step: 'securing' },
  up: { kind: 'up', secured: 'pinned' },
  'down for now': { kind: 'down', fault: 'connection-lost' },
  'down for good': { kind: 'down', fault: 'password-wrong' },
  retry: { kind: 'retry' },
} as const satisfies Record<string, ConnectionInput>;

type Cell = { readonly state: ConnectionState; readonly effects: readonly string[] };
const fresh = (failures: number): ConnectionState => ({ at: 'connecting', step: 'looking-up', failures });
const wait = (retryAtMs: number, failures: number): Cell => ({
  state: { at: 'waiting', fault: 'connection-lost', retryAtMs, failures },
  effects: ['wait'],
});
const failed: Cell = { state: states.failed, effects: [] };

/** Cells that are not here change nothing. */
const expected: { readonly [State in keyof typeof states]: { readonly [Input in keyof typeof inputs]?: Cell } } = {
  offline: { connect: { state: fresh(0), effects: ['attempt'] } },
  connecting: {
    disconnect: { state: states.offline, effects: ['abandon'] },
    step: { state: { ...states.connecting, step: 'loading' }, effects: [] },
    up: { state: { at: 'online', secured: 'pinned', sinceMs: 10_000, failures: 2 }, effects: [] },
    'down for now': wait(14_000, 3),
    'down for good': failed,
  },
  'just online': {
    disconnect: { state: states.offline, effects: ['close'] },
    'down for now': wait(14_000, 3),
    'down for good': failed,
  },
  online: {
    disconnect: { state: states.offline, effects: ['close'] },
    'down for now': wait(11_000, 1),
    'down for good': failed,
  },
  waiting: {
    connect: { state: fresh(3), effects: ['stop-waiting', 'attempt'] },
    disconnect: { state: states.offline, effects: ['stop-waiting'] },
    retry: { state: fresh(3), effects: ['attempt'] },
  },
  failed: {
    connect: { state: fresh(0), effects: ['attempt'] },
    disconnect: { state: states.offline, effects: [] },
  },
};

describe.each(Object.keys(states) as (keyof typeof states)[])('%s', (name) => {
  test.each(Object.keys(inputs) as (keyof typeof inputs)[])('%s', (input) => {
    const before = states[name];
    const { state, effects } = move(before, inputs[input], env);
    const cell = expected[name][input];
    if (cell === undefined) {
      expect(state).toBe(before);
      expect(effects).toEqual([]);
    } else {
      expect({ state, effects: effects.map((effect) => effect.do) }).toEqual(cell);
    }
  });
});

test('waits double from one second to a minute, with up to a quarter off by chance', () => {
  const full = [0, 1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => retryDelayMs(failures, env) / 1_000);
  expect(full).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(retryDelayMs(1, { ...env, chance: 0.999 })).toBeGreaterThanOrEqual(1_500);
  expect(retryDelayMs(1, { ...env, chance: 0.5 })).toBe(1_750);
});
