import { expect, test } from '@playwright/test';
import { RawPeer } from '../fixtures/raw-peer.ts';
import { startProsody, startRelay, type Prosody, type Relay } from '../fixtures/prosody/index.ts';
import { Person } from '../pages/person.ts';
import { Camera } from './camera.ts';
import { moveIn } from './neighbours.ts';

/*
 * The whole way through, played by itself: two people on a real server, from the first start on, with a
 * picture of every step.
 */

const domain = 'example.org';
const small = { width: 640, height: 480 };
const usual = { width: 1100, height: 720 };

let server: Prosody;
let relay: Relay;
const people: Person[] = [];
const peers: RawPeer[] = [];

test.beforeAll(async () => {
  server = await startProsody({ domain });
  // River's connection goes through here, so that it can be made to hesitate.
  relay = await startRelay(server);
});

test.afterAll(async () => {
  for (const peer of peers) peer.close();
  await Promise.all(people.map((person) => person.remove()));
  await relay.stop();
  await server.stop();
});

function personCalled(name: string, account: string): Person {
  const person = Person.of(name, server, { account });
  people.push(person);
  return person;
}

/** Says the lines in turn; each is there on both sides before the next is typed. */
async function talk(lines: readonly (readonly [Person, string])[], both: readonly [Person, Person]): Promise<void> {
  for (const [speaker, text] of lines) {
    await speaker.conversation.say(text);
    for (const person of both) await expect(person.conversation.message(text)).toBeVisible();
  }
}

/** Sets the words that buddies see under the name. */
async function sayWhere(person: Person, text: string): Promise<void> {
  await person.buddies.statusMenu(person.address, 'Status message…');
  const dialog = person.page.getByRole('dialog', { name: 'Status message' });
  await dialog.getByRole('textbox', { name: 'Message' }).fill(text);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
}

