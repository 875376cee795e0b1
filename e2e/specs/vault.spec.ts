import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoBarrier } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate, type Person } from '../pages/person.ts';

/**
 * Tries a wrong passphrase; answers how many seconds the window then says that the next try must wait, and 0
 * where checking alone took longer than that.
 */
async function tryWrong(person: Person, passphrase: string): Promise<number> {
  const { unlock } = person.firstRun;
  await expect(unlock.getByRole('button', { name: 'Unlock' })).toBeEnabled();
  await person.firstRun.tryPassphrase(passphrase);
  await expect(unlock.getByRole('alert')).toHaveText('That is not the passphrase. Nothing was lost; try again.');
  await expect(unlock.getByRole('textbox', { name: 'Passphrase' })).toHaveValue('');
  const said = (await unlock.getByText(/^You can try again in/).allTextContents()).join();
  return Number(/\d+/.exec(said)?.[0] ?? 0);
}

// Windows and macOS always have a keychain.
test.describe('without a keychain', { tag: '@linux' }, () => {
  test('a passphrase is chosen once, and only that one opens again, after a wait that grows', async ({ newLoner }) => {
    const juniper = newLoner('Juniper');
    await juniper.start();
    const form = juniper.firstRun.choosePassphrase;
    await expect(form).toContainText('Sotto asks for it at every start');
    await juniper.firstRun.createPassphrase('short');
    await expect(form.getByRole('alert')).toHaveText('At least 8 characters.');
    await juniper.firstRun.createPassphrase(juniper.passphrase, `${juniper.passphrase}!`);
    await expect(form.getByRole('alert')).toHaveText('The two are not the same.');
    await juniper.firstRun.createPassphrase(juniper.passphrase);
    await expect(juniper.firstRun.welcome).toBeVisible();

    await juniper.quit();
    await juniper.start();
    const first = await tryWrong(juniper, 'not this one');
    await tryWrong(juniper, 'nor this one');

    // Killing the app does not start the count anew.
    await juniper.kill();
    await juniper.start();
    expect(await tryWrong(juniper, 'still not')).toBeGreaterThan(first);
    const unlock = juniper.firstRun.unlock.getByRole('button', { name: 'Unlock' });
    await expect(unlock).toBeDisabled();
    await expect(unlock).toBeEnabled();
    await juniper.firstRun.tryPassphrase(juniper.passphrase);
    await expect(juniper.firstRun.welcome).toBeVisible();
  });

  test('a database that was changed from outside is not opened, kept as a copy, and set aside for a new start', async ({ newLoner }, testInfo) => {
    const juniper = newLoner('Juniper');
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await juniper.quit();
    const file = join(juniper.profile, 'sotto.db');
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(file, bytes);

    const chosen = testInfo.outputPath('chosen');
    mkdirSync(chosen, { recursive: true });
    await juniper.start({ answers: [{ dialog: 'showOpenDialog', filePaths: [chosen] }] });
    await juniper.firstRun.tryPassphrase(juniper.passphrase);
    const told = juniper.page.getByRole('alert').filter({ hasText: /./ });
    await expect(told).toContainText('Your data could not be opened');
    await expect(told).toContainText('The stored data is damaged, or was changed by someone else, and was not opened.');
    expect(readFileSync(file).equals(bytes)).toBe(true);

    await test.step('a copy of it can be kept', async () => {
      await told.getByRole('button', { name: 'Keep a copy…' }).click();
      // Real Electron's dialogs cannot be answered from here.
      if (juniper.app.runtime === 'electron') return;
      await expect(told.getByRole('status')).toContainText('There is a copy in the folder sotto-damaged-');
      const [copy = ''] = readdirSync(chosen);
      expect(readFileSync(join(chosen, copy, 'sotto.db')).equals(bytes)).toBe(true);
    });

    await test.step('and it can be set aside, after a question: nothing is removed, and the next start is a first one', async () => {
      await told.getByRole('button', { name: 'Start anew…' }).click();
      const question = juniper.page.getByRole('alertdialog', { name: 'Start anew?' });
      await expectNoBarrier(juniper.page, 'starting anew');
      await question.getByRole('button', { name: 'Start anew' }).click();
      await juniper.firstRun.pass('another passphrase altogether');
      await expect(juniper.firstRun.welcome).toBeVisible();
      const aside = readdirSync(juniper.profile).find((name) => name.startsWith('sotto-damaged-')) ?? '';
      expect(readFileSync(join(juniper.profile, aside, 'sotto.db')).equals(bytes)).toBe(true);
      expect(readdirSync(join(juniper.profile, aside))).toContain('vault.json');
    });
  });
});

test('with a keychain nothing is asked, at the first start and later', async ({ newLoner }) => {
  const juniper = newLoner('Juniper', { keychain: true });
  await juniper.start();
  test.skip(juniper.app.runtime === 'electron' && process.platform === 'linux', 'a Linux without a desktop has no keychain');
  await expect(juniper.firstRun.welcome).toBeVisible();
  await juniper.quit();
  await juniper.start();
  await expect(juniper.firstRun.welcome).toBeVisible();
});

test('what was acknowledged outlives a kill in the very next moment @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);
  await goPrivate(juniper, river);

  await juniper.buddies.rowMenu('River', 'Name, groups and notes…');
  const dialog = juniper.page.getByRole('dialog', { name: 'Name, groups and notes' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('River Tamsin');
  await dialog.getByRole('combobox', { name: 'Groups' }).fill('Friends');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(juniper.conversation.heading('River Tamsin')).toBeVisible();
  await juniper.conversation.unverifiedBanner.getByRole('button', { name: /^Authenticate / }).click();
  const theirs = await juniper.verify.theirs();
  await juniper.verify.answer(true);
  await juniper.kill();

  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  await expect(juniper.buddies.row('River Tamsin')).toBeVisible();
  await expect(juniper.buddies.group('Friends')).toBeVisible();
  await expect(juniper.conversation.tab('River Tamsin')).toHaveAttribute('aria-selected', 'true');
  await juniper.buddies.online(juniper.address);
  await expect(juniper.buddies.row('River Tamsin')).toHaveAccessibleName(/, Available/);
  await juniper.conversation.goPrivate();
  await juniper.conversation.expectPrivacy('Private');
  await juniper.conversation.choose('Re-authenticate buddy…');
  expect(await juniper.verify.theirs()).toBe(theirs);
});
