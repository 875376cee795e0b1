import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messagesFrom, missingHints } from '../fixtures/wire-messages.ts';
import { expect, test } from '../fixtures/test.ts';
import { befriend, type Person } from '../pages/person.ts';

const lines = (who: string) => Array.from({ length: 50 }, (_, at) => `${who} tells secret ${at + 1} of fifty`);

/** Says all of `texts`, each one typed into the composer and sent with Enter. */
async function sayAll(person: Person, texts: readonly string[]): Promise<void> {
  for (const text of texts) await person.conversation.say(text);
}

/** Opens the fingerprint dialog, hands both fingerprints to `compare`, and says that they were compared. */
async function fingerprintsOf(person: Person): Promise<{ readonly mine: string; readonly theirs: string }> {
  await person.conversation.unverifiedBanner.getByRole('button', { name: /^Authenticate / }).click();
  return { mine: await person.verify.mine(), theirs: await person.verify.theirs() };
}

/** All files below a folder; sockets and pipes are none. */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  return entries.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

test('two people talk off the record @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const juniper = newPerson('Juniper');
  const river = newPerson('River');

  await test.step('both sign in: passphrase, certificate, key', () => Promise.all([juniper.arrive(), river.arrive()]));

  await test.step('one adds the other, who sees the request and approves', async () => {
    await juniper.buddies.add({ address: river.address, name: 'River', groups: 'Friends', message: 'It is me, from the library' });
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/Has not approved you yet/);
    await expect(river.buddies.request(juniper.address)).toContainText('would like to see when you are there.');
    await expect(river.buddies.request(juniper.address)).toContainText('It is me, from the library');
    await river.buddies.approve(juniper.address);
    await juniper.buddies.approve(river.address);
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Available/);
    await expect(river.buddies.row(juniper.account)).toHaveAccessibleName(/, Available/);
    await expect(juniper.buddies.group('Friends')).toContainText('1 of 1');
  });

  await test.step('they chat in clear', async () => {
    await juniper.buddies.open('River');
    await juniper.conversation.expectPrivacy('Not private');
    await juniper.conversation.say('Good morning, have you got a minute?');
    await expect(river.buddies.row(juniper.account)).toBeVisible();
    await river.buddies.open(juniper.account);
    await river.conversation.expectMessage('Good morning, have you got a minute?', 'clear');
    await river.conversation.say('For you, always');
    await juniper.conversation.expectMessage('For you, always', 'clear');
  });

  await test.step('they go private, and nobody is verified yet', async () => {
    expect(await juniper.conversation.choices()).toEqual(['Start private conversation']);
    await juniper.conversation.goPrivate();
    for (const [person, name] of [[juniper, 'River'], [river, juniper.account]] as const) {
      await person.conversation.expectPrivacy('Unverified');
      await expect(person.conversation.unverifiedBanner).toContainText(`you have not checked that this is really ${name}`);
      await expect(person.conversation.notice('started, not yet verified')).toBeVisible();
      expect(await person.conversation.choices()).toEqual(['Authenticate buddy…', 'Refresh', 'End']);
    }
    await juniper.conversation.say('unverified but encrypted');
    await river.conversation.expectMessage('unverified but encrypted', 'encrypted');
  });

  await test.step('each reads the fingerprint that the other calls theirs, and says so', async () => {
    const [ofJuniper, ofRiver] = await Promise.all([fingerprintsOf(juniper), fingerprintsOf(river)]);
    expect(ofJuniper.theirs).toBe(ofRiver.mine);
    expect(ofRiver.theirs).toBe(ofJuniper.mine);
    expect(ofJuniper.mine).not.toBe(ofJuniper.theirs);
    await juniper.verify.answer(true);
    await juniper.conversation.expectPrivacy('Private');
    await river.conversation.expectPrivacy('Unverified');
    await river.verify.answer(true);
    await river.conversation.expectPrivacy('Private');
    await expect(river.conversation.unverifiedBanner).toBeHidden();
    expect(await river.conversation.choices()).toEqual(['Re-authenticate buddy…', 'Refresh', 'End']);
  });

  await test.step('fifty messages each way arrive in order, once, marked as verified', async () => {
    const [fromJuniper, fromRiver] = [lines('Juniper'), lines('River')];
    await Promise.all([sayAll(juniper, fromJuniper), sayAll(river, fromRiver)]);
    for (const person of [juniper, river]) {
      // Of a long conversation only the end is rendered, and more of it as somebody scrolls up.
      const seen = async () => {
        await person.conversation.log.evaluate((log) => log.scrollTo(0, 0));
        return (await person.conversation.messages()).filter(({ text }) => text.includes('of fifty'));
      };
      await expect.poll(async () => (await seen()).length).toBe(100);
      const shown = await seen();
      await person.conversation.log.evaluate((log) => log.scrollTo(0, log.scrollHeight));
      expect(shown.filter(({ text }) => text.startsWith('Juniper')).map(({ text }) => text)).toEqual(fromJuniper);
      expect(shown.filter(({ text }) => text.startsWith('River')).map(({ text }) => text)).toEqual(fromRiver);
      expect(new Set(shown.map(({ mark }) => mark))).toEqual(new Set(['verified']));
      await expect(person.conversation.log.getByRole('img', { name: 'Sending' })).toHaveCount(0);
    }
  });

  await test.step('after a restart everything is there, and private at once', async () => {
    const { theirs } = await knownFingerprints(juniper);
    await juniper.restart();
    await river.conversation.expectPrivacy('Finished');
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Available/);
    await expect(juniper.buddies.group('Friends')).toContainText('1 of 1');
    await expect(juniper.conversation.tab('River')).toHaveAttribute('aria-selected', 'true');
    await expect(juniper.conversation.heading('River')).toBeVisible();
    await juniper.conversation.expectPrivacy('Not private');
    await juniper.conversation.goPrivate();
    await juniper.conversation.expectPrivacy('Private');
    await river.conversation.expectPrivacy('Private');
    expect((await knownFingerprints(juniper)).theirs).toBe(theirs);
    await juniper.conversation.say('still the same two people');
    await river.conversation.expectMessage('still the same two people', 'verified');
  });

  await test.step('one ends it, and what the other types is withheld', async () => {
    await river.conversation.composer.fill('this stays with me');
    const before = messagesFrom(server.wire.elements(), river.address).length;
    await juniper.conversation.choose('End');
    await juniper.conversation.expectPrivacy('Not private');
    await river.conversation.expectPrivacy('Finished');
    await expect(river.conversation.shut).toContainText('Nothing you type here is sent.');
    await expect(river.conversation.shut).toContainText('this stays with me');
    await expect(river.conversation.shut.getByRole('button')).toHaveText(['End', 'Start again']);
    await expect(river.conversation.composer).toHaveCount(0);
    await river.page.keyboard.type('and so does this');
    await river.page.keyboard.press('Enter');
    expect(await river.conversation.choices()).toEqual(['Refresh (start again)', 'End']);

    // Ended on this side too, the text is still held until the person says that it may go out in clear.
    await river.conversation.shut.getByRole('button', { name: 'End' }).click();
    await river.conversation.expectPrivacy('Not private');
    await expect(river.conversation.composer).toHaveValue('this stays with me');
    await expect(river.conversation.panel.getByRole('alert')).toContainText('You wrote this for an encrypted conversation');
    await expect(river.conversation.send).toBeDisabled();
    await river.conversation.composer.press('Enter');
    await expect(river.conversation.composer).toHaveValue('this stays with me');
    await juniper.conversation.say('in clear again');
    await river.conversation.expectMessage('in clear again', 'clear');
    expect(messagesFrom(server.wire.elements(), river.address)).toHaveLength(before);
  });

  await test.step('nothing of it is on the disk or in the log in clear', () => {
    for (const person of [juniper, river]) {
      const kept = [...filesIn(person.profile).map((file) => readFileSync(file, 'latin1')), person.output()].join('\n');
      expect(kept).not.toBe('');
      for (const secret of ['of fifty', 'unverified but encrypted', 'stays with me', 'Good morning', person.password, person.passphrase, person.address]) {
        expect(kept.includes(secret), secret).toBe(false);
      }
    }
  });

  await test.step('the server saw no private text, and every OTR message as it should be', () => {
    const elements = server.wire.elements();
    const wire = elements.map(({ xml }) => xml).join('\n');
    for (const secret of ['of fifty', 'unverified but encrypted', 'still the same', 'stays with me', 'so does this']) {
      expect(wire).not.toContain(secret);
    }
    const sent = [...messagesFrom(elements, juniper.address), ...messagesFrom(elements, river.address)];
    const otr = sent.filter(({ body }) => body.startsWith('?OTR'));
    expect(otr.length).toBeGreaterThan(108);
    for (const message of otr) expect(missingHints(message), message.xml).toEqual([]);
    for (const message of sent.filter(({ body }) => !body.startsWith('?OTR'))) expect(missingHints(message)).not.toEqual([]);

    const queries = otr.filter(({ body }) => !body.startsWith('?OTR:'));
    expect(queries.map(({ body }) => body.slice(0, 8))).toEqual(['?OTRv23?', '?OTRv23?']);
    for (const { body } of queries) expect(body.slice(8)).not.toContain('?OTR');
    const devices = new Set([juniper.address, river.address].flatMap((address) => elements.map(({ session }) => session).filter((session) => session.startsWith(`${address}/`))));
    for (const { body, to } of otr.filter((message) => message.body.startsWith('?OTR:'))) expect(devices, body.slice(0, 40)).toContain(to);
  });
});

/** Both fingerprints as the dialog shows them while private; the dialog is closed again. */
async function knownFingerprints(person: Person): Promise<{ readonly mine: string; readonly theirs: string }> {
  await person.conversation.choose('Re-authenticate buddy…');
  const found = { mine: await person.verify.mine(), theirs: await person.verify.theirs() };
  await person.page.keyboard.press('Escape');
  await expect(person.verify.dialog).toBeHidden();
  return found;
}

test('what is typed while the key exchange runs goes out encrypted @server', async ({ newPerson, server }) => {
  const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);
  await juniper.buddies.open('River');
  await juniper.conversation.composer.fill('too early by a moment');
  await juniper.conversation.goPrivate();
  await juniper.conversation.composer.press('Enter');
  await juniper.conversation.expectPrivacy('Unverified');
  await river.buddies.open(juniper.account);
  await river.conversation.expectMessage('too early by a moment', 'encrypted');
  await juniper.conversation.expectMessage('too early by a moment', 'encrypted');
  expect(server.wire.elements().map(({ xml }) => xml).join('\n')).not.toContain('too early');
});
