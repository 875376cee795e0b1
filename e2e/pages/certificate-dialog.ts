import { expect, type Locator, type Page } from '@playwright/test';

/** The question about a certificate that the system does not trust, or that changed. */
export class CertificateDialog {
  readonly page: Page;
  readonly question: Locator;
  readonly changed: Locator;

  constructor(page: Page) {
    this.page = page;
    this.question = page.getByRole('alertdialog', { name: /^Do you trust/ });
    this.changed = page.getByRole('alertdialog', { name: /^The certificate of .* has changed/ });
  }

  /** A fact of the certificate that is asked about, such as "Signed by". */
  fact(name: string): Locator {
    return this.question.locator(`dt:text-is("${name}") + dd`);
  }

  /** The SHA-256 of the certificate that is asked about, 64 lower-case hex digits. */
  async sha256(): Promise<string> {
    return hexIn(this.fact('SHA-256'));
  }

  /** Of a pinned certificate that changed: what was pinned, and what is shown now. */
  async bothSha256(): Promise<{ readonly pinned: string; readonly now: string }> {
    const below = (heading: string) => this.changed.locator(`h3:text-is("${heading}") + code`);
    return { pinned: await hexIn(below('The one you pinned')), now: await hexIn(below('The one shown now')) };
  }

  /** Reads that it is this certificate, and pins it. */
  async pin(sha256: string): Promise<void> {
    await expect(this.question).toBeVisible();
    expect(await this.sha256()).toBe(sha256);
    await this.question.getByRole('button', { name: 'Pin for this account' }).click();
    await expect(this.question).toBeHidden();
  }

  async refuse(): Promise<void> {
    await this.question.getByRole('button', { name: 'Do not connect' }).click();
    await expect(this.question).toBeHidden();
  }
}

async function hexIn(place: Locator): Promise<string> {
  return (await place.innerText()).replaceAll(/\s/g, '').toLowerCase();
}
