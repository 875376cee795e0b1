import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transferEnds, type TransferRunView } from '../../shared/views.ts';
import { callsOf, push, refuse } from './played.ts';
import { openStage, type Stage } from './stage.ts';

/* The dialogs of moving from one device to another, in the window, with main played. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

const devices = [{ accountId: 'a1', resource: 'desk' }, { accountId: 'a1', resource: 'an old laptop' }];
const [theirs, mine] = ['6c9e2d41a07b58f313d4e6b990c2f7a55e81b30d', '41d0ee97b9b3ac1875f2bd8a2e05c6b90c7f4d12'];
const found = {
  accounts: [
    { address: 'juniper@example.org', isHere: true, key: 'other', fingerprint: theirs, ownFingerprint: mine, fingerprints: 12, verified: 9, hasPassword: false },
    { address: 'j.ashgrove@work.example', isHere: false, key: 'new', fingerprint: mine, ownFingerprint: null, fingerprints: 1, verified: 0, hasPassword: true },
  ],
  raised: 2,
} as const;
const report = {
  accounts: [
    { address: 'juniper@example.org', added: false, key: 'kept', fingerprints: 10, verified: 8, policies: 2 },
    { address: 'j.ashgrove@work.example', added: true, key: 'brought', fingerprints: 1, verified: 0, policies: 0 },
  ],
  skipped: [
    { account: 'juniper@example.org', buddy: null, why: 'key-kept' },
    { account: 'juniper@example.org', buddy: 'river@example.org', why: 'not-verified-here' },
    { account: 'juniper@example.org', buddy: 'marlow@example.org', why: 'undecided-here' },
    { account: 'juniper@example.org', buddy: null, why: 'policy-here' },
    { account: 'juniper@example.org', buddy: 'noor@example.org', why: 'policy-here' },
  ],
  preferences: true,
} as const;
const code = 'K3F 9QX 0TZ 7HM W2D 5RN 8CJ PVA';

async function openForm(role: 'send' | 'receive', locale = 'en-GB'): Promise<Page> {
  const page = await stage.open({ scene: 'private', locale });
  await push(page, 'transfer.changed', { transfer: { devices, run: null } });
  const [menu, send, receive] = locale === 'de-DE' ? ['Konten', 'Auf ein anderes Gerät umziehen …', 'Von meinem anderen Gerät übernehmen …'] : ['Accounts', 'Move to another device…', 'Receive from my other device…'];
  await page.getByRole('menuitem', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: role === 'send' ? send : receive }).click();
  return page;
}

async function show(page: Page, role: TransferRunView['role'], state: TransferRunView['state']): Promise<void> {
  await push(page, 'transfer.changed', { transfer: { devices, run: { role, accountId: 'a1', state } } });
}

async function expectSound(page: Page, name: string): Promise<void> {
  const light = await new AxeBuilder({ page }).analyze();
  await picture(page, `${name}-light`);
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  await picture(page, `${name}-dark`);
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'));
  const found = [...light.violations, ...dark.violations];
  expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** Where `SOTTO_PICTURES` names a folder, a picture of each dialog for looking at. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SOTTO_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

const states: readonly (readonly [string, TransferRunView])[] = [
  ['code', { role: 'send', accountId: 'a1', state: { at: 'code', code, expiresAtMs: Date.now() + 240_000 } }],
  ['connecting', { role: 'receive', accountId: 'a1', state: { at: 'connecting' } }],
  ['moving', { role: 'receive', accountId: 'a1', state: { at: 'moving', percent: 40 } }],
  ['choosing', { role: 'receive', accountId: 'a1', state: { at: 'choosing', found } }],
  ['sent', { role: 'send', accountId: 'a1', state: { at: 'sent' } }],
  ['brought', { role: 'receive', accountId: 'a1', state: { at: 'brought', report } }],
  ['code-wrong', { role: 'receive', accountId: 'a1', state: { at: 'ended', why: 'code-wrong' } }],
];

it.each(states)('axe finds nothing: %s', async (name, { role, state }) => {
  const page = await openForm(role);
  await show(page, role, state);
  await expectSound(page, name);
}, 60_000);

it('the forms, with and without another device', async () => {
  await expectSound(await openForm('send'), 'send');
  const page = await openForm('receive');
  await expectSound(page, 'receive');
  await push(page, 'transfer.changed', { transfer: { devices: [], run: null } });
  await page.getByText('No other device is signed in as juniper@example.org').waitFor();
  expect(await page.getByRole('button', { name: 'Receive', exact: true }).isDisabled()).toBe(true);
}, 60_000);

it('a code is typed by keyboard alone, and a slip keeps it there to be mended', async () => {
  const page = await openForm('receive');
  await refuse(page, 'transfer.receive', 'transfer-code-invalid');
  await page.keyboard.type(code.toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('That is not a code that Sotto shows').waitFor();
  expect(await page.getByLabel('The code that it shows').inputValue()).toBe(code.toLowerCase());
  await page.keyboard.press('Enter');
  expect(await callsOf(page, 'transfer.receive')).toEqual(Array.from({ length: 2 }, () => ({ accountId: 'a1', resource: 'desk', code: code.toLowerCase() })));
}, 60_000);

it('own keys are replaced only after a second question that shows both', async () => {
  const page = await openForm('receive');
  await show(page, 'receive', { at: 'choosing', found });
  await page.getByRole('checkbox', { name: /^Use my other device/ }).check();
  await page.getByRole('button', { name: 'Bring in', exact: true }).click();
  const question = page.getByRole('alertdialog', { name: 'Replace the keys of this device?' });
  await question.waitFor();
  await expectSound(page, 'sure');
  expect(await callsOf(page, 'transfer.bringIn')).toEqual([]);
  await page.getByRole('button', { name: 'Replace and bring in' }).click();
  expect(await callsOf(page, 'transfer.bringIn')).toEqual([{ replaceKeys: true, takeVerified: false, preferences: true }]);
}, 60_000);

it('the report says of each thing that stayed as it was here why it did', async () => {
  const page = await openForm('receive');
  await show(page, 'receive', { at: 'brought', report });
  const left = page.getByRole('region', { name: 'Left out' }).getByRole('listitem');
  await left.first().waitFor();
  expect(await left.allInnerTexts()).toEqual([
    'juniper@example.org: the key; this device has another one',
    'river@example.org: the verification; the key is known here and was not verified',
    'marlow@example.org: the verification; the key changed here, and you have not decided on it',
    'juniper@example.org, the account’s defaults: the privacy settings; this device has others, or stricter ones',
    'noor@example.org: the privacy settings; this device has others, or stricter ones',
  ]);
}, 60_000);

it('Escape breaks off what goes on, and only hides what waits for an answer', async () => {
  const page = await openForm('receive');
  await show(page, 'receive', { at: 'moving', percent: 10 });
  await page.getByRole('progressbar', { name: 'Copied' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => callsOf(page, 'transfer.cancel')).toHaveLength(1);
  const other = await openForm('receive');
  await show(other, 'receive', { at: 'choosing', found });
  await other.getByRole('button', { name: 'Bring in', exact: true }).waitFor();
  await other.keyboard.press('Escape');
  await other.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await callsOf(other, 'transfer.cancel')).toEqual([]);
}, 60_000);

it('every end has its words, and all of it fits in a small window in German', async () => {
  const page = await openForm('receive', 'de-DE');
  await page.setViewportSize({ width: 640, height: 480 });
  const all: TransferRunView['state'][] = [...states.map(([, { state }]) => state), ...transferEnds.map((why) => ({ at: 'ended', why }) as const)];
  for (const state of all) {
    await show(page, 'receive', state);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await expect.poll(() => page.locator('dialog[open] h2').innerText()).not.toBe('');
  }
}, 60_000);
