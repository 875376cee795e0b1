import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LibotrFiles } from '../otr/interop/libotr.ts';
import { buildCommand, type Command } from './testing/command.ts';

/* Key files between the command and the reference library. */

let command: Command;
let files: LibotrFiles;
let file: string;
let folder: string;

beforeAll(async () => {
  command = await buildCommand();
  files = new LibotrFiles();
  folder = mkdtempSync(join(tmpdir(), 'sotto-cli-'));
  file = join(folder, 'keys');
});

afterAll(() => {
  files.close();
  command.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('shows the fingerprints of keys that libotr made, and adds one that libotr reads beside them', async () => {
  const names = ['first@example.org', 'zweite ü@example.org'];
  const made = files.makeKeys(names, 'prpl-jabber');
  writeFileSync(file, made.file);
  const shown = await command.run(['fingerprint', '--key', file]);
  expect(Buffer.from(shown.out, 'latin1').toString('utf8').trim().split('\n').sort()).toEqual(
    names.map((name, i) => `${name}\tprpl-jabber\t${made.fingerprints[i]}`).sort(),
  );
  const added = await command.run(['keygen', '--account', 'third', '--protocol', 'prpl-jabber', '--key', file]);
  expect(added.code).toBe(0);
  const text = readFileSync(file, 'utf8');
  expect(files.fingerprintIn(text, 'third', 'prpl-jabber')).toBe(added.out.trim().split('\t')[2]);
  expect(names.map((name) => files.fingerprintIn(text, name, 'prpl-jabber'))).toEqual(made.fingerprints);
});
