import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticationOutcomes } from '../../shared/views.ts';
import { buddies, conversation, keys } from './examples.ts';
import { push, refuse } from './played.ts';
import { openStage, type Stage } from './stage.ts';

/* Each look of the dialogs that authenticate a buddy: without a barrier in both themes, and by the keyboard alone. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

const marlow = buddies[1]!;
/** Opens the privacy menu by its key and takes the first entry. */
async function authenticate(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+O');
  await page.getByRole('menu', { name: 'Privacy' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
}
const way = (name: string) => async (page: Page) => {
  await authenticate(page);
  await page.keyboard.press('Shift+Tab');
  while ((await page.getByRole('tab', { name, selected: true }).count()) === 0) await page.keyboard.press('ArrowRight');
};
/** Opens what the banner's first button opens. */
async function fromBanner(page: Page): Promise<void> {
  const button = page.getByRole('region', { name: 'Authentication' }).getByRole('button').first();
  await button.focus();
  await page.keyboard.press('Enter');
}

const looks: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['a question', 'unverified', authenticate],
  ['what is missing', 'unverified', async (page) => {
    await authenticate(page);
    await page.keyboard.press('Enter');
    await page.getByText('Enter a question.').waitFor();
  }],
  ['an answer that stands in the question', 'unverified', async (page) => {
    await authenticate(page);
    await page.keyboard.type('Is it the blue one?');
    await page.keyboard.press('Tab');
    await page.keyboard.type('blue');
    await page.getByText('The answer stands in the question').waitFor();
  }],
  ['a refusal', 'unverified', async (page) => {
    await authenticate(page);
    await refuse(page, 'authentication.ask', 'random-failed');
    await page.keyboard.type('Where?');
    await page.keyboard.press('Tab');
    await page.keyboard.type('in the shed');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('gives no random numbers').waitFor();
  }],
  ['a rest after wrong answers', 'unverified', async (page) => {
    await authenticate(page);
    await push(page, 'conversation.changed', { conversation: conversation(marlow, 'unverified', { authenticationRestsUntilMs: Date.now() + 45_000 }) });
    await page.getByText('Too many wrong answers').waitFor();
  }],
  ['a key that changed meanwhile', 'unverified', async (page) => {
    await authenticate(page);
    const changed = conversation(marlow, 'unverified');
    const theirs = changed.theirs && { ...changed.theirs, fingerprint: keys.stranger };
    await push(page, 'conversation.changed', { conversation: { ...changed, theirs } });
    await page.getByText('ended or changed meanwhile').waitFor();
  }],
  ['a shared secret', 'unverified', way('Shared secret')],
  ['both fingerprints', 'unverified', way('Fingerprint')],
  ['their question', 'asked-question', async () => undefined],
  ['their request of a secret', 'asked-secret', async () => undefined],
  ['an answer that is awaited', 'awaiting-answer', fromBanner],
  ['a proof that is awaited', 'awaiting-proof', fromBanner],
  ...authenticationOutcomes.map((outcome) => [`the outcome ${outcome}`, `outcome-${outcome}`, fromBanner] as const),
];

describe('a dialog that authenticates has no barrier, holds the focus, and closes on Escape', () => {
  it.each(looks)('%s', async (_, scene, open) => {
    const page = await stage.open({ scene });
    page.setDefaultTimeout(15_000);
    await open(page);
    await page.getByRole('dialog').waitFor();
    const light = await new AxeBuilder({ page }).analyze();
    await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
    const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
    const found = [...light.violations, ...dark.violations];
    expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

    const stops = new Set<string>();
    for (let presses = 0; presses < 14; presses += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === document.body) return 'outside of the page';
        return document.querySelector('dialog[open]')?.contains(activeElement) ? (activeElement?.textContent ?? '') : 'ESCAPED';
      });
      stops.add(at);
    }
    expect([...stops]).not.toContain('ESCAPED');
    const buttons = await page.locator('dialog[open] .dialog-actions button:not([disabled])').allInnerTexts();
    for (const button of buttons) expect([...stops]).toContain(button);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }, 60_000);
});
