import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pidginBuddies, pidginPreferences } from '../../electron/services/moving/testing/pidgin-files.ts';
import { sealedBy } from '../../electron/services/moving/testing/sealed-coyim.ts';
import { expect, test } from '../fixtures/test.ts';

const rivers = '0123456789abcdef0123456789abcdef01234567';

/** A home folder in which Pidgin was used with OTR; the fingerprint is that of the key in it. */
function homeOfPidgin(address: string): { readonly home: string; readonly fingerprint: string } {
  const home = mkdtempSync(join(tmpdir(), 'sotto-home-'));
  const folder = join(home, '.purple');
  mkdirSync(folder);
  const command = join(import.meta.dirname, '../../dist/cli/sotto-otr.js');
  const key = ['--account', `${address}/`, '--protocol', 'prpl-jabber', '--key', join(folder, 'otr.private_key')];
  const made = execFileSync(process.execPath, [command, 'keygen', ...key], { encoding: 'utf8' });
  writeFileSync(join(folder, 'otr.fingerprints'), `river@example.org\t${address}/\tprpl-jabber\t${rivers}\tsmp\n`);
  writeFileSync(
    join(folder, 'accounts.xml'),
    `<?xml version='1.0'?><account version='1.0'><account><protocol>prpl-irc</protocol><name>juni@irc.example.org</name></account></account>`,
  );
  const strict = { enabled: true, automatic: true, onlyprivate: true, avoidloggingotr: true };
  writeFileSync(join(folder, 'prefs.xml'), pidginPreferences(strict));
  writeFileSync(join(folder, 'blist.xml'), pidginBuddies(address, [{ address: 'river@example.org', otr: { overridedefault: true, ...strict, enabled: false } }]));
  return { home, fingerprint: made.trim().split('\t').at(-1)!.toUpperCase() };
}

