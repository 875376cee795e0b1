import { controls, endless, expectWhole, markup, overrides } from '../fixtures/hostile.ts';
import { RawPeer } from '../fixtures/raw-peer.ts';
import { expect, test } from '../fixtures/test.ts';
import { messagesFrom } from '../fixtures/wire-messages.ts';
import type { Prosody } from '../fixtures/prosody/index.ts';

let strangers = 0;

/** Somebody with an account on the server who is in nobody's list, without our code. */
async function aStranger(server: Prosody, resource = 'raw'): Promise<RawPeer> {
  strangers += 1;
  const name = `stranger${strangers}`;
  server.addUser(name, 'whoever');
  return RawPeer.signIn(server, name, { password: 'whoever', resource });
}

const localPart = (address: string) => address.slice(0, address.indexOf('@'));

test('a stranger who wants privacy meets silence until the click @server', async ({ newPerson, server }) => {
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const stranger = await aStranger(server);
  try {
    const name = localPart(stranger.address);
    for (const text of ['?OTRv3?', '?OTR:AAMC', '?OTR Error: nobody home', '?OTRv3?']) stranger.say(juniper.address, text);
    await expect(juniper.buddies.group('Not in your list')).toBeVisible();
    await juniper.buddies.row(name).click();
    await expect(juniper.conversation.strangerBanner).toContainText(`${stranger.address} is not in your buddy list. Until you accept, Sotto answers nothing.`);
    await expect(juniper.conversation.notice('gets no answer until you accept')).toHaveCount(1);
    await juniper.conversation.expectPrivacy('Not private');

    // Reading and writing in clear is the person's own doing, and the only thing that goes out.
    stranger.say(juniper.address, 'it is me, from the station');
    await juniper.conversation.expectMessage('it is me, from the station', 'clear');
    await juniper.conversation.say('who is that?');
    await stranger.until(/who is that\?/);
    expect(messagesFrom(server.wire.elements(), juniper.address).map(({ body }) => body)).toEqual(['who is that?']);
    expect(stranger.received()).not.toContain('?OTR');

    stranger.say(juniper.address, '?OTRv3?');
    await juniper.conversation.strangerBanner.getByRole('button', { name: 'Accept' }).click();
    await stranger.until(/\?OTR:AAMC/);
    await expect(juniper.conversation.strangerBanner).toHaveCount(0);
  } finally {
    stranger.close();
  }
});

test('a stranger who is ignored stays without an answer @server', async ({ newPerson, server }) => {
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const stranger = await aStranger(server);
  try {
    const name = localPart(stranger.address);
    stranger.say(juniper.address, '?OTRv3?');
    await juniper.buddies.row(name).click();
    await juniper.conversation.strangerBanner.getByRole('button', { name: 'Ignore' }).click();
    await expect(juniper.conversation.tabs).toHaveCount(0);
    await expect(juniper.buddies.row(name)).toHaveCount(0);
    stranger.say(juniper.address, '?OTRv3?');
    await expect(juniper.buddies.row(name)).toBeVisible();
    expect(messagesFrom(server.wire.elements(), juniper.address)).toEqual([]);

    stranger.send(`<presence type='subscribe' to='${juniper.address}'><status>let me in</status></presence>`);
    await expect(juniper.buddies.request(stranger.address)).toContainText('let me in');
    await juniper.buddies.deny(stranger.address);
    await server.wire.waitFor(({ direction, xml }) => direction === 'in' && xml.includes("type='unsubscribed'") && xml.includes(stranger.address));
  } finally {
    stranger.close();
  }
});

test('whatever strangers write stays text, and the layout stays whole @server', async ({ newPerson, server }) => {
  test.setTimeout(90_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const stranger = await aStranger(server, 'x<img src=y>');
  try {
    const name = localPart(stranger.address);
    stranger.say(juniper.address, 'hello');
    await juniper.buddies.row(name).click();
    const { conversation } = juniper;
    await conversation.expectMessage('hello', 'clear');

    stranger.say(juniper.address, markup, `<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><img src='https://evil.test/x'/>rich</body></html>`);
    await conversation.expectMessage(markup, 'clear');
    stranger.say(juniper.address, overrides);
    await conversation.expectMessage('gnp.\uFFFDexe.txt \uFFFDand\uFFFD on\uFFFD', 'clear');
    stranger.say(juniper.address, controls);
    await conversation.expectMessage('c\u200Bd\u00ADe\u2421f\uFFFDg', 'clear');
    stranger.say(juniper.address, 'Z\u0300\u0301\u0302\u0303'.repeat(400));
    stranger.say(juniper.address, 'line\n'.repeat(400));
    stranger.say(juniper.address, '\u05D0\u05D1\u05D2 right to left, and left again');
    await expectWhole(juniper);

    stranger.say(juniper.address, endless);
    await expect.poll(async () => (await conversation.messages()).at(-1)?.text.length, { timeout: 20_000 }).toBe(100_000);
    await expectWhole(juniper);
    stranger.say(juniper.address, `${'V'.repeat(150_000)}END`);
    await expect(conversation.log.getByText('The message was longer than what is shown.')).toBeVisible({ timeout: 20_000 });
    await expectWhole(juniper);
    stranger.say(juniper.address, 'and still we talk');
    await conversation.expectMessage('and still we talk', 'clear');
    await expect(conversation.message('and still we talk')).toBeInViewport();
  } finally {
    stranger.close();
  }
});

test('hostile names, status messages, groups and requests stay text, and the layout stays whole @server', async ({ newPerson, server }) => {
  test.setTimeout(90_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const other = await aStranger(server);
  const tablet = await RawPeer.signIn(server, juniper.account, { password: juniper.password, resource: 'tablet' });
  try {
    // The list's names and groups come from the server: here, from another device of the same account.
    const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    const set = (jid: string, called: string, group: string) =>
      `<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid="${jid}" name="${escape(called)}"><group>${escape(group)}</group></item></query></iq>`;
    tablet.send(set(other.address, `${overrides} ${markup} ${'long '.repeat(40)}`, `${markup} \u202E`));
    other.send(`<presence type='subscribe' to='${juniper.address}'/>`);
    await juniper.buddies.approve(other.address);
    await other.until(/type='subscribe'/);
    other.send(`<presence type='subscribed' to='${juniper.address}'/>`);
    other.send(`<presence><status>${escape(`${markup}\n\u202E${'status '.repeat(200)}`)}</status></presence>`);

    const row = juniper.buddies.row(/gnp/);
    await expect(row).toContainText('<script>window.stolen=1</script>');
    await expect(row).toHaveAccessibleName(/status status/);
    expect(await row.innerText()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    await row.click();
    await expectWhole(juniper);
    await expect(juniper.conversation.panel.getByRole('heading')).toContainText('<img src="x"');
    await expect(juniper.buddies.group('<img src="x"')).toBeVisible();

    const asker = await aStranger(server);
    asker.send(`<presence type='subscribe' to='${juniper.address}'><status>${escape(`${markup} \u202E ${'please '.repeat(120)}${'W'.repeat(5_000)}`)}</status></presence>`);
    const request = juniper.buddies.request(asker.address);
    await expect(request).toContainText('<script>window.stolen=1</script>');
    expect(await request.innerText()).not.toMatch(/[\u202A-\u202E]/);
    await expect(request.getByRole('button', { name: /^Approve/ })).toBeVisible();
    await expectWhole(juniper);
    const box = await request.boundingBox();
    expect(box?.width).toBeLessThanOrEqual(280);
    await juniper.buddies.deny(asker.address);
    asker.close();
  } finally {
    other.close();
    tablet.close();
  }
});
