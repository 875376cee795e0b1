import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate, type Person, type PersonOptions } from '../pages/person.ts';

type NewPerson = (name: string, options?: PersonOptions) => Person;

const question = 'Where did we leave the blue bicycle?';
const answer = 'Behind the observatory';

/** Two people in a private conversation, each with the other in front, and nobody verified. */
async function twoPeople(newPerson: NewPerson): Promise<readonly [Person, Person]> {
  const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);
  await goPrivate(juniper, river);
  return [juniper, river];
}

async function openFrom(person: Person): Promise<void> {
  const { unverifiedBanner, privacy } = person.conversation;
  await expect(privacy).toHaveText(/^(Unverified|Private)$/);
  if ((await privacy.innerText()) === 'Private') await person.conversation.choose('Re-authenticate buddy…');
  else await unverifiedBanner.getByRole('button', { name: /^Authenticate / }).click();
  await expect(person.verify.dialog).toBeVisible();
}

async function asks(person: Person): Promise<void> {
  await openFrom(person);
  await person.verify.ask(question, answer);
  await expect(person.verify.running).toContainText(question);
}

/** Both people's own words for each other. */
const names = (juniper: Person) => ({ ofJuniper: juniper.account, ofRiver: 'River' });

test('a question that is answered right verifies one side, and the other asks back @server', async ({ newPerson, server }) => {
  test.setTimeout(120_000);
  const [juniper, river] = await twoPeople(newPerson);
  const { ofJuniper } = names(juniper);

  await test.step('the dialog comes up by itself where nobody types', async () => {
    await asks(juniper);
    await expect(river.verify.request).toContainText(question);
    await expect(river.conversation.notice(question)).toBeVisible();
    await river.verify.reply(answer);
  });

  await test.step('only the one who asked has verified', async () => {
    await expect(juniper.verify.outcome('River is verified')).toContainText('They knew the answer');
    await expect(river.verify.outcome(`${ofJuniper} knows that it is you`)).toContainText('does not show you who they are');
    await juniper.verify.read('River is verified');
    await juniper.conversation.expectPrivacy('Private');
    await river.conversation.expectPrivacy('Unverified');
  });

  await test.step('the other is offered to ask, and both are private', async () => {
    await river.verify.outcome(`${ofJuniper} knows that it is you`).getByRole('button', { name: `Ask ${ofJuniper} a question…` }).click();
    await river.verify.ask('What was it called?', 'Rosinante');
    await juniper.verify.reply('Rosinante');
    await river.verify.read(`${ofJuniper} is verified`);
    await juniper.verify.read('River knows that it is you');
    await river.conversation.expectPrivacy('Private');
    await juniper.conversation.say('so it is you');
    await river.conversation.expectMessage('so it is you', 'verified');
  });

  await test.step('after a restart it is still known, and how', async () => {
    await river.restart();
    await river.buddies.open(ofJuniper);
    await river.conversation.goPrivate();
    await river.conversation.expectPrivacy('Private');
    await openFrom(river);
    await river.verify.choose('Fingerprint');
    await expect(river.verify.dialog).toContainText(/Verified .*, by a question\./);
  });

  await test.step('nothing of it was on the wire or in the log in clear', () => {
    const told = [server.wire.elements().map(({ xml }) => xml).join('\n'), juniper.output(), river.output()].join('\n');
    for (const secret of [question, answer, 'Rosinante']) expect(told).not.toContain(secret);
  });
});

test('a wrong answer takes no trust away, and a shared secret verifies both @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const [juniper, river] = await twoPeople(newPerson);
  const { ofJuniper } = names(juniper);

  await test.step('a wrong answer leaves both as they were', async () => {
    await asks(river);
    await juniper.verify.reply('Behind the Observatory');
    for (const person of [juniper, river]) {
      await expect(person.verify.outcome('The two of you did not enter the same')).toContainText('capitals and spaces count');
      await person.verify.read('The two of you did not enter the same');
      await person.conversation.expectPrivacy('Unverified');
    }
  });

  await test.step('a secret that differs, too', async () => {
    await openFrom(juniper);
    await juniper.verify.compare('seven lamps');
    await expect(river.verify.request).toContainText(`Type the secret that you and ${ofJuniper} agreed on.`);
    await river.verify.reply('eight lamps');
    for (const person of [juniper, river]) await person.verify.read('The two of you did not enter the same');
  });

  await test.step('the same secret verifies both', async () => {
    await openFrom(juniper);
    await juniper.verify.compare('seven lamps');
    await river.verify.reply('seven lamps');
    await expect(juniper.verify.outcome('River is verified')).toContainText('each of you has verified the other');
    await juniper.verify.read('River is verified');
    await river.verify.read(`${ofJuniper} is verified`);
    for (const person of [juniper, river]) await person.conversation.expectPrivacy('Private');
  });

  await test.step('a wrong answer later leaves it standing, and offers to withdraw it', async () => {
    await asks(juniper);
    await river.verify.reply('no idea');
    const failed = juniper.verify.outcome('The two of you did not enter the same');
    await expect(failed).toContainText('that still stands');
    await juniper.conversation.expectPrivacy('Private');
    await failed.getByRole('button', { name: 'Withdraw verification' }).click();
    await expect(failed).not.toContainText('that still stands');
    await juniper.verify.read('The two of you did not enter the same');
    await juniper.conversation.expectPrivacy('Unverified');
    await river.verify.read('The two of you did not enter the same');
    await river.conversation.expectPrivacy('Private');
  });

  await test.step('after three wrong answers it rests, and says how long', async () => {
    for (const guess of ['one', 'two']) {
      await asks(juniper);
      await river.verify.reply(guess);
      for (const person of [juniper, river]) await person.verify.read('The two of you did not enter the same');
    }
    await openFrom(juniper);
    await juniper.verify.ask(question, answer);
    await expect(juniper.verify.dialog).toContainText(/Too many wrong answers. You can try again in \d+ seconds/);
    await expect(juniper.verify.dialog.getByRole('button', { name: /^Ask / })).toBeDisabled();
  });
});

