import { expect, type Locator, type Page } from '@playwright/test';

export type SignIn = {
  readonly address: string;
  readonly password: string;
  readonly host?: string;
  readonly port?: number;
  /** The word in the list; automatic unless told. */
  readonly security?: 'STARTTLS' | 'Direct TLS' | 'Not encrypted, this computer only';
  readonly allowPlain?: boolean;
  readonly proxy?: { readonly kind: string; readonly host: string; readonly port: number; readonly user?: string; readonly password?: string };
};

/** What a person sees before the buddy list: the passphrase, the welcome, the sign-in form. */
export class FirstRun {
  readonly page: Page;
  readonly choosePassphrase: Locator;
  readonly unlock: Locator;
  readonly welcome: Locator;
  readonly signInForm: Locator;

  constructor(page: Page) {
    this.page = page;
    this.choosePassphrase = page.getByRole('form', { name: 'Choose a passphrase' });
    this.unlock = page.getByRole('form', { name: 'Unlock Sotto' });
    this.welcome = page.getByRole('heading', { name: 'Welcome to Sotto' });
    this.signInForm = page.getByRole('form', { name: 'Sign in' });
  }

  async createPassphrase(passphrase: string, again: string = passphrase): Promise<void> {
    const form = this.choosePassphrase;
    await form.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
    await form.getByRole('textbox', { name: 'Passphrase again' }).fill(again);
    await form.getByRole('button', { name: 'Set passphrase' }).click();
  }

  /** Tries a passphrase; what comes of it is for the caller to look at. */
  async tryPassphrase(passphrase: string): Promise<void> {
    await this.unlock.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase);
    await this.unlock.getByRole('button', { name: 'Unlock' }).click();
  }

  /** Goes through the passphrase where the system has no keychain, to what lies behind. */
  async pass(passphrase: string): Promise<void> {
    const behind = this.welcome.or(this.page.getByRole('tree', { name: 'Buddies' }));
    await expect(this.choosePassphrase.or(this.unlock).or(behind)).toBeVisible();
    if (await this.choosePassphrase.isVisible()) await this.createPassphrase(passphrase);
    else if (await this.unlock.isVisible()) await this.tryPassphrase(passphrase);
    await expect(behind).toBeVisible();
  }

  async fill(how: SignIn): Promise<void> {
    await this.page.getByRole('button', { name: /^Sign in With an address/ }).click();
    const form = this.signInForm;
    await form.getByRole('textbox', { name: 'Address' }).fill(how.address);
    await form.getByRole('textbox', { name: 'Password', exact: true }).fill(how.password);
    if (how.host === undefined && how.port === undefined) return;
    await form.getByRole('button', { name: 'More options' }).click();
    if (how.host !== undefined) await form.getByRole('textbox', { name: 'Server' }).fill(how.host);
    if (how.port !== undefined) await form.getByRole('textbox', { name: 'Port' }).fill(String(how.port));
    if (how.security !== undefined) await form.getByRole('combobox', { name: 'Connection security' }).selectOption(how.security);
    if (how.proxy !== undefined) await fillProxy(form, how.proxy);
    if (how.allowPlain === true) await form.getByRole('checkbox', { name: /^Allow the password/ }).check();
  }

  /** Fills the form of the first account and sends it off. */
  async signIn(how: SignIn): Promise<void> {
    await this.fill(how);
    await this.signInForm.getByRole('button', { name: 'Sign in' }).click();
  }
}

/** Fills what an account's connection goes through; "More options" must be open. */
export async function fillProxy(form: Locator, { kind, host, port, user, password }: NonNullable<SignIn['proxy']>): Promise<void> {
  await form.getByRole('combobox', { name: 'Proxy' }).selectOption(kind);
  const fields = form.getByRole('group', { name: 'Proxy' });
  await fields.getByRole('textbox', { name: 'Proxy server' }).fill(host);
  await fields.getByRole('textbox', { name: 'Proxy port' }).fill(String(port));
  if (user !== undefined) await fields.getByRole('textbox', { name: 'Proxy user' }).fill(user);
  if (password !== undefined) await fields.getByRole('textbox', { name: 'Proxy password' }).fill(password);
}
