import { Fault } from '../base/fault.ts';
import type { Clock, Rng } from '../base/ports.ts';
import { fingerprintOf } from '../otr/index.ts';
import type { DsaPrivateKey } from '../otr/index.ts';
import type { ProtocolSession } from '../protocols/protocol.ts';
import type { Store } from '../store/records.ts';
import type { AccountId, Fingerprint } from '../../shared/ids.ts';
import type { AccountSettings, AccountView, CertificateQuestionView, OwnKeyView, OwnStatus, ProxySettings } from '../../shared/views.ts';
import { AccountBook } from './account-book.ts';
import type { Account } from './account-book.ts';
import { AccountConnections } from './account-connections.ts';
import type { ConnectionDeps } from './account-connections.ts';
import { AccountKeys, noKey } from './account-keys.ts';
import type { Identity } from './account-keys.ts';
import { proxyPasswordFor } from './account-proxy.ts';
import { withPassword } from './password-change.ts';
import type { KeyMaker } from './key-maker.ts';

type Deps = Omit<ConnectionDeps, 'book'> & {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Rng;
  readonly makeKey: KeyMaker;
  /** The account's key is there: what waited for it can go on. */
  readonly onKey: (accountId: AccountId) => void;
};

/**
 * What a person can do with an account, and what belongs to one.
 *
 * `AccountBook` knows what accounts there are, `AccountConnections` signs them in and off, `AccountKeys` keeps and
 * makes their keys.
 */
