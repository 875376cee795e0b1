import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../base/fault.ts';
import { writeFingerprints, writePrivateKeys } from '../../otr/index.ts';
import type { DsaPrivateKey, KnownFingerprint } from '../../otr/index.ts';
import type { ExportStyle } from '../../../shared/views.ts';
import type { FingerprintRecord } from '../../store/records.ts';

/** One account of ours with what it is to hand over. */
export type Exported = {
  readonly address: string;
  readonly key: DsaPrivateKey | null;
  readonly fingerprints: readonly FingerprintRecord[];
};

/** How each program names an account and XMPP, without which it does not find its own. */
const styles: { readonly [Style in ExportStyle]: { readonly protocol: string; readonly nameOf: (address: string) => string } } = {
  pidgin: { protocol: 'prpl-jabber', nameOf: (address) => `${address}/` },
  profanity: { protocol: 'xmpp', nameOf: (address) => address },
  mcabber: { protocol: 'jabber', nameOf: (address) => address },
};

/**
 * Writes `otr.private_key` and `otr.fingerprints` of libotr's format into a folder, readable by their owner
 * only, and gives the names of what was written. A file that is there already is left as it is.
 * Throws `Fault` (`file-exists`, `storage-failed`).
 */
export function exportFiles(folder: string, accounts: readonly Exported[], style: ExportStyle): readonly string[] {
  const { protocol, nameOf } = styles[style];
  const keys = accounts.flatMap(({ address, key }) => (key === null ? [] : [{ name: nameOf(address), protocol, key }]));
  const known = accounts.flatMap(({ address, fingerprints }) =>
    fingerprints.map(
      (record): KnownFingerprint => ({
        username: record.address,
        account: { name: nameOf(address), protocol },
        fingerprint: record.fingerprint,
        trust: !record.verified ? '' : record.verifiedHow === 'question' || record.verifiedHow === 'secret' ? 'smp' : 'verified',
      }),
    ),
  );
  const table = writeFingerprints(known);
  if (!table.ok) throw new Fault('storage-failed');
  const files = [
    ...(keys.length > 0 ? [{ name: 'otr.private_key', text: writePrivateKeys(keys) }] : []),
    ...(known.length > 0 ? [{ name: 'otr.fingerprints', text: table.value }] : []),
  ];
  if (files.some(({ name }) => existsSync(join(folder, name)))) throw new Fault('file-exists');
  for (const { name, text } of files) write(join(folder, name), text);
  return files.map(({ name }) => name);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    const exists = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
    throw new Fault(exists ? 'file-exists' : 'storage-failed');
  }
}
