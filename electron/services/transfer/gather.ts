import { wipe } from '../../base/bytes.ts';
import type { FingerprintRecord, Store } from '../../store/records.ts';
import type { SettingsView } from '../../../shared/views.ts';
import type { Payload, SentAccount, SentFingerprint } from './payload.ts';

/**
 * Everything that goes to the other device, read from the store now. Instance tags, the resource, buddy lists and
 * whatever only this device needs stay here; passwords too, unless the person wants them to come along.
 */
export function gather(store: Store, preferences: SettingsView, passwords: boolean): Payload {
  const accounts = store.accounts.list().map((record): SentAccount => {
    const { address, host, port, tls, allowPlain, connectAtStart, proxy } = record.settings;
    return {
      address,
      settings: { host, port, tls, allowPlain, connectAtStart, proxy },
      password: passwords ? record.password : null,
      proxyPassword: passwords ? record.proxyPassword : null,
      pinnedCertificate: record.pinnedCertificate,
      key: keyOf(store, record.id),
      fingerprints: store.fingerprints.list(record.id).map(fingerprintOf),
      policies: store.policies.list(record.id).map(({ address: buddy, flags, unkept }) => ({ address: buddy, flags, unkept })),
      guesses: [...store.guesses.list(record.id)],
    };
  });
  const { theme, sidebarWidth, collapsedGroups } = preferences;
  return { format: 'sotto-transfer', version: 1, preferences: { theme, sidebarWidth, collapsedGroups: [...collapsedGroups] }, accounts };
}

function keyOf(store: Store, accountId: string): string | null {
  const record = store.keys.get(accountId);
  if (record === null) return null;
  const encoded = Buffer.from(record.key).toString('base64');
  wipe(record.key);
  return encoded;
}

function fingerprintOf({ accountId: _, ...record }: FingerprintRecord): SentFingerprint {
  return record;
}
