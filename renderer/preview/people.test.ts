import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { portrait } from './examples.ts';
import { callsOf, push, refuse } from './played.ts';
import { scenes } from './scenes.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

const [river, home] = scenes.person().persons[0]?.members ?? [];
const row = (page: Page, name: string, level = 2) => page.getByRole('treeitem', { name: new RegExp(`^${name}`), level });
const last = async (page: Page, name: Parameters<typeof callsOf>[1]) => (await callsOf(page, name)).at(-1);

async function choose(page: Page, name: string, entry: string): Promise<void> {
  await row(page, name).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

async function expectNoBarrier(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

it('moves buddies by dragging and by menu, and back by Undo', async () => {
  const page = await stage.open({ scene: 'private' });
  const ines = { accountId: 'a1', address: 'ines@example.org', name: 'Ines Okafor' };
  const work = page.getByRole('treeitem', { name: 'Work', level: 1 });
  await row(page, 'Ines').dragTo(work);
  expect(await last(page, 'buddies.update')).toEqual({ ...ines, groups: ['Work'] });
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await last(page, 'buddies.update')).toEqual({ ...ines, groups: ['Friends'] });
  await page.keyboard.down('Control');
  await row(page, 'Ines').dragTo(work);
  await page.keyboard.up('Control');
  expect(await last(page, 'buddies.update')).toEqual({ ...ines, groups: ['Friends', 'Work'] });
  await choose(page, 'Ines', 'Move to group…');
  await expectNoBarrier(page);
  await page.getByRole('menuitemradio', { name: 'No group' }).press('Enter');
  expect(await last(page, 'buddies.update')).toEqual({ ...ines, groups: [] });
  await page.keyboard.press('Escape');
  await row(page, 'Ines').dragTo(row(page, 'Marlow'));
  expect(await last(page, 'persons.join')).toEqual({ members: ['a1/marlow@example.net', 'a1/ines@example.org'] });
}, 60_000);

it('shows of a person the shield of the address in front, and no other', async () => {
  const page = await stage.open({ scene: 'person' });
  // River's first address is private and verified, but away; the one in front has no session.
  const person = row(page, 'River Tamsin').first();
  expect(await person.getAttribute('aria-label')).toBe('River Tamsin, Available, At home, late, 2 addresses');
  expect(await person.locator('svg.privacy-private').count()).toBe(0);
  await person.locator('.address-count').click();
  expect(await row(page, 'River Tamsin', 3).first().getAttribute('aria-label')).toContain('Private');
  expect(await row(page, 'River Tamsin', 3).nth(1).getAttribute('aria-label')).not.toMatch(/Private|Unverified/);
  await person.click();
  expect(await callsOf(page, 'conversations.open')).toEqual([{ accountId: 'a1', address: 'river.tamsin@home.example' }]);
  await expectNoBarrier(page);
  await choose(page, 'River Tamsin', 'Addresses…');
  await expectNoBarrier(page);
  await page.getByRole('button', { name: 'Move river.tamsin@home.example up' }).click();
  expect(await callsOf(page, 'persons.order')).toEqual([{ person: 'p', members: [home, river] }]);
  await page.getByRole('button', { name: 'Split river@example.org off' }).click();
  expect(await callsOf(page, 'persons.split')).toEqual([{ conversationId: river }]);
}, 60_000);

it('shuts the composer for whom it blocks, and says where a server cannot', async () => {
  const page = await stage.open({ scene: 'unverified' });
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Block…' }).click();
  await page.getByText('Your private conversation ends first').waitFor();
  await expectNoBarrier(page);
  await refuse(page, 'blocking.block', 'blocking-unsupported');
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await page.getByText('The server of this account cannot block addresses. Nothing was changed.').waitFor();
  await push(page, 'blocked.changed', { blocked: [{ accountId: 'a1', addresses: ['example.net'] }] });
  await page.getByRole('region', { name: 'Blocked' }).getByText('You have blocked marlow@example.net').waitFor();
  expect(await page.getByRole('textbox', { name: /^Message/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Unblock' }).click();
  expect(await callsOf(page, 'blocking.unblock')).toEqual([{ accountId: 'a1', address: 'marlow@example.net' }]);
}, 60_000);

it('shows pictures that main handed over, and sends of an own one nothing but small, new bytes', async () => {
  const page = await stage.open({ scene: 'person' });
  await page.getByRole('treeitem', { name: /^River/ }).first().locator('.address-count').click();
  await row(page, 'River Tamsin', 3).first().locator('img').waitFor();
  const source = `data:image/jpeg;base64,${portrait.base64}`;
  expect(await row(page, 'River Tamsin', 3).first().locator('img').getAttribute('src')).toBe(source);
  await page.getByRole('button', { name: 'juniper@example.org' }).click();
  await page.getByRole('menuitem', { name: 'Picture…' }).click();
  await expectNoBarrier(page);
  const field = page.locator('input[type=file]');
  await field.setInputFiles({ name: 'me.svg', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
  await page.getByText('That is no picture that Sotto can use.').waitFor();
  const secret = Buffer.from('taken at 52.5 N, 13.4 E');
  await field.setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([Buffer.from(portrait.base64, 'base64'), secret]) });
  await page.getByRole('button', { name: 'Show this picture' }).click();
  const { picture = '' } = (await last(page, 'pictures.publish')) as { readonly picture?: string };
  const bytes = Buffer.from(picture, 'base64');
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([128, 128]);
  expect(bytes.includes(secret)).toBe(false);
  expect(await page.evaluate(() => (window as unknown as { complaints: string[] }).complaints)).toEqual([]);
}, 60_000);
