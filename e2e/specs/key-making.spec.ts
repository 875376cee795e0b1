import { fillWithFingerprints, makeProfile } from '../fixtures/profile.ts';
import { expect, test } from '../fixtures/test.ts';
import { crowding, median } from '../fixtures/timing.ts';
import type { Person } from '../pages/person.ts';

/** What the window and main may take at most while a key is made, on a machine that does nothing else. */
const answerMs = 150;
const frameMs = 100;

type Seen = { readonly tookMs: number; readonly answers: readonly number[]; readonly frames: readonly number[] };

/** Has the manager make another key, and looks meanwhile how long main takes to answer, and each frame to be painted. */
async function replaceKey(juniper: Person, address: string): Promise<Seen> {
  const { page } = juniper;
  await page.getByRole('button', { name: `Replace the key of ${address}` }).click();
  const question = page.getByRole('alertdialog', { name: `A new key for ${address}?` });
  await question.getByRole('checkbox').check();
  const make = await question.getByRole('button', { name: 'Make a new key' }).elementHandle();
  return page.evaluate(async (button) => {
    // While the key is made, there is none to be shown.
    const shown = () => document.querySelector('.my-key code')?.textContent ?? null;
    const before = shown();
    const [answers, frames]: number[][] = [[], []];
    const startedMs = performance.now();
    const frame = (beforeMs: number) =>
      requestAnimationFrame((nowMs) => {
        frames!.push(nowMs - beforeMs);
        frame(nowMs);
      });
    (button as HTMLElement).click();
    frame(startedMs);
    while (shown() === null || shown() === before) {
      const askedMs = performance.now();
      // The cheapest thing to ask for: there is nothing to take back, and main says so.
      await (window as unknown as { sotto: { call: Record<string, (input: object) => Promise<unknown>> } }).sotto.call['fingerprints.undo']!({});
      answers!.push(performance.now() - askedMs);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return { tookMs: performance.now() - startedMs, answers: answers!, frames: frames! };
  }, make);
}

test('while a key is made, main answers and the window goes on painting', async ({ newLoner }, testInfo) => {
  test.setTimeout(90_000);
  const juniper = newLoner('Juniper');
  const address = 'juniper@example.org';
  await makeProfile(juniper, (store) => fillWithFingerprints(store, address, 1));
  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  await juniper.menus.choose('Tools', 'Fingerprints…');
  const before = await juniper.fingerprints.myKey(address);

  const rounds: { readonly share: number; readonly answerMs: number; readonly frameMs: number }[] = [];
  for (let time = 0; time < 5; time += 1) {
    const crowdBefore = crowding();
    const { tookMs, answers, frames } = await replaceKey(juniper, address);
    const crowd = Math.max(crowdBefore, crowding());
    const [answer, frame] = [Math.max(...answers), Math.max(...frames)];
    rounds.push({ share: answer / tookMs, answerMs: answer / crowd, frameMs: frame / crowd });
    const words = `${tookMs.toFixed(0)} ms at ${crowd.toFixed(1)}: ${answers.length} answers, slowest ${answer.toFixed(0)} ms; ${frames.length} frames, slowest ${frame.toFixed(0)} ms`;
    testInfo.annotations.push({ type: 'took', description: words });
  }
  const seen = testInfo.annotations.map(({ description }) => description).join('\n');
  // One that makes the key itself answers nothing before it is made.
  expect(median(rounds.map(({ share }) => share)), seen).toBeLessThan(0.5);
  expect(median(rounds.map((round) => round.answerMs)), seen).toBeLessThan(answerMs);
  expect(median(rounds.map((round) => round.frameMs)), seen).toBeLessThan(frameMs);
  expect(await juniper.fingerprints.myKey(address)).not.toBe(before);
});
