import { Fault } from '../base/fault.ts';
import { bareAddress, localPart } from '../protocols/address.ts';
import type { AccountRegistration, OpenRegistration } from '../protocols/protocol.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { AccountSettings, RegistrationAnswer } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import { trimmed } from './account-proxy.ts';

type Open = {
  readonly registration: AccountRegistration;
  readonly settings: AccountSettings;
  readonly proxyPassword: string | null;
  readonly pinned: string | null;
};

/** Makes accounts on servers; one at a time. What was made is added to the accounts, and signs in. */
export class RegistrationService {
  readonly #accounts: Pick<AccountService, 'add' | 'idOf'>;
  readonly #openRegistration: OpenRegistration;
  #open: Open | null = null;

  constructor(accounts: Pick<AccountService, 'add' | 'idOf'>, openRegistration: OpenRegistration) {
    this.#accounts = accounts;
    this.#openRegistration = openRegistration;
  }

  /** Asks a server for its form, in place of whichever was open. Throws `Fault`; see `AccountRegistration`. */
  async ask(given: AccountSettings, proxyPassword: string | null, pinned: string | null): Promise<RegistrationAnswer> {
    this.cancel();
    const address = bareAddress(given.address);
    if (address === null) throw new Fault('address-invalid');
    const settings = { ...given, address, host: given.host.trim(), proxy: trimmed(given.proxy) };
    const registration = this.#openRegistration({ settings, proxyPassword, pinnedCertificate: pinned });
    const open = { registration, settings, proxyPassword, pinned };
    this.#open = open;
    const answer = await registration.ask();
    if (this.#open !== open) throw new Fault('registration-over');
    return answer;
  }

  /** Throws `Fault`; after one that the form can heal it can be sent again. */
  async submit(given: readonly { readonly name: string; readonly value: string }[], rememberPassword: boolean): Promise<{ readonly accountId: AccountId }> {
    const open = this.#open;
    if (open === null) throw new Fault('registration-over');
    const values = new Map(given.map(({ name, value }) => [name, value]));
    const password = values.get('password') ?? '';
    if (password === '' || (values.get('username') ?? '') === '') throw new Fault('registration-incomplete');
    const domain = open.settings.address.slice(open.settings.address.indexOf('@') + 1);
    const address = bareAddress(`${(values.get('username') ?? '').trim()}@${domain}`);
    if (address === null || !address.endsWith(`@${domain}`)) throw new Fault('registration-name-invalid');
    if (this.#accounts.idOf(address) !== null) throw new Fault('account-exists');
    values.set('username', localPart(address));
    await open.registration.submit(values);
    if (this.#open === open) this.#open = null;
    const accountId = this.#accounts.add({ ...open.settings, address }, password, rememberPassword, open.proxyPassword, open.pinned);
    return { accountId };
  }

  cancel(): void {
    this.#open?.registration.close();
    this.#open = null;
  }
}
