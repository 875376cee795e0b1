import { createHash } from 'node:crypto';
import { expectNoBarrier } from '../fixtures/axe.ts';
import { RawPeer } from '../fixtures/raw-peer.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Person } from '../pages/person.ts';

/** Sixteen by sixteen pixels, all of one colour. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQMAAAAlPW0iAAAAA1BMVEUAgIBxQSaxAAAADElEQVQI12NgIA0AAAAwAAHHqoWOAAAAAElFTkSuQmCC';
const sha1 = createHash('sha1').update(Buffer.from(png, 'base64')).digest('hex');

/** Somebody with another client, who agrees to everything. */
async function friend(juniper: Person, name: string, called: string): Promise<RawPeer> {
  const account = `${name}-of-${juniper.account}`;
  juniper.server.addUser(account, 'whoever');
  const peer = await RawPeer.signIn(juniper.server, account, { password: 'whoever', resource: 'elsewhere' });
  // The server tells an end of a subscription only to who has asked for the list.
  peer.send("<iq type='get' id='list'><query xmlns='jabber:iq:roster'/></iq>");
  await juniper.buddies.add({ address: peer.address, name: called, message: `It is me, dear ${called}` });
  await peer.until(new RegExp(`<presence[^>]*type='subscribe'.*<status>It is me, dear ${called}</status>`));
  peer.send(`<presence type='subscribed' to='${juniper.address}'/><presence type='subscribe' to='${juniper.address}'><status>Me too</status></presence>`);
  await expect(juniper.buddies.request(peer.address)).toContainText('Me too');
  await juniper.buddies.approve(peer.address);
  await expect(juniper.buddies.row(called)).toHaveAccessibleName(/, Available/);
  return peer;
}

