import { randomUUID } from 'node:crypto';
import { Fault } from '../base/fault.ts';
import type { PersonRecord, Store } from '../store/records.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { BuddyView, PersonView } from '../../shared/views.ts';
import { conversationIdOf } from './conversation-id.ts';
import type { Publish } from './publisher.ts';

type Deps = { readonly store: Store; readonly publish: Publish; readonly buddies: () => readonly BuddyView[] };
type Member = PersonRecord['members'][number];

const idOf = ({ accountId, address }: Member): ConversationId => conversationIdOf(accountId, address);

/**
 * Which buddies are one person to the one who uses Sotto. It is a matter of what stands together in the list, kept here
 * alone: conversations, keys and trust stay those of each address.
 */
export class PersonService {
  readonly #deps: Deps;
  #persons: readonly PersonRecord[];

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#persons = deps.store.persons.list();
  }

  views(): readonly PersonView[] {
    return this.#persons.map(({ id, members }) => ({ id, members: members.map(idOf) }));
  }

  /** Makes one person of buddies and of all who are one with them. Throws `Fault` (`not-found`, `too-many-addresses`). */
  join(ids: readonly ConversationId[]): void {
    const buddies = new Map(this.#deps.buddies().map((buddy) => [buddy.id, buddy]));
    const joined = new Map<ConversationId, Member>();
    for (const id of ids) {
      const buddy = buddies.get(id);
      if (!buddy) throw new Fault('not-found');
      const { members } = this.#of(id) ?? { members: [{ accountId: buddy.accountId, address: buddy.address }] };
      for (const member of members) joined.set(idOf(member), member);
    }
    if (joined.size > limits.addressesPerPerson) throw new Fault('too-many-addresses');
    const before = new Set(ids.flatMap((id) => this.#of(id)?.id ?? []));
    const [kept = randomUUID(), ...gone] = before;
    this.#save([...gone.map((id) => ({ id, members: [] })), { id: kept, members: [...joined.values()] }]);
  }

  /** Takes one address out of its person; one that is left alone is nobody's other address any more. */
  split(id: ConversationId): void {
    const person = this.#of(id);
    if (!person) throw new Fault('not-found');
    const members = person.members.filter((member) => idOf(member) !== id);
    this.#save([{ ...person, members: members.length > 1 ? members : [] }]);
  }

  /** Puts a person's addresses in another order. Throws `Fault` (`not-found`) where it is not all of them. */
  order(personId: string, ids: readonly ConversationId[]): void {
    const person = this.#persons.find(({ id }) => id === personId);
    const members = new Map(person?.members.map((member) => [idOf(member), member]));
    const ordered = [...new Set(ids)].flatMap((id) => members.get(id) ?? []);
    if (!person || ordered.length !== members.size || ids.length !== members.size) throw new Fault('not-found');
    this.#save([{ ...person, members: ordered }]);
  }

  /** Reads again what is kept, after an account was removed. */
  reread(): void {
    this.#persons = this.#deps.store.persons.list();
    this.#deps.publish('persons.changed', { persons: this.views() });
  }

  #of(id: ConversationId): PersonRecord | undefined {
    return this.#persons.find(({ members }) => members.some((member) => idOf(member) === id));
  }

  #save(records: readonly PersonRecord[]): void {
    const { store } = this.#deps;
    store.transaction(() => {
      for (const record of records) store.persons.put(record);
    });
    this.reread();
  }
}
