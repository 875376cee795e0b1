import { meet, nameOf, together } from '../fixtures/meeting.ts';
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
