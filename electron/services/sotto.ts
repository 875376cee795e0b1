import { Fault, faultCodeOf } from '../base/fault.ts';
import { wipe } from '../base/bytes.ts';
import type { Store } from '../store/records.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { Snapshot, VaultView } from '../../shared/views.ts';
import { defaultSettings } from './settings-service.ts';
import { buildServices } from './build-services.ts';
import type { OpenServices, SottoDeps } from './build-services.ts';

/** The application without a window: the vault, and behind it the services. */
export class Sotto {
  readonly #deps: SottoDeps;
  #services: OpenServices | null = null;
  /** The vault is open, but what it protects cannot be read. */
  #failed: VaultView | null = null;

  constructor(deps: SottoDeps) {
    this.#deps = deps;
  }

  /** Opens everything where no passphrase is needed; otherwise the window asks for it. */
  async start(): Promise<void> {
    const { vault } = this.#deps;
    if (vault.view().at === 'failed') return;
    try {
      const key = await vault.openWithKeychain();
      if (key) this.#open(key);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  async createVault(passphrase: string): Promise<void> {
    if (this.#services) throw new Fault('bad-request');
    this.#open(await this.#deps.vault.create(passphrase));
  }

  async unlockVault(passphrase: string): Promise<void> {
    if (this.#services) throw new Fault('bad-request');
    try {
      this.#open(await this.#deps.vault.unlock(passphrase));
    } catch (thrown) {
      if (this.#failed === null) this.#publishVault();
      throw thrown;
    }
  }

  /** Copies the data, encrypted as it is, into a new folder inside of `folder`; gives its name. Throws `Fault`. */
  keepCopy(folder: string): string {
    return this.#deps.rescue.copyInto(folder);
  }

  /**
   * Sets damaged data aside and begins as at a first start; gives the name of the folder in the profile that holds it.
   * Throws `Fault` (`bad-request` where nothing is damaged, `storage-failed`).
   */
  async startAnew(): Promise<string> {
    const view = this.#vaultView();
    if (this.#services || view.at !== 'failed' || view.fault !== 'storage-corrupt') throw new Fault('bad-request');
    const folder = this.#deps.rescue.setAside();
    this.#deps.vault.reset();
    this.#failed = null;
    await this.start();
    this.#publishVault();
    return folder;
  }

  /** Signs off everywhere and closes the store. */
  async stop(): Promise<void> {
    const services = this.#services;
    this.#services = null;
    if (!services) return;
    services.transfer.stop();
    services.registration.cancel();
    services.history.removals.stop();
    await services.accounts.stop();
    services.conversations.stop();
    services.drafts.stop();
    services.store.close();
  }

  /** Removes an account with everything that belongs to it. */
  async removeAccount(accountId: AccountId): Promise<void> {
    const { accounts, blocking, buddies, conversations, drafts, history, names, persons, policies, transfer } = this.services();
    transfer.drop(accountId);
    await history.forgetAccount(accountId);
    await accounts.remove(accountId);
    conversations.drop(accountId);
    buddies.drop(accountId);
    policies.drop(accountId);
    history.drop(accountId);
    drafts.drop(accountId);
    names.drop(accountId);
    persons.reread();
    blocking.drop(accountId);
  }

  /** Throws `Fault` (`vault-locked`). */
  services(): OpenServices {
    if (!this.#services) throw new Fault('vault-locked');
    return this.#services;
  }

  snapshot(): Snapshot {
    const { publisher, versions, canSpell } = this.#deps;
    const services = this.#services;
    return {
      revision: publisher.revision(),
      vault: this.#vaultView(),
      settings: services?.settings.view() ?? defaultSettings,
      accounts: services?.accounts.views() ?? [],
      buddies: services?.buddies.views() ?? [],
      persons: services?.persons.views() ?? [],
      blocked: services?.blocking.views() ?? [],
      requests: services?.buddies.requests.views() ?? [],
      conversations: services?.conversations.views() ?? [],
      policies: services?.policies.views() ?? [],
      drafts: services?.drafts.views() ?? [],
      history: services?.history.view() ?? { keeps: true, trouble: null, choices: [] },
      timelines: services?.conversations.timelines() ?? {},
      certificates: services?.accounts.certificateQuestions() ?? [],
      tabs: services?.tabs.view() ?? { open: [], front: null },
      transfer: services?.transfer.view() ?? { devices: [], run: null },
      versions,
      canSpell,
    };
  }

  #vaultView(): VaultView {
    return this.#failed ?? this.#deps.vault.view();
  }

  #publishVault(): void {
    this.#deps.publisher.publish('vault.changed', { vault: this.#vaultView() });
  }

  #fail(thrown: unknown): void {
    const fault = faultCodeOf(thrown);
    this.#deps.log.error('open-failed', { fault });
    this.#failed = { at: 'failed', fault };
    this.#publishVault();
  }

  #open(key: Uint8Array): void {
    let store: Store;
    try {
      store = this.#deps.openStore(key);
    } catch (thrown) {
      this.#fail(thrown);
      throw thrown;
    } finally {
      wipe(key);
    }
    this.#services = buildServices(store, this.#deps);
    this.#publishVault();
    this.#services.accounts.start();
  }
}
