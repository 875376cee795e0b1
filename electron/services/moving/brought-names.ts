import * as v from 'valibot';
import type { Log } from '../../base/log.ts';
import type { Store } from '../../store/records.ts';
import { limits } from '../../../shared/limits.ts';
import type { AccountId } from '../../../shared/ids.ts';
import { readJson } from '../settings-service.ts';
import type { FoundBuddy } from './finding.ts';

type Given = { readonly name: string; readonly groups: readonly string[] };

type Deps = {
  readonly store: Store;
  readonly log: Log;
  readonly isOnline: (accountId: AccountId) => boolean;
  /** What the account's list on the server says of a buddy; `null` for who is not on it. */
  readonly entry: (accountId: AccountId, address: string) => Given | null;
  readonly update: (accountId: AccountId, address: string, name: string, groups: readonly string[]) => Promise<void>;
};

const setting = 'brought-names';
const mostBuddies = 5_000;
const waitingNames = v.array(v.object({ address: v.string(), name: v.string(), groups: v.array(v.string()) }));

/**
 * Names and groups that buddies had in another program. XMPP keeps them on the server: they wait here, over restarts,
 * until the account's list is there, and fill what is empty in it. Nobody is added to it, and nothing in it is changed.
 */
export class BroughtNames {
  readonly #deps: Deps;
  readonly #listed = new Set<AccountId>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Takes names that another program knew; `use` then fills them in, at once or when the account's list is there. */
  keep(accountId: AccountId, buddies: readonly FoundBuddy[]): void {
    if (buddies.length === 0) return;
    const given = buddies.slice(0, mostBuddies).map(({ address, name, groups }) => ({
      address,
      name: name.slice(0, limits.nameLength),
      groups: groups.slice(0, limits.groupsPerBuddy).map((group) => group.slice(0, limits.groupLength)),
    }));
    this.#put({ ...this.#all(), [accountId]: given });
  }

  /** The account's list has come. */
  listed(accountId: AccountId): Promise<void> {
    this.#listed.add(accountId);
    return this.use(accountId);
  }

  /** Fills what is empty in the account's list, where both are there; what waited is then forgotten. */
  async use(accountId: AccountId): Promise<void> {
    const { isOnline, entry, update, log } = this.#deps;
    if (!this.#listed.has(accountId) || !isOnline(accountId)) return;
    const all = this.#all();
    const waiting = v.safeParse(waitingNames, all[accountId]);
    if (all[accountId] === undefined) return;
    this.drop(accountId);
    for (const { address, name, groups } of waiting.success ? waiting.output : []) {
      const known = entry(accountId, address);
      if (known === null) continue;
      const next = { name: known.name || name, groups: known.groups.length > 0 ? known.groups : groups };
      if (next.name === known.name && next.groups === known.groups) continue;
      try {
        await update(accountId, address, next.name, next.groups);
      } catch {
        log.warn('brought-name-refused');
      }
    }
  }

  /** Forgets what waits for an account. */
  drop(accountId: AccountId): void {
    const { [accountId]: dropped, ...others } = this.#all();
    if (dropped !== undefined) this.#put(others);
  }

  #all(): Readonly<Record<string, unknown>> {
    return readJson<Record<string, unknown>>(this.#deps.store.settings.get(setting));
  }

  #put(all: Readonly<Record<string, unknown>>): void {
    this.#deps.store.settings.put(setting, JSON.stringify(all));
  }
}
