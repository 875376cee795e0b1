import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleForNode } from '../base/testing/bundle.ts';
import { decodeDsaKey, encodeDsaKey, fingerprintOf } from '../otr/index.ts';
import { createKeyMaker, keygenWorkerUrl } from './key-maker.ts';

const failed = expect.objectContaining({ name: 'Fault', code: 'key-generation-failed' });

let worker: Awaited<ReturnType<typeof bundleForNode>>;
beforeAll(async () => {
  worker = await bundleForNode(new URL('./keygen-worker.ts', import.meta.url));
}, 60_000);
afterAll(() => worker?.remove());

/** A worker of our own words, beside the built one. */
function workerThat(name: string, body: string): URL {
  const file = join(dirname(worker.file), `${name}.mjs`);
  writeFileSync(file, body);
  return pathToFileURL(file);
}

it('makes a key in another thread, while this one goes on', async () => {
  const percents: number[] = [];
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const key = await createKeyMaker(pathToFileURL(worker.file))((percent) => percents.push(percent)).done;
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);
  expect([key.p.length, key.q.length]).toEqual([128, 20]);
  expect(percents[0]).toBe(0);
  expect(percents.at(-1)).toBe(100);
  expect(percents).toEqual([...new Set(percents)].sort((a, b) => a - b));
  const decoded = decodeDsaKey(encodeDsaKey(key));
  expect(decoded).toEqual({ ok: true, value: key });
  expect(fingerprintOf(key)).toMatch(/^[0-9a-f]{40}$/);
}, 60_000);

it('makes another key each time', async () => {
  const make = createKeyMaker(pathToFileURL(worker.file));
  const [one, other] = await Promise.all([make(() => {}).done, make(() => {}).done]);
  expect(one.x).not.toEqual(other.x);
}, 60_000);

it('settles when it is cancelled, and says no more', async () => {
  let told = 0;
  const making = createKeyMaker(pathToFileURL(worker.file))(() => (told += 1));
  making.cancel();
  await expect(making.done).rejects.toEqual(failed);
  expect(told).toBe(0);
});

it.each([
  ['throws', 'throw new Error("no random bytes")'],
  ['ends without a key', 'process.exit(0)'],
])('fails with a fault when the worker %s', async (name, body) => {
  await expect(createKeyMaker(workerThat(name.replaceAll(' ', '-'), body))(() => {}).done).rejects.toEqual(failed);
});

it('fails with a fault when the worker is not there', async () => {
  const nowhere = new URL('./nowhere.mjs', pathToFileURL(worker.file));
  await expect(createKeyMaker(nowhere)(() => {}).done).rejects.toEqual(failed);
});

it('looks for the worker beside itself in the built app', () => {
  expect(keygenWorkerUrl.href).toMatch(/\/keygen-worker\.js$/);
  expect(dirname(keygenWorkerUrl.pathname)).toBe(dirname(new URL(import.meta.url).pathname));
});
