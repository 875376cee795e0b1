import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { flag, json, timeMs, toFlag } from './columns.ts';
import type { Db, SqlParams } from './database.ts';
import { beginningsOf } from './history-beginnings.ts';
import type { Condition } from './history-removal.ts';
import { counted, dayMs, index, numbered, overwrite, removeRows, removeSome, rowId, settle, unindex } from './history-removal.ts';
import { hitsIn, quoted, runsOf, termsOf } from './history-words.ts';
import type { HistoryScope, KeptMessage, Store } from './records.ts';
import { faultCodes } from '../../shared/faults.ts';

const delivery = v.variant('at', [
  v.object({ at: v.picklist(['waiting', 'sending', 'sent', 'delivered']) }),
  v.object({ at: v.literal('doubtful'), why: v.picklist(['other-key', 'lower-version']) }),
  v.object({ at: v.literal('failed'), fault: v.picklist(faultCodes) }),
]);

const entries = {
  id: rowId,
  accountId: v.string(),
  address: v.string(),
  atMs: timeMs,
  from: v.picklist(['me', 'them']),
  text: v.string(),
  mark: v.picklist(['clear', 'encrypted', 'verified']),
  arrivedUnencrypted: flag,
  delivery: v.nullable(json(delivery)),
  resent: flag,
  elsewhere: v.pipe(flag, v.transform((elsewhere) => elsewhere || undefined)),
  cut: flag,
  former: v.pipe(v.nullable(json(v.array(v.string()))), v.transform((former) => former ?? undefined)),
};
const row = v.object(entries);
const hit = v.object({ ...entries, marked: v.string() });
const named = v.object({ accountId: v.string(), address: v.string() });

const columns = `
  m.id, c.account_id AS accountId, c.address, m.at_ms AS atMs, m.sender AS "from", m.text, m.mark,
  m.arrived_unencrypted AS arrivedUnencrypted, m.delivery, m.resent, m.elsewhere, m.cut, m.former`;
const select = `SELECT ${columns} FROM kept_messages m JOIN kept_conversations c ON c.id = m.conversation`;

const findConversation = 'SELECT id FROM kept_conversations WHERE account_id = $accountId AND address = $address';
const addConversation = 'INSERT INTO kept_conversations (account_id, address) VALUES ($accountId, $address)';
const addMessage = `
  INSERT INTO kept_messages
    (id, conversation, at_ms, sender, text, runs, mark, arrived_unencrypted, delivery, resent, elsewhere, cut, former)
  VALUES ($id, $conversation, $atMs, $from, $text, $runs, $mark, $arrivedUnencrypted, $delivery, $resent, $elsewhere, $cut, $former)
  RETURNING id`;
const updateMessage = `
  UPDATE kept_messages SET at_ms = $atMs, mark = $mark, delivery = $delivery, resent = $resent, stanza_id = coalesce($stanzaId, stanza_id) WHERE id = $id`;

/** Only the newest lines are looked through, so that receipts for what never was cost nothing. */
const findSent = `
  ${select} WHERE m.sender = 'me' AND m.stanza_id = $stanzaId
    AND m.id IN (SELECT id FROM kept_messages WHERE conversation = $conversation ORDER BY id DESC LIMIT 500)`;

const correctMessage = 'UPDATE kept_messages SET text = $text, runs = $runs, cut = $cut, former = $former WHERE id = $id';

/** Messages that the person wants kept, and the full-text index over them. */
export function historyOf(db: Db): Store['history'] {
  const wholeWords = beginningsOf(db);
  const conversationOf = (accountId: string, address: string): number | null =>
    db.first(numbered, findConversation, { accountId, address })?.id ?? null;
  const put = (message: Omit<KeptMessage, 'id'>, id: number | null): number =>
    db.transaction(() => {
      const { accountId, address } = message;
      if (conversationOf(accountId, address) === null) db.run(addConversation, { accountId, address });
      const conversation = conversationOf(accountId, address);
      return db.first(numbered, addMessage, { ...bound(message), id, conversation })?.id ?? 0;
    });
  return {
    add: (message) => put(message, null),
    restore: (message) => void put(message, message.id),
    update: (id, { atMs, mark, delivery: state, resent, stanzaId }) =>
      void db.run(updateMessage, { id, atMs, mark, delivery: state && JSON.stringify(state), resent: toFlag(resent), stanzaId }),
    sentAs: (accountId, address, stanzaId) => {
      const conversation = conversationOf(accountId, address);
      return conversation === null ? null : db.first(row, findSent, { conversation, stanzaId });
    },
    correct: (id, { text, cut, former }) =>
      db.transaction(() => {
        const normal = text.normalize('NFC');
        db.run(unindex, { id });
        db.run(overwrite, { id });
        db.run(correctMessage, { id, text: normal, runs: runsOf(normal), cut: toFlag(cut), former: JSON.stringify(former) });
        db.run(index, { id });
      }),
    get: (id) => db.first(row, `${select} WHERE m.id = $id`, { id }),
    page: (accountId, address, { side, id }, count) => {
      const conversation = conversationOf(accountId, address);
      if (conversation === null) return [];
      const newer = side === 'after';
      const edge = id === null ? '' : newer ? 'AND m.id > $id' : 'AND m.id < $id';
      const sql = `${select} WHERE m.conversation = $conversation ${edge} ORDER BY m.id ${newer ? 'ASC' : 'DESC'} LIMIT $count`;
      const rows = db.all(row, sql, { conversation, count, ...(id !== null && { id }) });
      return newer ? rows : rows.toReversed();
    },
    conversations: () => db.all(named, 'SELECT account_id AS accountId, address FROM kept_conversations ORDER BY address, account_id'),
    lastId: () => db.first(counted, 'SELECT coalesce(max(id), 0) AS count FROM kept_messages')?.count ?? 0,
    count: (scope) => {
      const { where, params } = condition(scope);
      return db.first(counted, `SELECT count(*) AS count FROM kept_messages m WHERE ${where}`, params)?.count ?? 0;
    },
    search: (words, scope, beforeId, count) => {
      const sought = words.map((word) => word.normalize('NFC'));
      return search(db, { sought, terms: sought.flatMap((word) => termsOf(word, wholeWords)) }, scope, beforeId, count);
    },
    removeSome: (scope, upToId) => removeSome(db, condition(scope), upToId),
    remove: (id) =>
      db.transaction(() => {
        const gone = db.first(row, `${select} WHERE m.id = $id`, { id });
        if (gone !== null) removeRows(db, [id]);
        return gone;
      }),
    settle: (isFirst) => settle(db, isFirst),
  };
}