export class AccountService {
  readonly #deps: Deps;
  readonly #keys: AccountKeys;
  readonly #book: AccountBook;
  readonly #connections: AccountConnections;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#keys = new AccountKeys(deps);
    this.#book = new AccountBook(deps);
    this.#connections = new AccountConnections({ ...deps, book: this.#book });
    for (const record of deps.store.accounts.list()) this.#book.hold(record, this.#keys.kept(record.id));
  }

  /** Signs in the accounts that are to be signed in at start. */
  start(): void {
    for (const accountId of this.#book.ids()) {
      const { key, record } = this.#book.get(accountId);
      if (key.identity === null) this.makeKey(accountId);
      if (record.settings.connectAtStart && record.status.show !== 'offline') this.connect(accountId);
    }
  }

  /** Signs off everywhere, and stops making keys; resolves when all sockets are closed. */
  async stop(): Promise<void> {
    for (const accountId of this.#book.ids()) this.#keys.cancel(accountId);
    await Promise.all(this.#book.ids().map((accountId) => this.disconnect(accountId)));
  }

  ids(): readonly AccountId[] {
    return this.#book.ids();
  }

  /** The account with this bare address; `null` where there is none. */
  idOf(address: string): AccountId | null {
    return this.#book.idOf(address);
  }

  views(): readonly AccountView[] {
    return this.#book.views();
  }

  certificateQuestions(): readonly CertificateQuestionView[] {
    return this.#connections.questions();
  }

  identity(accountId: AccountId): Identity | null {
    return this.#book.get(accountId).key.identity;
  }

  /** Throws `Fault` (`not-found`). */
  address(accountId: AccountId): string {
    return this.#book.get(accountId).record.settings.address;
  }

  /** What an account goes through; `null`: nothing. Throws `Fault` (`not-found`). */
  proxy(accountId: AccountId): ProxySettings | null {
    return this.#book.get(accountId).record.settings.proxy;
  }

  /** The fingerprint of the account's own key, once it is made. */
  fingerprint(accountId: AccountId): Fingerprint | null {
    const key = this.#book.find(accountId)?.key.view;
    return key?.at === 'ready' ? key.fingerprint : null;
  }

  /** The account's signed-in session. Throws `Fault` (`not-found`, `not-connected`). */
  online(accountId: AccountId): ProtocolSession {
    return this.#connections.online(accountId);
  }

  /** Whether it is to be connected again by itself. */
  isReturning(accountId: AccountId): boolean {
    return this.#book.ids().includes(accountId) && ['waiting', 'connecting'].includes(this.#book.get(accountId).connection.at);
  }

  /** Whether others can see that it is there. */
  isVisible(accountId: AccountId): boolean {
    if (!this.#book.ids().includes(accountId)) return false;
    const { show } = this.#book.get(accountId).record.status;
    return show !== 'invisible' && show !== 'offline';
  }

  /** What its device can do changed. */
  offer(): void {
    for (const accountId of this.#book.ids()) this.#connections.offer(accountId);
  }

  isOnline(accountId: AccountId): boolean {
    return this.#book.find(accountId)?.connection.at === 'online';
  }

  // ------------------------------------------------------------ what the person does

  add(
    settings: AccountSettings,
    password: string,
    rememberPassword: boolean,
    proxyPassword: string | null = null,
    pinnedCertificate: string | null = null,
  ): AccountId {
    const record = this.#book.store(settings, rememberPassword && password !== '' ? password : null, proxyPassword);
    const account = this.#book.hold(record, noKey);
    account.password = password === '' ? null : password;
    this.#book.put(account, { ...record, pinnedCertificate });
    this.begin(record.id);
    return record.id;
  }

  /**
   * Keeps an account of which only the address is known, and what it goes through, in the store alone; `reread` takes it
   * over, and asks for its password.
   */
  storeByAddress(address: string, proxy: ProxySettings | null, proxyPassword: string | null): AccountId {
    const settings = { address, resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: true, proxy };
    return this.#book.store(settings, null, proxyPassword).id;
  }

  /** Makes a new account's key, where it has none, and signs it in. */
  begin(accountId: AccountId): void {
    this.makeKey(accountId);
    this.connect(accountId);
  }

  /** Changes an account; a signed-in one signs in again with what is new. Without its pin, a certificate is asked about as the first time. */
  async update(
    accountId: AccountId,
    settings: AccountSettings,
    proxyPassword: string | null = null,
    keepPassword: boolean | null = null,
    keepPin = true,
  ): Promise<void> {
    const account = this.#book.get(accountId);
    const checked = this.#book.checkSettings(settings, accountId);
    if (checked.address !== account.record.settings.address) throw new Fault('bad-request');
    const wasOn = account.session !== null;
    const { record } = account;
    const changed = { ...record, settings: checked, proxyPassword: proxyPasswordFor(checked, proxyPassword, record), pinnedCertificate: keepPin ? record.pinnedCertificate : null };
    this.#book.put(account, keepPassword === null ? changed : withPassword(changed, account, keepPassword));
    if (wasOn) await this.#connections.reconnect(accountId);
  }

  async setPassword(accountId: AccountId, password: string, rememberPassword: boolean): Promise<void> {
    const account = this.#book.get(accountId);
    if (password === '') throw new Fault('password-needed');
    account.password = password;
    account.change = null;
    this.#book.put(account, { ...account.record, password: rememberPassword ? password : null, pendingPassword: null });
    await this.#connections.reconnect(accountId);
  }

  /** Changes the password on the server, and here once it has said yes. Throws `Fault`; see `password-change.ts`. */
  changePassword(accountId: AccountId, current: string, password: string): Promise<void> {
    return this.#connections.changePassword(accountId, current, password);
  }

  /** Starts signing in. A session that waits to try again, or that failed, starts over at once. */
  connect(accountId: AccountId): void {
    this.#connections.connect(accountId);
  }

  disconnect(accountId: AccountId): Promise<void> {
    return this.#connections.disconnect(accountId);
  }

  async remove(accountId: AccountId): Promise<void> {
    const account = this.#book.get(accountId);
    await this.disconnect(accountId);
    this.#deps.store.accounts.remove(accountId);
    this.#keys.cancel(accountId);
    // A click while it signed off can have begun another session.
    this.#connections.drop(account);
    this.#connections.forgetQuestion(accountId);
    this.#book.drop(accountId);
  }

  setStatus(accountId: AccountId, status: OwnStatus): Promise<void> {
    return this.#connections.setStatus(accountId, status);
  }

  /** Answers the open certificate question. A changed pin is never accepted, only forgotten. */
  answerCertificate(accountId: AccountId, sha256: string, answer: 'pin' | 'refuse' | 'forget-pin'): Promise<void> {
    return this.#connections.answerCertificate(accountId, sha256, answer);
  }

  /** Starts making the account's key, where there is none. */
  makeKey(accountId: AccountId): void {
    const account = this.#book.get(accountId);
    if (account.key.view.at === 'none') this.#makeKey(accountId, account);
  }

  /**
   * Makes another key in place of the account's own; private conversations under the old one end first. Where it
   * cannot be made, the old one stays.
   */
  replaceKey(accountId: AccountId): void {
    const account = this.#book.get(accountId);
    if (account.key.view.at !== 'ready') throw new Fault('bad-request');
    this.#deps.beforeSignOff(accountId);
    this.#makeKey(accountId, account);
  }

  #makeKey(accountId: AccountId, account: Account): void {
    const before = account.key;
    this.#keys.make(accountId, (key) => {
      if (this.#book.find(accountId) !== account) return;
      account.key = key.view.at === 'none' ? before : key;
      this.#book.changed(account);
      if (key.identity) this.#deps.onKey(accountId);
    });
  }

  /**
   * Takes a key that was made elsewhere, which stays the caller's. Where there is another one it is kept, unless
   * `replace`; private conversations under the old one end, once the new one is kept. Throws the store's `Fault`; then
   * nothing has happened.
   */
  bringKey(accountId: AccountId, key: DsaPrivateKey, replace: boolean): 'brought' | 'same' | 'kept' {
    const outcome = this.storeBroughtKey(accountId, key, replace);
    if (outcome === 'brought') this.reread(accountId);
    return outcome;
  }

  /** The same in the store alone; where it was `brought`, `reread` takes it over. */
  storeBroughtKey(accountId: AccountId, key: DsaPrivateKey, replace: boolean): 'brought' | 'same' | 'kept' {
    const view = this.#book.find(accountId)?.key.view ?? noKey.view;
    if (view.at === 'ready' && view.fingerprint === fingerprintOf(key)) return 'same';
    if (view.at === 'generating' || (view.at === 'ready' && !replace)) return 'kept';
    this.storeKey(accountId, key);
    return 'brought';
  }

  /** What this device has as an account's own key. */
  ownKey(accountId: AccountId): OwnKeyView {
    return this.#book.get(accountId).key.view;
  }

  /** Keeps a key in the store alone; `reread` brings it here. The key stays the caller's. */
  storeKey(accountId: AccountId, key: DsaPrivateKey): void {
    this.#keys.store(accountId, key);
  }

  /** The account has this picture now, by its hash, or none. */
  pictured(accountId: AccountId, picture: string | null): void {
    const account = this.#book.get(accountId);
    account.picture = picture;
    this.#book.changed(account);
  }

  /** Takes an account over that the store has anew, and begins with it; of one that was here, its own key. */
  reread(accountId: AccountId): void {
    const account = this.#book.find(accountId);
    if (account === null) {
      const record = this.#deps.store.accounts.list().find(({ id }) => id === accountId);
      if (record === undefined) throw new Fault('not-found');
      this.#book.changed(this.#book.hold(record, this.#keys.kept(accountId)));
      this.begin(accountId);
      return;
    }
    this.#deps.beforeSignOff(accountId);
    account.key = this.#keys.kept(accountId);
    this.#book.changed(account);
    this.#deps.onKey(accountId);
  }
}
