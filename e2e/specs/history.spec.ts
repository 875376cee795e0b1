import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../electron/store/index.ts';
import { meet, nameOf, together } from '../fixtures/meeting.ts';
import { makeProfile, pagesOf } from '../fixtures/profile.ts';
import { expect, test } from '../fixtures/test.ts';

/* What is kept, through the window and on the disk. */

test('a line in clear is there after a restart, as it was, and a private one is not @server', async ({ newPerson, server }) => {
  test.setTimeout(90_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const river = await meet(juniper, server);
  const { conversation } = juniper;

  await conversation.say('the ferry leaves at nine');
  river.says('I shall be there');
  await conversation.expectMessage('I shall be there', 'clear');
  await together(juniper, river);
  await conversation.say('only for the two of us');
  await conversation.expectMessage('only for the two of us', 'encrypted');

  await juniper.restart();
  await juniper.conversation.expectMessage('I shall be there', 'clear');
  expect(await juniper.conversation.messages()).toEqual([
    { from: juniper.account, text: 'the ferry leaves at nine', mark: 'clear' },
    { from: nameOf(river), text: 'I shall be there', mark: 'clear' },
  ]);
  await expect(juniper.conversation.tab(nameOf(river))).not.toHaveAccessibleName(/unread/);

  await juniper.conversation.say('said since');
  await expect(juniper.conversation.log.getByText('Since Sotto was started')).toBeVisible();
});

/** Two buddies, River of some days in May and Marlow of one in June, and what was said with them. */
function fillWithTalk(store: Store): void {
  const settings = { address: 'juniper@example.org', resource: '', host: '127.0.0.1', port: 1, tls: null, allowPlain: false, connectAtStart: false, proxy: null };
  store.accounts.put({ id: 'own', settings, password: null, pendingPassword: null, proxyPassword: null, status: { show: 'available', text: '' }, pinnedCertificate: null, position: 0 });
  const roster = ['River', 'Marlow'].map((name) => ({ address: `${name.toLowerCase()}@example.org`, name, groups: [], subscription: 'both' as const, asked: false }));
  store.roster.replace('own', roster);
  const say = (who: string, atMs: number, text: string) =>
    store.history.add({ accountId: 'own', address: `${who}@example.org`, atMs, from: 'them', text, mark: 'clear', arrivedUnencrypted: false, delivery: null, resent: false, cut: false });
  say('river', new Date(2026, 4, 1, 12).getTime(), 'the quicksilver heron stood still');
  for (let n = 0; n < 300; n += 1) say('river', new Date(2026, 4, 2, 12, 0, n).getTime(), `filler ${n}`);
  say('river', new Date(2026, 4, 3, 12).getTime(), '明日は東京へ行きます');
  say('river', new Date(2026, 4, 9, 12).getTime(), 'one more heron, zanzibar');
  say('marlow', new Date(2026, 5, 1, 12).getTime(), 'a heron at yellowknife');
}

test('what is kept is found, shown in its place, exported, and removed until it is nowhere in the file', async ({ newLoner }) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-history-'));
  const [text, json] = [join(folder, 'river.txt'), join(folder, 'all.json')];
  const juniper = newLoner('Juniper', { answers: [{ dialog: 'showSaveDialog', filePath: text }, { dialog: 'showSaveDialog', filePath: json }] });
  await makeProfile(juniper, fillWithTalk);
  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  const { page } = juniper;
  const screen = page.getByRole('main', { name: 'History' });
  const hits = screen.getByRole('list', { name: 'Found messages' }).locator('.history-hit');
  const search = screen.getByRole('searchbox', { name: 'Search' });
  const undo = page.getByRole('button', { name: 'Undo' });

  await test.step('by words, narrowed to a buddy and to days', async () => {
    await page.keyboard.press('Control+Shift+F');
    await search.fill('HER');
    await expect(hits).toHaveText([/heron at yellowknife/, /one more heron/, /quicksilver heron/]);
    await search.fill('東京');
    await expect(hits).toHaveText([/明日は東京へ行きます/]);
    await search.fill('heron');
    await screen.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: 'River (river@example.org)' });
    await expect(hits).toHaveCount(2);
    await screen.getByLabel('To', { exact: true }).fill('2026-05-02');
    await expect(hits).toHaveText([/quicksilver heron/]);
  });

  await test.step('the conversation opens at the line', async () => {
    await hits.first().click();
    await expect(juniper.conversation.message('quicksilver heron')).toBeInViewport();
    await expect(juniper.conversation.message('quicksilver heron')).toHaveAttribute('data-found', 'true');
    await expect(juniper.conversation.message('filler 299')).toHaveCount(0);
  });

  const exportAs = async (format: string, name: string) => {
    await screen.getByRole('button', { name: 'Export history…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export history' });
    await dialog.getByRole('radio', { name: format }).check();
    await dialog.getByRole('button', { name: 'Choose a place…' }).click();
    await expect(dialog.getByRole('status')).toHaveText(`Written to ${name}.`);
    await dialog.getByRole('button', { name: 'Close' }).click();
  };
  await test.step('one is exported as text, and all as JSON', async () => {
    await page.keyboard.press('Control+Shift+F');
    await screen.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: 'River (river@example.org)' });
    await exportAs('Text, to read', 'river.txt');
    const lines = readFileSync(text, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(304);
    expect(lines.at(-1)).toMatch(/river@example\.org: one more heron, zanzibar$/);
    await screen.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: 'All conversations' });
    await exportAs('JSON, for programs', 'all.json');
    const { conversations } = JSON.parse(readFileSync(json, 'utf8')) as { conversations: { address: string; messages: unknown[] }[] };
    expect(conversations.map(({ address, messages }) => [address, messages.length])).toEqual([['marlow@example.org', 1], ['river@example.org', 303]]);
  });

  const forget = async (who: string, from: string, count: string) => {
    await screen.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: who });
    await screen.getByRole('button', { name: 'Delete history…' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Delete history' });
    await dialog.getByLabel('From').fill(from);
    await expect(dialog.getByRole('status')).toHaveText(count);
    await dialog.getByRole('checkbox', { name: 'I know that this cannot be undone' }).check();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(dialog).toBeHidden();
  };
  await test.step('a message goes and comes back, from the search and in its conversation', async () => {
    await search.fill('heron');
    await expect(hits).toHaveCount(3);
    await screen.getByRole('listitem').filter({ hasText: 'quicksilver' }).getByRole('button', { name: 'Delete this message' }).click();
    await expect(hits).toHaveCount(2);
    await undo.click();
    await expect(hits).toHaveCount(3);
    await hits.filter({ hasText: 'quicksilver' }).click();
    const line = juniper.conversation.message('quicksilver heron');
    await line.press('Delete');
    await expect(line).toHaveCount(0);
    await undo.click();
    await expect(line).toBeInViewport();
    await line.hover();
    await page.getByRole('button', { name: 'Message', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete this message' }).click();
    await expect(line).toHaveCount(0);
    await page.keyboard.press('Control+Shift+F');
    await screen.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: 'All conversations' });
  });

  await test.step('a message, a time and a conversation go', async () => {
    await search.fill('heron');
    await expect(hits).toHaveText([/heron at yellowknife/, /one more heron/]);
    await forget('River (river@example.org)', '2026-05-09', '1 message is deleted.');
    await expect(screen.getByText('Nothing kept has all of these words.')).toBeVisible();
    await forget('Marlow (marlow@example.org)', '', '1 message is deleted.');
    await screen.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: 'All conversations' });
    await expect(screen.getByText('Nothing kept has all of these words.')).toBeVisible();
    await search.fill('filler');
    await expect(hits).toHaveCount(50);
  });

  await test.step('and are nowhere in the file', async () => {
    await juniper.quit();
    const pages = await pagesOf(juniper);
    expect(pages).toContain('filler 17');
    for (const word of ['quicksilver', 'zanzibar', 'yellowknife']) expect(pages).not.toContain(word);
  });
  rmSync(folder, { recursive: true });
});
