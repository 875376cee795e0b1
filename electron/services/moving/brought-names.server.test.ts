import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProsody } from '../../../e2e/fixtures/prosody/index.ts';
import type { Prosody } from '../../../e2e/fixtures/prosody/index.ts';
import { Person } from '../testing/person.ts';

/* Names that buddies had in Pidgin, and the list that the server keeps. */

let server: Prosody;
let juniper: Person;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-home-'));
  server = await startProsody({ users: { juniper: 'juniper-password' } });
  juniper = new Person('juniper', server);
  await juniper.signIn();
});
afterEach(async () => {
  await juniper.remove();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const onList = () =>
  juniper.snapshot().buddies.map(({ address, name, groups }) => `${address} ${name} [${groups.join()}]`).sort();
const add = (name: string, called: string, groups: readonly string[]) =>
  juniper.services.buddies.add(juniper.accountId, `${name}@${server.domain}`, called, groups, '');

/** Pidgin's list: what each is called there. */
function pidgin(names: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, '.purple'), { recursive: true });
  const buddies = Object.entries(names).map(
    ([name, alias]) =>
      `<contact><buddy account='${juniper.address}/' proto='prpl-jabber'><name>${name}@${server.domain}</name><alias>${alias}</alias></buddy></contact>`,
  );
  writeFileSync(join(folder, '.purple/blist.xml'), `<purple><blist><group name='Friends'>${buddies.join('')}</group></blist></purple>`);
}

async function bringIn(): Promise<void> {
  const [finding] = juniper.services.moving.choose(folder);
  if (!finding) throw new Error('nothing was found');
  const choice = { addresses: [juniper.address], replaceKeys: false, passphrase: null };
  await juniper.services.moving.bringIn(finding.id, choice);
}

test('fill what is empty in the list, and change and add nothing', async () => {
  await add('river', '', []);
  await add('marlow', 'Marlow', ['Work']);
  await add('wren', 'Wren', []);
  await juniper.until('three buddies', () => onList().length === 3);
  pidgin({ river: 'River of old', marlow: 'Uncle M.', wren: 'W.', noor: 'Noor' });
  await bringIn();
  const expected = [
    `marlow@${server.domain} Marlow [Work]`,
    `river@${server.domain} River of old [Friends]`,
    `wren@${server.domain} Wren [Friends]`,
  ];
  await juniper.until('the names', () => onList().join('\n') === expected.join('\n'));
});

test('wait over a restart for an account that is not online, once', async () => {
  await add('river', '', []);
  await juniper.until('a buddy', () => onList().length === 1);
  await juniper.services.accounts.disconnect(juniper.accountId);
  pidgin({ river: 'River of old' });
  await bringIn();
  await juniper.restart();
  await juniper.until('the name', () => onList().join() === `river@${server.domain} River of old [Friends]`);
  await juniper.services.buddies.update(juniper.accountId, `river@${server.domain}`, '', []);
  await juniper.until('the name gone', () => onList().join() === `river@${server.domain} river []`);
  await juniper.restart();
  await juniper.online();
  expect(onList()).toEqual([`river@${server.domain} river []`]);
});
