import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticationOutcomes, noticeCodes } from '../../shared/views.ts';
import { de } from '../strings/de.ts';
import { en } from '../strings/en.ts';
import { openStage, type Stage } from './stage.ts';

/* Every notice and every outcome, to the letter of the catalogues, in both languages. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

async function open(scene: string, locale: string): Promise<Page> {
  const page = await stage.open({ scene, locale });
  page.setDefaultTimeout(15_000);
  return page;
}

describe.each([['en-GB', en], ['de-DE', de]] as const)('in %s', (locale, words) => {
  it('every notice', async () => {
    const page = await open('notices', locale);
    const shown = await page.locator('[data-notice]').evaluateAll((rows) =>
      rows.map((row) => {
        const quote = row.querySelector('q');
        return [row.getAttribute('data-notice'), (row.textContent ?? '').slice(0, quote ? -(quote.textContent?.length ?? 0) : undefined)];
      }),
    );
    expect(shown).toEqual(noticeCodes.map((code) => [code, words.notices[code]('River Tamsin')]));
  });

  it('a line that went out twice, and one that may not have been read', async () => {
    const page = await open('resent', locale);
    await page.locator('[data-mark]', { hasText: words.timeline.resent }).waitFor();
    const line = page.locator('[data-mark]', { hasText: words.timeline.doubtful['other-key'] });
    await line.getByRole('button', { name: words.timeline.sendAgain }).waitFor();
  });

  it.each(authenticationOutcomes)('the outcome %s', async (outcome) => {
    const page = await open(`outcome-${outcome}`, locale);
    await page.getByRole('region', { name: words.banners.authentication }).getByText(words.notices[`authentication-${outcome}`]('Marlow'), { exact: true }).waitFor();
    await page.getByRole('button', { name: words.verify.details }).click();
    const dialog = page.getByRole('dialog', { name: words.verify.outcomes[outcome]('Marlow Quint') });
    await dialog.getByText(words.verify.meaning[outcome]('Marlow'), { exact: true }).waitFor();
  });

  const { verify } = words;
  it.each([
    ['asked-question', verify.asksTitle, verify.asksAbout('Marlow')],
    ['asked-secret', verify.asksSecretTitle, verify.asksSecretAbout('Marlow')],
    ['awaiting-answer', verify.running, verify.awaitsAnswer('Marlow')],
    ['awaiting-proof', verify.running, verify.awaitsProof],
  ] as const)('the step %s', async (scene, title, about) => {
    const page = await open(scene, locale);
    // What is asked opens by itself.
    if (title === verify.running) await page.getByRole('button', { name: verify.show }).click();
    await page.getByRole('dialog', { name: title('Marlow Quint') }).getByText(about, { exact: true }).waitFor();
  });
});