test('buddies are put in order, joined, shown and blocked, by pointer and by keyboard', async ({ newPerson, server }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const { page, buddies } = juniper;
  const river = await friend(juniper, 'river', 'River');
  const rio = await friend(juniper, 'rio', 'Rio');
  const undo = page.getByRole('status').getByRole('button', { name: 'Undo' });
  const choose = async (row: ReturnType<typeof buddies.row>, entry: string | RegExp) => {
    await row.first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: entry }).click();
  };

  await test.step('a group is made, filled by dragging, emptied by Undo, filled by the keyboard, renamed and removed', async () => {
    await juniper.menus.choose('Buddies', 'New group…');
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('Choir');
    await page.keyboard.press('Enter');
    await buddies.row('River').dragTo(buddies.group('Choir'));
    await expect(buddies.group('Choir')).toContainText('1 of 1');
    await server.wire.waitFor(({ xml }) => xml.includes('<group>Choir</group>') && xml.includes(river.address));
    await undo.click();
    await expect(buddies.group('Choir')).toContainText('0 of 0');
    await buddies.tree.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Move to group…' }).press('Enter');
    await page.getByRole('menuitemradio', { name: 'Choir' }).press('Enter');
    await expect(buddies.group('Choir')).toContainText('1 of 1');
    await choose(buddies.group('Choir'), 'Rename group…');
    await page.getByRole('textbox', { name: 'Name of the group' }).fill('Ensemble');
    await page.keyboard.press('Enter');
    await expect(buddies.group('Ensemble')).toContainText('1 of 1');
    await choose(buddies.group('Ensemble'), 'Remove group');
    await expect(buddies.group('Ensemble')).toHaveCount(0);
    await expect(buddies.group('Buddies')).toContainText('2 of 2');
  });

  await test.step('notes stay here', async () => {
    await buddies.rowMenu('River', 'Name, groups and notes…');
    await page.getByRole('textbox', { name: 'Notes' }).fill('owes me a herring');
    await expectNoBarrier(page, 'name, groups and notes');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(buddies.row('River')).toHaveAttribute('title', /owes me a herring/);
    expect(server.wire.elements().some(({ xml }) => xml.includes('herring'))).toBe(false);
  });

  await test.step('who is offline can be hidden', async () => {
    rio.send("<presence type='unavailable'/>");
    await expect(buddies.row('Rio')).toHaveAccessibleName(/, Offline/);
    await juniper.menus.title('Buddies').click();
    await page.getByRole('menuitemcheckbox', { name: 'Hide offline buddies' }).click();
    await expect(buddies.row('Rio')).toHaveCount(0);
    await juniper.menus.title('Buddies').click();
    await page.getByRole('menuitemcheckbox', { name: 'Hide offline buddies' }).click();
    await expect(buddies.row('Rio')).toBeVisible();
  });

  await test.step('two addresses become one person, which is written to where it is available', async () => {
    await buddies.row('Rio').dragTo(buddies.row('River'));
    await expect(buddies.row('River')).toHaveAccessibleName(/2 addresses/);
    await expect(buddies.row('Rio')).toHaveCount(0);
    await buddies.tree.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect(buddies.tree.getByRole('treeitem', { level: 3 })).toHaveCount(2);
    await expectNoBarrier(page, 'a person with two addresses');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await expect(juniper.conversation.panel).toContainText(river.address);
    rio.send('<presence/>');
    river.send("<presence><show>xa</show></presence>");
    await expect(buddies.row('Rio')).toHaveAccessibleName(/, Available, 2 addresses/);
    await choose(buddies.row('Rio'), 'Addresses…');
    await page.getByRole('button', { name: `Split ${rio.address} off` }).click();
    await expect(buddies.row('River')).toHaveAccessibleName(/, Away/);
    await expect(buddies.row('Rio')).toHaveAccessibleName(/, Available$/);
  });

  await test.step('a picture of theirs is shown, one of mine goes out', async () => {
    const pep = (node: string, id: string, payload: string) =>
      river.send(`<iq type='set' id='${node}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:avatar:${node}'><item id='${id}'>${payload}</item></publish></pubsub></iq>`);
    pep('data', sha1, `<data xmlns='urn:xmpp:avatar:data'>${png}</data>`);
    pep('metadata', sha1, `<metadata xmlns='urn:xmpp:avatar:metadata'><info id='${sha1}' bytes='9' type='image/png'/></metadata>`);
    const picture = buddies.row('River').locator('img');
    await expect(picture).toHaveAttribute('src', `data:image/png;base64,${png}`);
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(16);
    await buddies.statusMenu(juniper.address, 'Picture…');
    await page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
    await page.getByRole('button', { name: 'Show this picture' }).click();
    await server.wire.waitFor(({ xml, session }) => session.startsWith(juniper.address) && xml.includes("node='urn:xmpp:avatar:metadata'") && xml.includes("width='128'"));
    await expect(buddies.account(juniper.address).locator('img')).toBeVisible();
  });

  await test.step('whoever is blocked is shut out, and let in again', async () => {
    await buddies.row('River').click();
    await juniper.conversation.page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Block…' }).click();
    await expectNoBarrier(page, 'asking before a block');
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    const shut = page.getByRole('region', { name: 'Blocked' });
    await expect(shut).toContainText(`You have blocked ${river.address}`);
    await expect(buddies.row('River')).toHaveAccessibleName(/, Blocked/);
    await river.until(/<presence[^>]*type='unavailable'/);
    await shut.getByRole('button', { name: 'Unblock' }).click();
    await juniper.conversation.say('there you are');
    await river.until(/<body>there you are<\/body>/);
  });

  await test.step('removed, they may go on seeing me', async () => {
    await choose(buddies.row('Rio'), 'Remove…');
    await page.getByRole('checkbox', { name: 'They may still see when I am there' }).check();
    await page.getByRole('button', { name: 'Remove buddy' }).click();
    await rio.until(/type='unsubscribe'/);
    await expect(buddies.group('They see you')).toBeVisible();
  });
});
