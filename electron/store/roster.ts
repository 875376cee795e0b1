import * as v from 'valibot';
import type { AccountId } from '../../shared/ids.ts';
import { flag, json, toFlag } from './columns.ts';
import type { Db } from './database.ts';
import type { RosterRecord, Store } from './records.ts';

const row = v.object({
  address: v.string(),
  name: v.string(),
  groups: json(v.array(v.string())),
  subscription: v.picklist(['none', 'to', 'from', 'both']),
  asked: flag,
});

const rosterOfAccount = `
  SELECT address, name, groups, subscription, asked FROM roster WHERE account_id = $accountId ORDER BY address`;

const putItem = `
  INSERT INTO roster (account_id, address, name, groups, subscription, asked)
  VALUES ($accountId, $address, $name, $groups, $subscription, $asked)
  ON CONFLICT (account_id, address) DO UPDATE SET name = excluded.name, groups = excluded.groups,
    subscription = excluded.subscription, asked = excluded.asked`;

/** The buddy lists as their servers last told them. */
export function rosterOf(db: Db): Store['roster'] {
  const put = (accountId: AccountId, item: RosterRecord): void => {
    db.run(putItem, {
      accountId,
      address: item.address,
      name: item.name,
      groups: JSON.stringify(item.groups),
      subscription: item.subscription,
      asked: toFlag(item.asked),
    });
  };
  return {
    list: (accountId) => db.all(row, rosterOfAccount, { accountId }),
    replace(accountId, items) {
      db.transaction(() => {
        db.run('DELETE FROM roster WHERE account_id = $accountId', { accountId });
        for (const item of items) put(accountId, item);
      });
    },
    put,
    remove: (accountId, address) =>
      void db.run('DELETE FROM roster WHERE account_id = $accountId AND address = $address', { accountId, address }),
  };
}
