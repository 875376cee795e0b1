import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate } from '../pages/person.ts';

test('a buddy with two devices: the conversation says which one lines go to, and the person chooses @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const [juniper, laptop] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), laptop.arrive()]);
  await befriend(juniper, laptop);
  await goPrivate(juniper, laptop);
  const device = juniper.conversation.panel.getByRole('button', { name: /^Goes to / });
  await expect(device).toHaveCount(0);
  await laptop.conversation.say('from the laptop');
  await juniper.conversation.expectMessage('from the laptop', 'encrypted');

  const phone = newPerson('River', { account: laptop.account });
  await phone.arrive();
  await expect(phone.buddies.row(juniper.account)).toHaveAccessibleName(/, Available/);
  await phone.buddies.open(juniper.account);
  await phone.conversation.goPrivate();
  await juniper.conversation.changedKeyBanner.getByRole('button', { name: 'Continue unverified' }).click();
  const phoneKey = await device.innerText();
  await juniper.conversation.say('for the phone alone');
  await phone.conversation.expectMessage('for the phone alone', 'encrypted');

  await device.click();
  const menu = juniper.page.getByRole('menu', { name: 'Device' });
  await expect(menu.getByRole('menuitemradio')).toHaveCount(5);
  const chosen = phoneKey.replace('Goes to ', '').trim();
  await menu.getByRole('menuitemradio', { name: /Unverified$/ }).filter({ hasNotText: chosen }).click();
  await expect(juniper.conversation.notice('goes to another device')).toBeVisible();
  await expect(device).not.toHaveText(phoneKey);
  await juniper.conversation.say('for the laptop alone');
  await laptop.conversation.expectMessage('for the laptop alone', 'encrypted');
  expect((await phone.conversation.messages()).map(({ text }) => text)).toEqual(['for the phone alone']);
  expect((await laptop.conversation.messages()).map(({ text }) => text)).toEqual(['from the laptop', 'for the laptop alone']);

  await juniper.conversation.choose('End');
  for (const person of [laptop, phone]) await person.conversation.expectPrivacy('Finished');
  await expect(device).toHaveCount(0);
  expect(server.wire.elements().map(({ xml }) => xml).join('\n')).not.toContain('alone');
});
