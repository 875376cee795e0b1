import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Log } from '../base/log.ts';
import { systemRandom } from '../base/random.ts';
import { generateDsaKey, newEnv, type DsaPrivateKey } from '../otr/index.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/records.ts';
import type { AccountId } from '../../shared/ids.ts';
import { AccountBook } from './account-book.ts';
import { AccountKeys, type OwnKey } from './account-keys.ts';

const made = generateDsaKey(newEnv(systemRandom), () => {});

let directory: string;
let store: Store;
let keys: AccountKeys;
let accountId: AccountId;
/** What the maker was told, and what it says when a test has it say so: no real one loses races on demand. */
let cancelled: number;
let finish: (key: DsaPrivateKey) => void;
let fail: (why: Error) => void;
let told: OwnKey['view'][];
let logged: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sotto-keys-'));
  store = openStore(join(directory, 'sotto.db'), new Uint8Array(32).fill(7));
  [cancelled, told, logged] = [0, [], []];
  const log = { error: (event: string) => logged.push(event) } as unknown as Log;
  const clock = { nowMs: () => 0, after: () => () => undefined };
  const makeKey = () => ({
    done: new Promise<DsaPrivateKey>((resolve, reject) => ([finish, fail] = [resolve, reject])),
    cancel: () => (cancelled += 1),
  });
  keys = new AccountKeys({ store, clock, random: systemRandom, log, makeKey });
  const settings = { address: 'juniper@sotto.test', resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: true, proxy: null };
  accountId = new AccountBook({ store, publish: () => undefined }).store(settings, null, null).id;
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A copy of the key, and what becomes of it. */
function another(): DsaPrivateKey {
  return { ...made, x: made.x.slice() };
}

/** Everything that was promised has been said. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function begin(): void {
  keys.make(accountId, ({ view }) => told.push(view));
}

test('a key is kept when it is made, and goes on being of use', async () => {
  begin();
  const key = another();
  finish(key);
  await settled();
  expect(told.map(({ at }) => at)).toEqual(['generating', 'ready']);
  expect(key.x).toEqual(made.x);
  expect(keys.kept(accountId).view).toEqual(told[1]);
});

test('a key that comes after all, though it was cancelled, is wiped and kept nowhere, and nobody hears of it', async () => {
  begin();
  keys.cancel(accountId);
  expect(cancelled).toBe(1);
  const key = another();
  finish(key);
  await settled();
  expect(key.x.every((byte) => byte === 0)).toBe(true);
  expect(keys.kept(accountId).view).toEqual({ at: 'none' });
  expect(told.map(({ at }) => at)).toEqual(['generating']);
  expect(logged).toEqual([]);
});

test('a maker that ends because it was cancelled is no failure', async () => {
  begin();
  keys.cancel(accountId);
  fail(new Error('terminated'));
  await settled();
  expect(told.map(({ at }) => at)).toEqual(['generating']);
  expect(logged).toEqual([]);
});

test('a key that cannot be kept is wiped, and said to have failed', async () => {
  begin();
  store.close();
  const key = another();
  finish(key);
  await settled();
  expect(key.x.every((byte) => byte === 0)).toBe(true);
  expect(told.map(({ at }) => at)).toEqual(['generating', 'none']);
  expect(logged).toEqual(['key-generation-failed']);
  store = openStore(join(directory, 'sotto.db'), new Uint8Array(32).fill(7));
  expect(store.keys.get(accountId)).toBeNull();
});

test('only the last of two that are under way counts', async () => {
  begin();
  const first = finish;
  keys.cancel(accountId);
  begin();
  const late = another();
  first(late);
  await settled();
  expect(late.x.every((byte) => byte === 0)).toBe(true);
  finish(another());
  await settled();
  expect(told.map(({ at }) => at)).toEqual(['generating', 'generating', 'ready']);
});
