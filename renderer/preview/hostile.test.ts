import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthenticationView } from '../../shared/views.ts';
import { buddies, conversation, fingerprint, keys } from './examples.ts';
import { push } from './played.ts';
import { lookAlike, scenes } from './scenes.ts';
import { openStage, type Stage, type View } from './stage.ts';

/* Whatever another person may choose the words of stays text, in its place, and is never mistaken for ours. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

async function on(view: Partial<View>, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await stage.open({ scene: 'hostile', ...view });
  page.setDefaultTimeout(15_000);
  await act(page);
}

const evil = scenes.hostile().buddies.find(({ statusText }) => statusText.includes('onerror'))!;
const sizes = [{ width: 640, height: 480 }, { width: 1100, height: 720 }] as const;

/** Nothing became an element, nothing turns or hides text, and nothing reaches out of the window or of its dialog. */
async function expectWhole(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => {
    const shown = [...document.querySelectorAll<HTMLElement>('dialog[open], [role=menu], main, [role=log], [role=tablist], [role=tree], section, .fingerprint-table-frame')];
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => ['title', 'aria-label'].map((name) => element.getAttribute(name) ?? ''));
    return {
      foreign: document.querySelectorAll('#root :is(img, script, iframe, object, a, style)').length,
      sideways: document.documentElement.scrollWidth - window.innerWidth,
      wide: shown.filter((element) => element.scrollWidth > element.clientWidth + 1 && !['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX)).map(({ className }) => className),
      outside: [...document.querySelectorAll('dialog[open], [role=menu]')].filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return left < 0 || top < 0 || right > window.innerWidth || bottom > window.innerHeight;
      }).length,
      turned: [document.body.innerText, ...attributes].filter((text) => /[\u202a-\u202e\u0000-\u0008\u000b\u000e-\u001f]/.test(text)),
    };
  });
  expect(found, where).toEqual({ foreign: 0, sideways: 0, wide: [], outside: 0, turned: [] });
}

const run = { run: 1, startedBy: 'them', question: `${lookAlike}${evil.statusText}`, fingerprint: keys.marlow } as const;
const pushRun = (page: Page, change: Partial<AuthenticationView>) =>
  push(page, 'conversation.changed', { conversation: conversation(evil, 'unverified', { authentication: { ...run, ...change } as AuthenticationView }) });

const tools = async (page: Page, entry: string) => {
  await page.getByRole('menuitem', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
};
const dialog = (page: Page) => page.getByRole('dialog').waitFor();

it('a device that takes the address of somebody else for its name stands behind the address of its own', () =>
  on({ scene: 'private' }, async (page) => {
    const [river] = buddies;
    const [own, other] = ['marlow@example.org', 'tablet'].map((resource) => ({ resource, show: 'available', text: '', priority: 0 }) as const);
    const about = page.locator('.conversation-where > p');
    for (const resources of [[own], [own, other]]) {
      await push(page, 'buddies.changed', { accountId: river!.accountId, changed: [{ ...river!, resources }], removed: [] });
      await push(page, 'conversation.changed', { conversation: conversation(river!, 'private', { resource: 'marlow@example.org' }) });
      const device = resources.length > 1 ? '/marlow@example.org' : '';
      await expect.poll(() => about.innerText()).toBe(`Available · ${river!.address}${device}`);
    }
  }));

const places: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['the conversation', async () => undefined],
  ['the question', async (page) => {
    await pushRun(page, { state: { at: 'asked' } });
    await dialog(page);
  }],
  ['the request of a secret', async (page) => {
    await pushRun(page, { state: { at: 'asked' }, question: null });
    await dialog(page);
  }],
  ['the banner of a run', (page) => pushRun(page, { state: { at: 'ended', outcome: 'cheated' } })],
  ['an outcome', async (page) => {
    await pushRun(page, { state: { at: 'ended', outcome: 'cheated' } });
    await page.getByRole('button', { name: 'Details…' }).click();
  }],
  ['the fingerprints to compare', async (page) => {
    await tools(page, 'Authenticate buddy…');
    await page.getByRole('tab', { name: 'Fingerprint' }).click();
  }],
  ['a changed key', (page) => {
    const changedKey = { before: fingerprint(keys.marlow, true), now: fingerprint(keys.stranger, false) };
    return push(page, 'conversation.changed', { conversation: conversation(evil, 'unverified', { changedKey }) });
  }],
  ['the known fingerprints', async (page) => {
    await tools(page, 'Fingerprints…');
    await page.getByRole('row', { name: /onerror/ }).first().click();
  }],
  ['comparing one of them', async (page) => {
    await tools(page, 'Fingerprints…');
    await page.getByRole('row', { name: /onerror.*41D0EE97/ }).click();
    await page.getByRole('button', { name: 'Verify…' }).click();
  }],
  ['the lab', (page) => tools(page, 'Deniability lab…')],
  ['privacy settings', (page) => tools(page, 'Privacy settings…')],
  ['the device menu', (page) => page.getByRole('button', { name: /^Goes to/ }).click()],
];

