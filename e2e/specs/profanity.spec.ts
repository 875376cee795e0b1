import { qrCodesIn } from '../fixtures/qr-codes.ts';
import { expect, test } from '../interop/test.ts';
import type { Profanity } from '../interop/profanity.ts';
import type { Person } from '../pages/person.ts';

/** Juniper here and Finch at profanity, each with the other in front and nothing private between them. */
async function together(juniper: Person, finch: Profanity): Promise<void> {
  await juniper.buddies.add({ address: finch.address, name: 'Finch' });
  await finch.befriend(juniper.address);
  await juniper.buddies.approve(finch.address);
  await expect(juniper.buddies.row('Finch')).toHaveAccessibleName(/, Available/);
  await juniper.buddies.open('Finch');
}

test('a private conversation with profanity, started, refreshed and ended from either side @server', async ({ newPerson, atProfanity, server }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  const [finch] = await Promise.all([atProfanity('Finch'), juniper.arrive()]);
  const { conversation, verify } = juniper;
  await together(juniper, finch);

  await test.step('they start it, and nobody is verified yet', async () => {
    finch.enter('/otr start');
    await finch.sees(/OTR session started \(untrusted\)/);
    await finch.titled('[OTR]', '[untrusted]');
    await conversation.expectPrivacy('Unverified');
  });

  await test.step('what is written arrives as it was written, marked', async () => {
    finch.enter('is 1 < 2 & "3" > 2? ünï 🙂;');
    await conversation.expectMessage('is 1 < 2 & "3" > 2? ünï 🙂;', 'encrypted');
    await conversation.say('it is: 1 < 2 && 2 < 3, <b>süß</b> 🙂');
    await finch.sees(/ ~ .*: it is: 1 < 2 && 2 < 3, <b>süß<\/b> 🙂$/);
  });

  const uri = (address: string, fingerprint: string) => `xmpp:${address}?otr-fingerprint=${fingerprint.toLowerCase()}`;
  const [finchs, junipers] = [await finch.fingerprint('/otr myfp'), await finch.fingerprint('/otr theirfp')];

  await test.step('both show the same two fingerprints, a scanner reads them too, and each verifies by hand', async () => {
    await conversation.choose('Authenticate buddy…');
    expect(await verify.theirs()).toBe(finchs);
    expect(await verify.mine()).toBe(junipers);
    for (const colorScheme of ['light', 'dark'] as const) {
      await juniper.page.emulateMedia({ colorScheme });
      const found = qrCodesIn(await verify.dialog.screenshot());
      expect([...found].sort()).toEqual([uri(finch.address, finchs), uri(juniper.address, junipers)]);
    }
    await verify.answer(true);
    await conversation.expectPrivacy('Private');
    finch.enter('/otr trust');
    await finch.titled('[OTR]', '[trusted]');
    finch.enter('so it is you');
    await conversation.expectMessage('so it is you', 'verified');
  });

  await test.step('the manager of fingerprints shows both, and a scanner reads them there', async () => {
    await juniper.menus.choose('Tools', 'Fingerprints…');
    await juniper.fingerprints.row(/Finch/).click();
    expect(qrCodesIn(await (await juniper.fingerprints.details()).screenshot())).toEqual([uri(finch.address, finchs)]);
    await juniper.page.keyboard.press('Escape');
    expect(qrCodesIn(await (await juniper.fingerprints.myDetails(juniper.address)).screenshot())).toEqual([uri(juniper.address, junipers)]);
    await juniper.page.keyboard.press('Escape');
    await juniper.fingerprints.close();
  });

  await test.step('we refresh it, and lines go on both ways', async () => {
    await conversation.choose('Refresh');
    await expect(conversation.notice('was refreshed')).toBeVisible();
    await conversation.say('with new keys');
    await finch.sees(/ ~ .*: with new keys$/);
    finch.enter('new ones here too');
    await conversation.expectMessage('new ones here too', 'verified');
  });

  await test.step('they end it: finished here, and started again from here it is private at once', async () => {
    finch.enter('/otr end');
    await finch.sees(/OTR session ended/);
    await conversation.expectPrivacy('Finished');
    await conversation.shut.getByRole('button', { name: 'Start again' }).click();
    await conversation.expectPrivacy('Private');
    await finch.sees(/OTR session started/);
    await finch.titled('[OTR]', '[trusted]');
    await conversation.say('there again');
    await finch.sees(/ ~ .*: there again$/);
  });

  await test.step('we end it: they are told, and clear lines are clear', async () => {
    await conversation.choose('End');
    await conversation.expectPrivacy('Not private');
    await finch.sees(/OTR session ended/);
    await finch.titled('[unencrypted]');
    finch.enter('for everybody to read');
    await conversation.expectMessage('for everybody to read', 'clear');
    await conversation.say('and back');
    await finch.sees(/ - .*: and back$/);
  });

  const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
  for (const secret of ['so it is you', 'with new keys', 'there again', 'it is: 1']) expect(wire).not.toContain(secret);
});

