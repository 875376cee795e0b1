import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chooseRuntime, commandOf } from '../../electron/dev/runtime.mjs';
import { fingerprintOf } from '../../electron/otr/index.ts';
import { meet, nameOf, together } from '../fixtures/meeting.ts';
import { expect, test } from '../fixtures/test.ts';

/* What is written and not sent, and what links to people do, from inside and from outside. */

test('drafts outlive a restart where history is kept, and links to people only offer @server', async ({ newPerson, server }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const river = await meet(juniper, server);
  const marlow = await meet(juniper, server);
  const [riversName, marlowsName] = [nameOf(river), nameOf(marlow)];
  const dialog = (name: string) => juniper.page.getByRole('dialog', { name });

  const turnTo = async (name: string) => {
    await juniper.buddies.open(name);
    await expect(juniper.conversation.heading(name)).toBeVisible();
  };

  // One is written in clear, which is kept; the other in a private conversation that is not to be kept.
  await turnTo(marlowsName);
  await juniper.menus.choose('Tools', 'Preferences');
  const preferences = dialog('Preferences');
  await preferences.getByRole('tab', { name: 'Private conversations' }).click();
  await preferences.getByRole('checkbox', { name: 'Do not keep private conversations' }).check();
  await preferences.getByRole('button', { name: 'Close' }).click();
  await together(juniper, marlow);
  await juniper.conversation.composer.fill('for your eyes');
  await turnTo(riversName);
  await juniper.conversation.composer.press('Control+.');
  await expect(juniper.page.getByRole('option', { name: 'grinning face', exact: true })).toBeVisible();
  await juniper.page.keyboard.type('waving hand');
  await expect(juniper.page.getByRole('option', { name: 'waving hand', exact: true })).toHaveAttribute('aria-selected', 'true');
  await juniper.page.keyboard.press('Enter');
  await expect(juniper.conversation.composer).toHaveValue('👋');
  await juniper.conversation.composer.press('Enter');
  await river.until('the emoji', () => river.heard.join().includes('👋'));
  await juniper.conversation.composer.fill('the ferry leaves');
  river.says('/me waves');
  await expect(juniper.conversation.log.getByText(/\* .*peer\d+ waves/)).toBeVisible();

  // A link in a message shows what it asks for, and puts its text behind what is there, unsent.
  river.says(`xmpp:${marlow.raw.address}?message;body=see%20you`);
  await juniper.conversation.log.getByRole('link').click();
  const write = dialog('Write to this address?');
  await expect(write).toContainText(marlow.raw.address);
  await expect(write.getByText('see you')).toBeVisible();
  await write.getByRole('button', { name: 'Open conversation' }).click();
  await expect(juniper.conversation.heading(marlowsName)).toBeVisible();
  await expect(juniper.conversation.composer).toHaveValue('for your eyes\nsee you');
  expect(marlow.heard.join()).not.toContain('see you');

  await juniper.restart();
  await turnTo(riversName);
  await expect(juniper.conversation.composer).toHaveValue('the ferry leaves');
  await juniper.conversation.composer.press('Control+.');
  await expect(juniper.page.getByRole('group', { name: 'Used last' }).getByRole('option')).toHaveAccessibleName('waving hand');
  await juniper.page.keyboard.press('Escape');

  // A receipt for what was said before the restart reaches the kept line.
  const waved = juniper.conversation.message('👋');
  await expect(waved.getByRole('img', { name: /^Sent/ })).toBeVisible();
  const { xml } = server.wire.elements().find((element) => element.direction === 'in' && element.xml.includes('👋'))!;
  const [, id] = /^<message[^>]* id=["']([^"']+)/.exec(xml)!;
  river.raw.send(`<message type='chat' to='${juniper.address}'><received xmlns='urn:xmpp:receipts' id='${id}'/></message>`);
  await expect(waved.getByRole('img', { name: /^Delivered/ })).toBeVisible();
  await turnTo(marlowsName);
  await expect(juniper.conversation.composer).toHaveValue('');

  // From outside: a second start with a link brings the window to the front and shows it.
  const fingerprint = fingerprintOf(marlow.key);
  const { command, args } = commandOf(await chooseRuntime(), [`--user-data-dir=${juniper.profile}`, `xmpp:${marlow.raw.address}?otr-fingerprint=${fingerprint}`]);
  const second = spawn(command, args, { stdio: 'ignore', timeout: 20_000 });
  expect((await once(second, 'exit'))[0]).toBe(0);
  const key = dialog('Write to this address?');
  await expect(key.getByText('Sotto knows this key, and it is not verified.')).toBeVisible();
  const verify = key.getByRole('button', { name: 'Verify' });
  await expect(verify).toBeDisabled();
  await key.getByRole('checkbox', { name: /^I have this link from them in person/ }).check();
  await verify.click();
  await expect(key.getByText('This is the key that you verified.')).toBeVisible();
  await key.getByRole('button', { name: 'Cancel' }).click();

  // And one that the program was started with waits until the vault is open.
  await juniper.quit();
  await juniper.start({ words: ['xmpp:newcomer@sotto.test?roster;name=New%20Comer;group=Work'] });
  await juniper.firstRun.pass(juniper.passphrase);
  await dialog('Add this buddy?').getByRole('button', { name: 'Add buddy…' }).click();
  const add = dialog('Add a buddy');
  await expect(add.getByRole('textbox', { name: 'Address' })).toHaveValue('newcomer@sotto.test');
  await expect(add.getByRole('textbox', { name: /^Name/ })).toHaveValue('New Comer');
});
