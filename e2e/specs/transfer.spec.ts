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
  await desk.menus.choose('Tools', 'Fingerprints…');
  await desk.fingerprints.row(/River/).click();
  await desk.fingerprints.verify();
  await desk.fingerprints.close();
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
