import { randomUUID } from 'node:crypto';
import { Fault } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Clock, Rng } from '../base/ports.ts';
import { fingerprintOf } from '../otr/index.ts';
import type { DsaPrivateKey } from '../otr/index.ts';
import { bareAddress } from '../protocols/address.ts';
import type { OpenSession, ProtocolSession, SessionEvent } from '../protocols/protocol.ts';
import type { AccountRecord, Store } from '../store/records.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId, Fingerprint } from '../../shared/ids.ts';
import type { AccountSettings, AccountView, CertificateQuestionView, ConnectionView, OwnKeyView, OwnStatus } from '../../shared/views.ts';
import { AccountKeys, noKey } from './account-keys.ts';
import { proxyPasswordFor, trimmed } from './account-proxy.ts';
import type { Identity, OwnKey } from './account-keys.ts';
import type { KeyMaker } from './key-maker.ts';
import { changeOf, changePassword, passwordToTry, refused, signedIn } from './password-change.ts';
import type { PasswordHolder } from './password-change.ts';
import type { Publish } from './publisher.ts';

/** The password is kept for this run where the person did not want it remembered. */
type Live = PasswordHolder & {
  session: ProtocolSession | null;
  connection: ConnectionView;
  trouble: FaultCode | null;
  key: OwnKey;
};

type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Rng;
  readonly log: Log;
  readonly publish: Publish;
  readonly openSession: OpenSession;
  readonly makeKey: KeyMaker;
  /** Everything that a session says, apart from what concerns the account alone. */
  readonly onEvent: (accountId: AccountId, event: SessionEvent) => void;
  /** The account's key is there: what waited for it can go on. */
  readonly onKey: (accountId: AccountId) => void;
  /** The account signs off on purpose: its private conversations end first. */
  readonly beforeSignOff: (accountId: AccountId) => void;
  /** The account has signed off on purpose. */
  readonly onDisconnected: (accountId: AccountId) => void;
};

