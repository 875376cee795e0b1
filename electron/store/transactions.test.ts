import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from './index.ts';
import { account, contents, fill, inFreshDirectory, kept, rosterItem, testKey } from './testing/fixtures.ts';

describe('removing an account', () => {
  it('removes all that belongs to it, and nothing else', () => {
    let untouched: unknown;
    kept(
      (store) => {
        fill(store, 'gone', 0);
        fill(store, 'stays', 1);
        store.accounts.remove('gone');
        untouched = contents(store, ['stays']);
        store.accounts.put(account('gone'));
      },
      (store) => {
        expect(contents(store, ['gone']).of).toEqual([{ key: null, drafts: [], fingerprints: [], notes: [], persons: [], profiles: [], policies: [], tag: null, roster: [], accepted: false }]);
        store.accounts.remove('gone');
        expect(contents(store, ['stays'])).toEqual(untouched);
        expect(store.fingerprints.list('stays')).toHaveLength(1);
      },
    );
  });

  it('leaves later writes for it refused', () => {
    kept(
      (store) => {
        fill(store, 'gone');
        store.accounts.remove('gone');
        expect(() => store.accepted.add('gone', 'a@example.org')).toThrow(expect.objectContaining({ code: 'not-found' }));
        expect(() => store.keys.put({ accountId: 'gone', key: new Uint8Array(1), madeAtMs: 1 })).toThrow(
          expect.objectContaining({ code: 'not-found' }),
        );
      },
      (store) => expect(store.accepted.has('gone', 'a@example.org')).toBe(false),
    );
  });
});

describe('a transaction', () => {
  it('takes everything back when its work throws, and only then', () => {
    kept(
      (store) => {
        store.settings.put('a', '1');
        expect(() =>
          store.transaction(() => {
            store.settings.put('a', '2');
            throw new Error('our own');
          }),
        ).toThrow('our own');
        expect(store.settings.get('a')).toBe('1');
        expect(store.transaction(() => (store.settings.put('b', '3'), 'done'))).toBe('done');
      },
      (store) => {
        expect(store.settings.get('a')).toBe('1');
        expect(store.settings.get('b')).toBe('3');
      },
    );
  });

  it('may be nested: what fails inside does not undo what is around it', () => {
    kept(
      (store) => {
        store.accounts.put(account('hamlet'));
        store.roster.replace('hamlet', [rosterItem()]);
        store.transaction(() => {
          store.settings.put('around', 'true');
          const twice = rosterItem({ subscription: 'to' });
          expect(() => store.roster.replace('nobody', [twice])).toThrow(expect.objectContaining({ code: 'not-found' }));
        });
      },
      (store) => {
        expect(store.settings.get('around')).toBe('true');
        expect(store.roster.list('hamlet')).toEqual([rosterItem()]);
      },
    );
  });

  it('refuses work that is not over when it returns', () => {
    kept(
      (store) => expect(() => store.transaction(() => Promise.resolve(store.settings.put('a', '1')))).toThrow(/synchronous/),
      (store) => expect(store.settings.get('a')).toBeNull(),
    );
  });
});

it('a closed store refuses everything with a fault, and closing twice is harmless', () => {
  inFreshDirectory((directory) => {
    const store = openStore(join(directory, 'sotto.db'), testKey());
    store.close();
    store.close();
    expect(() => store.settings.get('a')).toThrow(expect.objectContaining({ code: 'storage-failed' }));
    expect(() => store.transaction(() => 1)).toThrow(expect.objectContaining({ code: 'storage-failed' }));
  });
});
