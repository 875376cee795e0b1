import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, conversation, buddies } from './examples.ts';
import { callsOf, push, refuse } from './played.ts';
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

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

const river = buddies[0]!;
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message to/ });
const privacyMenu = async (page: Page, scene: string) => {
  await page.getByRole('button', { name: /^(Not private|Unverified|Private|Finished)$/ }).click();
  const entries = await page.getByRole('menu', { name: 'Privacy' }).getByRole('menuitem').allInnerTexts();
  return [scene, ...entries];
};

describe('the privacy button offers exactly what the state allows', () => {
  it.each([
    ['not-private', 'Start private conversation'],
    ['unverified', 'Authenticate buddy…', 'Refresh', 'End'],
    ['private', 'Re-authenticate buddy…', 'Refresh', 'End'],
    ['finished', 'Refresh (start again)', 'End'],
  ])('%s', (scene, ...entries) =>
    on({ scene }, async (page) => expect(await privacyMenu(page, scene)).toEqual([scene, ...entries])),
  );
});

it('an emoji is found by name and stands where the caret was, and can be undone like what is typed; none of a private conversation is kept', () =>
  on({ scene: 'private', locale: 'de-DE' }, async (page) => {
    const field = page.locator('#composer');
    await field.pressSequentially('ab');
    await field.press('ArrowLeft');
    const choose = async (word: string, ...keys: readonly string[]) => {
      await page.keyboard.press('Control+.');
      await page.getByRole('option', { name: 'grinsendes Gesicht', exact: true }).first().waitFor();
      await page.keyboard.type(word);
      await page.getByText(/Emojis? gefunden$/).waitFor({ state: 'attached' });
      for (const key of keys) await page.keyboard.press(key);
    };
    await choose('rotes herz', 'Shift+Enter', 'Enter');
    expect(await field.inputValue()).toBe('a❤️❤️b');
    await page.keyboard.type('!');
    expect(await field.inputValue()).toBe('a❤️❤️!b');
    for (let times = 0; (await field.inputValue()).includes('❤️'); times += 1) {
      expect(times).toBeLessThan(4);
      await page.keyboard.press('Control+z');
    }
    await choose('so heißt nichts', 'Enter', 'Escape');
    expect(await focused(page)).toMatch(/^Nachricht an/);
    expect(await callsOf(page, 'settings.save')).toEqual([]);
    await page.keyboard.press('Control+.');
    await page.getByRole('group', { name: 'Zuletzt benutzt' }).getByRole('option', { name: 'rotes Herz' }).click();
    expect(await field.inputValue()).toContain('❤️');
  }));

it('whoever starts a private conversation from the menu writes on', () =>
  on({ scene: 'not-private' }, async (page) => {
    await page.getByRole('button', { name: 'Not private' }).click();
    await page.getByRole('menuitem', { name: 'Start private conversation' }).click();
    await page.locator('#composer:focus').waitFor();
  }));

it('what did not work is said over the newest lines, and not for good', async () => {
  const view = { scene: 'not-private' } as const;
  const page = await stage.open(view);
  await page.clock.install();
  await stage.open(view);
  await refuse(page, 'conversations.startPrivate', 'start-unavailable');
  await page.getByRole('button', { name: 'Not private' }).click();
  await page.getByRole('menuitem', { name: 'Start private conversation' }).click();
  const said = page.getByRole('alert').filter({ hasText: 'no private conversation was started' });
  await said.hover();
  await page.clock.fastForward('01:00');
  await said.waitFor();
  await page.mouse.move(0, 0);
  await page.clock.fastForward('00:16');
  await said.waitFor({ state: 'detached' });
});

it('a buddy whose question waits has a badge in the list too', () =>
  on({ scene: 'asked-question' }, (page) => page.getByRole('treeitem', { name: /, waits for your answer$/ }).waitFor()));

it('an outcome that comes while another tab is in front is marked on its tab and in the list, until it is looked at', () =>
  on({ scene: 'outcome-failed' }, async (page) => {
    const marked = [page.getByRole('tab', { name: /^Marlow Quint.*the authentication has an outcome/ }), page.getByRole('treeitem', { name: /^Marlow Quint.*the authentication has an outcome/ })];
    for (const mark of marked) expect(await mark.count()).toBe(0);
    await page.getByRole('tab', { name: /^River/ }).click();
    for (const mark of marked) await mark.waitFor();
    await page.getByRole('tab', { name: /^Marlow/ }).click();
    for (const mark of marked) await mark.waitFor({ state: 'detached' });
  }));

