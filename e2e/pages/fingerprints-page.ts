import { expect, type Locator, type Page } from '@playwright/test';

/** The manager of fingerprints, in place of the conversations. */
export class FingerprintsPage {
  readonly page: Page;
  readonly table: Locator;

  constructor(page: Page) {
    this.page = page;
    this.table = page.getByRole('grid', { name: 'Known fingerprints' });
  }

  row(words: string | RegExp): Locator {
    return this.table.getByRole('row', { name: words });
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name });
  }

  /** Verifies the selected fingerprint by hand. */
  async verify(): Promise<void> {
    await this.button('Verify…').click();
    const dialog = this.page.getByRole('dialog', { name: /^Verify a fingerprint of / });
    await expect(dialog.getByRole('button', { name: 'Verify' })).toBeDisabled();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Verify' }).click();
    await expect(dialog).toBeHidden();
  }

  /** Forgets the selected fingerprint, which was verified: the person is asked twice. */
  async forget(): Promise<void> {
    await this.button('Forget…').click();
    const question = this.page.getByRole('alertdialog', { name: /^Forget / });
    await expect(question.getByRole('button', { name: 'Forget' })).toBeDisabled();
    await question.getByRole('checkbox').check();
    await question.getByRole('button', { name: 'Forget' }).click();
    await expect(question).toBeHidden();
  }

  /** Has another key made in place of an own one, from the list of own keys; does not wait until it is made. */
  async replaceKey(address: string): Promise<void> {
    await this.page.getByRole('button', { name: `Replace the key of ${address}` }).click();
    const question = this.page.getByRole('alertdialog', { name: `A new key for ${address}?` });
    await question.getByRole('checkbox').check();
    await question.getByRole('button', { name: 'Make a new key' }).click();
  }

  async myKey(address: string): Promise<string> {
    await this.page.getByRole('tab', { name: 'My keys' }).click();
    const shown = await this.page.getByRole('listitem').filter({ hasText: address }).locator('code').innerText();
    return shown.replace(/\s/g, '');
  }

  /** The details of the selected fingerprint. */
  async details(): Promise<Locator> {
    await this.button('Details…').click();
    return this.page.getByRole('dialog', { name: /^A fingerprint of / });
  }

  /** The details of the key of an account of ours. */
  async myDetails(address: string): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'My keys' }).click();
    await this.page.getByRole('button', { name: `Details of the key of ${address}` }).click();
    return this.page.getByRole('dialog', { name: 'Your fingerprint' });
  }

  async close(): Promise<void> {
    await this.page.getByRole('button', { name: 'Conversations' }).click();
  }
}