describe.each(sizes)('hostile text stays text, and the layout whole, at $width', (size) => {
  it.each(places)('in %s', (where, open) =>
    on({ size: { width: 1100, height: 720 } }, async (page) => {
      await open(page);
      // Menus close when the window's size changes.
      if (where !== 'the device menu') await page.setViewportSize(size);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
      await expectWhole(page, where);
    }),
  );
});

describe('a line of theirs', () => {
  it('never looks like one of ours: another row, another place, another size, and a mark with its time', () =>
    on({}, async (page) => {
      const rows = await page.getByRole('log').evaluate((log) =>
        [...log.querySelectorAll<HTMLElement>('[data-mark], [data-notice]')].map((row) => {
          const words = row.querySelector<HTMLElement>('.message-text, p')!;
          const { fontSize, color } = getComputedStyle(words);
          const quote = row.querySelector('q');
          const ours = [...row.querySelectorAll('.message-text, q')].reduce((left, theirs) => left.replace(theirs.textContent ?? '', ''), row.textContent ?? '');
          return { isNotice: row.hasAttribute('data-notice'), hasTime: row.querySelector('time') !== null, look: `${fontSize} ${color}`, left: words.getBoundingClientRect().left, ours, isQuoted: quote !== null && quote.closest('[data-notice]') === row };
        }),
      );
      const [notices, lines] = [rows.filter(({ isNotice }) => isNotice), rows.filter(({ isNotice }) => !isNotice)];
      expect([notices.length, lines.length]).toEqual([4, 4]);
      for (const { hasTime } of lines) expect(hasTime).toBe(true);
      for (const { hasTime, ours } of notices) {
        expect(hasTime).toBe(false);
        expect(ours).not.toContain('You have verified');
      }
      expect(notices.filter(({ isQuoted }) => isQuoted)).toHaveLength(2);
      const looks = new Set(notices.map(({ look }) => look));
      for (const { look } of lines) expect(looks.has(look)).toBe(false);
    }));

  it('covers nothing around it, however many marks are put on a letter', () =>
    on({}, async (page) => {
      const rows = page.getByRole('log').locator('[data-mark], [data-notice]');
      const holding = await rows.evaluateAll((all) =>
        all.map((row) => [row, ...row.querySelectorAll('*')].some((part) => /paint|strict|content/.test(getComputedStyle(part).contain) || getComputedStyle(part).contentVisibility === 'auto' || getComputedStyle(part).overflowY !== 'visible') || !/\u0489/.test(row.textContent ?? '')),
      );
      expect(holding).not.toContain(false);
      // What stands next to it looks as it does beside a harmless line.
      const next = page.locator('[data-notice="private-refreshed"]');
      await next.scrollIntoViewIfNeeded();
      const beside = await next.screenshot();
      await page.evaluate(() => {
        for (const part of document.querySelectorAll('[data-notice="peer-error"] q bdi, [data-mark] .message-text')) part.textContent = part.textContent?.replaceAll(/\p{M}/gu, '') ?? '';
      });
      await next.scrollIntoViewIfNeeded();
      expect(beside.equals(await next.screenshot())).toBe(true);
    }));
});
