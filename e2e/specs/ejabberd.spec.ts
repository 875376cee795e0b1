import { startEjabberd, type Ejabberd } from '../fixtures/ejabberd/index.ts';
import { expect, test as base } from '../fixtures/test.ts';
import { befriend, goPrivate } from '../pages/person.ts';

const test = base.extend<{ readonly ejabberd: Ejabberd }>({
  ejabberd: async ({}, use) => {
    const ejabberd = await startEjabberd();
    await use(ejabberd);
    await ejabberd.stop();
  },
});

test('signing in, the list, chat and a private conversation, on ejabberd @server', async ({ newPerson, ejabberd }) => {
  test.setTimeout(120_000);
  const [juniper, river] = [newPerson('Juniper', { server: ejabberd }), newPerson('River', { server: ejabberd })];

  await test.step('a wrong password is told, and the right one signs in, by SCRAM and never in plain text', async () => {
    await Promise.all([juniper.arrive(), river.start().then(() => river.firstRun.pass(river.passphrase))]);
    await river.firstRun.signIn(river.signInWith({ password: 'not this one' }));
    await river.certificate.pin(ejabberd.certificateSha256());
    await expect(river.buddies.trouble(river.address)).toHaveText('The server refused the address or the password. Check both.');
    await river.buddies.account(river.address).getByRole('button', { name: 'Enter password…' }).click();
    const ask = river.page.getByRole('dialog');
    await ask.getByRole('textbox', { name: 'Password' }).fill(river.password);
    await ask.getByRole('button', { name: 'Sign in' }).click();
    await river.buddies.online(river.address);
    const mechanisms = new Set([...ejabberd.log().matchAll(/<auth [^>]*mechanism=\\?["']([^\\"']+)/g)].map(([, mechanism]) => mechanism));
    expect([...mechanisms].every((mechanism) => mechanism?.startsWith('SCRAM-SHA-')), [...mechanisms].join()).toBe(true);
    expect(mechanisms.size).toBeGreaterThan(0);
  });

  await test.step('each is in the list of the other, and a name and a group stay on the server', async () => {
    await befriend(juniper, river);
    await juniper.buddies.rowMenu('River', 'Name, groups and notes…');
    const dialog = juniper.page.getByRole('dialog', { name: 'Name, groups and notes' });
    await dialog.getByRole('combobox', { name: 'Groups' }).fill('Friends');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(juniper.buddies.group('Friends')).toContainText('1 of 1');
    await juniper.buddies.statusMenu(juniper.address, 'Away');
    await expect(river.buddies.row(juniper.account)).toHaveAccessibleName(/, Away/);
    await juniper.buddies.statusMenu(juniper.address, 'Available');
    await expect(river.buddies.row(juniper.account)).toHaveAccessibleName(/, Available/);
  });

  await test.step('they chat in clear, and each line is said to have arrived', async () => {
    await juniper.buddies.open('River');
    await river.buddies.open(juniper.account);
    await juniper.conversation.say('hello over ejabberd');
    await river.conversation.expectMessage('hello over ejabberd', 'clear');
    await expect(juniper.conversation.message('hello over ejabberd').getByRole('img', { name: /^Delivered/ })).toBeVisible();
    await river.conversation.say('hello & <welcome>');
    await juniper.conversation.expectMessage('hello & <welcome>', 'clear');
  });

  await test.step('and in private, both ways', async () => {
    await goPrivate(juniper, river);
    await juniper.conversation.say('for two pairs of eyes');
    await river.conversation.expectMessage('for two pairs of eyes', 'encrypted');
    await river.conversation.say('and for no more');
    await juniper.conversation.expectMessage('and for no more', 'encrypted');
  });

  await test.step('after a restart of the app the list is there, in its groups, and it goes on', async () => {
    await juniper.restart();
    await expect(juniper.buddies.group('Friends')).toContainText('1 of 1');
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Available/);
    await juniper.conversation.goPrivate();
    await juniper.conversation.expectPrivacy('Unverified');
    await juniper.conversation.say('private once more');
    await river.conversation.expectMessage('private once more', 'encrypted');
  });

  const wire = ejabberd.log();
  expect(wire).toContain('hello over ejabberd');
  expect(wire).toContain('?OTR:AAM');
  for (const secret of ['two pairs of eyes', 'for no more', 'private once more', juniper.password]) expect(wire).not.toContain(secret);
});
