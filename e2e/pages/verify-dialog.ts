import { expect, type Locator, type Page } from '@playwright/test';

/** Both fingerprints side by side, and whether they were compared. */
export class VerifyDialog {
  readonly page: Page;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: /^Authenticate / });
  }

  /** 40 upper-case hex digits, as shown in five groups of eight. */
  async mine(): Promise<string> {
    return this.#fingerprint(this.dialog.getByRole('region', { name: 'Yours' }));
  }

  async theirs(): Promise<string> {
    return this.#fingerprint(this.dialog.getByRole('region', { name: /’s$/ }));
  }

  /** Says whether they were compared, and saves. */
  async answer(verified: boolean): Promise<void> {
    await this.dialog.getByRole('radio', { name: verified ? /^I have verified/ : /^I have not verified/ }).check();
    await this.dialog.getByRole('button', { name: 'Save' }).click();
    await expect(this.dialog).toBeHidden();
  }

  async #fingerprint(box: Locator): Promise<string> {
    const groups = (await box.locator('code').innerText()).trim().split(/\s+/);
    expect(groups, 'five groups of eight').toHaveLength(5);
    for (const group of groups) expect(group).toMatch(/^[0-9A-F]{8}$/);
    return groups.join('');
  }
}
