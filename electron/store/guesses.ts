import * as v from 'valibot';
import { timeMs } from './columns.ts';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.object({ count: v.pipe(v.number(), v.integer(), v.minValue(0)), lastMs: timeMs });

const ofBuddy = v.object({ ...row.entries, address: v.string() });

const putGuesses = `
  INSERT INTO smp_guesses (account_id, address, count, last_ms) VALUES ($accountId, $address, $count, $lastMs)
  ON CONFLICT (account_id, address) DO UPDATE SET count = excluded.count, last_ms = excluded.last_ms`;

/** Wrong answers of a buddy in SMP since the last right one, so that a restart gives no fresh tries. */
export function guessesOf(db: Db): Store['guesses'] {
  return {
    get: (accountId, address) =>
      db.first(
        row,
        'SELECT count, last_ms AS lastMs FROM smp_guesses WHERE account_id = $accountId AND address = $address',
        { accountId, address },
      ) ?? { count: 0, lastMs: 0 },
    list: (accountId) =>
      db.all(
        ofBuddy,
        'SELECT address, count, last_ms AS lastMs FROM smp_guesses WHERE account_id = $accountId ORDER BY address',
        { accountId },
      ),
    put: (accountId, address, { count, lastMs }) => void db.run(putGuesses, { accountId, address, count, lastMs }),
  };
}
