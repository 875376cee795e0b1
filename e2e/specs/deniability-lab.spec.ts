import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate } from '../pages/person.ts';

test('the deniability lab records, shows what was given away, and forges what a buddy said @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  const river = newPerson('River');
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);
  await juniper.buddies.open('River');

  const lab = juniper.page.getByRole('dialog', { name: 'Deniability lab' });
  await juniper.menus.choose('Tools', 'Deniability lab…');
  await lab.getByRole('button', { name: 'Record' }).click();
  await expect(lab).toContainText('Nothing recorded yet.');
  await lab.getByRole('button', { name: 'Close' }).click();
  await expect(juniper.conversation.notice('The deniability lab records')).toBeVisible();

  await goPrivate(juniper, river);
  for (let turn = 1; turn <= 3; turn += 1) {
    await river.conversation.say(`I like your cat ${turn}`);
    await juniper.conversation.expectMessage(`I like your cat ${turn}`, 'encrypted');
    await juniper.conversation.say(`so do I ${turn}`);
    await river.conversation.expectMessage(`so do I ${turn}`, 'encrypted');
  }

  await juniper.menus.choose('Tools', 'Deniability lab…');
  const recorded = lab.getByRole('list', { name: 'Recorded texts' });
  await expect(recorded).toContainText(/gives away \d MAC keys? that/);
  await recorded.getByRole('button', { name: 'Forge: I like your cat 1' }).click();
  const words = lab.getByRole('textbox', { name: 'What River is to have said' });
  await words.fill('I would never say such a long thing');
  await words.press('Enter');
  await expect(lab.getByRole('alert')).toContainText('too long');
  await words.fill('I loathe it');
  await words.press('Enter');
  await expect(lab.getByRole('status')).toContainText('This message says “I loathe it”, and its MAC is right.');
  await expect(lab.getByRole('status')).toContainText('?OTR:AAMD');

  await lab.getByRole('button', { name: 'Stop and forget' }).click();
  await expect(lab.getByRole('button', { name: 'Record' })).toBeVisible();
  await lab.getByRole('button', { name: 'Close' }).click();
  await expect(juniper.conversation.notice('has stopped and forgotten')).toBeVisible();
});
