import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newEnv, readInstanceTags, writeInstanceTags } from '../otr/index.ts';
import { seededRng } from '../otr/testing/seed.ts';
import { openTag, tagFileOf } from './tag-file.ts';

const env = newEnv(seededRng('tags'));
const alice = { name: 'alice@example.org', protocol: 'xmpp' };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-tags-'));
  file = tagFileOf(join(folder, 'keys'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the file of instance tags beside a key file', () => {
  it('is made when missing, nobody else’s to read, and keeps a tag an account and protocol', () => {
    const accounts = [alice, { ...alice, protocol: 'irc' }, { ...alice, name: 'bob@example.org' }];
    const tags = accounts.map((account) => openTag(file, account, env));
    expect(new Set(tags.map((tag) => tag.ok && tag.value)).size).toBe(3);
    expect(accounts.map((account) => openTag(file, account, env))).toEqual(tags);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readInstanceTags(readFileSync(file, 'utf8')).map(({ account }) => account)).toEqual(accounts);
  });

  it('of another program is taken as it is', () => {
    writeFileSync(file, '# a comment\nalice@example.org\txmpp\t27e31597\n');
    expect(openTag(file, alice, env)).toEqual({ ok: true, value: 0x27e3_1597 });
    const known = writeInstanceTags([{ account: { ...alice, protocol: 'prpl-jabber' }, instanceTag: 0x1234 }]);
    writeFileSync(file, known.ok ? known.value : '');
    expect(openTag(file, alice, env).ok).toBe(true);
    expect(openTag(file, { ...alice, protocol: 'prpl-jabber' }, env)).toEqual({ ok: true, value: 0x1234 });
  });

  it('of another program keeps every line as it stands, byte for byte, and is added to', () => {
    for (const [kept, end] of [
      ['# mine\r\n\r\nme\tirc\t00000100\nme\tx\t000000ff\n \tnot\ta\ttag\n# \xff\xfe\n', ''],
      ['# only a comment, without an end', '\n'],
    ] as const) {
      writeFileSync(file, kept, { encoding: 'latin1', mode: 0o644 });
      const tag = openTag(file, alice, env);
      const row = tag.ok ? `alice@example.org\txmpp\t${tag.value.toString(16).padStart(8, '0')}\n` : '';
      expect(readFileSync(file, 'latin1')).toBe(kept + end + row);
      expect(openTag(file, alice, env)).toEqual(tag);
    }
    expect(readdirSync(folder)).toEqual(['keys.instance_tags']);
  });

  it('of two peers with one account that begin at the same moment, both take the tag that stands first', () => {
    const other = writeInstanceTags([{ account: alice, instanceTag: 0x1234 }]);
    const random = (length: number): Uint8Array => {
      writeFileSync(file, other.ok ? other.value : '');
      return env.random(length);
    };
    expect(openTag(file, alice, { ...env, random })).toEqual({ ok: true, value: 0x1234 });
    expect(readInstanceTags(readFileSync(file, 'utf8'))).toHaveLength(2);
  });

  it('is left alone where it is something else, and says why there is no tag', () => {
    writeFileSync(file, 'not tags at all');
    expect(openTag(file, alice, env)).toEqual({ ok: false, fault: 'is no file of instance tags' });
    expect(readFileSync(file, 'utf8')).toBe('not tags at all');
    expect(openTag(join(folder, 'no', 'where'), alice, env)).toEqual({ ok: false, fault: 'cannot be written' });
    mkdirSync(join(folder, 'directory'));
    expect(openTag(join(folder, 'directory'), alice, env)).toEqual({ ok: false, fault: 'cannot be read' });
    expect(openTag(join(folder, 'fresh'), { ...alice, name: 'a\tb' }, env)).toEqual({ ok: false, fault: 'cannot hold this name' });
  });
});
