import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import { account, inFreshDirectory, testKey } from '../store/testing/fixtures.ts';
import { TrustService } from './trust-service.ts';

const address = 'buddy@example.org';
const first = '11'.repeat(20);
const second = '22'.repeat(20);
const third = '33'.repeat(20);

/** A trust service over a real store, with a clock that goes on by a second at each look. */
function withTrust(work: (trust: TrustService, store: Store) => void): void {
  inFreshDirectory((directory) => {
    const store = openStore(join(directory, 'sotto.db'), testKey());
    store.accounts.put(account('a'));
    let nowMs = 1_000_000;
    const clock = { nowMs: () => (nowMs += 1_000), after: () => () => undefined };
    try {
      work(new TrustService(store, clock, () => undefined), store);
    } finally {
      store.close();
    }
  });
}

test('the first key of a buddy is unverified, and nothing changed', () => {
  withTrust((trust) => {
    const record = trust.see('a', address, first, 3);
    expect(record).toMatchObject({ verified: false, undecided: false });
    expect(trust.changedKey(record)).toBeNull();
  });
});

test('a key seen again keeps what was decided and when it was seen first', () => {
  withTrust((trust) => {
    const record = trust.see('a', address, first, 3);
    trust.verify(record, 'by-hand');
    const again = trust.see('a', address, first, 3);
    expect(again).toMatchObject({ verified: true, undecided: false, firstSeenMs: record.firstSeenMs });
    expect(again.lastSeenMs).toBeGreaterThan(record.lastSeenMs);
  });
});

test('another key is a change, undecided and unverified, whatever the old one was', () => {
  withTrust((trust) => {
    trust.verify(trust.see('a', address, first, 3), 'by-hand');
    const record = trust.see('a', address, second, 3);
    expect(record).toMatchObject({ verified: false, undecided: true });
    expect(trust.changedKey(record)).toMatchObject({
      before: { fingerprint: first, verified: true },
      now: { fingerprint: second, verified: false },
    });
  });
});

test('a key that waits for a decision with no other one decided on counts as a first one, so that nothing stays shut without a word', () => {
  withTrust((trust) => {
    const record = trust.see('a', address, first, 3);
    trust.restore({ ...record, undecided: true });
    expect(trust.see('a', address, second, 3)).toMatchObject({ verified: false, undecided: false });
    // Now one is, beside which the other is a change.
    const again = trust.see('a', address, first, 3);
    expect(again).toMatchObject({ verified: false, undecided: true });
    expect(trust.changedKey(again)).toMatchObject({ before: { fingerprint: second } });

    trust.forget(again);
    trust.restore({ ...trust.see('a', address, second, 3), undecided: true });
    expect(trust.see('a', address, second, 3)).toMatchObject({ verified: false, undecided: false });
  });
});

test('to say that a changed key is not verified decides nothing about it', () => {
  withTrust((trust) => {
    trust.see('a', address, first, 3);
    trust.verify(trust.see('a', address, second, 3), null);
    expect(trust.find('a', address, second)).toMatchObject({ verified: false, undecided: true });
  });
});

test('what is left by forgetting is no changed key where nothing else is left, and is one where there is', () => {
  withTrust((trust) => {
    const old = trust.see('a', address, first, 3);
    const accepted = trust.see('a', address, second, 3);
    trust.accept(accepted);
    trust.see('a', address, third, 3);
    trust.forget(old);
    expect(trust.of('a', address).map(({ fingerprint, undecided }) => [fingerprint, undecided])).toEqual([[second, false], [third, true]]);
    trust.forget(accepted);
    expect(trust.of('a', address).map(({ fingerprint, undecided }) => [fingerprint, undecided])).toEqual([[third, false]]);
  });
});

test('the banner never compares with another key that nobody decided on', () => {
  withTrust((trust) => {
    trust.see('a', address, first, 3);
    const [before, now] = [trust.see('a', address, second, 3), trust.see('a', address, third, 3)];
    for (const record of [before, now]) expect(trust.changedKey(record)?.before.fingerprint).toBe(first);
  });
});

test('when a key was heard is kept to the minute, and changes nothing else', () => {
  withTrust((trust, store) => {
    let writes = 0;
    const { put } = store.fingerprints;
    store.fingerprints.put = (record) => {
      writes += 1;
      put(record);
    };
    const before = trust.see('a', address, first, 3);
    // The clock goes on by a second at each look.
    for (let line = 0; line < 59; line += 1) trust.heard('a', address, first);
    expect([writes, trust.find('a', address, first)]).toEqual([1, before]);
    trust.heard('a', address, first);
    expect([writes, trust.find('a', address, first)]).toEqual([2, { ...before, lastSeenMs: before.lastSeenMs + 60_000 }]);
    trust.heard('a', address, second);
    expect([writes, trust.of('a', address).length]).toEqual([2, 1]);
  });
});

