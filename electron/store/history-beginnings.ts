import * as v from 'valibot';
import type { Db } from './database.ts';
import { quoted } from './history-words.ts';

const term = v.object({ term: v.string() });

/** The index finds beginnings of two and three letters by themselves. */
const shortLength = 3;
/** A beginning that more words have than this is left to the index. */
const mostWords = 100;

/**
 * The tokenizer of the index, to see what a word is to it; and the words that the index has. All of it is in memory and
 * goes with the connection.
 */
const setUp = `
  CREATE VIRTUAL TABLE temp.asked USING fts5 (
    text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
  );
  CREATE VIRTUAL TABLE temp.asked_words USING fts5vocab (temp, asked, instance);
  CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab (main, kept_text, instance);`;

/**
 * Writes a beginning of a word as the whole words that begin with it.
 *
 * The index would gather all messages of a longer beginning before it gave the first; of whole words it gives the newest at
 * once, however many there are. The answer is in its query language, `null` where the beginning is better left to it.
 */
export function beginningsOf(db: Db): (beginning: string) => string | null {
  let isReady = false;
  return (beginning) => {
    if (!isReady) db.exec(setUp);
    isReady = true;
    const words = tokensOf(db, beginning);
    const [only] = words;
    if (only === undefined || words.length > 1 || [...only].length <= shortLength) return null;
    const whole = wordsFrom(db, only);
    return whole && `(${(whole.length > 0 ? whole : [only]).map(quoted).join(' OR ')})`;
  };
}

function tokensOf(db: Db, text: string): readonly string[] {
  db.exec("INSERT INTO temp.asked (asked) VALUES ('delete-all')");
  db.run('INSERT INTO temp.asked (rowid, text) VALUES (1, $text)', { text });
  return db.all(term, 'SELECT term FROM temp.asked_words ORDER BY offset').map((found) => found.term);
}

/** The words that begin so, from one to the next; `null` where they are too many. */
function wordsFrom(db: Db, beginning: string): readonly string[] | null {
  const words: string[] = [];
  for (let from = beginning; ; ) {
    const found = db.first(term, 'SELECT term FROM temp.kept_words WHERE term >= $from LIMIT 1', { from })?.term;
    if (found === undefined || !found.startsWith(beginning)) return words;
    if (words.length === mostWords) return null;
    words.push(found);
    from = `${found}\0`;
  }
}
