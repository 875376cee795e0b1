import { Profanity } from '../interop/profanity.ts';
import { expect, test } from '../interop/test.ts';

/* What a conversation needs of the network beside its words, with profanity at the other end. */

test('typing, receipts, corrections, copies and questions, with profanity at the other end @server', async ({ newPerson, atProfanity, server }) => {
  test.setTimeout(90_000);
  const juniper = newPerson('Juniper');
  const [finch] = await Promise.all([atProfanity('Finch'), juniper.arrive()]);
  const { conversation } = juniper;
  const seen = (text: string) => server.wire.waitFor(({ xml, direction, session }) => direction === 'in' && session.startsWith(juniper.address) && xml.includes(text));
  const count = (text: string) => server.wire.elements().filter(({ xml, direction, session }) => direction === 'in' && session.startsWith(juniper.address) && xml.includes(text)).length;

  await test.step('they become buddies, and learn what the other program can do', async () => {
    for (const line of ['/receipts send on', '/receipts request on', '/states on', '/outtype on', '/intype titlebar on', '/correction on']) finch.enter(line);
    await juniper.buddies.add({ address: finch.address, name: 'Finch' });
    await finch.befriend(juniper.address);
    await juniper.buddies.approve(finch.address);
    await expect(juniper.buddies.row('Finch')).toHaveAccessibleName(/, Available/);
    await juniper.buddies.open('Finch');
    await server.wire.waitFor(({ xml, direction, session }) => direction === 'in' && session.startsWith(finch.address) && xml.includes('<identity'));
  });

  await test.step('a line asks for a receipt, and is delivered once they say so', async () => {
    await conversation.say('hello from the harbour');
    await finch.sees(/ - .*: hello from the harbour$/);
    await expect(conversation.message('hello from the harbour').getByRole('img', { name: /^Delivered/ })).toBeVisible();
  });

  await test.step('they type, which shows, and goes with what they say; we tell them that it arrived', async () => {
    finch.type('back');
    const words = juniper.page.getByText('Finch is typing…');
    await expect(words).toBeVisible();
    await expect(juniper.buddies.row('Finch')).toHaveAccessibleName(/Typing…/);
    await expect(conversation.tab('Finch')).toHaveAccessibleName(/Typing…/);
    finch.enter(' to you');
    await conversation.expectMessage('back to you', 'clear');
    await expect(words).toBeHidden();
    await seen('<received');
  });

  await test.step('we type, and they see it', async () => {
    await conversation.composer.pressSequentially('is anybody');
    await seen('<composing');
    await finch.titled('(typing...)');
    await conversation.composer.press('Enter');
    await finch.sees(/: is anybody$/);
  });

  await test.step('our last line is corrected, and theirs', async () => {
    await conversation.composer.press('ArrowUp');
    await expect(conversation.composer).toHaveValue('is anybody');
    await conversation.composer.fill('is anybody there?');
    await conversation.composer.press('Enter');
    await expect.poll(() => finch.shown()).toMatch(/ \+ .*: is anybody there\?\s/);
    const ours = conversation.message('is anybody there?');
    await expect(ours).toHaveCount(1);
    await expect(ours.getByText('Edited')).toBeVisible();
    finch.enter('I am heer');
    await conversation.expectMessage('I am heer', 'clear');
    finch.enter('/correct I am here');
    await conversation.expectMessage('I am here', 'clear');
    const theirs = conversation.message('I am here');
    await theirs.getByText('Edited').click();
    await expect(theirs).toContainText('I am heer');
    await expect(conversation.message('I am heer')).toHaveCount(1);
  });

  await test.step('a line from another device of ours says so', async () => {
    const phone = await Profanity.signIn(server, juniper.account, juniper.password);
    try {
      phone.enter('/carbons on');
      phone.enter(`/msg ${finch.address} from my phone`);
      await expect(conversation.message('from my phone')).toContainText('From another device of yours');
      await expect(conversation.message('from my phone').getByRole('img', { name: /^(Sent|Delivered)/ })).toHaveCount(0);
    } finally {
      await phone.close();
    }
  });

  await test.step('a ping is answered, and the version only once it is switched on', async () => {
    const full = `${juniper.address}/${/\/([^/]+)$/.exec((await seen('<presence')).session)?.[1] ?? ''}`;
    const answerTo = async (command: string, namespace: string) => {
      const before = server.wire.elements().length;
      finch.enter(command);
      const answer = () => {
        const later = server.wire.elements().slice(before).filter(({ direction }) => direction === 'in');
        const question = later.find(({ session, xml }) => session.startsWith(finch.address) && xml.includes(namespace));
        const id = / id='([^']+)'/.exec(question?.xml ?? '')?.[1];
        return later.find(({ session, xml }) => id !== undefined && session === full && xml.includes(`'${id}'`))?.xml ?? '';
      };
      await expect.poll(answer).not.toBe('');
      return answer();
    };
    expect(await answerTo(`/ping ${full}`, 'urn:xmpp:ping')).toContain("type='result'");
    expect(await answerTo(`/software ${full}`, 'jabber:iq:version')).toContain("type='error'");
    await juniper.menus.choose('Tools', 'Preferences');
    await juniper.page.getByRole('tab', { name: 'What others may know' }).click();
    await juniper.page.getByRole('checkbox', { name: 'The version of Sotto' }).check();
    await juniper.page.keyboard.press('Escape');
    await expect.poll(() => answerTo(`/software ${full}`, 'jabber:iq:version')).toContain('<name>Sotto</name>');
  });

  await test.step('in private nothing tells of typing, and a receipt comes for what was decrypted', async () => {
    await conversation.goPrivate();
    await conversation.expectPrivacy('Unverified');
    await finch.sees(/OTR session started/);
    const before = [count('<composing'), count('<active')];
    await conversation.composer.pressSequentially('just for you');
    await conversation.composer.press('Enter');
    await finch.sees(/ ~ .*: just for you$/);
    await expect(conversation.message('just for you').getByRole('img', { name: /^Delivered/ })).toBeVisible();
    await conversation.composer.press('ArrowUp');
    await expect(conversation.composer).toHaveValue('');
    finch.enter('and back');
    await conversation.expectMessage('and back', 'encrypted');
    expect([count('<composing'), count('<active')]).toEqual(before);
    const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
    for (const secret of ['just for you', 'and back']) expect(wire).not.toContain(secret);
  });
});