test('the whole way through', async () => {
  const camera = new Camera();
  const juniper = personCalled('Juniper', 'juniper');
  const river = personCalled('River Tamsin', 'river');
  const both = [juniper, river] as const;

  process.stdout.write('\nJuniper starts Sotto for the first time.\n');
  await juniper.start();
  await juniper.page.setViewportSize(usual);
  await expect(juniper.firstRun.choosePassphrase.or(juniper.firstRun.welcome)).toBeVisible();
  if (await juniper.firstRun.choosePassphrase.isVisible()) {
    await juniper.firstRun.choosePassphrase.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(juniper.passphrase);
    await camera.take(juniper.page, 'passphrase', 'There is no keychain here, so a passphrase guards the keys.');
  }
  await juniper.firstRun.pass(juniper.passphrase);
  await camera.take(juniper.page, 'welcome', 'The first screen.');
  await juniper.firstRun.fill(juniper.signInWith());
  await camera.take(juniper.page, 'sign-in', 'Signing in, with the server set by hand.');
  await juniper.firstRun.signInForm.getByRole('button', { name: 'Sign in' }).click();
  await expect(juniper.certificate.question).toBeVisible();
  await camera.take(juniper.page, 'certificate', 'The system does not know the certificate; its fingerprint can be compared and pinned.');
  await juniper.certificate.pin(server.certificateSha256());
  await juniper.buddies.online(juniper.address);
  await camera.take(juniper.page, 'nobody-yet', 'Signed in. Nobody is in the list yet.');

  process.stdout.write('\nJuniper adds River, and River agrees.\n');
  await river.start();
  await river.page.setViewportSize(usual);
  await river.firstRun.pass(river.passphrase);
  await river.firstRun.signIn(river.signInWith({ port: relay.port }));
  await river.certificate.pin(server.certificateSha256());
  await river.buddies.online(river.address);
  const newBuddy = { address: river.address, name: 'River Tamsin', groups: 'Friends', message: 'Hello River, this is Juniper from the choir' };
  const dialog = await juniper.buddies.fillNewBuddy(newBuddy);
  await camera.take(juniper.page, 'add-buddy', 'Adding a buddy.');
  await dialog.getByRole('button', { name: 'Add buddy' }).click();
  await expect(river.buddies.request(juniper.address)).toBeVisible();
  await camera.take(river.page, 'request', 'River sees the request, and who is asking.');
  await river.buddies.approve(juniper.address);
  await juniper.buddies.approve(river.address);
  await expect(juniper.buddies.row('River Tamsin')).toHaveAccessibleName(/, Available/);
  const around = await moveIn(server, juniper);
  peers.push(...around.values());
  await expect(juniper.buddies.row('Pavel Osei')).toHaveAccessibleName(/, Away, Back in an hour/);

  await sayWhere(juniper, 'at the desk until six');
  await sayWhere(river, 'On the train, patchy');
  await expect(juniper.buddies.row('River Tamsin')).toHaveAccessibleName(/On the train, patchy/);

  process.stdout.write('\nThey talk, and go private.\n');
  await juniper.buddies.open('River Tamsin');
  await river.buddies.open('juniper');
  await talk([[river, 'Morning. Did the parcel arrive?'], [juniper, 'It did. Shall we close the door before we go on?']], both);
  await camera.take(juniper.page, 'in-clear', 'Talking in clear: every line says so.');
  await juniper.conversation.privacy.click();
  await camera.take(juniper.page, 'privacy-menu', 'The privacy button and its menu.');
  await juniper.page.keyboard.press('Escape');
  relay.mute(true);
  await juniper.conversation.goPrivate();
  await expect(juniper.conversation.privacy).toHaveAccessibleName(/starting a private conversation/);
  await camera.take(juniper.page, 'starting', 'The key exchange runs.');
  relay.mute(false);
  for (const person of both) await person.conversation.expectPrivacy('Unverified');
  await talk([[river, 'The door is closed. But is it you?'], [juniper, 'Good question. Let me call you and compare fingerprints.']], both);
  const phone = await RawPeer.signIn(server, river.account, { password: river.password, resource: 'phone', available: false });
  peers.push(phone);
  phone.say(juniper.address, 'sorry, wrote this from my phone');
  await expect(juniper.conversation.message('wrote this from my phone')).toBeVisible();
  await talk([[river, 'That last one was in clear, from the other device. Call me!']], both);
  await camera.take(juniper.page, 'unverified', 'Encrypted, but nobody has checked who is there. One line came unencrypted, and stands apart.');
  await juniper.menus.setTheme('Dark');
  await camera.take(juniper.page, 'unverified-dark', 'The same in the dark.', 'unverified-dark.png');
  await juniper.conversation.unverifiedBanner.getByRole('button', { name: /^Authenticate / }).click();
  await expect(juniper.verify.dialog).toBeVisible();
  await camera.take(juniper.page, 'fingerprints-dark', 'Both fingerprints, to be compared by voice.');
  await juniper.page.keyboard.press('Escape');
  await juniper.menus.setTheme('Light');

  process.stdout.write('\nBoth compare the fingerprints.\n');
  for (const person of both) await person.conversation.unverifiedBanner.getByRole('button', { name: /^Authenticate / }).click();
  expect(await juniper.verify.theirs()).toBe(await river.verify.mine());
  expect(await river.verify.theirs()).toBe(await juniper.verify.mine());
  await juniper.verify.dialog.getByRole('radio', { name: /^I have verified/ }).check();
  await camera.take(juniper.page, 'fingerprints', 'They are the same on both sides.');
  for (const person of both) await person.verify.answer(true);
  for (const person of both) await person.conversation.expectPrivacy('Private');
  around.get('marlow')?.say(juniper.address, 'hey, are you on the new client already?');
  around.get('marlow')?.say(juniper.address, 'looks different, but I found everything');
  await expect(juniper.conversation.tab('Marlow Quint')).toBeVisible();
  await talk(
    [
      [juniper, 'So it is really you.'],
      [river, 'It is. Was there a letter with it?'],
      [juniper, 'There was. I have not opened it.'],
      [juniper, 'I put it on the shelf behind the door, the label is still on.'],
      [river, 'Good. Then I will come by on Thursday, around seven?'],
      [juniper, 'Seven is fine. Bring the long cable if you still have it.'],
      [river, 'I do. See you then.'],
      [river, 'And thank you, for all of it.'],
      [juniper, 'Thursday, then.'],
      [juniper, 'I will leave the light on.'],
    ],
    both,
  );
  await camera.take(juniper.page, 'private', 'Private: encrypted, and each knows who the other is.', 'private-light.png');
  await juniper.page.setViewportSize(small);
  await camera.take(juniper.page, 'narrow', 'In a narrow window.');
  await juniper.conversation.panel.getByRole('button', { name: 'Back to the buddy list' }).click();
  await camera.take(juniper.page, 'narrow-list', 'The buddy list in a narrow window.');
  await juniper.page.setViewportSize(usual);

  process.stdout.write('\nRiver ends it.\n');
  await juniper.conversation.composer.fill('One more thing, about Thursday');
  await river.conversation.choose('End');
  await juniper.conversation.expectPrivacy('Finished');
  await camera.take(juniper.page, 'finished', 'River ended it. What Juniper had typed is kept, and not sent.');

  process.stdout.write('\nRiver comes back on another computer, with another key.\n');
  await juniper.conversation.shut.getByRole('button', { name: 'End' }).click();
  await camera.take(juniper.page, 'withheld', 'Ended on this side too, the text still does not go out by accident.');
  await juniper.conversation.composer.fill('');
  await river.quit();
  const elsewhere = personCalled('River Tamsin', 'river');
  await elsewhere.arrive();
  await expect(elsewhere.buddies.row('juniper')).toHaveAccessibleName(/, Available/);
  await elsewhere.buddies.open('juniper');
  await elsewhere.conversation.goPrivate();
  await expect(juniper.conversation.changedKeyBanner).toBeVisible();
  await juniper.conversation.composer.fill('Is that really you, River?');
  await juniper.conversation.composer.press('Enter');
  await expect(juniper.conversation.composer).toHaveValue('Is that really you, River?');
  await camera.take(juniper.page, 'changed-key', 'A key that was not known before: nothing is sent until Juniper decides.');
  await juniper.menus.setTheme('Dark');
  await camera.take(juniper.page, 'changed-key-dark', 'The same in the dark.');
  await juniper.menus.setTheme('Light');
  await juniper.conversation.changedKeyBanner.getByRole('button', { name: 'End private conversation' }).click();
  await juniper.conversation.expectPrivacy('Not private');
  await elsewhere.quit();

  process.stdout.write('\nA stranger knocks.\n');
  server.addUser('mallory', 'neighbour');
  const mallory = await RawPeer.signIn(server, 'mallory', { password: 'neighbour' });
  peers.push(mallory);
  mallory.say(juniper.address, 'Hello there, let us talk in private. I am from the bank.');
  mallory.say(juniper.address, '?OTRv3?');
  await juniper.buddies.row('mallory').click();
  await expect(juniper.conversation.strangerBanner).toBeVisible();
  await camera.take(juniper.page, 'stranger', 'Somebody who is not in the list gets no answer until Juniper accepts.');
  await juniper.conversation.strangerBanner.getByRole('button', { name: 'Ignore' }).click();

  process.stdout.write('\nJuniper starts Sotto again, in German too.\n');
  await juniper.quit();
  await juniper.start();
  await juniper.page.setViewportSize(usual);
  if (await juniper.firstRun.unlock.isVisible()) {
    await juniper.firstRun.tryPassphrase('not the right one');
    await expect(juniper.firstRun.unlock.getByRole('alert')).toBeVisible();
    await camera.take(juniper.page, 'unlock', 'A wrong passphrase: nothing is lost.');
    await expect(juniper.firstRun.unlock.getByRole('button', { name: 'Unlock' })).toBeEnabled();
  }
  await juniper.firstRun.pass(juniper.passphrase);
  await juniper.buddies.online(juniper.address);
  await juniper.menus.choose('Accounts', 'Manage accounts…');
  await expect(juniper.page.getByRole('dialog', { name: 'Accounts' })).toBeVisible();
  await camera.take(juniper.page, 'accounts', 'The account and its key, as before the restart.');
  await juniper.quit();
  await inGerman(juniper, camera, () => around.get('marlow')?.say(juniper.address, 'Bist du am Donnerstag auch da?'));
  await juniper.quit();

  process.stdout.write('\nThe server goes away.\n');
  await juniper.start();
  await juniper.page.setViewportSize(usual);
  await juniper.firstRun.pass(juniper.passphrase);
  await juniper.buddies.online(juniper.address);
  await expect(juniper.buddies.row('Ines Okafor')).toHaveAccessibleName(/, Available/);
  await server.kill();
  await expect(juniper.buddies.trouble(juniper.address)).toBeVisible();
  await expect(juniper.buddies.row('Ines Okafor')).toHaveAccessibleName(/, Offline/);
  await camera.take(juniper.page, 'server-gone', 'The connection broke: Sotto says so, and tries again by itself.');
  server.replaceCertificate('signed');
  await server.restart();
  await expect(juniper.certificate.changed).toBeVisible({ timeout: 60_000 });
  await camera.take(juniper.page, 'certificate-changed', 'It came back with another certificate than the pinned one, and is refused.');
  await juniper.certificate.changed.getByRole('button', { name: 'Keep refusing' }).click();
  await expect(juniper.buddies.trouble(juniper.address)).toContainText('another certificate than the one you pinned');
  await camera.take(juniper.page, 'refused', 'The list is still there, and nothing was sent.');
  process.stdout.write('\nThe pictures are in tour/.\n');
});

/** The same profile on a German system: the words come from the other catalogue. */
async function inGerman(juniper: Person, camera: Camera, marlowAsks: () => void): Promise<void> {
  await juniper.start({ language: 'de-DE' });
  const { page } = juniper;
  await page.setViewportSize(usual);
  const unlock = page.getByRole('form', { name: /entsperren/i });
  const tree = page.getByRole('tree');
  await expect(unlock.or(tree)).toBeVisible();
  if (await unlock.isVisible()) {
    await unlock.locator('input').fill(juniper.passphrase);
    await unlock.locator('button[type=submit]').click();
  }
  await expect(tree.getByRole('treeitem').filter({ hasText: 'Ines Okafor' })).toBeVisible();
  await tree.getByRole('treeitem').filter({ hasText: 'Marlow Quint' }).click();
  await expect(page.getByRole('tabpanel').getByRole('heading', { name: 'Marlow Quint' })).toBeVisible();
  marlowAsks();
  await expect(juniper.conversation.message('Bist du am Donnerstag auch da?')).toBeVisible();
  await camera.take(page, 'german', 'In German.');
}
