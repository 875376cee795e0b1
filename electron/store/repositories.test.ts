import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore } from './index.ts';
import type { PolicyRecord } from './index.ts';
import { account, contents, fill, fingerprintRecord, inFreshDirectory, kept, policy, portrait, rosterItem, secrets, testKey } from './testing/fixtures.ts';

describe('what is put is there after a restart', () => {
  it('in every repository', () => {
    let before: unknown;
    kept(
      (store) => {
        fill(store, 'hamlet');
        before = contents(store, ['hamlet']);
      },
      (store) => {
        expect(contents(store, ['hamlet'])).toEqual(before);
        expect(contents(store, ['hamlet'])).toEqual({
          accounts: [account('hamlet')],
          settings: JSON.stringify({ group: secrets.setting }),
          of: [
            {
              key: { accountId: 'hamlet', key: secrets.privateKey, madeAtMs: 1_790_000_000_000 },
              fingerprints: [fingerprintRecord('hamlet')],
              policies: [policy('hamlet')],
              tag: 0xdead_beef,
              roster: [rosterItem()],
              notes: [{ address: 'rosencrantz@elsinore.example', note: secrets.note }],
              persons: [
                {
                  id: 'person of hamlet',
                  members: [
                    { accountId: 'hamlet', address: 'rosencrantz@elsinore.example' },
                    { accountId: 'hamlet', address: 'guildenstern@elsinore.example' },
                  ],
                },
              ],
              drafts: [{ accountId: 'hamlet', address: 'rosencrantz@elsinore.example', text: secrets.draft, typedFor: 'private' }],
              profiles: [{ address: 'rosencrantz@elsinore.example', nick: 'Rosie', hash: portrait.hash }],
              accepted: true,
            },
          ],
        });
      },
    );
  });

  it('accounts: in the order of their positions, with every setting, and without a password', () => {
    const direct = account('direct', 1);
    const proxy = { kind: 'http-connect', host: 'proxy.example', port: 3128, username: 'hamlet' } as const;
    const changed = {
      ...direct,
      settings: { ...direct.settings, host: 'chat.example', port: 5223, tls: 'direct' as const, allowPlain: true, proxy },
      password: null,
      pendingPassword: 'a new one',
      proxyPassword: 'open, proxy',
      pinnedCertificate: null,
    };
    kept(
      (store) => {
        store.accounts.put(account('last', 2));
        store.accounts.put(direct);
        store.accounts.put(account('first', 0));
        store.accounts.put(changed);
      },
      (store) => expect(store.accounts.list()).toEqual([account('first', 0), changed, account('last', 2)]),
    );
  });

  it('accounts: a changed account keeps its key and its fingerprints', () => {
    kept(
      (store) => {
        fill(store, 'hamlet');
        store.accounts.put({ ...account('hamlet'), position: 5 });
      },
      (store) => {
        expect(store.keys.get('hamlet')?.key).toEqual(secrets.privateKey);
        expect(store.fingerprints.list('hamlet')).toHaveLength(1);
      },
    );
  });

  it('keys: a new one replaces the old, and a copy is handed out', () => {
    kept(
      (store) => {
        fill(store, 'hamlet');
        store.keys.put({ accountId: 'hamlet', key: new Uint8Array([1, 2, 3]), madeAtMs: 7 });
        store.keys.get('hamlet')?.key.fill(0);
      },
      (store) => expect(store.keys.get('hamlet')).toEqual({ accountId: 'hamlet', key: new Uint8Array([1, 2, 3]), madeAtMs: 7 }),
    );
  });

  it('keys: a view into a larger buffer is stored without its surroundings', () => {
    kept(
      (store) => {
        store.accounts.put(account('hamlet'));
        store.keys.put({ accountId: 'hamlet', key: new Uint8Array([9, 1, 2, 9]).subarray(1, 3), madeAtMs: 7 });
      },
      (store) => expect(store.keys.get('hamlet')?.key).toEqual(new Uint8Array([1, 2])),
    );
  });

  it('fingerprints: listed an address, first seen first, and removed one by one', () => {
    const older = fingerprintRecord('hamlet', { fingerprint: 'f'.repeat(40), firstSeenMs: 1, verified: false, verifiedAtMs: null });
    const newer = fingerprintRecord('hamlet', { undecided: true });
    const other = fingerprintRecord('hamlet', { address: 'yorick@elsinore.example' });
    kept(
      (store) => {
        store.accounts.put(account('hamlet'));
        for (const record of [newer, { ...older, verified: true }, other, older]) store.fingerprints.put(record);
      },
      (store) => {
        expect(store.fingerprints.list('hamlet')).toEqual([older, newer, other]);
        expect(store.fingerprints.of('hamlet', secrets.address)).toEqual([older, newer]);
        expect(store.fingerprints.of('hamlet', 'nobody@elsinore.example')).toEqual([]);
        store.fingerprints.remove('hamlet', secrets.address, older.fingerprint);
        expect(store.fingerprints.list('hamlet')).toEqual([newer, other]);
      },
    );
  });

  it('policies: each flag for itself, the default of the account first, and removed one by one', () => {
    const names = ['allowV2', 'allowV3', 'requireEncryption', 'sendWhitespaceTag', 'startOnWhitespaceTag', 'startOnError'] as const;
    const none = Object.fromEntries(names.map((name) => [name, false])) as PolicyRecord['flags'];
    const records = names.map((name, n) => policy('hamlet', { address: n === 0 ? null : `buddy${n}@example.org`, flags: { ...none, [name]: true }, unkept: n % 2 === 0 }));
    kept(
      (store) => {
        store.accounts.put(account('hamlet'));
        for (const record of records.toReversed()) store.policies.put({ ...record, unkept: !record.unkept });
        for (const record of records) store.policies.put(record);
      },
      (store) => {
        expect(store.policies.list('hamlet')).toEqual(records);
        store.policies.remove('hamlet', null);
        store.policies.remove('hamlet', 'buddy1@example.org');
        expect(store.policies.list('hamlet')).toEqual(records.slice(2));
      },
    );
  });

  it('instance tags: the whole range of 32 bits from 0x100 on', () => {
    kept(
      (store) => {
        for (const [id, tag] of [['low', 0x100], ['high', 0xffff_ffff]] as const) {
          store.accounts.put(account(id));
          store.instanceTags.put(id, tag);
        }
        expect(() => store.instanceTags.put('low', 0xff)).toThrow(/instance tag/);
      },
      (store) => {
        expect(store.instanceTags.get('low')).toBe(0x100);
        expect(store.instanceTags.get('high')).toBe(0xffff_ffff);
        expect(store.instanceTags.get('nobody')).toBeNull();
      },
    );
  });

  it('profiles: a picture and a name, each by itself, and no more pictures than there is room for', () => {
    const bytes = (fill: number) => new Uint8Array(2 * 1024 * 1024).fill(fill);
    const picture = (n: number) => ({ hash: String(n).padStart(40, '0'), type: 'image/webp' as const, bytes: bytes(n) });
    kept(
      (store) => {
        store.accounts.put(account('hamlet'));
        for (let n = 0; n < 9; n += 1) store.profiles.putPicture('hamlet', `n${n}@example.org`, picture(n));
        store.profiles.putNick('hamlet', 'n8@example.org', 'Eight');
        store.profiles.putPicture('hamlet', 'n5@example.org', null);
        store.profiles.remove('hamlet', 'n6@example.org');
      },
      (store) => {
        expect(store.profiles.picture('hamlet', 'n8@example.org')).toEqual(picture(8));
        expect(store.profiles.picture('hamlet', 'n0@example.org')).toBeNull();
        const listed = new Map(store.profiles.list('hamlet').map((one) => [one.address, one]));
        expect(listed.get('n8@example.org')).toEqual({ address: 'n8@example.org', nick: 'Eight', hash: picture(8).hash });
        expect(listed.get('n5@example.org')?.hash).toBeNull();
        expect(listed.has('n6@example.org')).toBe(false);
        expect([...listed.values()].filter(({ hash }) => hash !== null)).toHaveLength(6);
      },
    );
  });

  it('roster: replaced as a whole, changed and removed one by one', () => {
    const many = Array.from({ length: 2_000 }, (_, n) => rosterItem({ address: `n${String(n).padStart(4, '0')}@example.org` }));
    kept(
      (store) => {
        store.accounts.put(account('hamlet'));
        store.roster.replace('hamlet', [rosterItem()]);
        store.roster.replace('hamlet', many);
        store.roster.put('hamlet', { ...many[3]!, name: 'Laertes', subscription: 'none', asked: true });
        store.roster.remove('hamlet', many[4]!.address);
      },
      (store) => {
        const items = store.roster.list('hamlet');
        expect(items).toHaveLength(1_999);
        expect(items[3]).toEqual({ ...many[3]!, name: 'Laertes', subscription: 'none', asked: true });
        expect(items[4]).toEqual(many[5]);
      },
    );
  });

  it('accepted strangers: each account has its own', () => {
    kept(
      (store) => {
        for (const id of ['hamlet', 'ophelia']) store.accounts.put(account(id));
        store.accepted.add('hamlet', 'ghost@elsinore.example');
        store.accepted.add('hamlet', 'ghost@elsinore.example');
        store.accepted.add('hamlet', 'osric@elsinore.example');
        store.accepted.remove('hamlet', 'osric@elsinore.example');
      },
      (store) => {
        expect(store.accepted.has('hamlet', 'ghost@elsinore.example')).toBe(true);
        expect(store.accepted.has('hamlet', 'osric@elsinore.example')).toBe(false);
        expect(store.accepted.has('ophelia', 'ghost@elsinore.example')).toBe(false);
      },
    );
  });

  it('any text, whatever its characters', () => {
    inFreshDirectory((directory) => {
      const store = openStore(join(directory, 'sotto.db'), testKey());
      const anyText = fc.string({ unit: fc.oneof(fc.constantFrom('\0', "'", '"', '\\', '\u2028', '☂', '🎭'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })) });
      fc.assert(
        fc.property(anyText, anyText, (name, text) => {
          store.settings.put(name, JSON.stringify(text));
          expect(store.settings.get(name)).toBe(JSON.stringify(text));
          store.accounts.put({ ...account('hamlet'), password: text, status: { show: 'away', text } });
          expect(store.accounts.list()[0]).toMatchObject({ password: text, status: { text } });
        }),
      );
      store.close();
    });
  });
});
