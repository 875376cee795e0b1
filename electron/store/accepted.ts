import * as v from 'valibot';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.object({ address: v.string() });
const one = 'WHERE account_id = $accountId AND address = $address';

/** Strangers whom the person accepted by a click: they get answers from the engine. */
export function acceptedOf(db: Db): Store['accepted'] {
  return {
    has: (accountId, address) => db.first(row, `SELECT address FROM accepted ${one}`, { accountId, address }) !== null,
    add: (accountId, address) =>
      void db.run(
        'INSERT INTO accepted (account_id, address) VALUES ($accountId, $address) ON CONFLICT DO NOTHING',
        { accountId, address },
      ),
    remove: (accountId, address) => void db.run(`DELETE FROM accepted ${one}`, { accountId, address }),
  };
}
