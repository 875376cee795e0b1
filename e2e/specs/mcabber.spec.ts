import { expect, test } from '../interop/test.ts';
import type { Mcabber } from '../interop/mcabber.ts';
import type { Person } from '../pages/person.ts';

/** Juniper here and Finch at mcabber, each with the other in front and nothing private between them. */
async function together(juniper: Person, finch: Mcabber): Promise<void> {
  await juniper.buddies.add({ address: finch.address, name: 'Finch' });
  await finch.befriend(juniper.address);
  await juniper.buddies.approve(finch.address);
  await expect(juniper.buddies.row('Finch')).toHaveAccessibleName(/, Available/);
  await juniper.buddies.open('Finch');
}

const tag = ' \t  \t\t\t\t \t \t \t  ';

test('mcabber, which speaks version 3: tags, questions, secrets, and who breaks them off @server', async ({ newPerson, atMcabber, server }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  const [finch] = await Promise.all([atMcabber('Finch'), juniper.arrive()]);
  const { conversation, verify } = juniper;
  await together(juniper, finch);

  await test.step('without a tag, a line in clear starts nothing', async () => {
    finch.enter('good morning');
    await conversation.expectMessage('good morning', 'clear');
    await conversation.expectPrivacy('Not private');
  });

  await test.step('with one, the private conversation starts by itself, and the line is shown without it', async () => {
    finch.enter('/otrpolicy default opportunistic');
    finch.enter('shall we?');
    await conversation.expectMessage('shall we?', 'clear');
    await conversation.expectPrivacy('Unverified');
    await finch.sees(/OTR: channel established/);
    expect(server.wire.messages().filter(({ xml }) => xml.includes(`shall we?${tag}`))).not.toEqual([]);
    expect((await conversation.messages()).map(({ text }) => text)).toEqual(['good morning', 'shall we?']);
  });

  await test.step('what is written arrives as it was written, marked', async () => {
    finch.enter('is 1 < 2 & "3" > 2? ünï 🙂;');
    await conversation.expectMessage('is 1 < 2 & "3" > 2? ünï 🙂;', 'encrypted');
    await conversation.say('it is: 1 < 2 && 2 < 3, <b>süß</b> 🙂');
    await finch.sees(/<O= it is: 1 < 2 && 2 < 3, <b>süß<\/b> 🙂$/);
  });

  await test.step('both show the same two fingerprints', async () => {
    const shown = await finch.fingerprints();
    await conversation.choose('Authenticate buddy…');
    expect(await verify.theirs()).toBe(shown.mine);
    expect(await verify.mine()).toBe(shown.theirs);
    await verify.answer(false);
  });

  await test.step('a question: answered wrong, broken off by them, by us, and answered right', async () => {
    const ask = async () => {
      await conversation.choose('Authenticate buddy…');
      await verify.ask('Which bridge?', 'the harbour bridge');
      await finch.sees(/Question: Which bridge\?/);
    };
    await ask();
    finch.enter('/otr smpr . the iron bridge');
    await verify.read('The two of you did not enter the same');
    await finch.sees(/Protocol: [Ff]ail/);
    await conversation.expectPrivacy('Unverified');
    await ask();
    finch.enter('/otr smpa .');
    await verify.read('Finch stopped it');
    await ask();
    await verify.running.getByRole('button', { name: 'Stop authenticating' }).click();
    await verify.leftOff();
    await finch.sees(/Protocol: Aborted/);
    await conversation.expectPrivacy('Unverified');
    await ask();
    finch.enter('/otr smpr . the harbour bridge');
    await verify.read('Finch is verified');
    await finch.sees(/Protocol: Success/);
    await conversation.expectPrivacy('Private');
  });

  await test.step('our secret: answered wrong, broken off by them, by us, and answered right', async () => {
    const ask = async () => {
      await conversation.choose('Re-authenticate buddy…');
      await verify.compare('seven lamps');
      await finch.sees(/Received SMP Initiation/);
    };
    await ask();
    finch.enter('/otr smpr . eight lamps');
    await expect(verify.outcome('The two of you did not enter the same')).toContainText('that still stands');
    await verify.read('The two of you did not enter the same');
    await finch.sees(/Protocol: [Ff]ail/);
    await ask();
    finch.enter('/otr smpa .');
    await verify.read('Finch stopped it');
    await ask();
    await verify.running.getByRole('button', { name: 'Stop authenticating' }).click();
    await verify.leftOff();
    await finch.sees(/Protocol: Aborted/);
    await conversation.expectPrivacy('Private');
    await ask();
    finch.enter('/otr smpr . seven lamps');
    await expect(verify.outcome('Finch is verified')).toContainText('each of you has verified the other');
    await verify.read('Finch is verified');
    await finch.sees(/Protocol: Success/);
  });

  await test.step('their secret: answered wrong, declined, broken off by them, and answered right', async () => {
    const asked = async () => {
      finch.enter('/otr smpq . seven lamps');
      await expect(await verify.asked()).toContainText('Type the secret that you and Finch agreed on.');
    };
    await asked();
    await verify.reply('eight lamps');
    await expect(verify.outcome('The two of you did not enter the same')).toContainText('that still stands');
    await verify.read('The two of you did not enter the same');
    await finch.sees(/Protocol: [Ff]ail/);
    await conversation.expectPrivacy('Private');
    await asked();
    await verify.request.getByRole('button', { name: 'Decline' }).click();
    await verify.leftOff();
    await finch.sees(/Protocol: Aborted/);
    await asked();
    finch.enter('/otr smpa .');
    await verify.read('Finch stopped it');
    await asked();
    await verify.reply('seven lamps');
    await verify.read('Finch is verified');
    await finch.sees(/Protocol: Success/);
    finch.enter('so it is you');
    await conversation.expectMessage('so it is you', 'verified');
  });

  await test.step('we refresh it; they end it in the middle of a question', async () => {
    await conversation.choose('Refresh');
    await expect(conversation.notice('was refreshed')).toBeVisible();
    await finch.sees(/OTR: channel established/);
    await conversation.say('with new keys');
    await finch.sees(/<O= with new keys$/);
    await conversation.choose('Re-authenticate buddy…');
    await verify.ask('Who rang?', 'Rosinante');
    await finch.sees(/Question: Who rang\?/);
    finch.enter('/otr stop .');
    await verify.read('The private conversation ended meanwhile');
    await conversation.expectPrivacy('Finished');
  });

  const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
  for (const secret of ['so it is you', 'with new keys', 'it is: 1', 'Which bridge', 'Rosinante']) expect(wire).not.toContain(secret);
});
