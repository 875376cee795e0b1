import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationView } from '../../shared/views.ts';
import { buddies, conversation, keys } from './examples.ts';
import { callsOf, push } from './played.ts';
import { openStage, type Stage, type View } from './stage.ts';

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
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
const authenticate = async (page: Page) => {
  await page.getByRole('button', { name: 'Authenticate Marlow…' }).click();
  return page.getByRole('dialog', { name: 'Authenticate Marlow Quint' });
};
const run = { run: 4, startedBy: 'us', question: 'Where?', fingerprint: keys.marlow } as const;
const pushRun = (page: Page, authentication: ConversationView['authentication'], rests: number | null = null) =>
  push(page, 'conversation.changed', {
    conversation: conversation(marlow, 'unverified', { authentication, authenticationRestsUntilMs: rests }),
  });

describe('verifying', () => {
  it('saves what the person said about the key in sight', () =>
    on({ scene: 'unverified' }, async (page) => {
      const dialog = await authenticate(page);
      await dialog.getByRole('tab', { name: 'Fingerprint' }).click();
      await dialog.getByRole('radio', { name: 'I have verified that it is Marlow’s' }).check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await callsOf(page, 'conversations.verify')).toEqual([{ conversationId: marlow.id, fingerprint: keys.marlow, verified: true }]);
    }));

  it('saves nothing when the key changed while the dialog was open', () =>
    on({ scene: 'unverified' }, async (page) => {
      await authenticate(page);
      const changed = conversation(marlow, 'unverified');
      const theirs = changed.theirs && { ...changed.theirs, fingerprint: keys.stranger };
      await push(page, 'conversation.changed', { conversation: { ...changed, theirs } });
      await page.getByText('ended or changed meanwhile').waitFor();
      expect(await page.getByRole('button', { name: /^(Save|Ask Marlow)$/ }).count()).toBe(0);
    }));

  it('asks what was typed, to the letter, and only when nothing is missing', () =>
    on({ scene: 'unverified' }, async (page) => {
      const dialog = await authenticate(page);
      expect(await page.evaluate(() => document.activeElement?.matches('dialog input'))).toBe(true);
      await page.keyboard.press('Enter');
      await dialog.getByText('Enter a question.').waitFor();
      await page.keyboard.type('Where is the bicycle?');
      await page.keyboard.press('Enter');
      await dialog.getByText('Enter the answer.').waitFor();
      expect(await callsOf(page, 'authentication.ask')).toEqual([]);
      const answer = dialog.getByRole('textbox', { name: 'The answer' });
      await answer.fill('bicycle');
      await dialog.getByText('The answer stands in the question').waitFor();
      await answer.fill('red');
      await dialog.getByText('So short an answer').waitFor();
      await answer.fill(' Behind the shed ');
      await dialog.getByText('So short an answer').waitFor({ state: 'hidden' });
      expect(await answer.getAttribute('type')).toBe('password');
      await dialog.getByRole('button', { name: 'Show: The answer' }).click();
      expect(await answer.getAttribute('type')).toBe('text');
      await answer.press('Enter');
      expect(await callsOf(page, 'authentication.ask')).toEqual([
        { conversationId: marlow.id, fingerprint: keys.marlow, question: 'Where is the bicycle?', secret: ' Behind the shed ' },
      ]);
    }));

  it('keeps what was typed while another way is looked at, and asks for no question with a shared secret', () =>
    on({ scene: 'unverified' }, async (page) => {
      const dialog = await authenticate(page);
      await page.keyboard.type('Where?');
      await dialog.getByRole('tab', { name: 'Question and answer' }).press('ArrowRight');
      await dialog.getByRole('textbox', { name: 'The shared secret' }).fill('seven lamps');
      await dialog.getByRole('tab', { name: 'Shared secret' }).press('ArrowLeft');
      expect(await dialog.getByRole('textbox', { name: /^A question/ }).inputValue()).toBe('Where?');
      await dialog.getByRole('tab', { name: 'Shared secret' }).click();
      await dialog.getByRole('button', { name: 'Ask Marlow' }).click();
      expect(await callsOf(page, 'authentication.ask')).toMatchObject([{ question: null, secret: 'seven lamps' }]);
    }));

  it('says how long it rests after too many wrong answers, and asks nothing meanwhile', () =>
    on({ scene: 'unverified' }, async (page) => {
      const dialog = await authenticate(page);
      await pushRun(page, null, Date.now() + 45_000);
      await dialog.getByText(/try again in 4\d seconds/).waitFor();
      expect(await dialog.getByRole('button', { name: 'Ask Marlow' }).isDisabled()).toBe(true);
    }));

  it('hides a run that goes on, brings it back, and stops it', () =>
    on({ scene: 'unverified' }, async (page) => {
      await authenticate(page);
      await pushRun(page, { ...run, state: { at: 'running', awaited: 'answer' } });
      const dialog = page.getByRole('dialog', { name: 'Authenticating Marlow Quint' });
      expect(await dialog.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('2');
      await page.keyboard.press('Escape');
      await page.locator('#composer:focus').waitFor();
      await dialog.waitFor({ state: 'hidden' });
      expect(await callsOf(page, 'authentication.cancel')).toEqual([]);
      await page.getByRole('button', { name: 'Show…' }).click();
      await dialog.getByRole('button', { name: 'Stop authenticating' }).click();
      expect(await callsOf(page, 'authentication.cancel')).toEqual([{ conversationId: marlow.id, run: 4 }]);
      await dialog.waitFor({ state: 'hidden' });
      await page.locator('#composer:focus').waitFor();
    }));

  it('leaves nothing to read of a run that went while its dialog was open', () =>
    on({ scene: 'unverified' }, async (page) => {
      await authenticate(page);
      await pushRun(page, { ...run, state: { at: 'running', awaited: 'answer' } });
      await page.getByRole('dialog', { name: 'Authenticating Marlow Quint' }).waitFor();
      await pushRun(page, null);
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }));

  it('tells an outcome in its dialog or in its banner', () =>
    on({ scene: 'unverified' }, async (page) => {
      await pushRun(page, { ...run, state: { at: 'ended', outcome: 'cancelled-by-them' } });
      const banner = page.getByText('Marlow stopped the authentication');
      await banner.waitFor();
      await page.getByRole('button', { name: 'Details…' }).click();
      await page.getByRole('dialog', { name: 'Marlow Quint stopped it' }).waitFor();
      expect(await banner.count()).toBe(0);
    }));

  it('reads an outcome once, and asks anew from it', () =>
    on({ scene: 'unverified' }, async (page) => {
      await pushRun(page, { ...run, state: { at: 'ended', outcome: 'failed' } });
      await page.getByRole('button', { name: 'Details…' }).click();
      await page.getByRole('dialog', { name: 'The two of you did not enter the same' }).getByRole('button', { name: 'Try again…' }).click();
      expect(await callsOf(page, 'authentication.dismiss')).toEqual([{ conversationId: marlow.id, run: 4 }]);
      await pushRun(page, null);
      const dialog = page.getByRole('dialog', { name: 'Authenticate Marlow Quint' });
      expect(await dialog.getByRole('textbox', { name: /^A question/ }).inputValue()).toBe('Where?');
      expect(await dialog.getByRole('textbox', { name: 'The answer' }).evaluate((field) => field === document.activeElement)).toBe(true);
    }));

  it('tries a shared secret again as a shared secret', () =>
    on({ scene: 'unverified' }, async (page) => {
      await pushRun(page, { ...run, question: null, state: { at: 'ended', outcome: 'failed' } });
      await page.getByRole('button', { name: 'Details…' }).click();
      await page.getByRole('button', { name: 'Try again…' }).click();
      await pushRun(page, null);
      await page.getByRole('dialog').getByRole('textbox', { name: 'The shared secret' }).waitFor();
    }));

  it.each(['failed', 'cancelled-by-them'] as const)('offers who was asked a question of their own, since only the other can ask again: %s', (outcome) =>
    on({ scene: 'unverified' }, async (page) => {
      await pushRun(page, { ...run, startedBy: 'them', state: { at: 'ended', outcome } });
      await page.getByRole('button', { name: 'Details…' }).click();
      await page.getByText(outcome === 'failed' ? 'Marlow can then ask once more' : 'They took it back').waitFor();
      await page.getByRole('button', { name: 'Ask Marlow a question…' }).click();
      await pushRun(page, null);
      expect(await page.getByRole('dialog').getByRole('textbox', { name: /^A question/ }).inputValue()).toBe('');
    }));

  it('offers to take back trust that a failed run leaves standing, and takes none by itself', () =>
    on({ scene: 'outcome-failed-verified' }, async (page) => {
      await page.getByRole('button', { name: 'Details…' }).click();
      expect(await callsOf(page, 'conversations.verify')).toEqual([]);
      await page.getByRole('button', { name: 'Withdraw verification' }).click();
      expect(await callsOf(page, 'conversations.verify')).toEqual([{ conversationId: river.id, fingerprint: keys.river, verified: false }]);
    }));
});

