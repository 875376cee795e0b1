import type { Locator } from '@playwright/test';
import type { OtrEvent } from '../../electron/otr/index.ts';
import { en } from '../../renderer/strings/en.ts';
import { authenticationOutcomes, type AuthenticationOutcome, type NoticeCode } from '../../shared/views.ts';
import { expectNoBarrier } from '../fixtures/axe.ts';
import type { EnginePeer } from '../fixtures/engine-peer.ts';
import { tabTo } from '../fixtures/keyboard.ts';
import { meet, nameOf, together } from '../fixtures/meeting.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Person } from '../pages/person.ts';

/*
 * Every turn that authenticating a buddy can take, with a peer that does what it is told at the other end: one that
 * goes silent in the middle, or that cheats. `authentication.spec.ts` has two people of our own.
 */

type Stage = { readonly juniper: Person; readonly river: EnginePeer; readonly name: string };
type State = Extract<OtrEvent, { kind: 'smp' }>['state'];

const question = 'Where did we leave the blue bicycle?';
const answer = 'behind the Observatory';

async function meeting(juniper: Person, river: EnginePeer): Promise<Stage> {
  juniper.page.setDefaultTimeout(15_000);
  await together(juniper, river);
  return { juniper, river, name: nameOf(river) };
}

async function expectNotice({ juniper, name }: Stage, code: NoticeCode, quote = ''): Promise<void> {
  await expect(juniper.conversation.log.locator('[data-notice] > p').last()).toHaveText(`${en.notices[code](name)}${quote}`);
}

/** The dialog of an outcome, once it says what it means. */
async function outcome(stage: Stage, code: AuthenticationOutcome, meaning = en.verify.meaning[code](stage.name)): Promise<Locator> {
  const dialog = stage.juniper.verify.outcome(en.verify.outcomes[code](stage.name));
  await expect(dialog).toContainText(meaning);
  await expectNotice(stage, `authentication-${code}`);
  return dialog;
}

async function asks({ juniper }: Stage): Promise<void> {
  const isVerified = (await juniper.conversation.privacy.innerText()) === 'Private';
  await juniper.conversation.choose(isVerified ? 'Re-authenticate buddy…' : 'Authenticate buddy…');
  await juniper.verify.ask(question, answer);
  await expect(juniper.verify.running).toContainText(question);
}

const isAsked = ({ river }: Stage) => river.until('the question', () => river.compared.at(-1) === 'asked');
const isAborted = ({ river }: Stage) => river.until('the end of the run', () => river.compared.at(-1) === 'aborted');

/** Both have answered; the proof that is due from the peer does not come. */
async function waitsForProof(stage: Stage, startedBy: 'us' | 'them'): Promise<void> {
  const { juniper, river } = stage;
  if (startedBy === 'us') {
    await asks(stage);
    await isAsked(stage);
    river.ignores();
    river.does({ kind: 'smp-answer', secret: answer });
  } else {
    river.does({ kind: 'smp-start', secret: answer, question });
    await expect(juniper.verify.request).toBeVisible();
    river.ignores();
    await juniper.verify.reply(answer);
  }
  await expect(juniper.verify.running).toContainText(en.verify.awaitsProof);
  await river.until('the answer', () => river.unread.length === 1);
  // What Juniper sent last is lost on the way, where it would conclude the run.
  if (startedBy === 'us') river.unread.pop();
}

