import * as v from 'valibot';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.object({ address: v.string(), note: v.string() });

const putNote = `
  INSERT INTO buddy_notes (account_id, address, note) VALUES ($accountId, $address, $note)
  ON CONFLICT (account_id, address) DO UPDATE SET note = excluded.note`;

/** What the person noted about buddies. */
export function notesOf(db: Db): Store['notes'] {
  return {
    list: (accountId) => db.all(row, 'SELECT address, note FROM buddy_notes WHERE account_id = $accountId', { accountId }),
    put(accountId, address, note) {
      if (note === '') db.run('DELETE FROM buddy_notes WHERE account_id = $accountId AND address = $address', { accountId, address });
      else db.run(putNote, { accountId, address, note });
    },
  };
}
