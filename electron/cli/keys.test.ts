import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, readInstanceTags, readPrivateKeys, writePrivateKeys } from '../otr/index.ts';
import { testKeys } from '../otr/testing/keys.ts';
import { buildCommand, type Command } from './testing/command.ts';
import { connect, DrivenPeer } from './testing/driven.ts';

let command: Command;
let folder: string;
let file: string;

beforeAll(async () => {
  command = await buildCommand();
  folder = mkdtempSync(join(tmpdir(), 'sotto-cli-'));
});

beforeEach(() => {
  file = join(folder, 'keys');
  rmSync(file, { force: true });
});

afterAll(() => {
  command.remove();
  rmSync(folder, { recursive: true, force: true });
});

const keygen = (account: string) => command.run(['keygen', '--account', account, '--protocol', 'xmpp', '--key', file]);
const fingerprint = () => command.run(['fingerprint', '--key', file]);

describe('keygen and fingerprint', () => {
  it('make keys of several accounts in one file that is nobody else’s to read, and show them', async () => {
    const first = await keygen('alice@example.org');
    expect(first.out).toMatch(/^alice@example\.org\txmpp\t[0-9a-f]{40}\n$/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = await keygen('bob@example.org');
    expect(await fingerprint()).toEqual({ out: first.out + second.out, err: '', code: 0 });
  });

  it('never replace a key', async () => {
    await keygen('alice@example.org');
    const before = readFileSync(file, 'utf8');
    const again = await keygen('alice@example.org');
    expect(again).toEqual({ out: '', err: 'The key file has a key of this account already.\n', code: 1 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('leave a file alone that they cannot read, or that holds a key that is not valid', async () => {
    const other = { ...testKeys.alice, y: testKeys.bob.y };
    const spoiled = writePrivateKeys([{ name: 'bob@example.org', protocol: 'xmpp', key: other }]);
    for (const [text, fault] of [
      ['not a key file', 'is no file of private keys'],
      [spoiled, 'has keys that are not valid, and is left as it is'],
    ] as const) {
      writeFileSync(file, text);
      expect(await keygen('alice@example.org')).toEqual({ out: '', err: `The key file ${fault}.\n`, code: 1 });
      expect(readFileSync(file, 'utf8')).toBe(text);
      expect((await fingerprint()).code).toBe(1);
    }
    expect((await keygen('bob@example.org')).err).toBe('The key file has a key of this account that is not valid.\n');
  });

  it('say how they are called, and what is not there', async () => {
    expect(await fingerprint()).toEqual({ out: '', err: 'The key file is missing or empty.\n', code: 1 });
    for (const args of [['keygen'], ['keygen', '--key', file], ['fingerprint', file], ['fingerprint', '--key', '']]) {
      const { err, code } = await command.run(args);
      expect(code).toBe(1);
      expect(err).toContain(`Usage: sotto-otr ${args[0]} `);
    }
    const nowhere = await command.run(['keygen', '--account', 'a', '--protocol', 'b', '--key', join(folder, 'no', 'keys')]);
    expect(nowhere.err).toBe('The key file cannot be written.\n');
  });
});

describe('peer', () => {
  it('makes its key file when missing, keeps its key, and talks to another process', async () => {
    const start = (name: string, ...more: string[]) => {
      const child = command.start(['peer', '--account', name, '--protocol', 'xmpp', '--key', file, ...more]);
      return { child, closed: new Promise((resolve) => child.on('close', resolve)), peer: new DrivenPeer(child.stdin, child.stdout) };
    };
    const alice = start('alice', '--versions', '2', '--max-size', '300');
    await alice.peer.until({ event: 'ready', account: 'alice' });
    const bob = start('bob', '--policy', 'manual');
    const { fingerprint: bobs } = await bob.peer.until({ event: 'ready' });
    const { keys } = unwrap(readPrivateKeys(readFileSync(file)));
    expect(keys.map(({ name, key }) => [name, fingerprintOf(key)])[1]).toEqual(['bob', bobs]);
    connect(alice.peer, bob.peer);
    alice.peer.tell({ do: 'start', to: 'bob' });
    expect(await alice.peer.until({ event: 'state', state: 'encrypted' })).toMatchObject({ version: 2, fingerprint: bobs });
    bob.peer.tell({ do: 'send', to: 'alice', text: 'between processes' });
    await alice.peer.until({ event: 'message', text: 'between processes', encrypted: true });
    expect(alice.peer.lines.every(({ event, text }) => event !== 'inject' || String(text).length <= 300)).toBe(true);
    alice.peer.tell({ do: 'quit' });
    bob.child.stdin.end();
    expect(await Promise.all([alice.closed, bob.closed])).toEqual([0, 0]);
    const again = start('bob');
    expect(await again.peer.until({ event: 'ready' })).toMatchObject({ fingerprint: bobs });
    again.child.stdin.end();
    await again.closed;
  });

  it('keeps its instance tag beside its key', async () => {
    const tagOf = async (): Promise<string | undefined> => {
      const child = command.start(['peer', '--account', 'alice', '--protocol', 'xmpp', '--key', file, '--max-size', '200']);
      const peer = new DrivenPeer(child.stdin, child.stdout);
      await peer.until({ event: 'ready' });
      peer.tell({ do: 'receive', from: 'bob', text: '?OTRv3?' });
      const { text } = await peer.until({ event: 'inject' });
      child.stdin.end();
      await new Promise((resolve) => child.on('close', resolve));
      return /^\?OTR\|([0-9a-f]{8})\|/.exec(String(text))?.[1];
    };
    rmSync(`${file}.instance_tags`, { force: true });
    const tag = await tagOf();
    expect(tag).toBeDefined();
    expect(readInstanceTags(readFileSync(`${file}.instance_tags`, 'utf8'))).toEqual([
      { account: { name: 'alice', protocol: 'xmpp' }, instanceTag: Number.parseInt(String(tag), 16) },
    ]);
    expect(await tagOf()).toBe(tag);
    writeFileSync(`${file}.instance_tags`, 'something else');
    const refused = await command.run(['peer', '--account', 'alice', '--protocol', 'xmpp', '--key', file]);
    expect(refused).toEqual({ out: '', err: 'The file of instance tags beside the key file is no file of instance tags.\n', code: 1 });
    rmSync(`${file}.instance_tags`);
  });

  it('begins by itself where both policies are opportunistic', async () => {
    const [alice, bob] = ['alice', 'bob'].map((name) => {
      writeFileSync(join(folder, name), writePrivateKeys([{ name, protocol: 'xmpp', key: testKeys[name as 'alice'] }]));
      const child = command.start(['peer', '--account', name, '--protocol', 'xmpp', '--key', join(folder, name)]);
      return { child, peer: new DrivenPeer(child.stdin, child.stdout) };
    });
    connect(alice!.peer, bob!.peer);
    alice!.peer.tell({ do: 'send', to: 'bob', text: 'hello' });
    await alice!.peer.until({ event: 'state', state: 'encrypted', version: 3 });
    for (const { child } of [alice!, bob!]) {
      child.stdin.end();
      await new Promise((resolve) => child.on('close', resolve));
    }
  });

  it.each([
    ['no options', [], ''],
    ['an unknown option', ['--color', 'red'], ''],
    ['no key file', ['--account', 'a', '--protocol', 'xmpp'], ''],
    ['an unknown policy', ['--policy', 'never'], 'There is no such policy.\n'],
    ['version 1', ['--versions', '1,2'], 'The versions are 2 and 3.\n'],
    ['a size that is none', ['--max-size', '-5'], ''],
    ['a size of zero', ['--max-size', '0'], 'The largest size is a number of characters, 37 or more.\n'],
    ['a size with no room in a fragment', ['--max-size', '36'], 'The largest size is a number of characters, 37 or more.\n'],
  ])('refuses %s', async (_, args, complaint) => {
    const named = args[0] === '--policy' || args[0] === '--versions' || args[0] === '--max-size';
    const { out, err, code } = await command.run([
      'peer', ...args, ...(named ? ['--account', 'a', '--protocol', 'xmpp', '--key', join(folder, 'unmade')] : []),
    ]); // prettier-ignore
    expect({ out, code, complaint: err.split('Usage: ')[0] }).toEqual({ out: '', code: 1, complaint });
    expect(err).toContain('Usage: sotto-otr peer --account NAME');
    expect(existsSync(join(folder, 'unmade'))).toBe(false);
  });
});

function unwrap<Value>(result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string }): Value {
  if (!result.ok) throw new Error(result.fault);
  return result.value;
}
