import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenes } from './scenes.ts';
import { openStage, type Stage, type View } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());

/** Opens a view, hands it over, and fails on anything that the page complained about. */
async function on(view: View, look: (page: Page) => Promise<void>): Promise<void> {
  const page = await stage.open(view);
  await look(page);
  expect(await page.evaluate(() => (window as unknown as { complaints: string[] }).complaints)).toEqual([]);
}

/** All of axe in the light; in the dark only colours can differ. */
async function expectNoBarrier(page: Page): Promise<void> {
  const light = await new AxeBuilder({ page }).analyze();
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  const found = [...light.violations, ...dark.violations];
  expect(found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function preferences(page: Page, section: string): Promise<void> {
  await page.getByRole('button', { name: 'Preferences' }).click();
  await page.getByRole('tab', { name: section }).click();
}

/** The crowd is for speed; what it shows is in the others too. */
const names = Object.keys(scenes).filter((name) => name !== 'crowd');

describe('axe finds nothing on a screen', () => {
  it.each(names)('%s', (scene) => on({ scene }, expectNoBarrier), 60_000);
});

describe('axe finds nothing in what opens', () => {
  it.each<readonly [string, string, (page: Page) => Promise<void>]>([
    ['the privacy menu', 'unverified', (page) => page.getByRole('button', { name: 'Unverified' }).click()],
    ['what it is', 'unverified', openExplanation],
    ['the emoji', 'unverified', async (page) => {
      await page.getByRole('button', { name: 'Emoji' }).click();
      await page.getByRole('combobox', { name: 'Find an emoji' }).fill('heart');
      await page.getByRole('option', { name: 'red heart', exact: true }).waitFor();
    }],
    ['a failure that leaves trust standing', 'outcome-failed-verified', (page) => page.getByRole('button', { name: 'Details…' }).click()],
    ['the status menu', 'private', (page) => page.getByRole('button', { name: 'juniper@example.org' }).click()],
    ['accounts', 'several', (page) => page.getByRole('button', { name: 'Accounts' }).click()],
    ['add buddy', 'several', (page) => page.getByRole('button', { name: 'Add buddy…' }).first().click()],
    ['the device menu', 'devices', (page) => page.getByRole('button', { name: /^Goes to/ }).click()],
    ['privacy settings', 'waiting', openPrivacySettings],
    ['preferences', 'several', (page) => page.getByRole('button', { name: 'Preferences' }).click()],
    ...['Private conversations', 'What others may know', 'History', 'Keyboard shortcuts'].map(
      (name) => [`preferences: ${name}`, 'several', (page: Page) => preferences(page, name)] as const,
    ),
    ['shortcuts', 'private', (page) => page.keyboard.press('F1')],
    ['a buddy’s menu', 'private', (page) => page.getByRole('treeitem', { name: /Ines/ }).click({ button: 'right' })],
    ['a link', 'not-private', (page) => page.getByRole('link').click()],
    ['signing in', 'welcome', openMoreOptions],
    ['known fingerprints', 'private', openFingerprints],
    ['my keys', 'private', async (page) => {
      await openFingerprints(page);
      await page.getByRole('tab', { name: 'My keys' }).click();
    }],
    ['exporting a key with a passphrase', 'private', async (page) => {
      await openMyKeys(page);
      await page.getByRole('button', { name: /^Export the key of/ }).first().click();
      await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('short');
      await page.getByRole('button', { name: 'Choose a place…' }).click();
      await page.getByText('At least 8 characters.').waitFor();
    }],
    ['a file of a key that a passphrase opens', 'private', async (page) => {
      await openMyKeys(page);
      await chooseKeyFile(page);
    }],
    ['choosing among the keys of a file', 'private', async (page) => {
      await openMyKeys(page);
      await chooseKeyFile(page);
      await page.keyboard.type('the right one');
      await page.keyboard.press('Enter');
      await page.getByRole('radio').first().waitFor();
    }],
    ['forgetting a verified fingerprint', 'private', async (page) => {
      await openFingerprints(page);
      await page.getByRole('row', { name: /Wren/ }).click();
      await page.getByRole('button', { name: 'Forget…' }).click();
    }],
    ['a fingerprint as a whole', 'several', async (page) => {
      await openFingerprints(page);
      await page.getByRole('row', { name: /River/ }).dblclick();
    }],
    ['verifying several, after what can be undone', 'private', async (page) => {
      await openFingerprints(page);
      await page.getByRole('row', { name: /Wren/ }).click();
      await page.getByRole('button', { name: 'Withdraw verification' }).click();
      await page.getByText('1 verification withdrawn.').waitFor();
      await page.keyboard.press('Control+a');
      await page.getByRole('button', { name: 'Verify…' }).click();
    }],
    ['exporting what is selected', 'private', async (page) => {
      await openFingerprints(page);
      await page.getByRole('row', { name: /River/ }).click();
      await page.locator('footer').getByRole('button', { name: 'Export…' }).click();
    }],
    ['replacing a key', 'private', async (page) => {
      await openFingerprints(page);
      await page.getByRole('tab', { name: 'My keys' }).click();
      await page.getByRole('button', { name: /^Replace the key/ }).click();
    }],
    ['no fingerprint that is like that', 'quiet', async (page) => {
      await page.getByRole('menuitem', { name: 'Tools' }).click();
      await page.getByRole('menuitem', { name: 'Fingerprints…' }).click();
      await page.getByRole('searchbox', { name: 'Filter' }).fill('nobody');
      await page.getByText('No fingerprint is like that.').waitFor();
    }],
    ['verifying a fingerprint', 'private', async (page) => {
      await openFingerprints(page);
      await page.getByRole('row', { name: /41D0EE97/ }).click();
      await page.getByRole('button', { name: 'Verify…' }).click();
    }],
    ['moving in', 'welcome', openMoveIn],
    ['moving in, a locked file opened and a folder without anything', 'welcome', async (page) => {
      await openMoveIn(page);
      await page.getByRole('textbox', { name: 'Passphrase of the file' }).fill('right');
      await page.keyboard.press('Enter');
      await page.getByRole('checkbox', { name: 'third@example.org' }).waitFor();
      await page.getByRole('button', { name: 'Choose a folder…' }).click();
      await page.getByText('Nothing in it is known to Sotto.').waitFor();
    }],
    ['the second question before a key is replaced', 'welcome', async (page) => {
      await openMoveIn(page);
      await page.getByRole('checkbox', { name: /^Use these keys/ }).check();
      await page.getByRole('button', { name: 'Bring in' }).click();
      await page.getByRole('alertdialog', { name: 'Replace your key?' }).waitFor();
    }],
    ['having moved in', 'welcome', async (page) => {
      await openMoveIn(page);
      await page.getByRole('button', { name: 'Bring in' }).click();
      await page.getByText('New fingerprints that were trusted there').waitFor();
    }],
    ['exporting', 'private', async (page) => {
      await openFingerprints(page);
      await page.getByRole('button', { name: 'Export…' }).first().click();
      await page.getByRole('checkbox', { name: 'My private keys' }).check();
    }],
    ['the deniability lab', 'private', async (page) => {
      await page.getByRole('menuitem', { name: 'Tools' }).click();
      await page.getByRole('menuitem', { name: 'Deniability lab…' }).click();
      await page.getByRole('button', { name: /^Forge: / }).click();
      await page.getByRole('button', { name: 'Forge', exact: true }).click();
      await page.getByRole('dialog').getByRole('status').waitFor();
    }],
    ['the history, with what was found', 'private', async (page) => {
      await page.keyboard.press('Control+Shift+F');
      await page.getByRole('searchbox', { name: 'Search' }).fill('parcel');
      await page.getByRole('list', { name: 'Found messages' }).waitFor();
    }],
    ['deleting history', 'private', async (page) => {
      await page.keyboard.press('Control+Shift+F');
      await page.getByRole('button', { name: 'Delete history…' }).click();
      await page.getByText('1,204 messages are deleted.').waitFor();
    }],
    ['exporting history', 'private', async (page) => {
      await page.keyboard.press('Control+Shift+F');
      await page.getByRole('button', { name: 'Export history…' }).click();
      await page.getByRole('button', { name: 'Choose a place…' }).click();
      await page.getByText('Written to').waitFor();
    }],
    ['a menu of the bar', 'private', openFirstMenu],
    ['editing an account', 'wrong-password', (page) => page.getByRole('button', { name: 'Edit account…' }).click()],
  ])(
    '%s',
    (_, scene, open) =>
      on({ scene }, async (page) => {
        await open(page);
        await expectNoBarrier(page);
      }),
    60_000,
  );
});

it('axe finds nothing in the list of shortcuts where it scrolls', () =>
  on({ scene: 'private', size: { width: 760, height: 480 } }, async (page) => {
    await page.keyboard.press('F1');
    expect(await page.locator('.dialog-body').evaluate((body) => body.scrollHeight > body.clientHeight)).toBe(true);
    await expectNoBarrier(page);
  }), 60_000);

async function openPrivacySettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Privacy settings…' }).click();
}

async function openExplanation(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Authenticate Marlow' }).click();
  await page.getByRole('button', { name: 'What is this?' }).click();
}

async function openMoreOptions(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sign in/ }).click();
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByLabel('Connection security').selectOption('loopback-clear');
}

async function openFingerprints(page: Page): Promise<void> {
  await page.getByRole('menuitem', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'Fingerprints…' }).click();
  await page.getByRole('row', { name: /River/ }).waitFor();
}

async function openMyKeys(page: Page): Promise<void> {
  await openFingerprints(page);
  await page.getByRole('tab', { name: 'My keys' }).click();
}

async function chooseKeyFile(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Import a key for/ }).first().click();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Passphrase' }).waitFor();
}

async function openMoveIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Bring your keys along/ }).click();
  await page.getByRole('checkbox', { name: 'juniper@example.org' }).waitFor();
}

async function openFirstMenu(page: Page): Promise<void> {
  await page.keyboard.press('F10');
  await page.keyboard.press('ArrowDown');
}

describe('every screen fits, in the longer language', () => {
  it.each(names)(
    '%s',
    (scene) =>
      on({ scene, locale: 'de-DE' }, async (page) => {
        for (const size of [{ width: 640, height: 480 }, { width: 1100, height: 720 }]) {
          await page.setViewportSize(size);
          const excess = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          // What follows the window's size by script is drawn a moment later.
          await expect.poll(excess).toBeLessThanOrEqual(0);
        }
      }),
    60_000,
  );
});