test('of keys that nobody decided on the last ones stay, those in use, and all that somebody decided on', () => {
  withTrust((trust) => {
    const made = (index: number) => index.toString(16).padStart(40, '0');
    trust.verify(trust.see('a', address, first, 3), 'by-hand');
    trust.accept(trust.see('a', address, second, 3));
    trust.see('a', 'other@example.org', first, 3);
    trust.see('a', 'other@example.org', third, 3);
    for (let index = 0; index < 200; index += 1) trust.see('a', address, made(index), 3, new Set([made(3), made(index)]));
    const left = trust.of('a', address).map(({ fingerprint }) => fingerprint);
    expect(left).toEqual([first, second, made(3), ...Array.from({ length: 50 }, (_, index) => made(150 + index))]);
    expect(trust.of('a', 'other@example.org')).toHaveLength(2);
    expect(trust.find('a', address, first)).toMatchObject({ verified: true, undecided: false });
    expect(trust.see('a', address, made(0), 3)).toMatchObject({ verified: false, undecided: true });
  });
});

test('a change stays undecided through sessions until the person decides', () => {
  withTrust((trust) => {
    trust.see('a', address, first, 3);
    trust.see('a', address, second, 3);
    const record = trust.see('a', address, second, 3);
    expect(record.undecided).toBe(true);
    trust.accept(record);
    expect(trust.find('a', address, second)).toMatchObject({ undecided: false, verified: false });
  });
});

test('verifying decides, and taking it back does not ask about the key again', () => {
  withTrust((trust) => {
    trust.see('a', address, first, 3);
    trust.verify(trust.see('a', address, second, 3), 'by-hand');
    const verified = trust.find('a', address, second);
    expect(verified).toMatchObject({ verified: true, verifiedHow: 'by-hand', undecided: false });
    if (verified) trust.verify(verified, null);
    expect(trust.find('a', address, second)).toMatchObject({ verified: false, verifiedAtMs: null, verifiedHow: null, undecided: false });
  });
});

test('the banner compares with a decided key, a verified one before a recent one', () => {
  withTrust((trust) => {
    trust.verify(trust.see('a', address, first, 3), 'by-hand');
    trust.accept(trust.see('a', address, second, 3));
    const record = trust.see('a', address, third, 3);
    expect(trust.changedKey(record)?.before.fingerprint).toBe(first);
  });
});

test('the same key with another buddy, or another account, is their first', () => {
  withTrust((trust, store) => {
    store.accounts.put(account('b', 1));
    trust.verify(trust.see('a', address, first, 3), 'by-hand');
    for (const [accountId, other] of [['a', 'other@example.org'], ['b', address]] as const) {
      const record = trust.see(accountId, other, first, 3);
      expect([record.verified, record.undecided]).toEqual([false, false]);
    }
  });
});

test('a key is remembered with the highest version that it came with', () => {
  withTrust((trust) => {
    expect(trust.versions('a', address)).toEqual(new Map());
    trust.see('a', address, first, 3);
    trust.see('a', address, first, 2);
    trust.see('a', address, second, 2);
    expect(trust.versions('a', address)).toEqual(new Map([[first, 3], [second, 2]]));
    trust.see('a', address, second, 3);
    expect(trust.versions('a', address).get(second)).toBe(3);
    expect(trust.versions('a', 'other@example.org')).toEqual(new Map());
  });
});

describe('brought from another program', () => {
  const key = (fingerprint: string, trusted = false) => ({ address, fingerprint, trusted });

  test('a key beside a known one is a changed key, also when somebody comes with it', () => {
    withTrust((trust) => {
      trust.verify(trust.see('a', address, first, 3), 'by-hand');
      expect(trust.bring('a', [key(second)])).toEqual({ fingerprints: 1, verified: 0, left: [] });
      expect(trust.find('a', address, second)).toMatchObject({ verified: false, undecided: true });
      const record = trust.see('a', address, second, 3);
      expect(trust.changedKey(record)).toMatchObject({ before: { fingerprint: first, verified: true }, now: { fingerprint: second } });
    });
  });

  test('several first keys of one buddy are none, and one that was trusted there is decided', () => {
    withTrust((trust) => {
      expect(trust.bring('a', [key(first), key(second, true)])).toEqual({ fingerprints: 2, verified: 1, left: [] });
      trust.bring('a', [key(third, true)]);
      expect(trust.of('a', address).map(({ verified, verifiedHow, undecided }) => [verified, verifiedHow, undecided])).toEqual(
        expect.arrayContaining([[false, null, false], [true, 'imported', false], [true, 'imported', false]]),
      );
      expect(trust.of('a', address).some(({ undecided }) => undecided)).toBe(false);
    });
  });

  test('trust from there decides on no changed key, and brings back no verification that was withdrawn', () => {
    withTrust((trust) => {
      trust.verify(trust.see('a', address, first, 3), 'by-hand');
      trust.verify(trust.find('a', address, first)!, null);
      trust.see('a', address, second, 3);
      const before = trust.of('a', address);
      expect(trust.bring('a', [key(first, true), key(second, true)])).toEqual({
        fingerprints: 0,
        verified: 0,
        left: [{ address, why: 'not-verified-here' }, { address, why: 'undecided-here' }],
      });
      expect(trust.of('a', address)).toEqual(before);
    });
  });

  test('a key that is verified here stays as it was verified', () => {
    withTrust((trust) => {
      trust.verify(trust.see('a', address, first, 3), 'by-hand');
      const before = trust.of('a', address);
      for (const trusted of [true, false]) expect(trust.bring('a', [key(first, trusted)])).toEqual({ fingerprints: 0, verified: 0, left: [] });
      expect(trust.of('a', address)).toEqual(before);
    });
  });
});