function bound({ atMs, from, text, mark, arrivedUnencrypted, delivery: state, resent, elsewhere, cut, former }: Omit<KeptMessage, 'id'>): SqlParams {
  const normal = text.normalize('NFC');
  return {
    atMs,
    from,
    text: normal,
    runs: runsOf(normal),
    mark,
    arrivedUnencrypted: toFlag(arrivedUnencrypted),
    delivery: state && JSON.stringify(state),
    resent: toFlag(resent),
    elsewhere: toFlag(elsewhere ?? false),
    cut: toFlag(cut),
    former: former ? JSON.stringify(former) : null,
  };
}

/** What a scope means in SQL, over `kept_messages m`. */
function condition({ accountId, address, marks, fromMs, toMs }: HistoryScope): Condition {
  const parts = ['1'];
  const params: Record<string, string | number> = {};
  if (accountId !== null) {
    parts.push(`m.conversation IN (SELECT id FROM kept_conversations WHERE account_id = $accountId ${address === null ? '' : 'AND address = $address'})`);
    params['accountId'] = accountId;
    if (address !== null) params['address'] = address;
  }
  if (marks !== 'all') parts.push(marks === 'clear' ? "m.mark = 'clear'" : "m.mark <> 'clear'");
  if (fromMs !== null) {
    parts.push('m.at_ms >= $fromMs');
    params['fromMs'] = fromMs;
  }
  if (toMs !== null) {
    parts.push('m.at_ms < $toMs');
    params['toMs'] = toMs;
  }
  return { where: parts.join(' AND '), params: Object.keys(params).length > 0 ? params : undefined };
}

const searchMessages = (where: string, edge: string): string => `
  SELECT ${columns}, highlight(kept_text, 0, $begin, $end) AS marked
  FROM kept_text JOIN kept_messages m ON m.id = kept_text.rowid JOIN kept_conversations c ON c.id = m.conversation
  WHERE kept_text MATCH $match ${edge} AND ${where}
  ORDER BY kept_text.rowid DESC LIMIT $count`;
/** The driver binds numbers as REAL, and an index takes only an INTEGER for a bound that it need not read beyond. */
const bounds = 'AND kept_text.rowid BETWEEN CAST($low AS INTEGER) AND CAST($high AS INTEGER)';
const idsBetween = 'SELECT min(first_id) AS low, max(last_id) AS high FROM kept_days WHERE day BETWEEN $from AND $to';
const range = v.object({ low: v.nullable(rowId), high: v.nullable(rowId) });

/** Later than any message. */
const farMs = Number.MAX_SAFE_INTEGER;

/** What is searched for, as it is and in the index's query language. */
type Query = { readonly sought: readonly string[]; readonly terms: readonly string[] };

/**
 * The newest messages that hold all words, each as a word or the beginning of one, below the id `beforeId`; in scripts
 * without spaces, from within a run.
 */
function search(db: Db, { sought, terms }: Query, scope: HistoryScope, beforeId: number | null, count: number): ReturnType<Store['history']['search']> {
  const match = [...terms];
  if (scope.accountId !== null && scope.address !== null) {
    const found = db.first(numbered, findConversation, { accountId: scope.accountId, address: scope.address });
    if (found === null) return [];
    match.push(`{conversation}: ${quoted(String(found.id))}`);
  }
  // Messages of one time lie together, so that the index need not be read outside of them.
  let [low, high] = [0, beforeId === null ? farMs : beforeId - 1];
  if (scope.fromMs !== null || scope.toMs !== null) {
    const found = db.first(range, idsBetween, {
      from: Math.floor((scope.fromMs ?? 0) / dayMs),
      to: Math.floor((scope.toMs ?? farMs) / dayMs),
    });
    if (!found || found.low === null || found.high === null) return [];
    [low, high] = [found.low, Math.min(high, found.high)];
  }
  const { where, params } = condition(scope);
  const nonce = randomBytes(12).toString('hex');
  const [begin, end] = [`\u0001${nonce}`, `\u0002${nonce}`];
  const sql = searchMessages(where, bounds);
  const rows = db.all(hit, sql, { ...params, match: match.join(' AND '), low, high, begin, end, count });
  return rows.map(({ marked, ...message }) => ({ message, hits: hitsIn(message.text, marked, begin, end, sought) }));
}
