import { randomUUID } from 'node:crypto';
import { Fault } from '../base/fault.ts';
import { bareAddress } from '../protocols/address.ts';
import type { ProtocolSession } from '../protocols/protocol.ts';
import type { AccountRecord, Store } from '../store/records.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { AccountSettings, AccountView, ConnectionView } from '../../shared/views.ts';
import type { OwnKey } from './account-keys.ts';
import { proxyPasswordFor, trimmed } from './account-proxy.ts';
import { changeOf } from './password-change.ts';
import type { PasswordHolder } from './password-change.ts';
import type { Publish } from './publisher.ts';

/** One account as long as the app runs. The password is kept for this run where the person did not want it remembered. */
export type Account = PasswordHolder & {
  session: ProtocolSession | null;
  connection: ConnectionView;
  trouble: FaultCode | null;
  key: OwnKey;
  /** The hash of the account's picture. */
  picture: string | null;
};

type Deps = { readonly store: Store; readonly publish: Publish };

/** What accounts there are: their records in the store, and what the window sees of them. */
export class AccountBook {
  readonly #deps: Deps;
  readonly #accounts = new Map<AccountId, Account>();

  constructor(deps: Deps) {
    this.#deps = deps;
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

  find(accountId: AccountId): Account | null {
    return this.#accounts.get(accountId) ?? null;
  }

  /** Throws `Fault` (`not-found`). */
  get(accountId: AccountId): Account {
    const account = this.#accounts.get(accountId);
    if (!account) throw new Fault('not-found');
    return account;
  }

  /** Keeps a new account, in the store alone. Throws `Fault` (`address-invalid`, `account-exists`). */
  store(settings: AccountSettings, password: string | null, proxyPassword: string | null): AccountRecord {
    const checked = this.checkSettings(settings, null);
    const record: AccountRecord = {
      id: randomUUID(),
      settings: checked,
      password,
      pendingPassword: null,
      proxyPassword: proxyPasswordFor(checked, proxyPassword, null),
      status: { show: 'available', text: '' },
      pinnedCertificate: null,
      position: Math.max(-1, ...[...this.#accounts.values()].map((account) => account.record.position)) + 1,
    };
    this.#deps.store.accounts.put(record);
    return record;
  }

  /** Takes an account over that the store has. */
  hold(record: AccountRecord, key: OwnKey): Account {
    const account: Account = {
      record,
      password: record.password,
      change: changeOf(record),
      session: null,
      connection: { at: 'offline' },
      trouble: null,
      key,
      picture: this.#deps.store.profiles.hash(record.id, record.settings.address),
    };
    this.#accounts.set(record.id, account);
    return account;
  }

  /** Changes what is kept of an account. */
  put(account: Account, record: AccountRecord): void {
    this.#deps.store.accounts.put(record);
    account.record = record;
    this.changed(account);
  }

  /** The same, but of an account that was removed meanwhile nothing is kept. */
  putHeld(account: Account, record: AccountRecord): void {
    if (this.#accounts.get(account.record.id) === account) this.put(account, record);
  }

  /** The store has forgotten it. */
  drop(accountId: AccountId): void {
    this.#accounts.delete(accountId);
    this.#deps.publish('account.removed', { accountId });
  }

  /** Tells the window, unless the account was removed meanwhile. */
  changed(account: Account): void {
    if (this.#accounts.get(account.record.id) === account) this.#deps.publish('account.changed', { account: viewOf(account) });
  }

  /** The settings as they are kept; `self` is the account that they are for. Throws `Fault` (`address-invalid`, `account-exists`). */
  checkSettings(settings: AccountSettings, self: AccountId | null): AccountSettings {
    const address = bareAddress(settings.address);
    if (address === null) throw new Fault('address-invalid');
    for (const [accountId, account] of this.#accounts) {
      if (accountId !== self && account.record.settings.address === address) throw new Fault('account-exists');
    }
    return { ...settings, address, host: settings.host.trim(), resource: settings.resource.trim(), proxy: trimmed(settings.proxy) };
  }
}

function viewOf({ record, connection, trouble, key, picture }: Account): AccountView {
  return {
    id: record.id,
    settings: record.settings,
    hasPassword: record.password !== null,
    hasProxyPassword: record.proxyPassword !== null,
    connection,
    status: record.status,
    key: key.view,
    pinnedCertificate: record.pinnedCertificate,
    picture,
    trouble,
  };
}
