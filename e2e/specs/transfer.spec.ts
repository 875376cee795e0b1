import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate, type Person } from '../pages/person.ts';

/** The fingerprint of the account's own key, as the manager shows it. */
async function myKey(person: Person): Promise<string> {
  await person.menus.choose('Tools', 'Fingerprints…');
  const key = await person.fingerprints.myKey(person.address);
  await person.fingerprints.close();
  return key;
}

test('somebody moves to a new device: the key, what was verified, and the preferences come along @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const [desk, river] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([desk.arrive(), river.arrive()]);
  await befriend(desk, river);
  await goPrivate(desk, river);
  await verifyRiver(desk);
  await desk.menus.setTheme('Dark');
  const [deskKey, laptop] = [await myKey(desk), newPerson('Juniper', { account: desk.account })];
  await laptop.arrive();
  const laptopKey = await myKey(laptop);
  expect(laptopKey).not.toBe(deskKey);

  await test.step('a code, shown on one and typed on the other', async () => {
    await laptop.transfer.typeCode(await desk.transfer.showCode());
    await desk.transfer.expectTitle('Everything is on the other device');
    await laptop.transfer.expectTitle('Everything is here');
    await expect(laptop.transfer.dialog).toContainText('with its key; this device has another one · 1 fingerprint, 1 verified');
  });

  await test.step('own keys are replaced only after a second yes', async () => {
    await laptop.transfer.checkbox(/^Use my other device/).check();
    await laptop.transfer.button('Bring in').click();
    await laptop.transfer.expectTitle('Replace the keys of this device?');
    const shown = (await laptop.transfer.dialog.innerText()).replaceAll(/\s/g, '');
    expect(shown).toContain(laptopKey);
    expect(shown).toContain(deskKey);
    await laptop.transfer.button('Back').click();
    await laptop.transfer.checkbox(/^Use my other device/).check();
    await laptop.transfer.button('Bring in').click();
    await laptop.transfer.button('Replace and bring in').click();
    await laptop.transfer.expectTitle('Brought in');
    await expect(laptop.transfer.dialog).toContainText('Its key is here now. 1 new fingerprint, 1 verified by it');
    await laptop.transfer.button('Close').click();
    await desk.transfer.button('Close').click();
  });

  await test.step('from then on River meets the key that River knows', async () => {
    expect(await myKey(laptop)).toBe(deskKey);
    await expect(laptop.page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await laptop.menus.choose('Tools', 'Fingerprints…');
    await expect(laptop.fingerprints.row(/River/)).toContainText('by hand');
    await laptop.fingerprints.close();
    await laptop.buddies.open(river.name);
    await laptop.conversation.goPrivate();
    await laptop.conversation.expectPrivacy('Private');
    await expect(river.conversation.changedKeyBanner).toHaveCount(0);
    await laptop.restart();
    expect(await myKey(laptop)).toBe(deskKey);
  });

  const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
  expect(wire).not.toContain('sotto-transfer');
});

test('what was decided on the new device stays, and the report says what was left out and why @server', async ({ newPerson }) => {
  test.setTimeout(180_000);
  const [desk, river] = [newPerson('Juniper'), newPerson('River')];
  const laptop = newPerson('Juniper', { account: desk.account });
  await Promise.all([desk.arrive(), river.arrive()]);
  await befriend(desk, river);
  await goPrivate(desk, river);
  await verifyRiver(desk);
  await desk.policies.setForBuddy(['Use the default of the account', false], ['Start private conversations automatically', true], ['Require private conversations', true]);
  await laptop.arrive();
  await laptop.buddies.open(river.name);
  await laptop.conversation.goPrivate();
  await laptop.conversation.expectPrivacy('Unverified');
  await laptop.policies.setForBuddy(['Use the default of the account', false], ['Start private conversations automatically', true]);

  await test.step('a key that was never verified here, another own key, other settings', async () => {
    await everythingArrives(desk, laptop);
    await expect(laptop.transfer.checkbox('Also verify 1 fingerprint that this device knows without having verified it')).not.toBeChecked();
    expect(await bringIn(laptop)).toEqual([
      `${desk.address}: the key; this device has another one`,
      `${river.address}: the verification; the key is known here and was not verified`,
      `${river.address}: the privacy settings; this device has others, or stricter ones`,
    ]);
    await laptop.conversation.expectPrivacy('Unverified');
  });

  await test.step('a key that changed here, and that nobody has decided on', async () => {
    await river.menus.choose('Tools', 'Fingerprints…');
    await river.page.getByRole('tab', { name: 'My keys' }).click();
    await river.fingerprints.replaceKey(river.address);
    for (const device of [desk, laptop]) {
      await device.conversation.expectPrivacy('Finished');
      await device.conversation.choose('Refresh (start again)');
      await expect(device.conversation.changedKeyBanner).toBeVisible({ timeout: 20_000 });
    }
    await desk.conversation.changedKeyBanner.getByRole('button', { name: 'Verify the new key…' }).click();
    await desk.verify.choose('Fingerprint');
    await desk.verify.answer(true);
    await everythingArrives(desk, laptop);
    await expect(laptop.transfer.checkbox(/^Also verify 1 fingerprint /)).toBeVisible();
    await laptop.transfer.checkbox(/^Also verify 1 fingerprint /).check();
    expect(await bringIn(laptop)).toContain(`${river.address}: the verification; the key changed here, and you have not decided on it`);
    await expect(laptop.conversation.changedKeyBanner).toBeVisible();
  });

  await test.step('what the person wanted verified is', async () => {
    await laptop.menus.choose('Tools', 'Fingerprints…');
    await expect(laptop.fingerprints.row(/River/).filter({ hasText: 'by hand' })).toHaveCount(1);
  });
});

/** Verifies River's key by hand, in the manager. */
async function verifyRiver(person: Person): Promise<void> {
  await person.menus.choose('Tools', 'Fingerprints…');
  await person.fingerprints.row(/River/).click();
  await person.fingerprints.verify();
  await person.fingerprints.close();
}

/** The code shown on one is typed on the other, and all has arrived there; the sender has read so. */
async function everythingArrives(from: Person, to: Person): Promise<void> {
  await to.transfer.typeCode(await from.transfer.showCode());
  await from.transfer.expectTitle('Everything is on the other device');
  await from.transfer.button('Close').click();
  await to.transfer.expectTitle('Everything is here');
}

/** Brings in what came, and reads what was left out. */
async function bringIn(person: Person): Promise<string[]> {
  await person.transfer.button('Bring in').click();
  await person.transfer.expectTitle('Brought in');
  const left = await person.transfer.dialog.getByRole('region', { name: 'Left out' }).getByRole('listitem').allInnerTexts();
  await person.transfer.button('Close').click();
  return left;
}
