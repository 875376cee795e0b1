import { Fault } from '../base/fault.ts';
import type { Clock } from '../base/ports.ts';
import type { FingerprintRecord } from '../store/records.ts';
import type { ExportStyle, FingerprintName, KnownFingerprintView } from '../../shared/views.ts';
import type { AccountService } from './account-service.ts';
import type { BuddyService } from './buddy-service.ts';
import { conversationIdOf } from './conversation-id.ts';
import type { ConversationService } from './conversation-service.ts';
import { exportFiles } from './moving/export-files.ts';
import { viewOf } from './trust-service.ts';
import type { Owner, TrustService } from './trust-service.ts';

type Deps = {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly conversations: ConversationService;
  readonly trust: TrustService;
};

/** The keys of one buddy before and after something that can be undone. */
type Step = { readonly before: readonly FingerprintRecord[]; readonly after: readonly FingerprintRecord[] };

/** How long the last withdrawal or forgetting can be undone. */
const undoMs = 60_000;

/** The manager of known fingerprints: all of them, wherever they were seen, and what a person does with them. */
export class FingerprintService {
  readonly #deps: Deps;
  #undoable: { readonly steps: readonly Step[]; readonly untilMs: number } | null = null;

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

  /**
   * The person compared these keys, or takes that back, which can be undone. All or none. Throws `Fault`
   * (`not-found`).
   */
  verify(names: readonly FingerprintName[], verified: boolean): void {
    const { conversations, trust } = this.#deps;
    // One that is verified keeps how it came to that.
    const records = names.map((name) => this.#get(name)).filter((record) => record.verified !== verified);
    const work = () => {
      for (const record of records) trust.verify(record, verified ? 'by-hand' : null);
    };
    if (verified) trust.together(work);
    else this.#undoably(records, work);
    for (const record of records) conversations.trustChanged(record);
  }

  /** Forgets keys with their trust, all or none; it can be undone. Throws `Fault` (`not-found`, `fingerprint-in-use`). */
  forget(names: readonly FingerprintName[]): void {
    const { conversations, trust } = this.#deps;
    const records = names.map((name) => this.#get(name));
    const isUsed = records.some(({ accountId, address, fingerprint }) => conversations.useOf(accountId, address, fingerprint) !== null);
    if (isUsed) throw new Fault('fingerprint-in-use');
    this.#undoably(records, () => {
      for (const record of records) trust.forget(record);
    });
  }

  /**
   * Takes the last withdrawal or forgetting back, with how and when the keys had been verified. A buddy whose keys
   * or their trust changed since stays as they are, and an account that was removed stays away. Throws `Fault` (`not-found`) where nothing is left to undo.
   */
  undo(): void {
    const { accounts, clock, conversations, trust } = this.#deps;
    const undoable = this.#undoable;
    this.#undoable = null;
    if (undoable === null || clock.nowMs() > undoable.untilMs) throw new Fault('not-found');
    const accountIds = new Set(accounts.ids());
    const steps = undoable.steps.filter(({ before, after }) => {
      const [owner] = before;
      return owner !== undefined && accountIds.has(owner.accountId) && stateOf(trust.of(owner.accountId, owner.address)) === stateOf(after);
    });
    if (steps.length === 0) throw new Fault('not-found');
    const records = steps.flatMap(({ before }) => before);
    const back = records.filter(({ accountId, address, fingerprint, verified }) => {
      return verified && trust.find(accountId, address, fingerprint)?.verified === false;
    });
    trust.together(() => {
      for (const record of records) this.#putBack(record);
    });
    for (const record of back) conversations.trustChanged(record);
  }

  /** Writes these keys into a folder, as `exportFiles` says. Throws `Fault`. */
  export(folder: string, names: readonly FingerprintName[], style: ExportStyle): readonly string[] {
    const { accounts } = this.#deps;
    const records = names.map((name) => this.#get(name));
    const exported = accounts.ids().map((accountId) => ({
      address: accounts.address(accountId),
      key: null,
      fingerprints: records.filter((record) => record.accountId === accountId),
    }));
    return exportFiles(folder, exported, style);
  }

  #undoably(records: readonly FingerprintRecord[], work: () => void): void {
    const { clock, trust } = this.#deps;
    const owners = new Map<string, Owner>(records.map((record) => [conversationIdOf(record.accountId, record.address), record]));
    const keysOf = ({ accountId, address }: Owner) => trust.of(accountId, address);
    const before = new Map([...owners].map(([id, owner]) => [id, keysOf(owner)]));
    trust.together(work);
    const steps = [...owners].map(([id, owner]) => ({ before: before.get(id) ?? [], after: keysOf(owner) }));
    this.#undoable = { steps, untilMs: clock.nowMs() + undoMs };
  }

  /** When it was heard last is no matter of trust, and stays. */
  #putBack(record: FingerprintRecord): void {
    const { trust } = this.#deps;
    const now = trust.find(record.accountId, record.address, record.fingerprint);
    trust.restore(now ? { ...record, lastSeenMs: now.lastSeenMs, highestVersion: now.highestVersion } : record);
  }

  #get({ accountId, address, fingerprint }: FingerprintName): FingerprintRecord {
    const record = this.#deps.trust.find(accountId, address, fingerprint);
    if (record === null) throw new Fault('not-found');
    return record;
  }
}

/** What was decided about each key of a buddy. */
function stateOf(records: readonly FingerprintRecord[]): string {
  return JSON.stringify(records.map(({ fingerprint, verified, undecided }) => [fingerprint, verified, undecided]));
}
