import { expect, type Locator, type Page } from '@playwright/test';

export type Way = 'Question and answer' | 'Shared secret' | 'Fingerprint';

/** Authenticating a buddy: asking in one of three ways, answering, waiting, the outcome. */
export class VerifyDialog {
  readonly page: Page;
  readonly dialog: Locator;
  /** What the buddy asks. */
  readonly request: Locator;
  readonly running: Locator;
  /** The banner of a run whose dialog is not open. */
  readonly banner: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: /^Authenticate / });
    this.request = page.getByRole('dialog', { name: /( asks| wants to compare a secret)$/ });
    this.running = page.getByRole('dialog', { name: /^Authenticating / });
    this.banner = page.getByRole('region', { name: 'Authentication' });
  }

  async choose(way: Way): Promise<void> {
    await this.dialog.getByRole('tab', { name: way }).click();
  }

  /** Asks a question of one's own. */
  async ask(question: string, answer: string): Promise<void> {
    await this.dialog.getByRole('textbox', { name: /^A question that only / }).fill(question);
    await this.dialog.getByRole('textbox', { name: 'The answer' }).fill(answer);
    await this.dialog.getByRole('button', { name: /^Ask / }).click();
  }

  /** Asks for a secret that both know. */
  async compare(secret: string): Promise<void> {
    await this.choose('Shared secret');
    await this.dialog.getByRole('textbox', { name: 'The shared secret' }).fill(secret);
    await this.dialog.getByRole('button', { name: /^Ask / }).click();
  }

  /** Waits for what the buddy asks, and opens it where it did not come up by itself since somebody typed. */
  async asked(): Promise<Locator> {
    await expect(async () => {
      if (!(await this.request.isVisible())) await this.banner.getByRole('button', { name: 'Answer…' }).click({ timeout: 500 });
      await expect(this.request).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 10_000 });
    return this.request;
  }

  /** Answers what the buddy asks, once they do. */
  async reply(secret: string): Promise<void> {
    await this.request.getByRole('textbox').fill(secret);
    await this.request.getByRole('button', { name: 'Answer', exact: true }).click();
  }

  /** The dialog of an outcome, by its title. */
  outcome(title: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  /** Reads an outcome and closes it. */
  async read(title: string | RegExp): Promise<void> {
    await this.outcome(title).getByRole('button', { name: 'Close' }).click();
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  /** Who ends a run themselves gets one line in the conversation, the last, and nothing to read. */
  async leftOff(code = 'authentication-cancelled-by-us'): Promise<void> {
    await expect(this.page.locator('[data-notice]').last()).toHaveAttribute('data-notice', code);
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
    await expect(this.banner).toHaveCount(0);
  }

  /** 40 upper-case hex digits, as shown in five groups of eight. */
  async mine(): Promise<string> {
    await this.choose('Fingerprint');
    return this.#fingerprint(this.dialog.getByRole('region', { name: 'Yours' }));
  }

  async theirs(): Promise<string> {
    await this.choose('Fingerprint');
    return this.#fingerprint(this.dialog.getByRole('region', { name: /’s$/ }));
  }

  /** Says whether they were compared, and saves. */
  async answer(verified: boolean): Promise<void> {
    await this.choose('Fingerprint');
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
