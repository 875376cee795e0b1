import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate } from '../pages/person.ts';

test('a fingerprint is found, verified, withdrawn and forgotten in the manager @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  const river = newPerson('River');
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);

  const { fingerprints } = juniper;
  await juniper.menus.choose('Tools', 'Fingerprints…');
  await expect(juniper.page.getByText(/^No fingerprint yet/)).toBeVisible();
  await fingerprints.close();

  await goPrivate(juniper, river);
  await river.menus.choose('Tools', 'Fingerprints…');
  const rivers = await river.fingerprints.myKey(river.address);
  await river.fingerprints.close();

  await test.step('verified there, the conversation is private', async () => {
    await juniper.menus.choose('Tools', 'Fingerprints…');
    await fingerprints.row(/River/).click();
    await expect(fingerprints.row(/River/)).toContainText('Unverified');
    expect(rivers).toMatch(/^[0-9A-F]{40}$/);
    await expect(fingerprints.row(/River/)).toContainText(`${rivers.slice(0, 8)} ${rivers.slice(8, 12)}…${rivers.slice(36)}`);
    await fingerprints.verify();
    await expect(fingerprints.row(/River/)).toContainText('Private');
    await expect(fingerprints.button('Forget…')).toBeDisabled();
    // Escape comes back to the conversation, with the keyboard in the composer.
    await juniper.page.keyboard.press('Escape');
    await juniper.conversation.expectPrivacy('Private');
    await expect(juniper.conversation.composer).toBeFocused();
  });

  await test.step('withdrawn by keyboard alone, it is unverified again, until that is undone', async () => {
    await juniper.menus.choose('Tools', 'Fingerprints…');
    await juniper.page.getByRole('searchbox', { name: 'Filter' }).fill('nobody');
    await expect(juniper.page.getByText('No fingerprint is like that.')).toBeVisible();
    await juniper.page.keyboard.press('Escape');
    await fingerprints.table.focus();
    await juniper.page.keyboard.press('ArrowDown');
    await expect(fingerprints.row(/River/)).toHaveAttribute('aria-selected', 'true');
    const verified = await fingerprints.row(/River/).innerText();
    await fingerprints.button('Withdraw verification').focus();
    await juniper.page.keyboard.press('Enter');
    await expect(fingerprints.row(/River/)).toContainText('Unverified');
    await fingerprints.button('Undo').click();
    await expect(fingerprints.row(/River/)).toContainText('Private');
    expect(await fingerprints.row(/River/).innerText()).toBe(verified);
    await fingerprints.close();
    await juniper.conversation.expectPrivacy('Private');
  });

  await test.step('forgotten once nobody uses it, after two questions, and back when that is undone', async () => {
    await juniper.conversation.choose('End');
    await juniper.conversation.expectPrivacy('Not private');
    await juniper.menus.choose('Tools', 'Fingerprints…');
    await fingerprints.row(/River/).click();
    await expect(fingerprints.row(/River/)).toContainText('Not in use');
    await fingerprints.forget();
    await expect(juniper.page.getByText(/^No fingerprint yet/)).toBeVisible();
    await fingerprints.button('Undo').click();
    await expect(fingerprints.row(/River/)).toContainText('by hand');
    await fingerprints.row(/River/).click();
    await fingerprints.forget();
    await expect(juniper.page.getByText(/^No fingerprint yet/)).toBeVisible();
    await fingerprints.close();
  });

  await test.step('and what comes back is a key that nobody has checked', async () => {
    await juniper.conversation.goPrivate();
    await juniper.conversation.expectPrivacy('Unverified');
    await juniper.menus.choose('Tools', 'Fingerprints…');
    await expect(fingerprints.row(/River/)).toContainText('Unverified');
  });

  await test.step('another key ends the conversation, and the buddy sees it change', async () => {
    const before = await fingerprints.myKey(juniper.address);
    await juniper.page.getByRole('button', { name: `Replace the key of ${juniper.address}` }).click();
    const question = juniper.page.getByRole('alertdialog', { name: /^A new key for / });
    await expect(question.getByRole('button', { name: 'Make a new key' })).toBeDisabled();
    await question.getByRole('checkbox').check();
    await question.getByRole('button', { name: 'Make a new key' }).click();
    await expect.poll(() => fingerprints.myKey(juniper.address)).not.toBe(before);
    await fingerprints.close();
    await juniper.conversation.expectPrivacy('Not private');
    await river.conversation.expectPrivacy('Finished');
    await juniper.conversation.goPrivate();
    await expect(river.conversation.changedKeyBanner).toBeVisible();
  });
});
