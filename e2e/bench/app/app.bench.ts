import { expect, test } from '../../fixtures/test.ts';
import { meet, nameOf, together } from '../../fixtures/meeting.ts';
import { makeProfile } from '../../fixtures/profile.ts';
import { paintedAfter } from '../../fixtures/timing.ts';
import type { Person } from '../../pages/person.ts';
import { fillWithMessages } from './kept.ts';
import { memoryOf, middle, put, readableMs, withEmpty } from './readings.ts';

/* `npm run bench:app`: the built app in the real window, each measure beside an empty window in the same run. */

const rounds = 5;
const times = 9;

test('start', async ({ newPerson }) => {
  test.setTimeout(300_000);
  const juniper = newPerson('Juniper', { keychain: true });
  await juniper.arrive();
  const [readable, signedIn, empty]: number[][] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    await juniper.quit();
    await juniper.start();
    const { page, startedAtMs } = juniper.app;
    const online = await page.waitForFunction(() => (/Available/.test(document.querySelector('aside [role=region], aside section')?.textContent ?? '') ? Date.now() : 0), null, { polling: 'raf' });
    signedIn?.push((await online.jsonValue()) - startedAtMs);
    readable?.push(await readableMs(juniper.app));
    empty?.push(await withEmpty(readableMs));
  }
  const floor = middle(empty ?? []);
  put({ name: 'start', what: 'start to a readable window', unit: 'ms', ours: middle(readable ?? []), floor });
  put({ name: 'start', what: 'start to signed in', unit: 'ms', ours: middle(signedIn ?? []), floor });
});

test('memory', async ({ newPerson, server }) => {
  test.setTimeout(600_000);
  const floor = await withEmpty(memoryOf);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  const record = async (when: string) => {
    const now = await memoryOf(juniper.app);
    put({ name: 'memory', what: `main ${when}`, unit: 'MB', ours: now.main, floor: floor.main });
    put({ name: 'memory', what: `window ${when}`, unit: 'MB', ours: now.window, floor: floor.window });
  };
  await record('after the start');
  const peers = [];
  for (let n = 0; n < 10; n += 1) {
    const peer = await meet(juniper, server);
    await together(juniper, peer);
    peers.push(peer);
  }
  await record('with 10 private conversations');
  const [peer] = peers;
  if (peer === undefined) throw new Error('nobody came');
  const other = await meet(juniper, server);
  const costs: number[] = [];
  for (let hundred = 0; hundred < 100; hundred += 1) {
    const at = performance.now();
    for (let n = 0; n < 100; n += 1) other.raw.say(juniper.address, `line ${hundred}-${n}.`);
    await expect(juniper.conversation.message(`line ${hundred}-99.`)).toBeVisible({ timeout: 60_000 });
    costs.push((performance.now() - at) / 100);
  }
  await record('after 10,000 messages');
  put({ name: 'memory', what: 'a message in a row, of the first 2,000', unit: 'ms', ours: middle(costs.slice(0, 20)), floor: null });
  put({ name: 'memory', what: 'a message in a row, of the last 2,000', unit: 'ms', ours: middle(costs.slice(-20)), floor: null });
  expect(nameOf(peer)).not.toBe('');
});

/** A person without a server who has so much kept, up to the list of buddies. */
async function withKept(person: Person, conversations: Readonly<Record<string, number>>): Promise<void> {
  await makeProfile(person, (store) => fillWithMessages(store, 'juniper@example.org', { ...conversations, nobody: 0 }));
  await person.start();
  await person.firstRun.pass(person.passphrase);
  await expect(person.page.getByText('Making your key…')).toHaveCount(0, { timeout: 60_000 });
}

test('conversation', async ({ newLoner }) => {
  test.setTimeout(300_000);
  const juniper = newLoner('Juniper');
  const kept = { hundred: 100, tenthousand: 10_000, hundredthousand: 100_000 };
  await withKept(juniper, kept);
  const { page, buddies } = juniper;
  await buddies.open('nobody');
  for (const [name, count] of Object.entries(kept)) {
    const taken: number[] = [];
    for (let time = 0; time < times; time += 1) {
      await buddies.open('nobody');
      await page.evaluate((who) => Object.assign(window, { wanted: `newest of ${who}` }), name);
      taken.push(
        await paintedAfter(page, () => buddies.open(name), () => document.querySelector('[role=log]')?.textContent.includes((window as unknown as { wanted: string }).wanted) ?? false),
      );
    }
    put({ name: 'conversation', what: `opening one of ${count.toLocaleString('en')} kept messages`, unit: 'ms', ours: middle(taken), floor: null });
  }
  put({ name: 'conversation', what: 'longest frame while 5,000 lines are scrolled up', unit: 'ms', ours: await longestFrame(juniper), floor: null });
});

/** Scrolls the conversation in front up, a little in each frame, and says how long the longest frame took. */
function longestFrame({ page }: Person): Promise<number> {
  return page.evaluate(async () => {
    const log = document.querySelector('[role=log]');
    if (!log) throw new Error('no conversation');
    let [longest, before, gone] = [0, performance.now(), 0];
    while (gone < 5_000 * 26) {
      log.scrollBy(0, -260);
      gone += 260;
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      longest = Math.max(longest, now - before);
      before = now;
    }
    return longest;
  });
}

for (const count of [10_000, 1_000_000]) {
  test(`search-${count}`, async ({ newLoner }) => {
    test.setTimeout(1_800_000);
    const juniper = newLoner('Juniper');
    await withKept(juniper, { everything: count });
    const { page } = juniper;
    const words = { 'a common word': 'kakaka', 'a rare word': 'chachacha', 'two letters': 'ka', 'two common words': 'kakaka rokaka' };
    for (const [what, typed] of Object.entries(words)) {
      const taken: number[] = [];
      for (let time = 0; time < times; time += 1) {
        taken.push(
          await page.evaluate(async (text) => {
            const { sotto } = window as unknown as { sotto: { call: Record<string, (input: unknown) => Promise<{ ok: boolean }>> } };
            const at = performance.now();
            const answer = await sotto.call['history.search']?.({ words: text, conversationId: null, fromMs: null, toMs: null, before: null });
            if (!answer?.ok) throw new Error('the search failed');
            return performance.now() - at;
          }, typed),
        );
      }
      put({ name: `search-${count}`, what: `${what} in ${count.toLocaleString('en')} messages, asked by the window`, unit: 'ms', ours: middle(taken), floor: null });
    }
  });
}

test('key', async ({ newLoner }) => {
  test.setTimeout(120_000);
  const empty = await withEmpty(({ page }) => keysIn(page, 'textarea'));
  const juniper = newLoner('Juniper');
  await withKept(juniper, { everything: 10_000 });
  await juniper.buddies.open('everything');
  const ours = await keysIn(juniper.page, '#composer');
  put({ name: 'key', what: 'key press to painted letter', unit: 'ms', ours, floor: empty });
});

async function keysIn(page: Person['page'], field: string): Promise<number> {
  await page.locator(field).focus();
  await page.evaluate((selector) => Object.assign(window, { field: document.querySelector(selector) }), field);
  const taken: number[] = [];
  for (let n = 1; n <= 21; n += 1) {
    await page.evaluate((length) => Object.assign(window, { wanted: length }), n);
    taken.push(
      await paintedAfter(page, () => page.keyboard.press('a'), () => {
        const seen = window as unknown as { field: HTMLTextAreaElement; wanted: number };
        return seen.field.value.length === seen.wanted;
      }),
    );
  }
  return middle(taken);
}
