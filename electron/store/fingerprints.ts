import * as v from 'valibot';
import { fingerprint, flag, timeMs, toFlag } from './columns.ts';
import type { Db } from './database.ts';
import type { Store } from './records.ts';
import { verifiedHows } from '../../shared/views.ts';

const row = v.object({
  accountId: v.string(),
  address: v.string(),
  fingerprint,
  verified: flag,
  verifiedAtMs: v.nullable(timeMs),
  verifiedHow: v.nullable(v.picklist(verifiedHows)),
  firstSeenMs: timeMs,
  lastSeenMs: timeMs,
  undecided: flag,
  highestVersion: v.nullable(v.picklist([2, 3])),
});

const select = `
  SELECT account_id AS accountId, address, fingerprint, verified, verified_at_ms AS verifiedAtMs,
    verified_how AS verifiedHow, first_seen_ms AS firstSeenMs, last_seen_ms AS lastSeenMs, undecided,
    highest_version AS highestVersion
  FROM fingerprints WHERE account_id = $accountId`;
const order = 'ORDER BY address, first_seen_ms, fingerprint';

const putFingerprint = `
  INSERT INTO fingerprints
    (account_id, address, fingerprint, verified, verified_at_ms, verified_how, first_seen_ms, last_seen_ms, undecided,
      highest_version)
  VALUES ($accountId, $address, $fingerprint, $verified, $verifiedAtMs, $verifiedHow, $firstSeenMs, $lastSeenMs, $undecided,
    $highestVersion)
  ON CONFLICT (account_id, address, fingerprint) DO UPDATE SET verified = excluded.verified,
    verified_at_ms = excluded.verified_at_ms, verified_how = excluded.verified_how,
    first_seen_ms = excluded.first_seen_ms, last_seen_ms = excluded.last_seen_ms, undecided = excluded.undecided,
    highest_version = excluded.highest_version`;

const removeFingerprint = `
  DELETE FROM fingerprints WHERE account_id = $accountId AND address = $address AND fingerprint = $fingerprint`;

/** Keys of other people with their trust; the one seen first comes first. */
export function fingerprintsOf(db: Db): Store['fingerprints'] {
  return {
    list: (accountId) => db.all(row, `${select} ${order}`, { accountId }),
    of: (accountId, address) => db.all(row, `${select} AND address = $address ${order}`, { accountId, address }),
    put: (record) =>
      void db.run(putFingerprint, {
        ...record,
        verified: toFlag(record.verified),
        undecided: toFlag(record.undecided),
      }),
    remove: (accountId, address, print) =>
      void db.run(removeFingerprint, { accountId, address, fingerprint: print }),
  };
}
