import { Fault } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Offers, OpenSession, ProtocolSession, SessionEvent } from '../protocols/protocol.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { CertificateQuestionView, ConnectionView, OwnStatus } from '../../shared/views.ts';
import type { Account, AccountBook } from './account-book.ts';
import { changePassword, passwordToTry, refused, signedIn } from './password-change.ts';
import type { Publish } from './publisher.ts';

export type ConnectionDeps = {
  readonly book: AccountBook;
  readonly log: Log;
  readonly publish: Publish;
  readonly openSession: OpenSession;
  /** What this device can do for others. */
  readonly offers: () => Offers;
  /** Everything that a session says, apart from what concerns the account alone. */
  readonly onEvent: (accountId: AccountId, event: SessionEvent) => void;
  /** The account signs off on purpose: its private conversations end first. */
  readonly beforeSignOff: (accountId: AccountId) => void;
  /** The account has signed off on purpose. */
  readonly onDisconnected: (accountId: AccountId) => void;
};

/** Signs accounts in and off, and asks about the certificates that they meet. */
export class AccountConnections {
  readonly #deps: ConnectionDeps;
  #questions: readonly CertificateQuestionView[] = [];

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  questions(): readonly CertificateQuestionView[] {
    return this.#questions;
  }

  /** The account's signed-in session. Throws `Fault` (`not-found`, `not-connected`). */
  online(accountId: AccountId): ProtocolSession {
    const { session, connection } = this.#deps.book.get(accountId);
    if (!session || connection.at !== 'online') throw new Fault('not-connected');
    return session;
  }

  /** Starts signing in. A session that waits to try again, or that failed, starts over at once. */
  connect(accountId: AccountId): void {
    const account = this.#deps.book.get(accountId);
    if (account.connection.at === 'online' || account.connection.at === 'connecting') return;
    if (account.session && account.connection.at === 'waiting') {
      // The same session tries at once, and so can still resume with what waits in it.
      account.session.connect();
      return;
    }
    this.drop(account);
    const password = passwordToTry(account);
    if (password === null) {
      this.#connection(account, { at: 'failed', fault: 'password-needed' });
      return;
    }
    this.forgetQuestion(accountId);
    const session = this.#open(accountId, account, password);
    account.session = session;
    const { record } = account;
    if (record.status.show === 'offline') this.#deps.book.put(account, { ...record, status: { ...record.status, show: 'available' } });
    session.setStatus(account.record.status);
    session.offer(this.#deps.offers());
    session.connect();
  }

  offer(accountId: AccountId): void {
    this.#deps.book.get(accountId).session?.offer(this.#deps.offers());
  }

  async disconnect(accountId: AccountId): Promise<void> {
    const account = this.#deps.book.get(accountId);
    const { session } = account;
    if (!session) {
      this.#connection(account, { at: 'offline' });
      return;
    }
    if (account.connection.at === 'online') this.#deps.beforeSignOff(accountId);
    await session.disconnect();
    if (account.session === session) {
      account.session = null;
      this.#connection(account, { at: 'offline' });
      this.#deps.onDisconnected(accountId);
    }
  }

  /** Signs off, where that is needed, and in again with what is kept now. */
  async reconnect(accountId: AccountId): Promise<void> {
    await this.disconnect(accountId);
    this.connect(accountId);
  }

  /** Gives a session up without a word. */
  drop(account: Account): void {
    const { session } = account;
    account.session = null;
    session?.disconnect().catch(() => this.#deps.log.warn('sign-off-failed'));
  }

  /** Changes the password on the server, and here once it has said yes. Throws `Fault`; see `password-change.ts`. */
  async changePassword(accountId: AccountId, current: string, password: string): Promise<void> {
    const { book } = this.#deps;
    const account = book.get(accountId);
    const session = this.online(accountId);
    if (account.change !== null) throw new Fault('password-change-undecided');
    if (current !== account.password) throw new Fault('password-current-wrong');
    try {
      await changePassword(account, session, password, (record) => book.putHeld(account, record));
    } finally {
      // Where it broke off since a new sign-in was refused, which was told before.
      if (account.connection.at === 'failed') this.#decidePassword(accountId, account);
    }
  }

  async setStatus(accountId: AccountId, status: OwnStatus): Promise<void> {
    const { book } = this.#deps;
    const account = book.get(accountId);
    book.put(account, { ...account.record, status });
    if (status.show === 'offline') await this.disconnect(accountId);
    else if (account.session) account.session.setStatus(status);
    else this.connect(accountId);
  }

  /** Answers the open certificate question. A changed pin is never accepted, only forgotten. */
  async answerCertificate(accountId: AccountId, sha256: string, answer: 'pin' | 'refuse' | 'forget-pin'): Promise<void> {
    const account = this.#deps.book.get(accountId);
    const question = this.#questions.find((open) => open.accountId === accountId);
    if (!question || question.certificate.sha256 !== sha256) throw new Fault('not-found');
    const isChangedPin = question.reason === 'certificate-pin-changed';
    if (answer === 'pin' && isChangedPin) throw new Fault('certificate-pin-changed');
    if (answer === 'forget-pin' && !isChangedPin) throw new Fault('bad-request');
    this.#ask(this.#questions.filter((open) => open !== question));
    if (answer === 'refuse') {
      this.#connection(account, { at: 'failed', fault: isChangedPin ? 'certificate-pin-changed' : 'certificate-rejected' });
      return;
    }
    this.#deps.book.put(account, { ...account.record, pinnedCertificate: answer === 'pin' ? sha256 : null });
    await this.reconnect(accountId);
  }

  forgetQuestion(accountId: AccountId): void {
    this.#ask(this.#questions.filter((question) => question.accountId !== accountId));
  }

  #open(accountId: AccountId, account: Account, password: string): ProtocolSession {
    const { settings, proxyPassword, pinnedCertificate } = account.record;
    const session = this.#deps.openSession({ settings, password, proxyPassword, pinnedCertificate }, (event) => {
      // A session that was given up has one thing left to say: which lines did not get through.
      if (account.session === session || event.kind === 'delivery-failed') this.#onEvent(accountId, account, event);
    });
    return session;
  }

  #onEvent(accountId: AccountId, account: Account, event: SessionEvent): void {
    if (event.kind === 'connection') {
      this.#connection(account, event.connection);
      this.#decidePassword(accountId, account);
    } else if (event.kind === 'certificate') {
      const { host, reason, certificate, pinnedSha256 } = event;
      const others = this.#questions.filter((question) => question.accountId !== accountId);
      this.#ask([...others, { accountId, host, reason, certificate, pinnedSha256 }]);
    } else if (event.kind === 'trouble') {
      account.trouble = event.fault;
      this.#deps.book.changed(account);
    }
    this.#deps.onEvent(accountId, event);
  }

  /** After a change of the password that broke off, whether the server takes the old or the new one says which it has. */
  #decidePassword(accountId: AccountId, account: Account): void {
    const { connection } = account;
    if (connection.at === 'online') signedIn(account, (record) => this.#deps.book.putHeld(account, record));
    else if (connection.at === 'failed' && connection.fault === 'password-wrong' && refused(account)) this.connect(accountId);
  }

  #connection(account: Account, connection: ConnectionView): void {
    account.connection = connection;
    if (connection.at === 'connecting') account.trouble = null;
    this.#deps.book.changed(account);
  }

  #ask(questions: readonly CertificateQuestionView[]): void {
    if (questions.length === 0 && this.#questions.length === 0) return;
    this.#questions = questions;
    this.#deps.publish('certificates.changed', { certificates: questions });
  }
}
