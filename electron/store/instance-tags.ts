import * as v from 'valibot';
import { assert } from '../base/result.ts';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const lowest = 0x100;
const highest = 0xffff_ffff;

const row = v.object({ tag: v.pipe(v.number(), v.integer(), v.minValue(lowest), v.maxValue(highest)) });

const putTag = `
  INSERT INTO instance_tags (account_id, tag) VALUES ($accountId, $tag)
  ON CONFLICT (account_id) DO UPDATE SET tag = excluded.tag`;

/** Our own instance tags, one an account on this machine. Spec: OTRv3 "Instance Tags". */
export function instanceTagsOf(db: Db): Store['instanceTags'] {
  return {
    get: (accountId) =>
      db.first(row, 'SELECT tag FROM instance_tags WHERE account_id = $accountId', { accountId })?.tag ?? null,
    put(accountId, tag) {
      assert(Number.isInteger(tag) && tag >= lowest && tag <= highest, 'an instance tag is 0x100 or more');
      db.run(putTag, { accountId, tag });
    },
  };
}
