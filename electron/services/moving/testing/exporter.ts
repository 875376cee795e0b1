/** Exports a key, and replaces a chosen file, into the folder that it is given, in a process of its own; says what came of each. */
import { randomBytes } from 'node:crypto';
import { faultCodeOf } from '../../../base/fault.ts';
import { replaceChosenFile, withStorageFaults } from '../../../base/private-files.ts';
import { generateDsaKey, newEnv } from '../../../otr/index.ts';
import type { FingerprintRecord } from '../../../store/records.ts';
import { exportFiles } from '../export-files.ts';

const [folder = ''] = process.argv.slice(2);
const key = generateDsaKey(newEnv((length) => new Uint8Array(randomBytes(length))), () => undefined);

const fingerprints = Array.from({ length: 100 }, (_, i): FingerprintRecord => ({
  accountId: 'a',
  address: `buddy${i}@example.org`,
  fingerprint: String(i).padStart(40, '0'),
  verified: false,
  verifiedAtMs: null,
  verifiedHow: null,
  firstSeenMs: 1,
  lastSeenMs: 1,
  undecided: false,
  highestVersion: 3,
}));

// Three small files and, as the last, one of some kilobytes.
const accounts = [{ address: 'work@example.org', key, fingerprints: [] }, { address: 'juniper@example.org', key, fingerprints }];
say(() => exportFiles(folder, accounts, 'profanity'));
say(() => withStorageFaults(() => replaceChosenFile(`${folder}/chosen`, new Uint8Array(5_000))));

function say(work: () => unknown): void {
  let outcome = 'done';
  try {
    work();
  } catch (thrown) {
    outcome = faultCodeOf(thrown);
  }
  process.stdout.write(`${outcome}\n`);
}
