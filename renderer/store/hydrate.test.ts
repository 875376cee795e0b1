import { beforeEach, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../shared/views.ts';
import { fakeBridge, type FakeBridge } from '../preview/fake-bridge.ts';
import { scenes } from '../preview/scenes.ts';

/** The stores live in modules: each test takes them fresh, with a bridge of its own. */
async function begin(snapshot: Snapshot, meanwhile?: (bridge: FakeBridge) => void) {
  vi.resetModules();
  const bridge = fakeBridge(snapshot);
  vi.stubGlobal('window', { sotto: bridge.sotto });
  const { hydrate } = await import('./hydrate.ts');
  const { appStore } = await import('./app-store.ts');
  const { accountStore } = await import('./account-store.ts');
  const { conversationStore } = await import('./conversation-store.ts');
  const { buddyStore } = await import('./buddy-store.ts');
  const standing = hydrate();
  meanwhile?.(bridge);
  await standing;
  return { bridge, appStore, accountStore, conversationStore, buddyStore };
}

const [account] = scenes.private().accounts;
beforeEach(() => vi.unstubAllGlobals());

it('takes the snapshot', async () => {
  const { appStore, buddyStore, conversationStore } = await begin(scenes.private());
  expect(appStore.getState().phase).toBe('ready');
  expect(buddyStore.getState().buddies.size).toBe(scenes.private().buddies.length);
  expect(conversationStore.getState().tabs).toEqual(scenes.private().tabs);
});

it('says that it failed when main does not answer', async () => {
  vi.resetModules();
  vi.stubGlobal('window', {
    sotto: { ...fakeBridge(scenes.private()).sotto, call: { 'app.snapshot': () => Promise.reject(new Error('gone')) } },
  });
  const { hydrate } = await import('./hydrate.ts');
  const fresh = await import('./app-store.ts');
  await hydrate();
  expect(fresh.appStore.getState().phase).toBe('failed');
});

it('holds events that come before the snapshot, and drops those that it already knows', async () => {
  const later = (revision: number): Snapshot => ({ ...scenes.private(), revision });
  const renamed = (text: string) => ({ account: { ...account!, status: { show: 'away', text } } });
  const early = await begin(later(1), (bridge) => bridge.push('account.changed', renamed('newer')));
  expect(early.accountStore.getState().accounts[0]?.status.text).toBe('newer');

  const snapshot = later(7);
  const late = await begin(snapshot, (bridge) => {
    // The fake numbers its events from the snapshot's revision on; an older one is pushed by hand.
    bridge.pushRaw('account.changed', { ...renamed('older'), revision: 7 });
  });
  expect(late.accountStore.getState().accounts[0]?.status.text).toBe(account!.status.text);
  // One that was on its way longer than the snapshot.
  late.bridge.pushRaw('account.changed', { ...renamed('older'), revision: 7 });
  expect(late.accountStore.getState().accounts[0]?.status.text).toBe(account!.status.text);
  late.bridge.pushRaw('account.changed', { ...renamed('newer'), revision: 8 });
  expect(late.accountStore.getState().accounts[0]?.status.text).toBe('newer');
});

it('asks for everything again when the vault opens', async () => {
  const { bridge, appStore } = await begin(scenes.locked());
  bridge.push('vault.changed', { vault: { at: 'open', sealedBy: 'passphrase' } });
  await vi.waitFor(() => expect(bridge.calls.filter(({ name }) => name === 'app.snapshot')).toHaveLength(2));
  expect(appStore.getState().phase).toBe('ready');
});

it('opens a tab behind the others for a message that arrives, and only then', async () => {
  const { bridge, conversationStore } = await begin(scenes.private());
  const noor = scenes.private().conversations.find(({ address }) => address === 'noor@example.com')!;
  bridge.push('conversation.changed', { conversation: { ...noor, privacy: 'finished' } });
  expect(conversationStore.getState().tabs.open).not.toContain(noor.id);
  bridge.push('conversation.changed', { conversation: { ...noor, unread: 1 } });
  const { tabs } = conversationStore.getState();
  expect(tabs.open.at(-1)).toBe(noor.id);
  expect(tabs.front).toBe(scenes.private().tabs.front);
});