const states: Readonly<Record<State, (stage: Stage) => Promise<void>>> = {
  asked: async (stage) => {
    const { juniper, river, name } = stage;
    river.does({ kind: 'smp-start', secret: answer, question });
    const asked = juniper.verify.outcome(en.verify.asksTitle(name));
    await expect(asked).toContainText(en.verify.asksAbout(name));
    await expect(asked.getByRole('blockquote')).toHaveText(question);
    await expect(asked).toContainText(en.verify.answerHint);
    await expectNotice(stage, 'authentication-question-came', question);
    await expectNoBarrier(juniper.page, 'a question');
    await asked.getByRole('button', { name: en.verify.decline }).click();
    await isAborted(stage);
    await juniper.verify.leftOff();
    await expectNotice(stage, 'authentication-cancelled-by-us');

    river.does({ kind: 'smp-start', secret: answer, question: null });
    const compares = juniper.verify.outcome(en.verify.asksSecretTitle(name));
    await expect(compares).toContainText(en.verify.asksSecretAbout(name));
    await expectNotice(stage, 'authentication-secret-came');
    await compares.getByRole('button', { name: en.verify.later }).click();
    await expect(juniper.verify.banner).toContainText(en.banners.asksSecret(name));
    await expect(juniper.conversation.tab(name)).toHaveAccessibleName(new RegExp(en.verify.asksBadge));
  },
  aborted: async (stage) => {
    const { juniper, river, name } = stage;
    river.does({ kind: 'smp-abort' });
    await expect(juniper.verify.banner).toContainText(en.notices['authentication-cancelled-by-them'](name));
    await juniper.verify.banner.getByRole('button', { name: en.verify.details }).click();
    await outcome(stage, 'cancelled-by-them', en.verify.meaning.takenBack);
    await juniper.verify.read(en.verify.outcomes['cancelled-by-them'](name));

    await asks(stage);
    await isAsked(stage);
    river.does({ kind: 'end' });
    const over = await outcome(stage, 'session-over');
    // There is nothing to try again in.
    await expect(over.getByRole('button')).toHaveText([en.common.close]);
    await juniper.verify.read(en.verify.outcomes['session-over'](name));
    await juniper.conversation.shut.getByRole('button', { name: 'Start again' }).click();
    await together(juniper, river);
  },
  progress: async (stage) => {
    const { juniper, river, name } = stage;
    await juniper.conversation.choose('Authenticate buddy…');
    await expectNoBarrier(juniper.page, 'asking');
    await juniper.verify.ask(question, answer);
    await expect(juniper.verify.running).toContainText(en.verify.awaitsAnswer(name));
    for (const step of en.verify.steps.asked) await expect(juniper.verify.running).toContainText(step);
    await expect(juniper.verify.running.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '2');
    await expectNotice(stage, 'authentication-question-sent', question);
    await expectNoBarrier(juniper.page, 'waiting');
    await isAsked(stage);
    river.ignores();
    river.does({ kind: 'smp-answer', secret: answer });
    await expect(juniper.verify.running).toContainText(en.verify.awaitsProof);
    await expect(juniper.verify.running.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '3');
  },
  succeeded: async (stage) => {
    const { juniper, river, name } = stage;
    river.listens();
    const verified = await outcome(stage, 'verified');
    await expect(verified).toContainText(en.verify.oneWay(name));
    await expectNoBarrier(juniper.page, 'verified');
    await juniper.verify.read(en.verify.outcomes.verified(name));
    await juniper.conversation.expectPrivacy('Private');

    river.does({ kind: 'smp-start', secret: 'Rosinante', question: 'What was it called?' });
    await juniper.verify.reply('Rosinante');
    await outcome(stage, 'proved');
    await juniper.verify.read(en.verify.outcomes.proved(name));

    river.does({ kind: 'smp-start', secret: 'seven lamps', question: null });
    await juniper.verify.reply('seven lamps');
    await outcome(stage, 'verified', en.verify.meaning.verifiedBoth(name));
    await juniper.verify.read(en.verify.outcomes.verified(name));
  },
  failed: async (stage) => {
    const { juniper, river, name } = stage;
    river.does({ kind: 'smp-start', secret: 'Rosinante', question: 'What was it called?' });
    await juniper.verify.reply('rosinante');
    const failed = await outcome(stage, 'failed');
    await expect(failed).toContainText(en.verify.agreeTheyAsk(name));
    await expect(failed).toContainText(en.verify.stillTrusted(name));
    await juniper.conversation.expectPrivacy('Private');
    await expectNoBarrier(juniper.page, 'failed');
    await failed.getByRole('button', { name: en.verify.withdraw }).click();
    await juniper.conversation.expectPrivacy('Unverified');
    await expect(juniper.conversation.log.locator('[data-notice] > p').last()).toHaveText(en.notices.unverified(name));
    await juniper.verify.read(en.verify.outcomes.failed(name));
  },
  cheated: async (stage) => {
    const { juniper, river, name } = stage;
    river.cheats('no matter what');
    await expect(juniper.verify.banner).toContainText(en.notices['authentication-cheated'](name));
    await isAborted(stage);
    await juniper.verify.banner.getByRole('button', { name: en.verify.details }).click();
    await outcome(stage, 'cheated');
    await expectNoBarrier(juniper.page, 'cheated');
    await juniper.verify.read(en.verify.outcomes.cheated(name));
    await juniper.conversation.expectPrivacy('Unverified');
  },
};

