import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import type { Db } from './database.ts';
import { openStore, storeOver } from './index.ts';
import { migrations } from './migration-steps.ts';
import { migrate } from './migrations.ts';
import type { HistoryScope, KeptMessage, Store } from './records.ts';
import { account, inFreshDirectory, kept, testKey } from './testing/fixtures.ts';
import { decryptedPages } from './testing/pages.ts';

const all: HistoryScope = { accountId: null, address: null, marks: 'all', fromMs: null, toMs: null };

function message(text: string, changes: Partial<KeptMessage> = {}): Omit<KeptMessage, 'id'> {
  return { accountId: 'hamlet', address: 'horatio@elsinore.example', atMs: 1_000, from: 'them', text, mark: 'clear', arrivedUnencrypted: false, delivery: null, resent: false, cut: false, ...changes };
}

/** Runs `work` on a new store with two accounts; `pages` reads its files. */
function fresh(work: (store: Store, pages: () => string, db: Db) => void): void {
  inFreshDirectory((directory) => {
    const file = join(directory, 'sotto.db');
    openStore(file, testKey()).close();
    const db = openDatabase(file, testKey());
    db.exec('PRAGMA journal_mode = WAL');
    migrate(db);
    const store = storeOver(db);
    for (const [position, id] of ['hamlet', 'ophelia'].entries()) store.accounts.put(account(id, position));
    try {
      work(store, () => decryptedPages(file, testKey()), db);
    } finally {
      db.close();
    }
  });
}

function settle(store: Store): void {
  for (let isFirst = true; store.history.settle(isFirst); isFirst = false);
}

const found = (store: Store, words: readonly string[], scope: Partial<HistoryScope> = {}, before: number | null = null, count = 50) =>
  store.history.search(words, { ...all, ...scope }, before, count).map(({ message: { text } }) => text);

