import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startProsody } from '../../../e2e/fixtures/prosody/index.ts';
import type { Prosody } from '../../../e2e/fixtures/prosody/index.ts';
import { fingerprintOf, readPrivateKeys } from '../../otr/index.ts';
import { findAll } from './places.ts';
import { runInTerminal } from './testing/terminal.ts';

/* Debian's profanity and mcabber make a key only once they are signed in: here they are, and what they leave is read. */

const password = 'only for this test';

let server: Prosody;
beforeAll(async () => {
  server = await startProsody({ users: { finch: password } });
});
afterAll(() => server.stop());

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sotto-clients-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, lines: readonly string[]): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), `${lines.join('\n')}\n`, { mode: 0o600 });
}

const address = () => `finch@${server.domain}`;

/** The fingerprint of the one key in a file; `null` as long as it is not there whole. */
function keyIn(path: string): string | null {
  const file = existsSync(join(home, path)) ? readPrivateKeys(readFileSync(join(home, path))) : null;
  const key = file?.ok ? file.value.keys[0]?.key : undefined;
  return key === undefined ? null : fingerprintOf(key);
}

function found() {
  return findAll({ platform: 'linux', home, env: {} }).map(({ client, accounts, skipped }) => ({
    client,
    accounts: accounts.map((account) => [account.address, account.key && fingerprintOf(account.key)]),
    skipped,
  }));
}

test('profanity: its folder for the account, and the key in it', async () => {
  put('.config/profanity/profrc', ['[ui]', 'splash=false']);
  put('.local/share/profanity/accounts', [
    '[me]',
    'enabled=true',
    `jid=${address()}`,
    `password=${password}`,
    `server=${server.host}`,
    `port=${server.port}`,
    'tls.policy=trust',
  ]);
  const keys = `.local/share/profanity/otr/${address().replace('@', '_at_')}/keys.txt`;
  await runInTerminal(home, 'profanity --account me', [
    { until: /logged in/, type: '/otr gen\r' },
    { until: () => keyIn(keys) !== null, type: '/quit\r' },
  ]);
  expect(found()).toEqual([{ client: 'profanity', accounts: [[address(), keyIn(keys)]], skipped: [] }]);
}, 60_000);

test('mcabber: its folder, and the key in it', async () => {
  mkdirSync(join(home, '.mcabber/otr'), { recursive: true, mode: 0o700 });
  put('.mcabber/mcabberrc', [
    `set jid = ${address()}`,
    `set password = ${password}`,
    `set server = ${server.host}`,
    `set port = ${server.port}`,
    'set tls = 1',
    `set ssl_fingerprint = SHA256:${server.certificateSha256()}`,
    'set otr = 1',
  ]);
  const keys = `.mcabber/otr/${address()}.key`;
  await runInTerminal(home, 'mcabber', [{ until: () => keyIn(keys) !== null, type: '/quit\r' }]);
  expect(readdirSync(join(home, '.mcabber/otr'))).toContain(`${address()}.key`);
  expect(found()).toEqual([{ client: 'mcabber', accounts: [[address(), keyIn(keys)]], skipped: [] }]);
}, 60_000);