/** `services/events.test.ts` brings these about, with a clock that can be moved. */
const elsewhere: readonly AuthenticationOutcome[] = ['timed-out'];

test('everything that the engine tells of a comparison has its words @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const river = await meet(juniper, server);
  try {
    const stage = await meeting(juniper, river);
    for (const state of ['asked', 'aborted', 'progress', 'succeeded', 'failed', 'cheated'] as const satisfies readonly State[]) {
      await test.step(state, () => states[state](stage));
    }
    const codes = await juniper.conversation.log.locator('[data-notice^="authentication-"]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-notice')));
    const expected = authenticationOutcomes.filter((one) => !elsewhere.includes(one)).map((one) => `authentication-${one}`);
    expect(new Set(codes)).toEqual(new Set(['authentication-question-came', 'authentication-secret-came', 'authentication-question-sent', 'authentication-cancelled-by-us', ...expected]));
  } finally {
    river.close();
  }
});

test('a run can be left at any step, and ends on both sides @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const river = await meet(juniper, server);
  try {
    const stage = await meeting(juniper, river);
    const { name } = stage;
    const read = (code: AuthenticationOutcome) => outcome(stage, code).then(() => juniper.verify.read(en.verify.outcomes[code](name)));

    await test.step('a tab that is not in front keeps the request until it is', async () => {
      const other = await meet(juniper, server);
      river.does({ kind: 'smp-start', secret: answer, question });
      const tab = juniper.conversation.tab(name);
      await expect(tab).toHaveAccessibleName(new RegExp(en.verify.asksBadge));
      await expect(juniper.verify.request).toHaveCount(0);
      await tab.click();
      await juniper.verify.request.getByRole('button', { name: en.verify.later }).click();
      await juniper.conversation.tab(nameOf(other)).click();
      await expect(juniper.verify.banner).toHaveCount(0);
      await tab.click();
      await expect(juniper.verify.banner).toContainText(en.banners.asksQuestion(name));
      await expect(juniper.verify.request).toHaveCount(0);
      other.close();
      await juniper.verify.banner.getByRole('button', { name: en.verify.decline }).click();
      await isAborted(stage);
      await juniper.verify.leftOff();
    });

    for (const startedBy of ['us', 'them'] as const) {
      await test.step(`stopped while the proof is due, started by ${startedBy}`, async () => {
        await waitsForProof(stage, startedBy);
        await juniper.verify.running.getByRole('button', { name: en.verify.stop }).click();
        river.listens();
        await isAborted(stage);
        await juniper.verify.leftOff();
      });

      await test.step(`broken off by them while the proof is due, started by ${startedBy}`, async () => {
        await waitsForProof(stage, startedBy);
        river.listens();
        if (startedBy === 'us') river.does({ kind: 'smp-abort' });
        else river.does({ kind: 'end' });
        if (startedBy === 'us') return read('cancelled-by-them');
        await juniper.verify.read(/./);
        // What has ended with the proof due counts as a wrong answer on either side; a program that begins anew has none.
        river.restarts();
        await together(juniper, river);
      });
    }

    await test.step('the dialog closed: the run goes on; the tab closed: it ends', async () => {
      // Theirs, since a third one of ours would mean to rest. What Juniper answered is lost, so that nothing concludes the run.
      await waitsForProof(stage, 'them');
      river.unread.pop();
      await juniper.page.keyboard.press('Escape');
      await expect(juniper.verify.banner).toContainText(en.verify.awaitsProof);
      await juniper.page.keyboard.press('Control+w');
      river.listens();
      await isAborted(stage);
      await juniper.buddies.open(name);
      await expect(juniper.conversation.heading(name)).toBeVisible();
      await expect(juniper.verify.banner).toHaveCount(0);
    });

    await test.step('the account signed out', async () => {
      await asks(stage);
      await isAsked(stage);
      await juniper.verify.running.getByRole('button', { name: en.verify.hide }).click();
      await juniper.buddies.statusMenu(juniper.address, 'Sign out');
      await isAborted(stage);
      await expect(juniper.conversation.notice(en.notices['authentication-session-over'](name))).toBeVisible();
      await expect(juniper.verify.banner).toHaveCount(0);
      await juniper.buddies.statusMenu(juniper.address, 'Sign in');
      await juniper.buddies.online(juniper.address);
      await expect(juniper.buddies.row(name)).toHaveAccessibleName(/, Available/);
      river.restarts();
      await together(juniper, river);
    });

    await test.step('everything with the keyboard alone', () => byKeyboard(stage));

    await test.step('the app closed', async () => {
      await asks(stage);
      await isAsked(stage);
      await juniper.quit();
      await river.until('the end', () => river.status === 'finished' && river.compared.at(-1) === 'aborted');
    });
  } finally {
    river.close();
  }
});