test('somebody moves in from Pidgin, with the key, the fingerprints and their trust @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  const { home, fingerprint } = homeOfPidgin(juniper.address);
  try {
    await juniper.arrive({}, { env: { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_DATA_HOME: join(home, '.local/share') } });
    await juniper.menus.choose('Accounts', 'Move in…');
    const dialog = juniper.page.getByRole('dialog', { name: 'Move in from another program' });
    const pidgin = dialog.getByRole('region', { name: 'Pidgin' });
    await expect(pidgin).toContainText('juni@irc.example.org: not an XMPP account');
    await expect(pidgin.getByRole('checkbox', { name: juniper.address })).toBeChecked();
    await expect(pidgin).toContainText('a key; Sotto has another one · 1 fingerprint, 1 trusted · 1 name of a buddy · privacy settings');

    await test.step('without the second yes, Sotto keeps its own key', async () => {
      await dialog.getByRole('button', { name: 'Bring in' }).click();
      await expect(pidgin).toContainText('Sotto kept the key that it had. 1 new fingerprint, 1 verified by it.');
      await expect(pidgin).toContainText('2 privacy settings came along.');
      await expect(pidgin).toContainText('river@example.org: what is stricter here in the privacy settings stays');
      await dialog.getByRole('button', { name: 'Close' }).click();
    });
    await juniper.menus.choose('Tools', 'Fingerprints…');
    await expect(juniper.fingerprints.row(/river/)).toContainText('imported');
    expect(await juniper.fingerprints.myKey(juniper.address)).not.toBe(fingerprint);

    await test.step('with it, the key of Pidgin takes over, and stays', async () => {
      await juniper.page.getByRole('button', { name: 'Import…' }).click();
      await dialog.getByRole('checkbox', { name: /^Use these keys/ }).check();
      await dialog.getByRole('button', { name: 'Bring in' }).click();
      const question = juniper.page.getByRole('alertdialog', { name: 'Replace your key?' });
      await expect(question).toContainText(juniper.address);
      await question.getByRole('button', { name: 'Replace and bring in' }).click();
      await expect(pidgin).toContainText('Your key came along. 0 new fingerprints, 0 verified by it.');
      await dialog.getByRole('button', { name: 'Close' }).click();
      await expect.poll(() => juniper.fingerprints.myKey(juniper.address)).toBe(fingerprint);
      await juniper.restart();
      await juniper.menus.choose('Tools', 'Fingerprints…');
      expect(await juniper.fingerprints.myKey(juniper.address)).toBe(fingerprint);
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('somebody moves in from a folder, by the keyboard alone, and opens an encrypted file in it @server', async ({ newPerson }) => {
  test.skip(process.env['SOTTO_RUNTIME'] === 'electron', 'the system’s folder dialog cannot be answered there');
  test.setTimeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-backup-'));
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const juniper = newPerson('Juniper', { answers: [empty, folder].map((path) => ({ dialog: 'showOpenDialog', filePaths: [path] })) });
  const peers = [{ UserID: 'river@example.org', Nickname: 'River', Fingerprints: [{ FingerprintHex: rivers, Trusted: true }] }];
  writeFileSync(join(folder, 'old.bak'), JSON.stringify(sealedBy('korrekt-9', { Accounts: [{ Account: juniper.address, Peers: peers }] })));
  try {
    await juniper.arrive({}, { env: { HOME: empty, XDG_CONFIG_HOME: empty, XDG_DATA_HOME: empty } });
    const { page } = juniper;
    const { keyboard } = page;
    await juniper.menus.choose('Accounts', 'Move in…');
    const dialog = page.getByRole('dialog', { name: 'Move in from another program' });
    await expect(dialog).toContainText('No program that Sotto knows');
    await page.getByRole('button', { name: 'Choose a folder…' }).focus();
    await keyboard.press('Enter');
    await expect(dialog).toContainText('Nothing in it is known to Sotto.');
    await keyboard.press('Enter');
    const found = dialog.getByRole('region', { name: /^Chosen files \(sotto-backup-/ });
    const passphrase = found.getByRole('textbox', { name: 'Passphrase of the file' });
    await passphrase.focus();
    await keyboard.type('wrong');
    await keyboard.press('Enter');
    await expect(found.getByRole('alert')).toContainText('That is not the passphrase');
    await keyboard.press('Control+a');
    await keyboard.type('korrekt-9');
    await keyboard.press('Enter');
    await expect(found.getByRole('checkbox', { name: juniper.address })).toBeChecked();
    await expect(found).toContainText('1 fingerprint, 1 trusted · 1 name of a buddy');
    await found.getByRole('checkbox', { name: juniper.address }).focus();
    await keyboard.press('Enter');
    await expect(dialog).toContainText('1 new fingerprint, 1 verified by it. 1 name of a buddy, used where your list has none.');
    await keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    expect(juniper.output()).not.toContain('korrekt-9');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('and moves out again, with files that the next program reads @server', async ({ newPerson }) => {
  test.skip(process.env['SOTTO_RUNTIME'] === 'electron', 'the system’s folder dialog cannot be answered there');
  test.setTimeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-export-'));
  const juniper = newPerson('Juniper', { answers: [{ dialog: 'showOpenDialog', filePaths: [folder] }] });
  try {
    await juniper.arrive();
    await juniper.menus.choose('Tools', 'Fingerprints…');
    const own = await juniper.fingerprints.myKey(juniper.address);
    await juniper.page.getByRole('button', { name: 'Export…' }).click();
    const dialog = juniper.page.getByRole('dialog', { name: 'Export for another program' });
    await dialog.getByRole('radio', { name: 'profanity' }).check();
    await dialog.getByRole('checkbox', { name: 'My private keys' }).check();
    await expect(dialog).toContainText('The keys in the file are not encrypted');
    await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
    const file = `${juniper.address.replace('@', '_at_')}/keys.txt`;
    await expect(dialog.getByRole('status')).toHaveText(`Written: ${file}.`);
    const command = join(import.meta.dirname, '../../dist/cli/sotto-otr.js');
    const shown = execFileSync(process.execPath, [command, 'fingerprint', '--key', join(folder, file)], { encoding: 'utf8' });
    expect(shown.trim()).toBe(`${juniper.address}\txmpp\t${own.toLowerCase()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a key goes out under a passphrase and comes back, by the keyboard alone; one of libotr’s comes in too @server', async ({ newPerson }) => {
  test.skip(process.env['SOTTO_RUNTIME'] === 'electron', 'the system’s file dialogs cannot be answered there');
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-keys-'));
  const [sealed, libotrs] = [join(folder, 'mine.sotto-key'), join(folder, 'otr.key')];
  const answers = [
    { dialog: 'showSaveDialog', filePath: sealed },
    ...[sealed, libotrs].map((path) => ({ dialog: 'showOpenDialog', filePaths: [path] })),
  ];
  const juniper = newPerson('Juniper', { answers });
  try {
    await juniper.arrive();
    const { page, fingerprints } = juniper;
    const { keyboard } = page;
    await juniper.menus.choose('Tools', 'Fingerprints…');
    const first = await fingerprints.myKey(juniper.address);

    await test.step('out', async () => {
      await page.getByRole('button', { name: `Export the key of ${juniper.address} with a passphrase` }).focus();
      await keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: `Export the key of ${juniper.address}` });
      await keyboard.type('vier Worte und 7');
      await keyboard.press('Enter');
      await expect(dialog.getByText('The two are not the same.')).toBeVisible();
      await dialog.getByRole('textbox', { name: 'Passphrase again' }).focus();
      await keyboard.type('vier Worte und 7');
      await keyboard.press('Enter');
      await expect(dialog.getByRole('status')).toContainText('Written: mine.sotto-key.');
      await keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      expect(statSync(sealed).mode & 0o777).toBe(0o600);
    });

    await test.step('another key takes its place; the window answers while it is made', async () => {
      await page.getByRole('button', { name: `Replace the key of ${juniper.address}` }).click();
      await page.getByRole('checkbox', { name: 'I know that the old key cannot be brought back' }).check();
      await page.getByRole('button', { name: 'Make a new key' }).click();
      await expect.poll(() => fingerprints.myKey(juniper.address)).not.toBe(first);
    });

    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
    const bringIn = async () => {
      await page.getByRole('button', { name: `Import a key for ${juniper.address}` }).focus();
      await keyboard.press('Enter');
      await expect(dialog).toContainText('libotr’s files of private keys');
      await keyboard.press('Enter');
    };
    const replace = async () => {
      await page.getByRole('checkbox', { name: 'I know that the old key cannot be brought back' }).focus();
      await expect(page.getByRole('button', { name: 'Replace my key' })).toBeDisabled();
      await keyboard.press('Space');
      await keyboard.press('Enter');
      await expect(dialog.getByRole('status')).toHaveText('Your key came along.');
      await keyboard.press('Enter');
      await expect(dialog).toBeHidden();
    };

    await test.step('in again', async () => {
      await bringIn();
      await expect(dialog).toContainText('mine.sotto-key is sealed with a passphrase.');
      await keyboard.type('vier Worte und 8');
      await keyboard.press('Enter');
      await expect(dialog.getByRole('alert')).toContainText('That is not the passphrase');
      await keyboard.press('Control+a');
      await keyboard.type('vier Worte und 7');
      await keyboard.press('Enter');
      await expect(dialog.getByRole('radio')).toHaveCount(1);
      await expect(dialog.locator('code')).toHaveText(new RegExp(first.match(/.{8}/g)!.join('\\s*')));
      await replace();
      await expect.poll(() => fingerprints.myKey(juniper.address)).toBe(first);
    });

    await test.step('one of libotr’s, made for IRC', async () => {
      const command = join(import.meta.dirname, '../../dist/cli/sotto-otr.js');
      const made = execFileSync(
        process.execPath,
        [command, 'keygen', '--account', 'juni@irc.example.org', '--protocol', 'IRC', '--key', libotrs],
        { encoding: 'utf8' },
      );
      await bringIn();
      await expect(dialog).toContainText('juni@irc.example.org');
      await replace();
      await expect.poll(() => fingerprints.myKey(juniper.address)).toBe(made.trim().split('\t').at(-1)!.toUpperCase());
    });
    expect(juniper.output()).not.toContain('Worte und');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