test('profanity is asked and asks: questions, secrets, right and wrong @server', async ({ newPerson, atProfanity }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  const [finch] = await Promise.all([atProfanity('Finch'), juniper.arrive()]);
  const { conversation, verify } = juniper;
  await together(juniper, finch);
  await conversation.goPrivate();
  await conversation.expectPrivacy('Unverified');
  await finch.sees(/OTR session started/);

  const ask = async (question: string, answer: string) => {
    await conversation.choose('uthenticate buddy…');
    await verify.ask(question, answer);
    await finch.sees(/wants to authenticate your identity with the following question/);
    expect(await finch.sees(/!   /)).toContain(question);
  };

  await test.step('they ask, and are answered wrong: nothing changes', async () => {
    finch.enter('/otr question "What was the boat called?" Rosinante');
    await finch.sees(/Awaiting authentication/);
    await expect(await verify.asked()).toContainText('What was the boat called?');
    await verify.reply('Dulcinea');
    await finch.sees(/Authentication failed/);
    await verify.read('The two of you did not enter the same');
    await conversation.expectPrivacy('Unverified');
  });

  await test.step('they ask, and are answered right: they know who we are, and we do not know who they are', async () => {
    finch.enter('/otr question "What was the boat called?" Rosinante');
    await verify.asked();
    await verify.reply('Rosinante');
    await finch.sees(/Authentication successful/);
    await finch.titled('[OTR]', '[trusted]');
    await verify.read('Finch knows that it is you');
    await conversation.expectPrivacy('Unverified');
  });

  await test.step('we ask, and the answer is wrong', async () => {
    await ask('Which bridge?', 'the harbour bridge');
    finch.enter('/otr answer "the iron bridge"');
    await verify.read('The two of you did not enter the same');
    await conversation.expectPrivacy('Unverified');
    await finch.sees(/failed to authenticate you/);
  });

  await test.step('we ask, and the answer is right', async () => {
    await ask('Which bridge?', 'the harbour bridge');
    finch.enter('/otr answer "the harbour bridge"');
    await expect(verify.outcome('Finch is verified')).toContainText('They knew the answer');
    await verify.read('Finch is verified');
    await conversation.expectPrivacy('Private');
    await finch.sees(/successfully authenticated you/);
  });

  await test.step('a secret from here, which is not theirs: what was verified stands', async () => {
    await conversation.choose('Re-authenticate buddy…');
    await verify.compare('seven lamps');
    await finch.sees(/wants to authenticate your identity/);
    finch.enter('/otr secret "eight lamps"');
    await expect(verify.outcome('The two of you did not enter the same')).toContainText('that still stands');
    await verify.read('The two of you did not enter the same');
    await finch.sees(/Authentication failed/);
    await conversation.expectPrivacy('Private');
  });

  await test.step('a secret that both type, from here', async () => {
    await conversation.choose('Re-authenticate buddy…');
    await verify.compare('seven lamps');
    await finch.sees(/wants to authenticate your identity/);
    finch.enter('/otr secret "seven lamps"');
    await expect(verify.outcome('Finch is verified')).toContainText('each of you has verified the other');
    await verify.read('Finch is verified');
    await finch.sees(/Authentication successful/);
  });

  await test.step('a secret that both type, from there', async () => {
    finch.enter('/otr secret "eight lamps"');
    await expect(await verify.asked()).toContainText('Type the secret that you and Finch agreed on.');
    await verify.reply('eight lamps');
    await verify.read('Finch is verified');
    await finch.sees(/Authentication successful/);
  });

  await test.step('we stop it in the middle', async () => {
    await ask('Who rang?', 'Rosinante');
    await verify.running.getByRole('button', { name: 'Stop authenticating' }).click();
    await verify.leftOff();
    await finch.sees(/SMP session aborted/);
    await conversation.expectPrivacy('Private');
  });

  await test.step('we decline', async () => {
    finch.enter('/otr question "Who?" me');
    await (await verify.asked()).getByRole('button', { name: 'Decline' }).click();
    await verify.leftOff();
    await finch.sees(/SMP session aborted/);
  });

  await test.step('they end the conversation in the middle', async () => {
    await ask('Who rang?', 'Rosinante');
    finch.enter('/otr end');
    await verify.read('The private conversation ended meanwhile');
    await conversation.expectPrivacy('Finished');
  });
});
