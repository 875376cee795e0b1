import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate, type Person } from '../pages/person.ts';

type Bridge = { readonly sotto: { readonly call: Readonly<Record<string, (input: object) => Promise<{ readonly value: { readonly drafts: readonly { readonly text: string }[] } }>>> } };

/** What main has of the texts that stand in the composers. */
function draftsInMain(person: Person): Promise<string[]> {
  return person.page.evaluate(async () => {
    const { value } = await (window as unknown as Bridge).sotto.call['app.snapshot']!({});
    return value.drafts.map(({ text }) => text);
  });
}

test('a window whose process ends comes back to what is under way @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);
  await goPrivate(juniper, river);

  await test.step('a private conversation, and what was typed into it', async () => {
    await juniper.conversation.say('before it falls');
    await juniper.conversation.composer.fill('half a line');
    // What the last key made of it is on its way to main for some milliseconds.
    await expect.poll(() => draftsInMain(juniper)).toEqual(['half a line']);
    await juniper.app.crash();
    await juniper.conversation.expectPrivacy('Unverified');
    await juniper.conversation.expectMessage('before it falls', 'encrypted');
    await expect(juniper.conversation.message('before it falls')).toHaveCount(1);
    await expect(juniper.conversation.composer).toHaveValue('half a line');
    await juniper.conversation.say('after it fell');
    await river.conversation.expectMessage('after it fell', 'encrypted');
  });

  await test.step('a question, on either side of it, and what came of it', async () => {
    await juniper.conversation.choose('Authenticate buddy…');
    await juniper.verify.ask('Where did we meet?', 'at the bridge');
    await river.verify.asked();
    await Promise.all([juniper.app.crash(), river.app.crash()]);
    await expect(juniper.verify.banner).toContainText('Waiting for River to answer your question.');
    await expect(await river.verify.asked()).toContainText('Where did we meet?');
    await river.verify.reply('at the bridge');
    await expect(juniper.verify.banner).toContainText('You have verified River');
    await juniper.conversation.expectPrivacy('Private');
    await juniper.app.crash();
    await juniper.verify.banner.getByRole('button', { name: 'Details…' }).click();
    await juniper.verify.read(/River/);
    await expect(juniper.verify.banner).toHaveCount(0);
  });

  await test.step('a code that another device of mine is to be told', async () => {
    await river.verify.read(/knows that it is you$/);
    const code = await river.transfer.showCode();
    await river.app.crash();
    expect(await river.transfer.readCode()).toBe(code);
    await river.transfer.button('Cancel').click();
    await expect(river.transfer.dialog).toHaveCount(0);
  });

  await test.step('a key that is being made', async () => {
    await river.menus.choose('Tools', 'Fingerprints…');
    const before = await river.fingerprints.myKey(river.address);
    await river.fingerprints.replaceKey(river.address);
    await river.app.crash();
    await river.menus.choose('Tools', 'Fingerprints…');
    await expect.poll(() => river.fingerprints.myKey(river.address), { timeout: 30_000 }).not.toBe(before);
  });
});

test('a window that ends again and again is closed, and the app with it', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  await juniper.start();
  for (let time = 0; time < 3; time += 1) await juniper.app.crash();
  await expect(juniper.firstRun.choosePassphrase).toBeVisible();
  await juniper.app.crashForGood();
  expect(juniper.app.log().filter(({ kind }) => kind === 'dialog')).toMatchObject([{ options: { title: 'Sotto has to close' } }]);
});
