import * as v from 'valibot';
import { flag, toFlag } from './columns.ts';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.object({ accountId: v.string(), address: v.string(), keepsClear: flag });

const allChoices = 'SELECT account_id AS accountId, address, keeps_clear AS keepsClear FROM history_choices';
const putChoice = 'REPLACE INTO history_choices (account_id, address, keeps_clear) VALUES ($accountId, $address, $keepsClear)';
const removeChoice = 'DELETE FROM history_choices WHERE account_id = $accountId AND address = $address';

/** Whether what is said in clear with a buddy is kept. */
export function historyChoicesOf(db: Db): Store['historyChoices'] {
  return {
    list: () => db.all(row, allChoices),
    put: (accountId, address, keepsClear) => {
      if (keepsClear === null) db.run(removeChoice, { accountId, address });
      else db.run(putChoice, { accountId, address, keepsClear: toFlag(keepsClear) });
    },
  };
}
