import { expect, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchApp, type App, type LaunchOptions } from '../fixtures/app.ts';
import type { ChatServer } from '../fixtures/prosody/index.ts';
import { BuddyList } from './buddy-list.ts';
import { CertificateDialog } from './certificate-dialog.ts';
import { ConversationPage } from './conversation-page.ts';
import { DeviceMenu } from './device-menu.ts';
import { FirstRun, type SignIn } from './first-run.ts';
import { FingerprintsPage } from './fingerprints-page.ts';
import { MenuBar } from './menu-bar.ts';
import { PolicyDialogs } from './policy-dialogs.ts';
import { TransferDialog } from './transfer-dialog.ts';
import { VerifyDialog } from './verify-dialog.ts';

export type PersonOptions = Omit<LaunchOptions, 'profile'> & {
  /** The part of the address before the domain, where it is not the name in small letters. */
  readonly account?: string;
};
/** The server of the account, where it is not the shared one. */
export type OnServer = { readonly server?: ChatServer };

/** One person at one computer: a profile, and the app on it while it runs. */
export class Person {
  readonly name: string;
  readonly account: string;
  readonly #server: ChatServer | null;
  readonly passphrase = 'seven lamps under the harbour bridge';
  readonly profile = mkdtempSync(join(tmpdir(), 'sotto-person-'));
  readonly #options: Omit<LaunchOptions, 'profile'>;
  #app: App | null = null;
  #starting: Promise<App> | null = null;

  private constructor(name: string, server: ChatServer | null, { account, ...options }: PersonOptions) {
    this.name = name;
    this.account = account ?? name.toLowerCase();
    this.#server = server;
    this.#options = options;
  }

  /** A person with a fresh profile, before the first start; with a server, also with an account on it. */
  static of(name: string, server: ChatServer | null, options: PersonOptions = {}): Person {
    const person = new Person(name, server, options);
    server?.addUser(person.account, person.password);
    return person;
  }

  get server(): ChatServer {
    if (this.#server === null) throw new Error(`${this.name} has no server`);
    return this.#server;
  }

  get address(): string {
    return `${this.account}@${this.server.domain}`;
  }

  get password(): string {
    return `${this.account}'s password`;
  }

  get app(): App {
    if (this.#app === null) throw new Error(`${this.name}'s app does not run`);
    return this.#app;
  }

  get page(): Page {
    return this.app.page;
  }

  get firstRun(): FirstRun {
    return new FirstRun(this.page);
  }

  get certificate(): CertificateDialog {
    return new CertificateDialog(this.page);
  }

  get buddies(): BuddyList {
    return new BuddyList(this.page);
  }

  get conversation(): ConversationPage {
    return new ConversationPage(this.page);
  }

  get devices(): DeviceMenu {
    return new DeviceMenu(this.page);
  }

  get verify(): VerifyDialog {
    return new VerifyDialog(this.page);
  }

  get fingerprints(): FingerprintsPage {
    return new FingerprintsPage(this.page);
  }

  get policies(): PolicyDialogs {
    return new PolicyDialogs(this.page);
  }

  get transfer(): TransferDialog {
    return new TransferDialog(this.page);
  }

  get menus(): MenuBar {
    return new MenuBar(this.page);
  }

  /** Starts the app on the profile; on a later start, on what is there. */
  async start(changes: Omit<LaunchOptions, 'profile'> = {}): Promise<void> {
    this.#starting = launchApp({ ...this.#options, ...changes, profile: this.profile });
    this.#app = await this.#starting;
  }

  /** What goes into the sign-in form. */
  signInWith(changes: Partial<SignIn> = {}): SignIn {
    return { address: this.address, password: this.password, host: this.server.host, port: this.server.port, ...changes };
  }

  /** From the first start to being there: passphrase, form, certificate, key. */
  async arrive(changes: Partial<SignIn> = {}, options: Omit<LaunchOptions, 'profile'> = {}): Promise<void> {
    await this.start(options);
    await this.firstRun.pass(this.passphrase);
    await this.firstRun.signIn(this.signInWith(changes));
    await this.certificate.pin(this.server.certificateSha256());
    await this.buddies.online(this.address);
  }

  /** Quits as a person does, and starts again on the same profile, up to being there. */
  async restart(): Promise<void> {
    await this.quit();
    await this.start();
    await this.firstRun.pass(this.passphrase);
    await this.buddies.online(this.address);
  }

  async quit(): Promise<void> {
    await this.app.close();
    this.#app = null;
  }

  /** The process ends at once, as in a power cut. */
  async kill(): Promise<void> {
    await this.app.kill();
    this.#app = null;
  }

  /** Ends the app where it runs or is about to, and removes the profile. Can be called twice. */
  async remove(): Promise<void> {
    await this.#starting?.catch(() => null);
    await this.#app?.close();
    this.#app = null;
    rmSync(this.profile, { recursive: true, force: true });
    rmSync(`${this.profile}.keychain`, { force: true });
  }

  /** What main wrote so far, while the app runs. */
  output(): string {
    return this.#app?.output() ?? '';
  }

  /** The page while the app runs, for a picture of what went wrong. */
  currentPage(): Page | null {
    return this.#app?.page ?? null;
  }
}

/** `a` adds `b`, both agree, and both see each other. */
export async function befriend(a: Person, b: Person): Promise<void> {
  await a.buddies.add({ address: b.address, name: b.name });
  await b.buddies.approve(a.address);
  await a.buddies.approve(b.address);
  await expect(a.buddies.row(b.name)).toHaveAccessibleName(/, Available/);
  await expect(b.buddies.row(a.account)).toHaveAccessibleName(/, Available/);
}

/** Both open the conversation with the other, and `a` starts a private one; resolves when both have it. */
export async function goPrivate(a: Person, b: Person): Promise<void> {
  await a.buddies.open(b.name);
  await b.buddies.open(a.account);
  await a.conversation.goPrivate();
  await a.conversation.expectPrivacy('Unverified');
  await b.conversation.expectPrivacy('Unverified');
}