it('what was forged comes into sight in a small window', () =>
  on({ scene: 'private', size: { width: 760, height: 480 } }, async (page) => {
    await page.getByRole('menuitem', { name: 'Tools' }).click();
    await page.getByRole('menuitem', { name: 'Deniability lab…' }).click();
    await page.getByRole('button', { name: /^Forge: / }).click();
    await page.keyboard.press('Enter');
    const result = page.getByRole('dialog').getByRole('status');
    await result.waitFor();
    const [seen, body] = [await result.boundingBox(), await page.locator('.dialog-body').boundingBox()];
    expect(seen!.y + seen!.height).toBeLessThanOrEqual(body!.y + body!.height);
  }));

it('the menu of the bar says what is refreshed and ended, since it stands alone', () =>
  on({ scene: 'private' }, async (page) => {
    await page.getByRole('menuitem', { name: 'Tools' }).click();
    const entries = await page.getByRole('menu', { name: 'Tools' }).getByRole('menuitem').allInnerTexts();
    expect(entries).toEqual(expect.arrayContaining(['Refresh private conversation', 'End private conversation', 'Privacy settings…']));
  }));

it('at midnight Today becomes Yesterday', async () => {
  // A page of its own, whose clock nobody else reads.
  const view = { scene: 'private', locale: 'en-US' } as const;
  const page = await stage.open(view);
  await page.clock.install();
  await stage.open(view);
  await page.getByText('Today', { exact: true }).waitFor();
  await page.clock.fastForward('24:00:00');
  await page.getByText('Yesterday', { exact: true }).waitFor();
});

describe('the composer', () => {
  it('sends on Enter with the level that was in sight, and breaks the line on Shift+Enter', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).fill('one');
      await composer(page).press('Shift+Enter');
      await page.keyboard.type('two');
      await composer(page).press('Enter');
      expect(await composer(page).inputValue()).toBe('');
      expect(await callsOf(page, 'conversations.send')).toEqual([{ conversationId: river.id, text: 'one\ntwo', privacy: 'private' }]);
    }));

  it('keeps a refused line with the reason', () =>
    on({ scene: 'private' }, async (page) => {
      await refuse(page, 'conversations.send', 'not-connected');
      await composer(page).fill('do not lose me');
      await composer(page).press('Enter');
      await page.getByText('You are not connected.').waitFor();
      expect(await composer(page).inputValue()).toBe('do not lose me');
    }));

  it('no longer says that the connection is missing once it is back', () =>
    on({ scene: 'connection-waiting' }, async (page) => {
      await refuse(page, 'conversations.send', 'not-connected');
      await composer(page).fill('do not lose me');
      await composer(page).press('Enter');
      const refusal = page.getByText('You are not connected.');
      await refusal.waitFor();
      await push(page, 'account.changed', { account });
      await refusal.waitFor({ state: 'hidden' });
      expect(await composer(page).inputValue()).toBe('do not lose me');
    }));

  it('never sends in clear what was typed for a private conversation, until told to', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).fill('only for you');
      await push(page, 'conversation.changed', { conversation: conversation(river, 'not-private') });
      await page.getByText('You wrote this for an encrypted conversation').waitFor();
      await composer(page).press('Enter');
      expect(await callsOf(page, 'conversations.send')).toEqual([]);
      await page.getByRole('button', { name: 'Allow sending unencrypted' }).click();
      await composer(page).press('Enter');
      expect(await callsOf(page, 'conversations.send')).toMatchObject([{ text: 'only for you', privacy: 'not-private' }]);
    }));

  it('is shut while finished, and keeps the text that stood in it', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).fill('half a sent');
      await push(page, 'conversation.changed', { conversation: conversation(river, 'finished') });
      const shut = page.getByRole('region', { name: 'Finished' });
      await shut.getByText('half a sent').waitFor();
      expect(await composer(page).count()).toBe(0);
      await shut.getByRole('button', { name: 'Start again' }).click();
      expect(await callsOf(page, 'conversations.startPrivate')).toEqual([{ conversationId: river.id }]);
    }));

  it('keeps a draft for each conversation', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).fill('for River');
      await page.getByRole('tab', { name: /^Marlow/ }).click();
      expect(await composer(page).inputValue()).toBe('');
      await page.getByRole('tab', { name: /^River/ }).click();
      expect(await composer(page).inputValue()).toBe('for River');
    }));

  it('takes no keys from what is being typed when a message opens its conversation by itself', () =>
    on({ scene: 'quiet' }, async (page) => {
      await page.getByRole('searchbox').focus();
      await page.keyboard.type('ab');
      await push(page, 'tabs.changed', { tabs: { open: [river.id], front: river.id } });
      await composer(page).waitFor();
      await page.keyboard.type('cd');
      expect(await page.getByRole('searchbox').inputValue()).toBe('abcd');
      expect(await composer(page).inputValue()).toBe('');
      await page.getByRole('tab', { name: /^River/ }).click();
      await page.keyboard.type('ef');
      expect(await composer(page).inputValue()).toBe('ef');
    }));

  it('says the limit and sends nothing beyond it', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).fill('x'.repeat(65_537));
      await page.getByText('1 character too many').waitFor();
      await composer(page).press('Enter');
      expect(await callsOf(page, 'conversations.send')).toEqual([]);
    }));
});

