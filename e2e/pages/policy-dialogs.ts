import { expect, type Locator, type Page } from '@playwright/test';

/** A switch by the first words of its label. */
export type Switch =
  | 'Use the default of the account'
  | 'Enable private messaging'
  | 'Start private conversations automatically'
  | 'Require private conversations'
  | 'Do not keep private conversations';

/** The four switches: of a buddy, from the conversation's menu, and of an account, in the preferences. */
export class PolicyDialogs {
  readonly page: Page;
  readonly buddy: Locator;
  readonly preferences: Locator;

  constructor(page: Page) {
    this.page = page;
    this.buddy = page.getByRole('dialog', { name: 'Privacy settings' });
    this.preferences = page.getByRole('dialog', { name: 'Preferences' });
  }

  /** Sets switches for the buddy of the conversation in front, in this order, and saves. */
  async setForBuddy(...changes: readonly (readonly [Switch, boolean])[]): Promise<void> {
    await this.page.getByRole('tabpanel').getByRole('button', { name: 'More' }).click();
    await this.page.getByRole('menuitem', { name: 'Privacy settings…' }).click();
    for (const [name, on] of changes) await this.buddy.getByRole('checkbox', { name }).setChecked(on);
    await this.buddy.getByRole('button', { name: 'Save' }).click();
    await expect(this.buddy).toBeHidden();
  }

  /** Sets switches of the account, which hold at once. */
  async setDefaults(...changes: readonly (readonly [Switch, boolean])[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Preferences' }).click();
    await this.preferences.getByRole('tab', { name: 'Private conversations' }).click();
    for (const [name, on] of changes) {
      // The box follows once main has answered.
      await this.preferences.getByRole('checkbox', { name }).click();
      await expect(this.preferences.getByRole('checkbox', { name })).toBeChecked({ checked: on });
    }
    await this.preferences.getByRole('button', { name: 'Close' }).click();
    await expect(this.preferences).toBeHidden();
  }
}