describe('what is kept', () => {
  it('comes back as it was, after a restart too', () => {
    const line = message('Look, my lord, it comes!', { mark: 'verified', from: 'me', delivery: { at: 'failed', fault: 'delivery-failed' }, resent: true, elsewhere: true, cut: true, arrivedUnencrypted: true });
    kept(
      (store) => {
        store.accounts.put(account('hamlet'));
        expect(store.history.add(line)).toBe(1);
      },
      (store) => {
        expect(store.history.get(1)).toEqual({ ...line, id: 1 });
        expect(store.history.page('hamlet', line.address, { side: 'before', id: null }, 10)).toEqual([{ ...line, id: 1 }]);
        expect(store.history.lastId()).toBe(1);
      },
    );
  });

  it('is of an account that is there, and goes with it, words and all', () => {
    fresh((store, pages) => {
      expect(() => store.history.add(message('x', { accountId: 'nobody' }))).toThrow(expect.objectContaining({ code: 'not-found' }));
      store.history.add(message('a little more than kin'));
      store.accounts.remove('hamlet');
      settle(store);
      expect(found(store, ['kin'])).toEqual([]);
      expect(store.history.conversations()).toEqual([]);
      expect(pages()).not.toContain('more than kin');
    });
  });

  it('is NFC, whatever came', () => {
    fresh((store) => {
      store.history.add(message('cafe\u0301'));
      expect(store.history.get(1)?.text).toBe('caf\u00e9');
    });
  });

  it('changes its state, and a message that is gone stays gone', () => {
    fresh((store) => {
      const id = store.history.add(message('x', { from: 'me', delivery: { at: 'sending' } }));
      const change = { atMs: 2_000, mark: 'verified', delivery: { at: 'sent' }, resent: true } as const;
      store.history.update(id, { ...change, stanzaId: null });
      expect(store.history.get(id)).toMatchObject(change);
      expect(store.history.remove(id)?.text).toBe('x');
      store.history.update(id, { ...change, stanzaId: null });
      expect(store.history.get(id)).toBeNull();
      expect(store.history.remove(id)).toBeNull();
    });
  });

  it('finds a line of ours by what it went out under, of its own conversation and among the newest', () => {
    fresh((store) => {
      const id = store.history.add(message('x', { from: 'me', delivery: { at: 'sending' } }));
      const sent = { atMs: 1, mark: 'clear', delivery: { at: 'sent' }, resent: false } as const;
      store.history.update(id, { ...sent, stanzaId: 'one' });
      store.history.update(id, { ...sent, stanzaId: null });
      const { accountId, address } = message('x');
      expect(store.history.sentAs(accountId, address, 'one')?.id).toBe(id);
      expect(store.history.sentAs(accountId, address, 'two')).toBeNull();
      expect(store.history.sentAs(accountId, 'other@sotto.test', 'one')).toBeNull();
      for (let n = 0; n < 500; n += 1) store.history.add(message(`later ${n}`));
      expect(store.history.sentAs(accountId, address, 'one')).toBeNull();
    });
  });

  it('has ids that are never given out again, and can be put back under its own', () => {
    fresh((store) => {
      store.history.add(message('one'));
      const second = store.history.add(message('two'));
      const gone = store.history.remove(second);
      expect(store.history.add(message('three'))).toBe(3);
      if (gone) store.history.restore(gone);
      expect(store.history.page('hamlet', message('').address, { side: 'before', id: null }, 9).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
      expect(found(store, ['two'])).toEqual(['two']);
    });
  });

  it('is given in pages, from either side', () => {
    fresh((store) => {
      for (let n = 1; n <= 9; n += 1) store.history.add(message(`line ${n}`, { address: n % 3 === 0 ? 'other@elsinore.example' : message('').address }));
      const page = (side: 'before' | 'after', id: number | null) => store.history.page('hamlet', message('').address, { side, id }, 3).map((one) => one.id);
      expect(page('before', null)).toEqual([5, 7, 8]);
      expect(page('before', 5)).toEqual([1, 2, 4]);
      expect(page('before', 1)).toEqual([]);
      expect(page('after', null)).toEqual([1, 2, 4]);
      expect(page('after', 5)).toEqual([7, 8]);
      expect(store.history.page('ophelia', message('').address, { side: 'before', id: null }, 3)).toEqual([]);
    });
  });
});

describe('the search', () => {
  it('finds words, their beginnings, without case and accents, the newest first', () => {
    fresh((store) => {
      for (const text of ['Der Käfer krabbelt', 'ein KAFER', 'nothing', 'käferhaft und so', 'Übermut']) store.history.add(message(text));
      expect(found(store, ['kafer'])).toEqual(['käferhaft und so', 'ein KAFER', 'Der Käfer krabbelt']);
      expect(found(store, ['käf', 'krab'])).toEqual(['Der Käfer krabbelt']);
      expect(found(store, ['U\u0308BER'])).toEqual(['Übermut']);
      expect(found(store, ['afer'])).toEqual([]);
    });
  });

  it('says where the words are', () => {
    fresh((store) => {
      store.history.add(message('\u0001a skull, 👋 Skulls\u0002'));
      const [hit] = store.history.search(['skull'], all, null, 5);
      expect(hit?.hits.map(([from, to]) => hit.message.text.slice(from, to))).toEqual(['skull', 'Skulls']);
    });
  });

  it.each([
    ['我今天去北京了', ['北京', '京', '今天去', '我', '去北京了'], ['京北', '天北京', '海']],
    ['東京タワーは高い', ['京タ', 'タワー', '高い', '東京タワーは高い', '東'], ['塔', 'ワータ']],
    ['สวัสดีครับผมชื่อสมชาย', ['ครับ', 'ชื่อ', 'สมชาย'], ['ลาก่อน']],
    ['私は東京ABC駅です、3番', ['ABC', 'abc駅', '東京AB', '3番', '駅です'], ['BC', 'ABC海']],
    ['\u{20000}\u{20001}x', ['\u{20001}', '\u{20000}\u{20001}'], ['\u{20001}\u{20000}']],
  ])('finds in %s what lies within a run', (text, words, not) => {
    fresh((store) => {
      store.history.add(message(text));
      for (const word of words) {
        const [hit] = store.history.search([word], all, null, 5);
        expect(hit?.hits.map(([from, to]) => text.slice(from, to).toLowerCase()), word).not.toEqual([]);
        expect(hit?.message.text, word).toBe(text);
      }
      for (const word of not) expect(found(store, [word]), word).toEqual([]);
    });
  });

  it('says where a run is, in one piece', () => {
    fresh((store) => {
      store.history.add(message('日本と日本語'));
      const [hit] = store.history.search(['日本', '日'], all, null, 5);
      expect(hit?.hits).toEqual([[0, 2], [3, 5]]);
    });
  });

  it('finds what an older Sotto kept', () => {
    inFreshDirectory((directory) => {
      const db = openDatabase(join(directory, 'sotto.db'), testKey());
      const before = migrations.findIndex((step) => typeof step !== 'string');
      migrate(db, migrations.slice(0, before));
      db.exec(`
        INSERT INTO accounts (id, settings, status, position) VALUES ('hamlet', '{}', '{}', 0);
        INSERT INTO kept_conversations VALUES (1, 'hamlet', 'horatio@elsinore.example');
        INSERT INTO kept_messages VALUES (1, 1, 5, 'me', 'clear', 0, 0, 0, NULL, '明日は東京'), (2, 1, 6, 'me', 'clear', 0, 0, 0, NULL, 'a skull');`);
      migrate(db);
      const store = storeOver(db);
      expect(found(store, ['東京'])).toEqual(['明日は東京']);
      expect(found(store, ['sku'])).toEqual(['a skull']);
      expect(store.history.get(2)?.elsewhere).toBeUndefined();
      db.close();
    });
  });

  it('is narrowed to a buddy, a time, and to what is older', () => {
    fresh((store) => {
      for (let n = 0; n < 6; n += 1) {
        store.history.add(message(`word ${n}`, { atMs: n * 100, address: n % 2 === 0 ? 'even@x.example' : 'odd@x.example', accountId: n < 4 ? 'hamlet' : 'ophelia' }));
      }
      expect(found(store, ['word'], { accountId: 'hamlet', address: 'even@x.example' })).toEqual(['word 2', 'word 0']);
      expect(found(store, ['word'], { accountId: 'ophelia' })).toEqual(['word 5', 'word 4']);
      expect(found(store, ['word'], { accountId: 'ophelia', address: 'nobody@x.example' })).toEqual([]);
      expect(found(store, ['word'], { fromMs: 100, toMs: 300 })).toEqual(['word 2', 'word 1']);
      expect(found(store, ['word'], { fromMs: 9_999 })).toEqual([]);
      expect(found(store, ['word'], {}, 3)).toEqual(['word 1', 'word 0']);
      expect(found(store, ['word'], {}, null, 2)).toEqual(['word 5', 'word 4']);
    });
  });

  it.each(['"', '""', "'", '*', 'NEAR(', 'a" OR "b', '{text}:', 'text:', '-x', '^', 'AND', 'OR', '\u0000', '(', '🦆', 'x'.repeat(10_000)])('takes %s for text', (words) => {
    fresh((store) => {
      store.history.add(message('b and then some'));
      expect(found(store, [words]).length).toBeLessThanOrEqual(1);
      expect(found(store, [words, 'nowhere'])).toEqual([]);
    });
  });
});

describe('what is removed', () => {
  const marker = (n: number) => `wombat${(n * 7_919).toString(36)}`;
  let messages: readonly Omit<KeptMessage, 'id'>[] = [];

  beforeEach(() => {
    messages = Array.from({ length: 900 }, (_, n) =>
      message(`${marker(n)} and ${marker(n + 10_000)} ${n === 5 ? `long${marker(5)} `.repeat(3_000) : ''}`, {
        address: n % 3 === 0 ? 'even@x.example' : 'odd@x.example',
        atMs: n * 1_000,
        mark: n % 2 === 0 ? 'clear' : 'verified',
      }),
    );
  });
  afterEach(() => (messages = []));

  /** Fills the store, removes a scope and gives the markers that are still somewhere in the files, against those that should. */
  function leftAfter(scope: Partial<HistoryScope>, isIn: (one: Omit<KeptMessage, 'id'>) => boolean): void {
    fresh((store, pages) => {
      store.transaction(() => messages.forEach((one) => store.history.add(one)));
      for (let n = 0; n < messages.length; n += 90) expect(pages()).toContain(marker(n));
      expect(store.history.count({ ...all, ...scope })).toBe(messages.filter(isIn).length);
      while (store.history.removeSome({ ...all, ...scope }, messages.length) > 0);
      settle(store);
      const content = pages();
      const words = (one: Omit<KeptMessage, 'id'>) => one.text.trim().split(' ')[0] ?? '';
      // The index shortens a word by what it shares with the one before, and divides its pages by beginnings of words.
      const left = messages.filter((one) => !isIn(one)).flatMap((one) => one.text.split(' '));
      const ends = messages.filter(isIn).map((one) => words(one)).filter((word) => !left.some((other) => other.includes(word.slice(6, 10))));
      expect(ends.length).toBeGreaterThan(50);
      expect(ends.filter((word) => content.includes(word.slice(6, 10)))).toEqual([]);
      expect(messages.filter((one) => !isIn(one)).map(words).filter((word) => !found(store, [word]).length)).toEqual([]);
      expect(store.history.count(all)).toBe(messages.filter((one) => !isIn(one)).length);
    });
  }

  it('by conversation is in no page any more', () =>
    leftAfter({ accountId: 'hamlet', address: 'even@x.example' }, (one) => one.address === 'even@x.example'));

  it('by time is in no page any more', () => leftAfter({ fromMs: 200_000, toMs: 700_000 }, (one) => one.atMs >= 200_000 && one.atMs < 700_000));

  it('by how it travelled is in no page any more', () => leftAfter({ marks: 'private' }, (one) => one.mark !== 'clear'));
});
