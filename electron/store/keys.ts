import * as v from 'valibot';
import { bytes, timeMs } from './columns.ts';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.object({ accountId: v.string(), key: bytes, madeAtMs: timeMs });

const keyOfAccount = `
  SELECT account_id AS accountId, key, made_at_ms AS madeAtMs FROM keys WHERE account_id = $accountId`;

const putKey = `
  INSERT INTO keys (account_id, key, made_at_ms) VALUES ($accountId, $key, $madeAtMs)
  ON CONFLICT (account_id) DO UPDATE SET key = excluded.key, made_at_ms = excluded.made_at_ms`;

/** Long-term OTR keys, one an account, in the engine's encoding. What `get` returns is the caller's to wipe. */
export function keysOf(db: Db): Store['keys'] {
  return {
    get: (accountId) => db.first(row, keyOfAccount, { accountId }),
    put: ({ accountId, key, madeAtMs }) => void db.run(putKey, { accountId, key, madeAtMs }),
  };
}
