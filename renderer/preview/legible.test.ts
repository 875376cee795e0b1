import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

/* Authenticating and looking at keys with letters of twice the size, and with the system's own colours. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

const way = (name: string) => async (page: Page) => {
  await page.getByRole('region', { name: 'Unverified' }).getByRole('button', { name: /^Authenticate/ }).click();
  await page.getByRole('dialog').getByRole('tab', { name }).click();
};
const fromBanner = (page: Page) => page.getByRole('region', { name: 'Authentication' }).getByRole('button').first().click();
const manager = async (page: Page) => {
  await page.getByRole('menuitem', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'Fingerprints…' }).click();
  await page.getByRole('row', { name: /^Marlow/ }).first().click();
};
const details = async (page: Page) => {
  await manager(page);
  await page.getByRole('button', { name: 'Details…' }).click();
};

const dialogs: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['a question', 'unverified', way('Question and answer')],
  ['a shared secret', 'unverified', way('Shared secret')],
  ['both fingerprints', 'unverified', way('Fingerprint')],
  ['their question', 'asked-question', async () => undefined],
  ['their request of a secret', 'asked-secret', async () => undefined],
  ['a run', 'awaiting-answer', fromBanner],
  ['a failure', 'outcome-failed', fromBanner],
  ['a fingerprint', 'private', details],
];

describe.each([
  // The window at first, as it is with everything at 200 %.
  ['everything', async (scene: string) => {
    const page = await stage.open({ scene, size: { width: 550, height: 360 } });
    const front = page.getByRole('treeitem', { selected: true });
    if (!scene.startsWith('asked') && (await front.isVisible())) await front.click();
    return page;
  }],
  ['the letters alone', async (scene: string) => {
    const page = await stage.open({ scene });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    return page;
  }],
] as const)('at twice the size of %s', (_, show) => {
  it.each(dialogs)('%s is whole', async (_name, scene, open) => {
    const page = await show(scene);
    page.setDefaultTimeout(10_000);
    await open(page);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    for (const button of await dialog.locator('button:not([disabled])').all()) await button.click({ trial: true });
    const found = await dialog.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const sideways = [element, ...element.querySelectorAll('.dialog-body, .segments, .key-box')].filter((box) => box.scrollWidth > box.clientWidth);
      const question = element.querySelector('.question-text');
      return {
        outside: left < 0 || top < 0 || right > innerWidth || bottom > innerHeight,
        sideways: sideways.map(({ className }) => className),
        cutQuestion: question !== null && question.scrollHeight > question.clientHeight,
      };
    });
    expect(found).toEqual({ outside: false, sideways: [], cutQuestion: false });
  });
});

describe('rows with letters of twice the size', () => {
  const enlarged = async () => {
    const page = await stage.open({ scene: 'private' });
    page.setDefaultTimeout(10_000);
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    return page;
  };
  /** Rows that another one covers, and words in them that are cut at the top or bottom, or for good at the end. */
  const spoilt = (page: Page, rows: string, words: string) =>
    page.evaluate(
      ([ofRows, ofWords]) => {
        const boxes = [...document.querySelectorAll(ofRows!)].map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
        const overlapping = boxes.filter((box, at) => at > 0 && box.top < boxes[at - 1]!.bottom - 1).length;
        const inRows = [...document.querySelectorAll(ofWords!)].filter((element) => element.closest(ofRows!) !== null);
        const cut = inRows.filter((element) => {
          const [{ top, bottom }, row] = [element.getBoundingClientRect(), element.closest(ofRows!)!.getBoundingClientRect()];
          const isShortened = getComputedStyle(element).textOverflow === 'ellipsis' || element.clientWidth === 0;
          return top < row.top || bottom > row.bottom || (!isShortened && element.scrollWidth > element.clientWidth);
        });
        return { rows: boxes.length > 3, overlapping, cut: cut.map(({ textContent }) => textContent) };
      },
      [rows, words],
    );

  it('the buddy list', async () => {
    const page = await enlarged();
    // The list takes the size of letters when it is made anew.
    await page.getByRole('searchbox').fill('e');
    expect(await spoilt(page, '.buddy-row', '.buddy-words > *')).toEqual({ rows: true, overlapping: 0, cut: [] });
    const lines = await page.locator('.buddy-row').first().locator('.buddy-words > *').all();
    const [name, status] = await Promise.all(lines.map((line) => line.boundingBox()));
    expect(status!.y).toBeGreaterThanOrEqual(name!.y + name!.height - 1);
    expect(name!.height).toBeGreaterThan(30);
  });

  it('the manager of fingerprints', async () => {
    const page = await enlarged();
    await manager(page);
    expect(await spoilt(page, '.fingerprint-table tbody tr', '.use-pill')).toMatchObject({ overlapping: 0, cut: [] });
    const clipped = await page.locator('.column-now').evaluateAll((cells) => cells.filter((cell) => cell.clientWidth > 0 && cell.scrollWidth > cell.clientWidth).length);
    expect(clipped).toBe(0);
    expect((await page.locator('.fingerprint-table tbody tr').first().boundingBox())!.height).toBeGreaterThan(80);
  });

  it('my keys', async () => {
    const page = await enlarged();
    await manager(page);
    await page.getByRole('tab', { name: 'My keys' }).click();
    const found = await page.locator('.my-key').first().evaluate((row) => {
      const avatar = row.querySelector('.avatar')!;
      return { sideways: row.scrollWidth > row.clientWidth, initialsFit: avatar.scrollWidth <= avatar.clientWidth };
    });
    expect(found).toEqual({ sideways: false, initialsFit: true });
  });
});

describe.each(['light', 'dark'] as const)('with the system’s own colours, %s', (colorScheme) => {
  const inOwnColours = async (scene: string) => {
    const page = await stage.open({ scene });
    page.setDefaultTimeout(10_000);
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    return page;
  };
  afterAll(async () => {
    const page = await stage.open({ scene: 'private' });
    await page.emulateMedia({ forcedColors: 'none', colorScheme: null });
  });
  const background = (page: Page, selector: string, pseudo?: string) =>
    page.locator(selector).first().evaluate((element, of) => getComputedStyle(element, of).backgroundColor, pseudo);

  it('a chosen fingerprint differs from the others', async () => {
    const page = await inOwnColours('private');
    await manager(page);
    expect(await background(page, 'tr[aria-selected=true] td')).not.toBe(await background(page, 'tr[aria-selected=false] td'));
  });

  it('how far a run is can be seen', async () => {
    const page = await inOwnColours('awaiting-answer');
    await fromBanner(page);
    const toCome = await background(page, '.step:last-child .step-bar');
    expect(await background(page, '.step-done .step-bar')).not.toBe(toCome);
    expect(await background(page, '.step-now .step-bar', '::after')).not.toBe(toCome);
  });

  it('a changed key stands out', async () => {
    const page = await inOwnColours('changed-key');
    expect(await background(page, '.changed-key-head')).not.toBe(await background(page, '.conversation-pane'));
  });
});
