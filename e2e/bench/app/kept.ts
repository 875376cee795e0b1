import { randomUUID } from 'node:crypto';
import type { Store } from '../../../electron/store/index.ts';

const syllables = ['ka', 'ro', 'mi', 'ten', 'sul', 'bar', 'ing', 'dor', 'es', 'wa', 'lin', 'gra', 'tho', 'ver', 'pe', 'cha'];

/** A word of sixteen times sixteen times sixteen, the smaller the number the more often, as in speech. */
function word(random: () => number): string {
  const n = Math.floor(Math.exp(random() * Math.log(4_096))) - 1;
  return `${syllables[n % 16] ?? ''}${syllables[(n >> 4) % 16] ?? ''}${syllables[n >> 8] ?? ''}`;
}

/** An account that does not sign in by itself, with `conversations` buddies of whom so many messages are kept. */
export function fillWithMessages(store: Store, address: string, conversations: Readonly<Record<string, number>>): void {
  const accountId = randomUUID();
  const settings = { address, resource: '', host: '127.0.0.1', port: 1, tls: null, allowPlain: false, connectAtStart: false, proxy: null };
  store.accounts.put({ id: accountId, settings, password: null, pendingPassword: null, proxyPassword: null, status: { show: 'available', text: '' }, pinnedCertificate: null, position: 0 });
  const names = Object.keys(conversations);
  store.roster.replace(accountId, names.map((name) => ({ address: `${name}@example.org`, name, groups: [], subscription: 'both' as const, asked: false })));
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (const [name, count] of Object.entries(conversations)) {
    for (let n = 0; n < count; n += 1) {
      const text = Array.from({ length: 4 + Math.floor(random() * 16) }, () => word(random)).join(' ');
      store.history.add({ accountId, address: `${name}@example.org`, atMs: Date.UTC(2020, 0, 1) + n * 60_000, from: n % 2 === 0 ? 'me' : 'them', text: n === count - 1 ? `newest of ${name}` : text, mark: 'clear', arrivedUnencrypted: false, delivery: null, resent: false, cut: false });
    }
  }
}
