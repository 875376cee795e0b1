import { Fault } from '../base/fault.ts';
import type { FingerprintRecord } from '../store/records.ts';
import type { AccountId, Fingerprint } from '../../shared/ids.ts';
import type { KnownFingerprintView } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { BuddyService } from './buddy-service.ts';
import { conversationIdOf } from './conversation-id.ts';
import type { ConversationService } from './conversation-service.ts';
import { viewOf } from './trust-service.ts';
import type { TrustService } from './trust-service.ts';

type Deps = {
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly conversations: ConversationService;
  readonly trust: TrustService;
};

/** The manager of known fingerprints: all of them, wherever they were seen, and what a person does with them. */
export class FingerprintService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  list(): readonly KnownFingerprintView[] {
    const { accounts, buddies, conversations, trust } = this.#deps;
    return accounts.ids().flatMap((accountId) =>
      trust.list(accountId).map((record) => ({
        ...viewOf(record),
        accountId,
        address: record.address,
        name: buddies.nameOf(accountId, record.address),
        use: conversations.useOf(accountId, record.address, record.fingerprint),
      })),
    );
  }

  /** Throws `Fault` (`not-found`). The conversation that uses the key is told. */
  verify(accountId: AccountId, address: string, fingerprint: Fingerprint, verified: boolean): void {
    const { conversations, trust } = this.#deps;
    const record = this.#get(accountId, address, fingerprint);
    if (conversations.useOf(accountId, address, fingerprint) === null) trust.verify(record, verified ? 'by-hand' : null);
    else conversations.verify(conversationIdOf(accountId, address), fingerprint, verified);
  }

  /** Throws `Fault` (`not-found`, `fingerprint-in-use`). */
  forget(accountId: AccountId, address: string, fingerprint: Fingerprint): void {
    const record = this.#get(accountId, address, fingerprint);
    if (this.#deps.conversations.useOf(accountId, address, fingerprint) !== null) throw new Fault('fingerprint-in-use');
    this.#deps.trust.forget(record);
  }

  #get(accountId: AccountId, address: string, fingerprint: Fingerprint): FingerprintRecord {
    const record = this.#deps.trust.find(accountId, address, fingerprint);
    if (record === null) throw new Fault('not-found');
    return record;
  }
}
