import * as v from 'valibot';
import { flag, toFlag } from './columns.ts';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.pipe(
  v.object({
    accountId: v.string(),
    address: v.string(),
    allowV2: flag,
    allowV3: flag,
    requireEncryption: flag,
    sendWhitespaceTag: flag,
    startOnWhitespaceTag: flag,
    startOnError: flag,
    unkept: flag,
  }),
  v.transform(({ accountId, address, unkept, ...flags }) => ({
    accountId,
    address: address === '' ? null : address,
    flags,
    unkept,
  })),
);

const policiesOfAccount = `
  SELECT account_id AS accountId, address, allow_v2 AS allowV2, allow_v3 AS allowV3,
    require_encryption AS requireEncryption, send_whitespace_tag AS sendWhitespaceTag,
    start_on_whitespace_tag AS startOnWhitespaceTag, start_on_error AS startOnError, unkept
  FROM policies WHERE account_id = $accountId ORDER BY address`;

const putPolicy = `
  REPLACE INTO policies
    (account_id, address, allow_v2, allow_v3, require_encryption, send_whitespace_tag, start_on_whitespace_tag,
    start_on_error, unkept)
  VALUES ($accountId, $address, $allowV2, $allowV3, $requireEncryption, $sendWhitespaceTag, $startOnWhitespaceTag,
    $startOnError, $unkept)`;

const removePolicy = 'DELETE FROM policies WHERE account_id = $accountId AND address = $address';

/** What is allowed and wanted of private messaging: an account's default first, then its buddies'. */
export function policiesOf(db: Db): Store['policies'] {
  return {
    list: (accountId) => db.all(row, policiesOfAccount, { accountId }),
    put: ({ accountId, address, flags, unkept }) =>
      void db.run(putPolicy, {
        accountId,
        address: address ?? '',
        allowV2: toFlag(flags.allowV2),
        allowV3: toFlag(flags.allowV3),
        requireEncryption: toFlag(flags.requireEncryption),
        sendWhitespaceTag: toFlag(flags.sendWhitespaceTag),
        startOnWhitespaceTag: toFlag(flags.startOnWhitespaceTag),
        startOnError: toFlag(flags.startOnError),
        unkept: toFlag(unkept),
      }),
    remove: (accountId, address) => void db.run(removePolicy, { accountId, address: address ?? '' }),
  };
}