test('a run ends on both sides whoever leaves it, and however @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const [juniper, river] = await twoPeople(newPerson);
  const { ofJuniper } = names(juniper);

  await test.step('the one who asked stops', async () => {
    await asks(juniper);
    await expect(river.verify.request).toBeVisible();
    await juniper.verify.running.getByRole('button', { name: 'Stop authenticating' }).click();
    await juniper.verify.leftOff();
    await river.verify.read(`${ofJuniper} stopped it`);
  });

  await test.step('the one who was asked declines', async () => {
    await asks(juniper);
    await river.verify.request.getByRole('button', { name: 'Decline' }).click();
    await river.verify.leftOff();
    await juniper.verify.read('River stopped it');
  });

  await test.step('the one who asked closes the tab', async () => {
    await asks(juniper);
    await expect(river.verify.request).toBeVisible();
    await juniper.verify.running.getByRole('button', { name: 'Hide' }).click();
    await juniper.page.keyboard.press('Control+w');
    await river.verify.read(`${ofJuniper} stopped it`);
    await juniper.buddies.open('River');
    await juniper.conversation.expectPrivacy('Unverified');
    await expect(juniper.verify.banner).toHaveCount(0);
  });

  await test.step('the one who was asked closes the tab', async () => {
    await asks(juniper);
    await river.verify.request.getByRole('button', { name: 'Later' }).click();
    await expect(river.verify.banner).toContainText('asks you a question');
    await river.page.keyboard.press('Control+w');
    await juniper.verify.read('River stopped it');
    await river.buddies.open(ofJuniper);
  });

  await test.step('later is possible: the request stands, while other things are done', async () => {
    await asks(juniper);
    await juniper.verify.running.getByRole('button', { name: 'Hide' }).click();
    await river.verify.request.getByRole('button', { name: 'Later' }).click();
    await juniper.conversation.say('no hurry');
    await river.conversation.expectMessage('no hurry', 'encrypted');
    await expect(river.conversation.tab(ofJuniper)).toHaveAccessibleName(/waits for your answer/);
    await river.verify.banner.getByRole('button', { name: 'Answer…' }).click();
    await river.verify.reply(answer);
    await expect(juniper.verify.banner).toContainText('You have verified River');
    await juniper.verify.banner.getByRole('button', { name: 'Dismiss' }).click();
    await expect(juniper.verify.banner).toHaveCount(0);
    await river.verify.read(`${ofJuniper} knows that it is you`);
  });

  await test.step('what is typed is not taken by a dialog', async () => {
    await river.conversation.composer.click();
    await river.page.keyboard.type('in the middle of ');
    await asks(juniper);
    await expect(river.verify.banner).toContainText('asks you a question');
    await river.page.keyboard.type('a line');
    await expect(river.conversation.composer).toHaveValue('in the middle of a line');
    await expect(river.verify.request).toHaveCount(0);
  });

  await test.step('the private conversation ends', async () => {
    await juniper.verify.running.getByRole('button', { name: 'Hide' }).click();
    await juniper.conversation.choose('End');
    await expect(river.verify.banner).toContainText('since the private conversation ended');
    await expect(juniper.conversation.notice('since the private conversation ended')).toBeVisible();
    await expect(juniper.verify.banner).toHaveCount(0);
  });

  await test.step('one closes the window in the middle', async () => {
    await juniper.conversation.goPrivate();
    await juniper.conversation.expectPrivacy('Private');
    await river.conversation.expectPrivacy('Unverified');
    await asks(juniper);
    await expect(river.verify.banner).toContainText('asks you a question');
    await river.quit();
    await juniper.verify.read('The private conversation ended meanwhile');
    await juniper.conversation.expectPrivacy('Finished');
  });
});
