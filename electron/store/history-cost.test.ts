import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from './index.ts';
import type { HistoryScope, KeptMessage, Store } from './records.ts';
import { account, inFreshDirectory, testKey } from './testing/fixtures.ts';

/* What the history costs does not grow with it. The bounds are wide: others use the machine too. */

const few = 1_000;
const many = 50_000;
/** So many times more may it cost, beyond some milliseconds that a busy machine takes for nothing. */
const mostTimes = 8;
const leastMs = 10;
const everything: HistoryScope = { accountId: null, address: null, marks: 'all', fromMs: null, toMs: null };

/** Five words: one in every message, some of the others in every tenth and some in every thousandth. */
function message(n: number): Omit<KeptMessage, 'id'> {
  const text = `common${n % 10} weekly${n % 97} rare${n % 997} lantern${(n * 7_919) % 1_009} everywhere`;
  return { accountId: 'hamlet', address: `buddy${n % 3}@elsinore.example`, atMs: n * 60_000, from: 'them', text, mark: 'clear', arrivedUnencrypted: false, delivery: null, resent: false, cut: false };
}

function medianMs(work: (n: number) => void): number {
  const times = Array.from({ length: 15 }, (_, n) => {
    const at = performance.now();
    work(n);
    return performance.now() - at;
  });
  return times.toSorted((a, b) => a - b)[7] ?? Number.NaN;
}

/** The CPU time of forty searches for one message, in ms: what others do on the machine does not count. */
function cpuMsOf(store: Store, words: readonly string[], scope: Partial<HistoryScope> = {}): number {
  const before = process.cpuUsage();
  for (let n = 0; n < 40; n += 1) expect(store.history.search(words, { ...everything, ...scope }, null, 1)).toHaveLength(1);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Searches that take as long as if all that has their words were gathered before the first is given. */
function gathering(store: Store): readonly string[] {
  const firstDay = { fromMs: 0, toMs: 86_400_000 };
  const rareMs = cpuMsOf(store, ['rare5']);
  const costs = {
    'a long word of every message': cpuMsOf(store, ['everywhere']),
    'two long words': cpuMsOf(store, ['everywh', 'common3']),
    'a short beginning on the first day': cpuMsOf(store, ['ev'], firstDay),
    'a long word on the first day': cpuMsOf(store, ['everywhere'], firstDay),
  };
  return Object.entries(costs).filter(([, ms]) => ms > leastMs + 2 * rareMs).map(([name, ms]) => `${name}: ${ms} ms, a rare word ${rareMs} ms`);
}

type Costs = Readonly<Record<string, number>>;

function costsOf(store: Store, file: string, count: number): { readonly store: Store; readonly costs: Costs } {
  const search = (words: readonly string[], scope: Partial<HistoryScope> = {}) => store.history.search(words, { ...everything, ...scope }, null, 51);
  const ofBuddy = { accountId: 'hamlet', address: 'buddy1@elsinore.example' };
  expect(search(['common3'])).toHaveLength(51);
  const costs = {
    add: medianMs((n) => store.history.add(message(count + n))),
    end: medianMs(() => store.history.page('hamlet', ofBuddy.address, { side: 'before', id: null }, 101)),
    middle: medianMs(() => store.history.page('hamlet', ofBuddy.address, { side: 'after', id: count / 2 }, 101)),
    'common word': medianMs(() => search(['common3'])),
    'short beginning': medianMs(() => search(['co'])),
    'two words of a buddy': medianMs(() => search(['common3', 'we'], ofBuddy)),
    'rare word of a day': medianMs(() => search(['rare5'], { fromMs: 0, toMs: 60_000_000 })),
  };
  store.close();
  let opened: Store | null = null;
  const open = medianMs(() => {
    opened?.close();
    opened = openStore(file, testKey());
  });
  return { store: opened ?? store, costs: { ...costs, open } };
}

it('opening, keeping, reading and searching cost the same however much is kept', () => {
  inFreshDirectory((directory) => {
    const file = join(directory, 'sotto.db');
    let store = openStore(file, testKey());
    store.accounts.put(account('hamlet'));
    const fill = (from: number, to: number) => store.transaction(() => {
      for (let n = from; n < to; n += 1) store.history.add(message(n));
    });
    fill(0, few);
    const small = costsOf(store, file, few);
    store = small.store;
    fill(few + 15, many);
    const large = costsOf(store, file, many);
    const gathered = gathering(large.store);
    large.store.close();
    const grown = Object.entries(large.costs).filter(([name, ms]) => ms > leastMs + mostTimes * (small.costs[name] ?? 0));
    expect(grown, JSON.stringify({ small: small.costs, large: large.costs })).toEqual([]);
    expect(gathered).toEqual([]);
  });
}, 60_000);
