import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buddies, conversation, fingerprint, keys } from './examples.ts';
import { callsOf, push } from './played.ts';
import { openStage, type Stage, type View } from './stage.ts';

/* A key that is another one than before, and what was typed for a verified key. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

async function on(view: View, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await stage.open(view);
  page.setDefaultTimeout(15_000);
  await act(page);
}

const [river, marlow] = [buddies[0]!, buddies[1]!];
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message to/ });
const banner = (page: Page) => page.getByRole('alert', { name: /key has changed/ });
const send = (page: Page) => page.getByRole('button', { name: 'Send' });
const sent = (page: Page) => callsOf(page, 'conversations.send');
const changedKey = { before: fingerprint(keys.river, true), now: fingerprint(keys.stranger, false) };
/** River comes back with another key. */
const pushChanged = (page: Page) =>
  push(page, 'conversation.changed', {
    conversation: conversation(river, 'unverified', { theirs: changedKey.now, changedKey }),
  });

describe('a changed key', () => {
  it('says who, since when the old one was known, how it was verified, and both in groups', () =>
    on({ scene: 'changed-key' }, async (page) => {
      const words = (await banner(page).innerText()).replaceAll(/\s+/g, ' ');
      expect(words).toContain('Marlow Quint’s key has changed You had verified the old one. Nothing is sent until you decide.');
      expect(words).toMatch(/B27F09C4 5D1EA683 7740F9DE 21BC85E6 0A93D71F Known since .+\. Verified .+, by a question\./);
      expect(words).toMatch(/41D0EE97 B36A15F2 C8047D9E 5A61BB3C 97F008C2 Seen first .+\. Not verified\./);
    }));

  it('offers three ways out', () =>
    on({ scene: 'changed-key' }, async (page) => {
      await banner(page).getByRole('button', { name: 'Continue unverified' }).click();
      expect(await callsOf(page, 'conversations.acceptKey')).toEqual([{ conversationId: marlow.id, fingerprint: keys.stranger }]);
      await banner(page).getByRole('button', { name: 'End private conversation' }).click();
      expect(await callsOf(page, 'conversations.endPrivate')).toEqual([{ conversationId: marlow.id }]);
      await banner(page).getByRole('button', { name: 'Verify the new key…' }).click();
      await page.getByRole('dialog', { name: 'Authenticate Marlow Quint' }).getByText('This key is new.').waitFor();
    }));

  it('keeps what is typed in the composer, which says why, and sends nothing', () =>
    on({ scene: 'changed-key' }, async (page) => {
      await composer(page).fill('are you there?');
      await composer(page).press('Enter');
      await page.getByText('What you type stays here until you have decided about Marlow’s new key.').waitFor();
      expect(await send(page).isDisabled()).toBe(true);
      expect(await composer(page).inputValue()).toBe('are you there?');
      expect(await sent(page)).toEqual([]);
      expect(await composer(page).evaluate((field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent)).toContain('decided');
      await push(page, 'conversation.changed', { conversation: conversation(marlow, 'unverified') });
      await composer(page).press('Enter');
      expect(await sent(page)).toMatchObject([{ text: 'are you there?', privacy: 'unverified' }]);
    }));

  it('in a conversation that is not in front marks its tab and its row, and is said aloud', () =>
    on({ scene: 'unverified' }, async (page) => {
      await pushChanged(page);
      await page.getByRole('tab', { name: /^River Tamsin, .*the key has changed/ }).waitFor();
      await page.getByRole('treeitem', { name: /^River Tamsin, .*the key has changed/ }).waitFor();
      const said = page.getByRole('status').filter({ hasText: 'River Tamsin’s key has changed.' });
      await said.waitFor({ state: 'attached' });
      expect(await banner(page).count()).toBe(0);
    }));

  const small = [640, 760].flatMap((width) => (['light', 'dark'] as const).map((theme) => [width, theme] as const));
  it.each(small)('stays whole in a window of %i by 480, with both keys, what is known of them and its ways out in sight, %s', (width, theme) =>
    on({ scene: 'changed-key', theme, locale: 'de-DE', size: { width, height: 480 } }, async (page) => {
      if (width < 760) await page.getByRole('treeitem', { name: /^Marlow/ }).click();
      const alarm = page.getByRole('alert', { name: /Schlüssel/ });
      for (const button of await alarm.getByRole('button').all()) await button.click({ trial: true });
      const hidden = await alarm.evaluate((bar) => {
        const body = bar.querySelector('.changed-key-body')!.getBoundingClientRect();
        const facts = [...bar.querySelectorAll('h4, .fingerprint span, .changed-key-fact, .changed-key-verdict')];
        const cut = facts.filter((fact) => fact.getBoundingClientRect().bottom > body.bottom || fact.getBoundingClientRect().top < body.top);
        return { facts: facts.length, cut: cut.map(({ textContent }) => textContent) };
      });
      expect(hidden).toEqual({ facts: 16, cut: [] });
      const bottom = await composer(page).or(page.getByRole('textbox', { name: /^Nachricht an/ })).evaluate((field) => field.getBoundingClientRect().bottom);
      expect(bottom).toBeLessThanOrEqual(480);
    }),
  );
});

describe('what was typed for a verified key', () => {
  it('goes to no unverified one until the person says so', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).fill('only for River');
      await pushChanged(page);
      await banner(page).waitFor();
      await push(page, 'conversation.changed', { conversation: conversation(river, 'unverified') });
      await page.getByText('You wrote this for a verified key').waitFor();
      await composer(page).press('Enter');
      expect(await sent(page)).toEqual([]);
      await page.getByRole('button', { name: 'Allow sending unverified' }).click();
      await composer(page).press('Enter');
      expect(await sent(page)).toMatchObject([{ text: 'only for River', privacy: 'unverified' }]);
    }));

  it('goes at once where the key is verified after all', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).fill('only for River');
      await push(page, 'conversation.changed', { conversation: conversation(river, 'unverified') });
      await page.getByText('You wrote this for a verified key').waitFor();
      await push(page, 'conversation.changed', { conversation: conversation(river, 'private') });
      await composer(page).press('Enter');
      expect(await sent(page)).toMatchObject([{ text: 'only for River', privacy: 'private' }]);
    }));
});
