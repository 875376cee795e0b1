import * as v from 'valibot';
import { bytes } from './columns.ts';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const row = v.object({ address: v.string(), nick: v.string(), hash: v.nullable(hash) });
const pictureRow = v.object({ hash, type: v.picklist(['image/png', 'image/jpeg', 'image/gif', 'image/webp']), bytes });
const hashRow = v.object({ hash: v.nullable(hash) });
const sum = v.object({ total: v.number() });

/** Bytes of all pictures together; the oldest go first. */
const mostBytes = 16 * 1024 * 1024;

const one = 'WHERE account_id = $accountId AND address = $address';
const putPicture = `
  INSERT INTO profiles (account_id, address, nick, hash, type, bytes, seen_at) VALUES ($accountId, $address, '', $hash, $type, $bytes, $turn)
  ON CONFLICT (account_id, address) DO UPDATE SET hash = excluded.hash, type = excluded.type, bytes = excluded.bytes, seen_at = excluded.seen_at`;
const putNick = `
  INSERT INTO profiles (account_id, address, nick, hash, type, bytes, seen_at) VALUES ($accountId, $address, $nick, NULL, NULL, NULL, 0)
  ON CONFLICT (account_id, address) DO UPDATE SET nick = excluded.nick`;
const newest = 'SELECT coalesce(max(seen_at), 0) AS total FROM profiles';
const total = 'SELECT coalesce(sum(length(bytes)), 0) AS total FROM profiles';
const dropOldest = `
  UPDATE profiles SET hash = NULL, type = NULL, bytes = NULL WHERE (account_id, address) IN
    (SELECT account_id, address FROM profiles WHERE bytes IS NOT NULL ORDER BY seen_at LIMIT 1)`;

/** Pictures and names that people gave themselves. */
export function profilesOf(db: Db): Store['profiles'] {
  return {
    list: (accountId) => db.all(row, 'SELECT address, nick, hash FROM profiles WHERE account_id = $accountId', { accountId }),
    hash: (accountId, address) => db.first(hashRow, `SELECT hash FROM profiles ${one}`, { accountId, address })?.hash ?? null,
    picture: (accountId, address) => db.first(pictureRow, `SELECT hash, type, bytes FROM profiles ${one} AND hash IS NOT NULL`, { accountId, address }),
    putPicture(accountId, address, picture) {
      if (picture === null) {
        db.run(`UPDATE profiles SET hash = NULL, type = NULL, bytes = NULL ${one}`, { accountId, address });
        return;
      }
      db.transaction(() => {
        const turn = (db.first(sum, newest)?.total ?? 0) + 1;
        db.run(putPicture, { accountId, address, ...picture, turn });
        while ((db.first(sum, total)?.total ?? 0) > mostBytes) db.exec(dropOldest);
      });
    },
    putNick: (accountId, address, nick) => void db.run(putNick, { accountId, address, nick }),
    remove: (accountId, address) => void db.run(`DELETE FROM profiles ${one}`, { accountId, address }),
  };
}
