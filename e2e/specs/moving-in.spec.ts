import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    await expect(pidgin).toContainText('a key; Sotto has another one · 1 fingerprint, 1 trusted');

    await test.step('without the second yes, Sotto keeps its own key', async () => {
      await dialog.getByRole('button', { name: 'Bring in' }).click();
      await expect(pidgin).toContainText('Sotto kept the key that it had. 1 new fingerprint, 1 verified by it.');
      await dialog.getByRole('button', { name: 'Close' }).click();
    });
    await juniper.menus.choose('Tools', 'Fingerprints…');
    await expect(juniper.fingerprints.row(/river/)).toContainText('imported');
    expect(await juniper.fingerprints.myKey(juniper.address)).not.toBe(fingerprint);

    await test.step('with it, the key of Pidgin takes over, and stays', async () => {
      await juniper.page.getByRole('button', { name: 'Import…' }).click();
      await dialog.getByRole('checkbox', { name: /^Use these keys/ }).check();
      await dialog.getByRole('button', { name: 'Bring in' }).click();
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
    await expect(dialog.getByRole('status')).toHaveText('Written: otr.private_key.');
    const command = join(import.meta.dirname, '../../dist/cli/sotto-otr.js');
    const shown = execFileSync(process.execPath, [command, 'fingerprint', '--key', join(folder, 'otr.private_key')], { encoding: 'utf8' });
    expect(shown.trim()).toBe(`${juniper.address}\txmpp\t${own.toLowerCase()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