describe('certificates', () => {
  it('are asked about once, with the safe answer at hand', () =>
    on({ scene: 'certificate' }, async (page) => {
      await page.getByRole('alertdialog', { name: /Do you trust/ }).waitFor();
      expect(await focused(page)).toBe('Do not connect');
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'See certificate…' }).click();
      await page.getByRole('button', { name: 'Pin for this account' }).click();
      expect(await callsOf(page, 'accounts.certificate')).toMatchObject([{ answer: 'pin' }]);
    }));

  it('that changed cannot be accepted; forgetting the old one takes two steps', () =>
    on({ scene: 'changed-pin' }, async (page) => {
      const dialog = page.getByRole('alertdialog', { name: /has changed/ });
      await dialog.waitFor();
      expect(await dialog.getByRole('button').allInnerTexts()).toEqual(['Forget the old one…', 'Keep refusing']);
      await dialog.getByRole('button', { name: 'Forget the old one…' }).click();
      expect(await dialog.getByRole('button', { name: 'Forget the old certificate' }).isDisabled()).toBe(true);
      await dialog.getByRole('checkbox').check();
      await dialog.getByRole('button', { name: 'Forget the old certificate' }).click();
      expect(await callsOf(page, 'accounts.certificate')).toMatchObject([{ answer: 'forget-pin' }]);
    }));
});

describe('by keyboard alone', () => {
  it('the menu bar opens, turns, runs and gives the keyboard back', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).focus();
      await page.keyboard.press('F10');
      expect(await focused(page)).toBe('Buddies');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await page.getByRole('menu', { name: 'Accounts' }).waitFor();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('menu', { name: 'Tools' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await focused(page)).toBe('Message to River Tamsin');
      await page.keyboard.press('Alt');
      expect(await focused(page)).toBe('Tools');
    }));

  it('a dialog holds the focus, closes on Escape and gives the focus back', () =>
    on({ scene: 'private' }, async (page) => {
      await composer(page).focus();
      await page.keyboard.press('Control+n');
      const dialog = page.getByRole('dialog', { name: 'Add a buddy' });
      await dialog.waitFor();
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
      for (let n = 0; n < 9; n += 1) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.querySelector('dialog')?.contains(document.activeElement) || document.activeElement === document.body)).toBe(true);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(await focused(page)).toBe('Message to River Tamsin');
    }));

  it('tabs turn, close and come by number', () =>
    on({ scene: 'private' }, async (page) => {
      const front = () => page.getByRole('tab', { selected: true }).getAttribute('aria-label');
      await page.keyboard.press('Control+PageDown');
      expect(await front()).toMatch(/^Marlow/);
      await page.keyboard.press('Control+Tab');
      expect(await front()).toMatch(/^Teodor/);
      await page.keyboard.press('Control+Shift+Tab');
      await page.keyboard.press('Control+1');
      expect(await front()).toMatch(/^River/);
      await page.keyboard.press('Control+w');
      expect(await front()).toMatch(/^Marlow/);
      expect(await callsOf(page, 'conversations.close')).toEqual([{ conversationId: river.id }]);
    }));

  it('the buddy list is searched, walked, folded and opened', () =>
    on({ scene: 'private' }, async (page) => {
      // In a conversation the same key searches that.
      await page.getByRole('tree').focus();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('ines');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await callsOf(page, 'conversations.open')).toEqual([{ accountId: 'a1', address: 'ines@example.org' }]);
      await page.getByRole('searchbox').fill('');
      const tree = page.getByRole('tree');
      await tree.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      expect(await callsOf(page, 'settings.save')).toMatchObject([{ collapsedGroups: [] }]);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menu', { name: 'Actions for this buddy' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('F2');
      await page.getByRole('dialog', { name: 'Name, groups and notes' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.type('mar');
      expect(await page.getByRole('searchbox').inputValue()).toBe('mar');
    }));
});

