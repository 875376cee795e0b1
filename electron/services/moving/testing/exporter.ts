/** Exports a key, and replaces a chosen file, into the folder that it is given, in a process of its own; says what came of each. */
import { randomBytes } from 'node:crypto';
import { faultCodeOf } from '../../../base/fault.ts';
import { replaceChosenFile, withStorageFaults } from '../../../base/private-files.ts';
import { generateDsaKey, newEnv } from '../../../otr/index.ts';
import { exportFiles } from '../export-files.ts';

const [folder = ''] = process.argv.slice(2);
const key = generateDsaKey(newEnv((length) => new Uint8Array(randomBytes(length))), () => undefined);

say(() => exportFiles(folder, [{ address: 'juniper@example.org', key, fingerprints: [] }], 'profanity'));
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
