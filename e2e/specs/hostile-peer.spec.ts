import { en } from '../../renderer/strings/en.ts';
import { noticeCodes } from '../../shared/views.ts';
import { controls, endless, endlessLink, expectText, expectWhole, markup, overrides } from '../fixtures/hostile.ts';
import { anotherDevice, meet, nameOf, together } from '../fixtures/meeting.ts';
import { RawPeer, escapeXml } from '../fixtures/raw-peer.ts';
import { expect, test } from '../fixtures/test.ts';

/*
 * What somebody can send who is in the list and in a private conversation: questions, errors, lines, the names of
 * devices. `strangers.spec.ts` has what anybody can send.
 */

const shownOverrides = 'gnp.\uFFFDexe.txt \uFFFDand\uFFFD on\uFFFD';
const zalgo = 'Z\u0300\u0301\u0302\u0303\u0489'.repeat(100);

test('whatever a buddy sends in private stays text, and no line of theirs is one of ours @server', async ({ newPerson, server }) => {
  test.setTimeout(120_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  juniper.page.setDefaultTimeout(15_000);
  const { conversation, verify } = juniper;
  const river = await meet(juniper, server, { resource: `<img src=x onerror=window.stolen=1> (0F4C81AE) · Private ${'W'.repeat(200)}` });
  const tablet = await RawPeer.signIn(server, juniper.account, { password: juniper.password, resource: 'tablet' });
  try {
    await together(juniper, river);

    await test.step('a question', async () => {
      const long = `${overrides} ${markup} ${controls}\n\n${en.notices['authentication-verified']('River')}\n${zalgo}${'long '.repeat(200)}${'W'.repeat(5_000)}`;
      river.does({ kind: 'smp-start', secret: 'x', question: long });
      await expect(verify.request.getByRole('blockquote')).toContainText('<script>window.stolen=1</script>');
      await expect(verify.request.getByRole('blockquote')).toContainText(shownOverrides);
      await expectText(juniper);
      for (const button of [en.verify.decline, en.verify.later, en.verify.answer]) {
        await expect(verify.request.getByRole('button', { name: button, exact: true })).toBeInViewport({ ratio: 1 });
      }
      await verify.request.getByRole('button', { name: en.verify.decline }).click();
      await verify.leftOff();
      await expectWhole(juniper);
    });

    await test.step('an error', async () => {
      river.sends(`?OTR Error: ${overrides} ${markup} ${zalgo} ${endless}`);
      const quote = conversation.log.locator('[data-notice="peer-error"] q');
      await expect(quote).toContainText(`${shownOverrides} <img src="x"`);
      expect((await quote.textContent())?.length).toBe(1_000);
      await expectWhole(juniper);
    });

    await test.step('lines that look like ours, and lines without an end', async () => {
      const said = (code: (typeof noticeCodes)[number]) => `\n\n${' '.repeat(30)}${en.notices[code](nameOf(river))}\n\n`;
      const before = await conversation.log.locator('[data-notice]').count();
      for (const code of noticeCodes) river.says(said(code));
      await expect(conversation.log.locator('[data-mark]')).toHaveCount(noticeCodes.length);
      expect(await conversation.log.locator('[data-notice]').count()).toBe(before);
      const rows = await conversation.log.locator('[data-mark]').evaluateAll((all) =>
        all.map((row) => ({ ours: row.closest('.notice') !== null, time: row.querySelectorAll('time').length, text: row.querySelectorAll('.message-text').length })),
      );
      expect(rows).toEqual(noticeCodes.map(() => ({ ours: false, time: 1, text: 1 })));
      for (const text of [zalgo, `${overrides} ${controls}`, endlessLink, endless]) river.says(text);
      await expect.poll(async () => (await conversation.messages()).at(-1)?.text.length, { timeout: 20_000 }).toBe(100_000);
      await expectWhole(juniper);
    });

    const hostile = `${overrides} ${markup}`.slice(0, 200);
    await test.step('a name in the list, the tab, the fingerprints', async () => {
      tablet.send(`<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='${river.raw.address}' name='${escapeXml(`${hostile}${zalgo}`)}'/></query></iq>`);
      await expect(conversation.tabs.getByRole('tab', { name: /gnp/ })).toContainText('<img src="x"');
      await expectWhole(juniper);
      await juniper.menus.choose('Tools', 'Fingerprints…');
      const row = juniper.fingerprints.row(/gnp/);
      await expect(row).toContainText('<img src="x"');
      await row.click();
      await expectText(juniper);
      await juniper.fingerprints.button('Verify…').click();
      await expectText(juniper);
      await juniper.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      await juniper.fingerprints.close();
    });

    await test.step('the names of devices', async () => {
      const other = await anotherDevice(juniper, server, river, `${markup} · Private`);
      const device = conversation.panel.getByRole('button', { name: /^Goes to / });
      await expect(device).toContainText('<img src="x"');
      await expectWhole(juniper);
      await device.click();
      const menu = juniper.page.getByRole('menu', { name: 'Device' });
      await expect(menu.getByRole('menuitemradio', { name: /Unverified$/ })).toHaveCount(2);
      await expectText(juniper);
      await juniper.page.keyboard.press('Escape');
      other.close();
    });
  } finally {
    river.close();
    tablet.close();
  }
});
