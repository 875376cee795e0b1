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

/** Four words of a thousand, some of them in every tenth message and some in every thousandth. */
function message(n: number): Omit<KeptMessage, 'id'> {
  const text = `common${n % 10} weekly${n % 97} rare${n % 997} lantern${(n * 7_919) % 1_009}`;
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
    large.store.close();
    const grown = Object.entries(large.costs).filter(([name, ms]) => ms > leastMs + mostTimes * (small.costs[name] ?? 0));
    expect(grown, JSON.stringify({ small: small.costs, large: large.costs })).toEqual([]);
  });
}, 60_000);