/** Owns the accounts: their records, passwords, keys, sessions and certificates. */
export class AccountService {
  readonly #deps: Deps;
  readonly #keys: AccountKeys;
  readonly #accounts = new Map<AccountId, Live>();
  #questions: readonly CertificateQuestionView[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#keys = new AccountKeys(deps);
    for (const record of deps.store.accounts.list()) this.#hold(record, false);
  }

  /** Signs in the accounts that are to be signed in at start. */
  start(): void {
    for (const [accountId, live] of this.#accounts) {
      if (live.key.identity === null) this.makeKey(accountId);
      if (live.record.settings.connectAtStart && live.record.status.show !== 'offline') this.connect(accountId);
    }
  }

  /** Signs off everywhere; resolves when all sockets are closed. */
  async stop(): Promise<void> {
    await Promise.all([...this.#accounts.keys()].map((accountId) => this.disconnect(accountId)));
  }

  ids(): readonly AccountId[] {
    return [...this.#accounts.keys()];
  }

  /** The account with this bare address; `null` where there is none. */
  idOf(address: string): AccountId | null {
    for (const [accountId, { record }] of this.#accounts) if (record.settings.address === address) return accountId;
    return null;
  }

  views(): readonly AccountView[] {
    return [...this.#accounts.values()].sort((a, b) => a.record.position - b.record.position).map(viewOf);
  }

  certificateQuestions(): readonly CertificateQuestionView[] {
    return this.#questions;
  }

  identity(accountId: AccountId): Identity | null {
    return this.#get(accountId).key.identity;
  }

  /** Throws `Fault` (`not-found`). */
  address(accountId: AccountId): string {
    return this.#get(accountId).record.settings.address;
  }

  /** The fingerprint of the account's own key, once it is made. */
  fingerprint(accountId: AccountId): Fingerprint | null {
    const key = this.#accounts.get(accountId)?.key.view;
    return key?.at === 'ready' ? key.fingerprint : null;
  }

  /** The account's signed-in session. Throws `Fault` (`not-found`, `not-connected`). */
  online(accountId: AccountId): ProtocolSession {
    const { session, connection } = this.#get(accountId);
    if (!session || connection.at !== 'online') throw new Fault('not-connected');
    return session;
  }

  isOnline(accountId: AccountId): boolean {
    return this.#accounts.get(accountId)?.connection.at === 'online';
  }

  // ------------------------------------------------------------ what the person does

  add(
    settings: AccountSettings,
    password: string,
    rememberPassword: boolean,
    proxyPassword: string | null = null,
    pinnedCertificate: string | null = null,
  ): AccountId {
    const accountId = this.#create(settings, password, rememberPassword, proxyPassword);
    const live = this.#get(accountId);
    if (pinnedCertificate !== null) this.#put(live, { ...live.record, pinnedCertificate });
    this.begin(accountId);
    return accountId;
  }

  /** Keeps an account of which only the address is known, in the store alone; `reread` takes it over, and asks for its password. */
  storeByAddress(address: string): AccountId {
    const settings = { address, resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: true, proxy: null };
    return this.#store(settings, null, null).id;
  }

  /** Makes a new account's key, where it has none, and signs it in. */
  begin(accountId: AccountId): void {
    this.makeKey(accountId);
    this.connect(accountId);
  }

  #create(settings: AccountSettings, password: string, rememberPassword: boolean, proxyPassword: string | null): AccountId {
    const record = this.#store(settings, rememberPassword && password !== '' ? password : null, proxyPassword);
    const live = this.#hold(record, true);
    live.password = password === '' ? null : password;
    this.#changed(live);
    return record.id;
  }

  #store(settings: AccountSettings, password: string | null, proxyPassword: string | null): AccountRecord {
    const checked = this.#checkSettings(settings, null);
    const record: AccountRecord = {
      id: randomUUID(),
      settings: checked,
      password,
      pendingPassword: null,
      proxyPassword: proxyPasswordFor(checked, proxyPassword, null),
      status: { show: 'available', text: '' },
      pinnedCertificate: null,
      position: Math.max(-1, ...[...this.#accounts.values()].map((live) => live.record.position)) + 1,
    };
    this.#deps.store.accounts.put(record);
    return record;
  }

  /** Changes an account; a signed-in one signs in again with what is new. */
  async update(accountId: AccountId, settings: AccountSettings, proxyPassword: string | null = null): Promise<void> {
    const live = this.#get(accountId);
    const checked = this.#checkSettings(settings, accountId);
    if (checked.address !== live.record.settings.address) throw new Fault('bad-request');
    const wasOn = live.session !== null;
    this.#put(live, { ...live.record, settings: checked, proxyPassword: proxyPasswordFor(checked, proxyPassword, live.record) });
    if (!wasOn) return;
    await this.disconnect(accountId);
    this.connect(accountId);
  }

  async setPassword(accountId: AccountId, password: string, rememberPassword: boolean): Promise<void> {
    const live = this.#get(accountId);
    if (password === '') throw new Fault('password-needed');
    live.password = password;
    live.change = null;
    this.#put(live, { ...live.record, password: rememberPassword ? password : null, pendingPassword: null });
    await this.disconnect(accountId);
    this.connect(accountId);
  }

  /** Changes the password on the server, and here once it has said yes. Throws `Fault`; see `password-change.ts`. */
  async changePassword(accountId: AccountId, current: string, password: string): Promise<void> {
    const live = this.#get(accountId);
    const session = this.online(accountId);
    if (live.change !== null) throw new Fault('password-change-undecided');
    if (current !== live.password) throw new Fault('password-current-wrong');
    try {
      await changePassword(live, session, password, (record) => this.#putHeld(accountId, live, record));
    } finally {
      // Where it broke off since a new sign-in was refused, which was told before.
      if (live.connection.at === 'failed') this.#decidePassword(accountId, live);
    }
  }

  /** Starts signing in. A session that waits to try again, or that failed, starts over at once. */
  connect(accountId: AccountId): void {
    const live = this.#get(accountId);
    if (live.connection.at === 'online' || live.connection.at === 'connecting') return;
    if (live.session && live.connection.at === 'waiting') {
      // The same session tries at once, and so can still resume with what waits in it.
      live.session.connect();
      return;
    }
    this.#dropSession(live);
    const password = passwordToTry(live);
    if (password === null) {
      this.#connection(accountId, live, { at: 'failed', fault: 'password-needed' });
      return;
    }
    this.#ask(this.#questions.filter((question) => question.accountId !== accountId));
    const { settings, proxyPassword, pinnedCertificate } = live.record;
    const session = this.#deps.openSession({ settings, password, proxyPassword, pinnedCertificate }, (event) => {
      // A session that was given up has one thing left to say: which lines did not get through.
      if (live.session === session || event.kind === 'delivery-failed') this.#onEvent(accountId, live, event);
    });
    live.session = session;
    if (live.record.status.show === 'offline') {
      this.#put(live, { ...live.record, status: { ...live.record.status, show: 'available' } });
    }
    session.setStatus(live.record.status);
    session.connect();
  }

  async disconnect(accountId: AccountId): Promise<void> {
    const live = this.#get(accountId);
    const { session } = live;
    if (!session) {
      this.#connection(accountId, live, { at: 'offline' });
      return;
    }
    if (live.connection.at === 'online') this.#deps.beforeSignOff(accountId);
    await session.disconnect();
    if (live.session === session) {
      live.session = null;
      this.#connection(accountId, live, { at: 'offline' });
      this.#deps.onDisconnected(accountId);
    }
  }

  async remove(accountId: AccountId): Promise<void> {
    const live = this.#get(accountId);
    await this.disconnect(accountId);
    this.#deps.store.accounts.remove(accountId);
    // A click while it signed off can have begun another session.
    this.#dropSession(live);
    this.#accounts.delete(accountId);
    this.#ask(this.#questions.filter((question) => question.accountId !== accountId));
    this.#deps.publish('account.removed', { accountId });
  }

  async setStatus(accountId: AccountId, status: OwnStatus): Promise<void> {
    const live = this.#get(accountId);
    this.#put(live, { ...live.record, status });
    if (status.show === 'offline') await this.disconnect(accountId);
    else if (live.session) live.session.setStatus(status);
    else this.connect(accountId);
  }

  /** Starts making the account's key, where there is none. */
  makeKey(accountId: AccountId): void {
    const live = this.#get(accountId);
    if (live.key.view.at === 'none') this.#makeKey(accountId, live);
  }

  /**
   * Makes another key in place of the account's own; private conversations under the old one end first. Where it
   * cannot be made, the old one stays.
   */
  replaceKey(accountId: AccountId): void {
    const live = this.#get(accountId);
    if (live.key.view.at !== 'ready') throw new Fault('bad-request');
    this.#deps.beforeSignOff(accountId);
    this.#makeKey(accountId, live);
  }

  #makeKey(accountId: AccountId, live: Live): void {
    const before = live.key;
    this.#keys.make(accountId, (key) => {
      if (this.#accounts.get(accountId) !== live) return;
      live.key = key.view.at === 'none' ? before : key;
      this.#changed(live);
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
    const view = this.#accounts.get(accountId)?.key.view ?? noKey.view;
    if (view.at === 'ready' && view.fingerprint === fingerprintOf(key)) return 'same';
    if (view.at === 'generating' || (view.at === 'ready' && !replace)) return 'kept';
    this.storeKey(accountId, key);
    return 'brought';
  }

  /** What this device has as an account's own key. */
  ownKey(accountId: AccountId): OwnKeyView {
    return this.#get(accountId).key.view;
  }

  /** Keeps a key in the store alone; `reread` brings it here. The key stays the caller's. */
  storeKey(accountId: AccountId, key: DsaPrivateKey): void {
    this.#keys.store(accountId, key);
  }

  /** Takes an account over that the store has anew, and begins with it; of one that was here, its own key. */
  reread(accountId: AccountId): void {
    const live = this.#accounts.get(accountId);
    if (live === undefined) {
      const record = this.#deps.store.accounts.list().find(({ id }) => id === accountId);
      if (record === undefined) throw new Fault('not-found');
      this.#changed(this.#hold(record, false));
      this.begin(accountId);
      return;
    }
    this.#deps.beforeSignOff(accountId);
    live.key = this.#keys.kept(accountId);
    this.#changed(live);
    this.#deps.onKey(accountId);
  }

  /** Answers the open certificate question. A changed pin is never accepted, only forgotten. */
  async answerCertificate(accountId: AccountId, sha256: string, answer: 'pin' | 'refuse' | 'forget-pin'): Promise<void> {
    const live = this.#get(accountId);
    const question = this.#questions.find((open) => open.accountId === accountId);
    if (!question || question.certificate.sha256 !== sha256) throw new Fault('not-found');
    const isChangedPin = question.reason === 'certificate-pin-changed';
    if (answer === 'pin' && isChangedPin) throw new Fault('certificate-pin-changed');
    if (answer === 'forget-pin' && !isChangedPin) throw new Fault('bad-request');
    this.#ask(this.#questions.filter((open) => open !== question));
    if (answer === 'refuse') {
      this.#connection(accountId, live, { at: 'failed', fault: isChangedPin ? 'certificate-pin-changed' : 'certificate-rejected' });
      return;
    }
    this.#put(live, { ...live.record, pinnedCertificate: answer === 'pin' ? sha256 : null });
    await this.disconnect(accountId);
    this.connect(accountId);
  }

  // ------------------------------------------------------------ what happens

  #onEvent(accountId: AccountId, live: Live, event: SessionEvent): void {
    if (event.kind === 'connection') {
      this.#connection(accountId, live, event.connection);
      this.#decidePassword(accountId, live);
    } else if (event.kind === 'certificate') {
      const { host, reason, certificate, pinnedSha256 } = event;
      const others = this.#questions.filter((question) => question.accountId !== accountId);
      this.#ask([...others, { accountId, host, reason, certificate, pinnedSha256 }]);
    } else if (event.kind === 'trouble') {
      live.trouble = event.fault;
      this.#changed(live);
    }
    this.#deps.onEvent(accountId, event);
  }

  /** After a change of the password that broke off, whether the server takes the old or the new one says which it has. */
  #decidePassword(accountId: AccountId, live: Live): void {
    const { connection } = live;
    if (connection.at === 'online') signedIn(live, (record) => this.#putHeld(accountId, live, record));
    else if (connection.at === 'failed' && connection.fault === 'password-wrong' && refused(live)) this.connect(accountId);
  }

  /** Of an account that was removed meanwhile nothing is kept. */
  #putHeld(accountId: AccountId, live: Live, record: AccountRecord): void {
    if (this.#accounts.get(accountId) === live) this.#put(live, record);
  }

  #hold(record: AccountRecord, isNew: boolean): Live {
    const live: Live = {
      record,
      password: record.password,
      change: changeOf(record),
      session: null,
      connection: { at: 'offline' },
      trouble: null,
      key: isNew ? noKey : this.#keys.kept(record.id),
    };
    this.#accounts.set(record.id, live);
    return live;
  }

  #checkSettings(settings: AccountSettings, self: AccountId | null): AccountSettings {
    const address = bareAddress(settings.address);
    if (address === null) throw new Fault('address-invalid');
    for (const [accountId, live] of this.#accounts) {
      if (accountId !== self && live.record.settings.address === address) throw new Fault('account-exists');
    }
    return { ...settings, address, host: settings.host.trim(), resource: settings.resource.trim(), proxy: trimmed(settings.proxy) };
  }

  #get(accountId: AccountId): Live {
    const live = this.#accounts.get(accountId);
    if (!live) throw new Fault('not-found');
    return live;
  }

  #dropSession(live: Live): void {
    const { session } = live;
    live.session = null;
    session?.disconnect().catch(() => this.#deps.log.warn('sign-off-failed'));
  }

  #put(live: Live, record: AccountRecord): void {
    this.#deps.store.accounts.put(record);
    live.record = record;
    this.#changed(live);
  }

  #connection(accountId: AccountId, live: Live, connection: ConnectionView): void {
    live.connection = connection;
    if (connection.at === 'connecting') live.trouble = null;
    if (this.#accounts.get(accountId) === live) this.#changed(live);
  }

  #changed(live: Live): void {
    this.#deps.publish('account.changed', { account: viewOf(live) });
  }

  #ask(questions: readonly CertificateQuestionView[]): void {
    if (questions.length === 0 && this.#questions.length === 0) return;
    this.#questions = questions;
    this.#deps.publish('certificates.changed', { certificates: questions });
  }
}

function viewOf({ record, password, connection, trouble, key }: Live): AccountView {
  return {
    id: record.id,
    settings: record.settings,
    hasPassword: password !== null,
    hasProxyPassword: record.proxyPassword !== null,
    connection,
    status: record.status,
    key: key.view,
    pinnedCertificate: record.pinnedCertificate,
    trouble,
  };
}
