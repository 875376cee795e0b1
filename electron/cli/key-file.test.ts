import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newEnv, writePrivateKeys, type AccountKey, type OtrEnv } from '../otr/index.ts';
import { testKeys } from '../otr/testing/keys.ts';
import { seededRng } from '../otr/testing/seed.ts';
import { makeKey, openKey, readKeyFile } from './key-file.ts';

const alice = { name: 'alice@example.org', protocol: 'xmpp' };
const bob = { name: 'bob@example.org', protocol: 'xmpp' };

let env: OtrEnv;
let folder: string;
let file: string;

beforeEach(() => {
  env = newEnv(seededRng('keys'));
  folder = mkdtempSync(join(tmpdir(), 'sotto-keys-'));
  file = join(folder, 'keys');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An environment in which another process writes these keys while a key is being made. */
function whileWritten(...keys: readonly AccountKey[]): OtrEnv {
  const random = (length: number): Uint8Array => {
    writeFileSync(file, writePrivateKeys(keys));
    return env.random(length);
  };
  return { ...env, random };
}

const names = (): readonly string[] => {
  const read = readKeyFile(file);
  return read.ok ? read.value.keys.map(({ name }) => name) : [read.fault];
};

describe('a file of private keys', () => {
  it('takes a further key in one step, and leaves what lies beside it', () => {
    for (const name of ['keys.new', 'keys.bak']) writeFileSync(join(folder, name), name);
    expect(openKey(file, alice, env).ok).toBe(true);
    expect(makeKey(file, bob, env).ok).toBe(true);
    expect(names()).toEqual([alice.name, bob.name]);
    expect(readdirSync(folder).toSorted()).toEqual(['keys', 'keys.bak', 'keys.new']);
    expect(readFileSync(join(folder, 'keys.new'), 'utf8')).toBe('keys.new');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('loses no key that another process wrote while one was being made', () => {
    expect(openKey(file, alice, whileWritten({ ...bob, key: testKeys.bob })).ok).toBe(true);
    expect(names()).toEqual([bob.name, alice.name]);
    rmSync(file);
    expect(openKey(file, alice, whileWritten({ ...alice, key: testKeys.alice }))).toEqual({ ok: true, value: testKeys.alice });
    expect(names()).toEqual([alice.name]);
    rmSync(file);
    const spoiled = { ...bob, key: { ...testKeys.alice, y: testKeys.bob.y } };
    expect(openKey(file, alice, whileWritten(spoiled))).toEqual({ ok: false, fault: 'has keys that are not valid, and is left as it is' });
    expect(readFileSync(file, 'utf8')).toBe(Buffer.from(writePrivateKeys([spoiled])).toString());
  });

  it('that is none, or that cannot be read, is left alone, whenever that shows', () => {
    const random = (length: number): Uint8Array => {
      writeFileSync(file, 'a letter');
      return env.random(length);
    };
    expect(openKey(file, alice, { ...env, random })).toEqual({ ok: false, fault: 'is no file of private keys' });
    expect(readFileSync(file, 'utf8')).toBe('a letter');
    mkdirSync(join(folder, 'folder'));
    expect(openKey(join(folder, 'folder'), alice, env)).toEqual({ ok: false, fault: 'cannot be read' });
  });
});
