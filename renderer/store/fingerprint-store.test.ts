import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBridge, type FakeBridge } from '../preview/fake-bridge.ts';
import { scenes } from '../preview/scenes.ts';

/* What the window knows of fingerprints while the manager is closed. */

let bridge: FakeBridge;
beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  bridge = fakeBridge(scenes.private());
  vi.stubGlobal('window', { sotto: bridge.sotto });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asked = () => bridge.calls.filter(({ name }) => name === 'fingerprints.list').length;

test('the list is fetched once things are quiet, kept over closing, and thrown away with the next change', async () => {
  const { fingerprintsChanged, fingerprintStore, unwatchFingerprints, watchFingerprints } = await import('./fingerprint-store.ts');
  const known = () => fingerprintStore.getState().known;
  fingerprintsChanged();
  await vi.advanceTimersByTimeAsync(600);
  fingerprintsChanged();
  await vi.advanceTimersByTimeAsync(900);
  expect([asked(), known()]).toEqual([0, null]);
  await vi.advanceTimersByTimeAsync(200);
  expect([asked(), known()]).toEqual([1, expect.any(Array)]);

  await watchFingerprints();
  expect(asked()).toBe(1);
  fingerprintsChanged();
  await vi.advanceTimersByTimeAsync(300);
  expect(asked()).toBe(2);
  unwatchFingerprints();
  expect(known()).not.toBeNull();
  fingerprintsChanged();
  expect(known()).toBeNull();

  // Opened before it is quiet, it asks at once, and once.
  await watchFingerprints();
  expect([asked(), known()]).toEqual([3, expect.any(Array)]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked()).toBe(3);
});

test('an answer that something overtook while the manager is closed is not kept', async () => {
  const { fingerprintsChanged, fingerprintStore } = await import('./fingerprint-store.ts');
  let answer: (value: unknown) => void = () => undefined;
  vi.stubGlobal('window', { sotto: { call: { 'fingerprints.list': () => new Promise((resolve) => (answer = resolve)) } } });
  fingerprintsChanged();
  await vi.advanceTimersByTimeAsync(1_000);
  fingerprintsChanged();
  answer({ ok: true, value: [] });
  await vi.advanceTimersByTimeAsync(500);
  expect(fingerprintStore.getState().known).toBeNull();
  await vi.advanceTimersByTimeAsync(600);
  answer({ ok: true, value: [] });
  await vi.advanceTimersByTimeAsync(0);
  expect(fingerprintStore.getState().known).toEqual([]);
});