/** All three ways, and answering, without the mouse. */
async function byKeyboard(stage: Stage): Promise<void> {
  const { juniper, river, name } = stage;
  const { page, verify } = juniper;
  const { keyboard } = page;
  const open = async (entry: string) => {
    await keyboard.press('Control+Shift+O');
    await expect(page.getByRole('menuitem', { name: entry })).toBeFocused();
    await keyboard.press('Enter');
  };
  await open('Authenticate buddy…');
  await expect(verify.dialog.getByRole('textbox', { name: /^A question/ })).toBeFocused();
  await keyboard.type(question);
  await keyboard.press('Tab');
  await keyboard.type(answer);
  await keyboard.press('Enter');
  await expect(verify.running.getByRole('button', { name: en.verify.hide })).toBeFocused();
  await isAsked(stage);
  river.does({ kind: 'smp-answer', secret: answer });
  await expect(verify.outcome(en.verify.outcomes.verified(name)).getByRole('button', { name: en.common.close })).toBeFocused();
  await keyboard.press('Enter');
  await expect(juniper.conversation.composer).toBeFocused();

  await open('Re-authenticate buddy…');
  await tabTo(page, verify.dialog.getByRole('tab', { name: 'Question and answer' }), 'Shift+Tab');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(verify.dialog).toContainText(/Verified .*, by a question\./);
  await tabTo(page, verify.dialog.getByRole('radio', { name: /^I have verified/ }));
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await juniper.conversation.expectPrivacy('Unverified');

  await tabTo(page, juniper.conversation.composer);
  await keyboard.type('half a line');
  river.does({ kind: 'smp-start', secret: 'seven lamps', question: null });
  await expect(verify.banner).toContainText(en.banners.asksSecret(name));
  await keyboard.type(' and the rest');
  await expect(juniper.conversation.composer).toHaveValue('half a line and the rest');
  await tabTo(page, verify.banner.getByRole('button', { name: en.verify.answerDots }), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(verify.request.getByRole('textbox')).toBeFocused();
  await keyboard.type('seven lamps');
  await keyboard.press('Enter');
  await expect(verify.outcome(en.verify.outcomes.verified(name))).toBeVisible();
  await keyboard.press('Escape');
  await juniper.conversation.expectPrivacy('Private');
  await expect(juniper.conversation.composer).toHaveValue('half a line and the rest');
  await juniper.conversation.composer.fill('');
}
