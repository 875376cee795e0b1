import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate, type Person } from '../pages/person.ts';

/** A device's own key, as its own window shows it. */
async function keyOf(person: Person): Promise<string> {
  await person.menus.choose('Tools', 'Fingerprints…');
  const key = await person.fingerprints.myKey(person.address);
  await person.fingerprints.close();
  return key;
}

/** The numbers of the lines that a device of the buddy's has got to read. */
async function got(device: Person): Promise<readonly string[]> {
  return (await device.conversation.messages()).flatMap(({ text }) => /^(\w+), to /.exec(text)?.[1] ?? []);
}

test('a buddy with two devices: the conversation says which one lines go to, and the person chooses @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const [juniper, laptop] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), laptop.arrive()]);
  await befriend(juniper, laptop);
  await goPrivate(juniper, laptop);
  const { conversation, devices } = juniper;
  await expect(devices.button).toHaveCount(0);

  const phone = newPerson('River', { account: laptop.account });
  await phone.arrive();
  const [laptops, phones] = [await keyOf(laptop), await keyOf(phone)];
  const says = async (device: Person, text: string) => {
    await device.conversation.say(text);
    await expect(conversation.message(text)).toBeVisible();
  };
  /** A line goes out, and comes to one device alone. */
  const arrivesAt = async (device: Person, text: string) => {
    await conversation.say(text);
    await expect(device.conversation.message(text)).toBeVisible();
  };

  await test.step('the second one goes private: lines go there, once its key is decided on', async () => {
    await expect(phone.buddies.row(juniper.account)).toHaveAccessibleName(/, Available/);
    await phone.buddies.open(juniper.account);
    await phone.conversation.goPrivate();
    await conversation.changedKeyBanner.getByRole('button', { name: 'Continue unverified' }).click();
    await devices.expectGoesTo(phones);
    await arrivesAt(phone, 'one, to the one that went private last');
  });

  await test.step('one is chosen: lines go there, whoever speaks', async () => {
    await devices.chooseKey(laptops);
    await expect(conversation.notice('goes to another device')).toBeVisible();
    await devices.expectGoesTo(laptops);
    await says(phone, 'from the phone');
    await devices.expectGoesTo(laptops);
    await arrivesAt(laptop, 'two, to the one that was chosen');
    const offers = await devices.offers();
    expect(offers.map(([name]) => name.replace(/ \(.*\)/, ''))).toEqual([
      `${phones.slice(0, 8)} · Unverified`,
      `${laptops.slice(0, 8)} · Unverified`,
      'the most secure',
      'the one heard from last',
      'the one that went private last',
    ]);
    expect(offers.map(([, chosen]) => chosen)).toEqual([false, true, false, false, false]);
  });

  await test.step('the most secure: the one whose key is verified, also where the other one speaks', async () => {
    await conversation.choose('Authenticate buddy…');
    expect(await juniper.verify.theirs()).toBe(laptops);
    await juniper.verify.answer(true);
    await conversation.expectPrivacy('Private');
    await devices.chooseKey(phones);
    await conversation.expectPrivacy('Unverified');
    await devices.chooseAlways('the most secure');
    await devices.expectGoesTo(laptops);
    await conversation.expectPrivacy('Private');
    await says(phone, 'from the phone once more');
    await devices.expectGoesTo(laptops);
    await arrivesAt(laptop, 'three, to the most secure one');
    expect((await conversation.messages()).at(-1)).toMatchObject({ mark: 'verified' });
  });

  await test.step('the one heard from last: whichever speaks', async () => {
    await devices.chooseAlways('the one heard from last');
    await devices.expectGoesTo(phones);
    await conversation.expectPrivacy('Unverified');
    await arrivesAt(phone, 'four, to the one heard from last');
    await says(laptop, 'from the laptop');
    await devices.expectGoesTo(laptops);
    await conversation.expectPrivacy('Private');
    await arrivesAt(laptop, 'five, to the one heard from last');
  });

  await test.step('the one that went private last: it stays, whoever speaks, until another one does', async () => {
    await devices.chooseAlways('the one that went private last');
    await says(phone, 'and from the phone');
    await devices.expectGoesTo(laptops);
    await phone.conversation.choose('Refresh');
    await devices.expectGoesTo(phones);
    await arrivesAt(phone, 'six, to the one that went private last');
  });

  await test.step('each read its own lines and no other, and the end ends both', async () => {
    expect(await got(laptop)).toEqual(['two', 'three', 'five']);
    expect(await got(phone)).toEqual(['one', 'four', 'six']);
    await conversation.choose('End');
    for (const person of [laptop, phone]) await person.conversation.expectPrivacy('Finished');
    await expect(devices.button).toHaveCount(0);
  });

  const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
  for (const secret of ['went private', 'was chosen', 'most secure', 'heard from', 'from the phone']) expect(wire).not.toContain(secret);
});