describe('a buddy who asks', () => {
  const asks = { ...run, startedBy: 'them', state: { at: 'asked' } } as const;
  const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Marlow Quint asks' });

  it('opens the dialog where nobody types, whose fields catch no key that was meant for the composer', () =>
    on({ scene: 'unverified' }, async (page) => {
      await pushRun(page, asks);
      await dialogOf(page).waitFor();
      expect(await focused(page)).toBe('Marlow Quint asks');
      await page.keyboard.type('oops');
      await page.keyboard.press('Enter');
      expect(await callsOf(page, 'authentication.answer')).toEqual([]);
      await dialogOf(page).getByRole('textbox', { name: 'Your answer' }).fill('Behind the shed');
      await page.keyboard.press('Enter');
      expect(await callsOf(page, 'authentication.answer')).toEqual([{ conversationId: marlow.id, run: 4, secret: 'Behind the shed' }]);
    }));

  it('waits in the banner and on the tab while the person types, and through other tabs', () =>
    on({ scene: 'unverified' }, async (page) => {
      await composer(page).focus();
      await page.keyboard.type('half a ');
      await pushRun(page, asks);
      await page.getByText('Marlow asks you a question').waitFor();
      await page.keyboard.type('line');
      expect(await composer(page).inputValue()).toBe('half a line');
      expect(await dialogOf(page).count()).toBe(0);
      await page.getByRole('tab', { name: /^River/ }).click();
      await page.getByRole('tab', { name: /^Marlow.*waits for your answer/ }).click();
      await page.getByRole('button', { name: 'Answer…' }).click();
      await dialogOf(page).getByRole('button', { name: 'Later' }).click();
      expect(await callsOf(page, 'authentication.cancel')).toEqual([]);
      await page.getByRole('button', { name: 'Decline' }).click();
      expect(await callsOf(page, 'authentication.cancel')).toEqual([{ conversationId: marlow.id, run: 4 }]);
    }));

  it('has fields of its own for each request, and catches nothing that is typed on for another', () =>
    on({ scene: 'unverified' }, async (page) => {
      await pushRun(page, asks);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Answer…' }).click();
      await page.keyboard.type('Behind the');
      expect(await dialogOf(page).getByRole('textbox', { name: 'Your answer' }).inputValue()).toBe('Behind the');
      await pushRun(page, { ...asks, run: 5, question: null });
      const secret = page.getByRole('dialog').getByRole('textbox', { name: 'Shared secret' });
      await secret.waitFor();
      await page.keyboard.type(' shed');
      await page.keyboard.press('Enter');
      expect(await secret.inputValue()).toBe('');
      expect(await callsOf(page, 'authentication.answer')).toEqual([]);
    }));

  it('cannot shut the window to the person by asking on and on', () =>
    on({ scene: 'unverified' }, async (page) => {
      for (let time = 0; time < 8; time += 1) {
        await pushRun(page, { ...asks, run: 10 + time });
        await dialogOf(page).getByRole('button', { name: 'Later' }).click();
        await dialogOf(page).waitFor({ state: 'hidden' });
      }
      await pushRun(page, { ...asks, run: 20 });
      await pushRun(page, { ...asks, run: 21, question: null });
      await page.getByText('Marlow wants to compare a secret that you both know.').first().waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.getByRole('button', { name: 'Answer…' }).click();
      await page.getByRole('dialog', { name: 'Marlow Quint wants to compare a secret' }).waitFor();
    }));

  it('catches nothing that is typed for a question of the person’s own', () =>
    on({ scene: 'unverified' }, async (page) => {
      await authenticate(page);
      await page.keyboard.type('Where is');
      await pushRun(page, asks);
      await dialogOf(page).waitFor();
      await page.keyboard.type(' the bicycle?');
      await page.keyboard.press('Enter');
      expect(await dialogOf(page).getByRole('textbox', { name: 'Your answer' }).inputValue()).toBe('');
      expect(await callsOf(page, 'authentication.answer')).toEqual([]);
    }));

  it('gets only text shown, and the dialog stays whole', () =>
    on({ scene: 'asked-hostile', size: { width: 640, height: 480 } }, async (page) => {
      const dialog = dialogOf(page);
      await dialog.getByText('<img src=x onerror=alert(1)>').waitFor();
      expect(await dialog.locator('img, script').count()).toBe(0);
      expect(await dialog.innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0007]/);
      expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
      await dialog.getByRole('button', { name: 'Answer', exact: true }).click({ trial: true });
    }));
});
