import { expect, test } from '../interop/test.ts';

test('a private conversation with Pidgin: lines as they were written, refreshed from either side, questions @server', async ({ newPerson, atPidgin, server }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  const finch = await atPidgin('Finch', juniper);
  await juniper.arrive();
  const { conversation, verify } = juniper;
  await expect(juniper.buddies.row('Finch')).toHaveAccessibleName(/, Available/);
  await juniper.buddies.open('Finch');
  await finch.open(juniper);

  await test.step('they start it, and make their key for it', async () => {
    await finch.say('?OTR?');
    await conversation.expectPrivacy('Unverified');
    await finch.sees(/^Unverified .*started/);
  });

  // Pidgin takes what it gets for HTML.
  const told = 'it is: 1<2 & 2>1, <b>süß</b> &lt;\nand <3';
  await test.step('what is written arrives as it was written', async () => {
    await finch.say('is a < b & c, <b>or</b> &lt;?');
    await conversation.expectMessage('is a < b & c, <b>or</b> &lt;?', 'encrypted');
    await conversation.say(told);
    expect(await finch.sees(/^it is: /)).toBe(told);
    expect((await conversation.messages()).at(-1)).toMatchObject({ text: told });
  });

  await test.step('both refresh it, and lines go on', async () => {
    await finch.say('?OTR?');
    await finch.sees(/^Successfully refreshed/);
    await expect(conversation.notice('was refreshed')).toHaveCount(1);
    await conversation.choose('Refresh');
    await expect(conversation.notice('was refreshed')).toHaveCount(2);
    await finch.sees(/conversation with .*(started|refreshed)/);
    await conversation.say('with new keys');
    await finch.sees(/^with new keys$/);
    await finch.say('and back');
    await conversation.expectMessage('and back', 'encrypted');
  });

  const ask = async () => {
    await conversation.choose('uthenticate buddy…');
    await verify.ask('Which bridge?', 'the harbour bridge');
  };
  await test.step('a question: answered wrong, broken off by them, and answered right', async () => {
    await ask();
    await finch.answer('the iron bridge');
    await verify.read('The two of you did not enter the same');
    await finch.cancel();
    await conversation.expectPrivacy('Unverified');
    await ask();
    await finch.cancel();
    await verify.read('Finch stopped it');
    await ask();
    await finch.answer('the harbour bridge');
    await verify.read('Finch is verified');
    await conversation.expectPrivacy('Private');
  });

  const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
  for (const secret of ['it is: 1', 'with new keys', 'and back', 'Which bridge']) expect(wire).not.toContain(secret);
});