describe('what peers send', () => {
  it('is never markup, and links are opened only after the whole address was seen', () =>
    on({ scene: 'private' }, async (page) => {
      const text = '<img src=x onerror="document.title=1"><b>bold</b> javascript:alert(1) https://example.org/a?b#c';
      const item = { kind: 'message', id: 'evil', atMs: Date.now(), from: 'them', text, mark: 'verified', arrivedUnencrypted: false, delivery: null, cut: false };
      await push(page, 'timeline.changed', { conversationId: river.id, items: [item] });
      const log = page.getByRole('log');
      await log.getByText('<b>bold</b>').waitFor();
      expect(await log.locator('img, b, a').count()).toBe(0);
      expect(await log.getByRole('link').allInnerTexts()).toEqual(['https://example.org/a?b#c']);
      await log.getByRole('link').click();
      expect(await callsOf(page, 'links.open')).toEqual([]);
      await page.getByRole('dialog').getByRole('button', { name: 'Open link' }).click();
      expect(await callsOf(page, 'links.open')).toEqual([{ url: 'https://example.org/a?b#c' }]);
    }));

  it('a change of privacy is said to screen readers', () =>
    on({ scene: 'private' }, async (page) => {
      await push(page, 'conversation.changed', { conversation: conversation(river, 'finished') });
      await page.getByRole('status').getByText('River Tamsin: Finished').waitFor({ state: 'attached' });
    }));
});

describe('ten thousand buddies and five thousand messages', () => {
  it('render only what is in sight, and answer quickly', () =>
    on({ scene: 'crowd' }, async (page) => {
      expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
      expect(await page.locator('.message').count()).toBeLessThan(250);
      await page.getByRole('searchbox').fill('buddy 9999');
      await page.getByRole('treeitem', { name: /Buddy 9999/ }).waitFor();
      expect(await page.getByRole('treeitem').count()).toBe(2);
    }));

  it('show older messages when scrolled to the top, and stay where they were', () =>
    on({ scene: 'crowd' }, async (page) => {
      const log = page.getByRole('log');
      await log.getByText('Message 4999', { exact: true }).waitFor();
      for (const older of [4_870, 4_810, 4_750, 4_690, 4_630, 4_570]) {
        await log.evaluate((element) => element.scrollTo(0, 0));
        await log.getByText(`Message ${older}`, { exact: true }).waitFor({ state: 'attached' });
        expect(await log.evaluate((element) => element.scrollTop)).toBeGreaterThan(1_000);
        expect(await log.locator('[data-item]').count()).toBeLessThanOrEqual(260);
      }
      await log.getByText('Message 4999', { exact: true }).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Newest' }).click();
      await page.getByRole('button', { name: 'Newest' }).waitFor({ state: 'hidden' });
    }));

  it('a change of presence renders one row anew', () =>
    on({ scene: 'private' }, async (page) => {
      await page.evaluate(() => {
        const changed = new Set<Element>();
        Object.assign(window, { changed });
        const note = (node: Node) => {
          const row = (node instanceof Element ? node : node.parentElement)?.closest('[data-key]');
          if (row) changed.add(row);
        };
        const tree = document.querySelector('[role=tree]');
        if (tree) new MutationObserver((records) => records.forEach(({ target }) => note(target))).observe(tree, { subtree: true, childList: true, characterData: true, attributes: true });
      });
      const ines = buddies.find(({ name }) => name === 'Ines Okafor')!;
      await push(page, 'buddies.changed', { accountId: 'a1', changed: [{ ...ines, statusText: 'Tea' }], removed: [] });
      await page.getByText('Tea', { exact: true }).waitFor();
      expect(await page.evaluate(() => (window as unknown as { changed: Set<Element> }).changed.size)).toBe(1);
    }));
});

describe('a narrow window', () => {
  it('shows the list or the conversation, with a way back', () =>
    on({ scene: 'private', size: { width: 640, height: 480 } }, async (page) => {
      expect(await page.getByRole('tree').isVisible()).toBe(true);
      expect(await page.getByRole('log').isVisible()).toBe(false);
      await page.getByRole('treeitem', { name: /^River/ }).click();
      await page.getByRole('log').waitFor();
      expect(await page.getByRole('tree').isVisible()).toBe(false);
      expect(await focused(page)).toBe('Message to River Tamsin');
      await page.getByRole('button', { name: 'Back to the buddy list' }).click();
      await page.getByRole('tree').waitFor();
    }));
});
