import * as v from 'valibot';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.object({
  accountId: v.string(),
  address: v.string(),
  text: v.string(),
  typedFor: v.picklist(['not-private', 'unverified', 'private', 'finished']),
});

const allDrafts = 'SELECT account_id AS accountId, address, text, typed_for AS typedFor FROM drafts';
const putDraft = 'REPLACE INTO drafts (account_id, address, text, typed_for) VALUES ($accountId, $address, $text, $typedFor)';
const removeDraft = 'DELETE FROM drafts WHERE account_id = $accountId AND address = $address';

/** Texts that were typed and not sent, of conversations that keep history. */
export function draftsOf(db: Db): Store['drafts'] {
  return {
    list: () => db.all(row, allDrafts),
    put: ({ accountId, address, text, typedFor }) => void db.run(putDraft, { accountId, address, text, typedFor }),
    remove: (accountId, address) => void db.run(removeDraft, { accountId, address }),
  };
}
