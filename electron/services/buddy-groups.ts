import { Fault } from '../base/fault.ts';
import type { BuddyView } from '../../shared/views.ts';
import type { AccountId } from '../../shared/ids.ts';

type Deps = {
  readonly buddies: () => readonly BuddyView[];
  /** Throws `Fault` (`not-connected`). */
  readonly online: (accountId: AccountId) => unknown;
  /** What the server's list says of a buddy. */
  readonly entry: (accountId: AccountId, address: string) => { readonly name: string; readonly groups: readonly string[] } | null;
  readonly update: (accountId: AccountId, address: string, name: string, groups: readonly string[]) => Promise<void>;
};

/**
 * Groups of the buddy list over all accounts. A group is no thing of its own on a server: it is a name at each of its
 * buddies, so changing one changes all of them.
 */
export class BuddyGroups {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Gives a group another name; where that is one in use, the two become one. */
  async rename(group: string, name: string): Promise<void> {
    if (name === '') throw new Fault('bad-request');
    await this.#change(group, (groups) => groups.map((one) => (one === group ? name : one)));
  }

  /** Takes a group away; its buddies stay. */
  async remove(group: string): Promise<void> {
    await this.#change(group, (groups) => groups.filter((one) => one !== group));
  }

  /** Nothing changes where one of the accounts concerned is not connected. Throws `Fault`. */
  async #change(group: string, change: (groups: readonly string[]) => readonly string[]): Promise<void> {
    const members = this.#deps.buddies().filter(({ groups }) => groups.includes(group));
    for (const { accountId } of members) this.#deps.online(accountId);
    for (const { accountId, address } of members) {
      const entry = this.#deps.entry(accountId, address);
      if (entry) await this.#deps.update(accountId, address, entry.name, [...new Set(change(entry.groups))]);
    }
  }
}
