import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf, writePrivateKeys, writeSerializedKey } from '../otr/index.ts';
import { LibotrFiles } from '../otr/interop/libotr.ts';
import { testKeys } from '../otr/testing/keys.ts';
import { buildCommand, type Command } from './testing/command.ts';

/* Private keys from one program's file to another's, with libotr and the package `otr` as the readers. */

const network = 'prpl-jabber';
const names = ['alice@example.org/', 'zoë smith'];
let command: Command;
let libotr: LibotrFiles;
let folder: string;
let made: ReturnType<LibotrFiles['makeKeys']>;
let count = 0;

beforeAll(async () => {
  command = await buildCommand();
  libotr = new LibotrFiles();
  folder = mkdtempSync(join(tmpdir(), 'sotto-cli-'));
  made = libotr.makeKeys(names, network);
});

afterAll(() => {
  libotr.close();
  command.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What the package `otr` makes of a key. */
type JavaScriptKey = { fingerprint(): string; packPrivate(): string };

const newFile = (): string => join(folder, String((count += 1)));

function fileOf(content: string | Uint8Array): string {
  const file = newFile();
  writeFileSync(file, content);
  return file;
}

/** Converts a file; the new one, and what the command said. */
async function convert(from: string, to: string, file: string, account?: string) {
  const target = newFile();
  const options = account === undefined ? [] : ['--account', account, '--protocol', network];
  const said = await command.run(['convert', '--from', from, '--to', to, ...options, file, target]);
  return { target, ...said };
}

describe('convert', () => {
  it.each(names)('%j goes from libotr’s file to potr’s, to JavaScript’s and back, and libotr finds its fingerprint again', async (name) => {
    const fingerprint = made.fingerprints[names.indexOf(name)]!;
    const first = await convert('libotr', 'potr', fileOf(made.file), name);
    expect(Buffer.from(first.out, 'latin1').toString()).toBe(`${name}\t${network}\t${fingerprint}\n`);
    const second = await convert('potr', 'otrjs', first.target);
    const third = await convert('otrjs', 'libotr', second.target, 'somebody@else');
    expect([first, second, third].map(({ code, err }) => [code, err])).toEqual([[0, ''], [0, ''], [0, '']]);
    expect(libotr.fingerprintIn(readFileSync(third.target, 'utf8'), 'somebody@else', network)).toBe(fingerprint);
    if (process.platform !== 'win32') for (const { target } of [first, second, third]) expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('the package otr reads what we write for it, and we what it writes', async () => {
    const { DSA } = createRequire(import.meta.url)('otr') as { readonly DSA: { parsePrivate(text: string): JavaScriptKey } };
    const fingerprint = fingerprintOf(testKeys.bob);
    const { target } = await convert('potr', 'otrjs', fileOf(writeSerializedKey(testKeys.bob)));
    const theirs = DSA.parsePrivate(readFileSync(target, 'utf8').trim());
    expect(theirs.fingerprint()).toBe(fingerprint);
    const back = await convert('otrjs', 'libotr', fileOf(theirs.packPrivate()), 'bob');
    expect(libotr.fingerprintIn(readFileSync(back.target, 'utf8'), 'bob', network)).toBe(fingerprint);
  });

  it('all accounts of a file stay in it from libotr to libotr', async () => {
    const { target } = await convert('libotr', 'libotr', fileOf(made.file));
    expect(libotr.fingerprintsIn(readFileSync(target, 'utf8'), names, network)).toEqual(made.fingerprints);
  });

  const [alice, mixed] = [testKeys.alice, { ...testKeys.alice, y: testKeys.bob.y }];
  const halfValid = [alice, mixed].map((key, i) => ({ name: `${i}`, protocol: network, key }));
  const invalid = 'The key file has keys that are not valid.';
  const noKeyFile = 'The key file is no file of private keys.';
  const refusals: readonly [what: string, from: string, to: string, content: () => string | Uint8Array, fault: string, account?: string][] = [
    ['several keys for one', 'libotr', 'potr', () => made.file, 'The key file has several keys: say with --account and --protocol which one.'],
    ['a key that is not there', 'libotr', 'potr', () => made.file, 'The key file has no such key.', 'nobody'],
    ['a key without an account', 'potr', 'libotr', () => writeSerializedKey(alice), 'Say with --account and --protocol whose key it is.'],
    ['what is no key file', 'libotr', 'potr', () => 'nothing', noKeyFile],
    ['what is no bytes of a key', 'potr', 'otrjs', () => 'nothing', noKeyFile],
    ['what is no base64', 'otrjs', 'potr', () => '?!', noKeyFile],
    ['numbers that are no key', 'potr', 'otrjs', () => writeSerializedKey(mixed), invalid],
    ['an invalid key beside a valid one', 'libotr', 'libotr', () => writePrivateKeys(halfValid), invalid],
  ];
  it.each(refusals)('refuses %s, and writes nothing', async (_what, from, to, content, fault, account) => {
    const { code, out, err, target } = await convert(from, to, fileOf(content()), account);
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: `${fault}\n` });
    expect(existsSync(target)).toBe(false);
  });

  it('never writes over a file, and says where it cannot read or write', async () => {
    const file = fileOf(writeSerializedKey(testKeys.alice));
    const taken = fileOf('mine');
    const run = async (...paths: string[]): Promise<string> => (await command.run(['convert', '--from', 'potr', '--to', 'otrjs', ...paths])).err;
    expect(await run(file, taken)).toBe('The new file exists already, and is left as it is.\n');
    expect(readFileSync(taken, 'utf8')).toBe('mine');
    expect(await run(file, file)).toBe('The new file exists already, and is left as it is.\n');
    expect(await run(file, join(folder, 'no', 'file'))).toBe('The new file cannot be written.\n');
    expect(await run(join(folder, 'missing'), newFile())).toBe('The key file cannot be read.\n');
  });

  it.each([
    [[]],
    [['--from', 'libotr', '--to', 'pgp', 'a', 'b']],
    [['--from', 'libotr', '--to', 'potr', 'a']],
    [['--from', 'libotr', '--to', 'potr', 'a', 'b', 'c']],
    [['--from', 'libotr', '--to', 'potr', '--account', 'a', 'a', 'b']],
    [['--sideways', 'a', 'b']],
  ])('says how it is called where it is called with %j', async (args) => {
    const { code, err } = await command.run(['convert', ...args]);
    expect(code).toBe(1);
    expect(err).toContain('Usage: sotto-otr convert --from FORMAT --to FORMAT');
  });
});
