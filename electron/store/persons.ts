import * as v from 'valibot';
import type { Db } from './database.ts';
import type { PersonRecord, Store } from './records.ts';

const row = v.object({ person: v.string(), account_id: v.string(), address: v.string() });

const all = 'SELECT person, account_id, address FROM person_addresses ORDER BY person, position';
const putAddress = `
  INSERT INTO person_addresses (account_id, address, person, position) VALUES ($accountId, $address, $id, $position)
  ON CONFLICT (account_id, address) DO UPDATE SET person = excluded.person, position = excluded.position`;

/** Which buddies are one person to the one who uses Sotto. */
export function personsOf(db: Db): Store['persons'] {
  return {
    list() {
      const persons = new Map<string, PersonRecord['members'][number][]>();
      for (const { person, account_id: accountId, address } of db.all(row, all)) {
        persons.set(person, [...(persons.get(person) ?? []), { accountId, address }]);
      }
      return [...persons].map(([id, members]) => ({ id, members }));
    },
    put({ id, members }) {
      db.transaction(() => {
        db.run('DELETE FROM person_addresses WHERE person = $id', { id });
        for (const [position, { accountId, address }] of members.entries()) db.run(putAddress, { id, accountId, address, position });
      });
    },
  };
}
