import { expect, type Locator, type Page } from '@playwright/test';
import { startingWith } from './words.ts';

export type PrivacyWord = 'Not private' | 'Unverified' | 'Private' | 'Finished';
export type Mark = 'clear' | 'encrypted' | 'verified';

/** A message as it stands in the window. */
export type ShownMessage = { readonly from: string; readonly text: string; readonly mark: Mark };

/** The right side: tabs, header, banners, timeline and composer of the conversation in front. */
export class ConversationPage {
  readonly page: Page;
  readonly panel: Locator;
  readonly tabs: Locator;
  readonly privacy: Locator;
  readonly log: Locator;
  readonly composer: Locator;
  readonly send: Locator;
  /** Where the composer is while nothing would be sent. */
  readonly shut: Locator;
  readonly unverifiedBanner: Locator;
  readonly changedKeyBanner: Locator;
  readonly strangerBanner: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('tabpanel');
    this.tabs = page.getByRole('tablist', { name: 'Conversations' });
    this.privacy = this.panel.getByRole('button', { name: /^(Not private|Unverified|Private|Finished)/ });
    this.log = this.panel.getByRole('log');
    this.composer = this.panel.getByRole('textbox', { name: /^Message to / });
    this.send = this.panel.getByRole('button', { name: 'Send', exact: true });
    this.shut = this.panel.getByRole('region', { name: 'Finished' });
    this.unverifiedBanner = this.panel.getByRole('region', { name: 'Unverified' });
    this.changedKeyBanner = this.panel.getByRole('alert', { name: /key has changed$/ });
    this.strangerBanner = this.panel.getByRole('region', { name: 'Not in your buddy list' });
  }

  /** A tab; its name says presence, privacy and unread messages. */
  tab(name: string): Locator {
    return this.tabs.getByRole('tab', { name: startingWith(name) });
  }

  /** Who is in front. */
  heading(name: string): Locator {
    return this.panel.getByRole('heading', { name, exact: true });
  }

  async expectPrivacy(word: PrivacyWord, timeout = 20_000): Promise<void> {
    await expect(this.privacy).toHaveText(word, { timeout });
  }

  /** Chooses an entry of the privacy button's menu. */
  async choose(entry: string): Promise<void> {
    await this.privacy.click();
    await this.page.getByRole('menu', { name: 'Privacy' }).getByRole('menuitem', { name: entry }).click();
  }

  /** The entries that the privacy button offers now; the menu is closed again. */
  async choices(): Promise<string[]> {
    await this.privacy.click();
    const menu = this.page.getByRole('menu', { name: 'Privacy' });
    const entries = await menu.getByRole('menuitem').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    return entries;
  }

  async goPrivate(): Promise<void> {
    await this.choose('Start private conversation');
  }

  /** Types a line and sends it with Enter. */
  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
  }

  /** The rows of messages with this text. */
  message(text: string): Locator {
    return this.log.locator('[data-mark]').filter({ hasText: text });
  }

  notice(text: string | RegExp): Locator {
    return this.log.locator('[data-notice]').filter({ hasText: text });
  }

  /** All messages of the timeline, the oldest first. */
  async messages(): Promise<ShownMessage[]> {
    return this.log.locator('[data-mark]').evaluateAll((rows) =>
      rows.map((row) => ({
        from: row.querySelector('.message-name bdi')?.textContent ?? '',
        text: row.querySelector('.message-text')?.textContent ?? '',
        mark: (row.getAttribute('data-mark') ?? '') as 'clear' | 'encrypted' | 'verified',
      })),
    );
  }

  /** Waits for a message with this text and this mark. */
  async expectMessage(text: string, mark: Mark): Promise<void> {
    await expect(this.message(text)).toHaveAttribute('data-mark', mark);
  }
}
