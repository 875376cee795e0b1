import { describe, expect, test } from 'vitest';
import type { FingerprintRecord } from '../../store/records.ts';
import { mergeFingerprint } from './merge.ts';
import type { SentFingerprint } from './payload.ts';

/* What becomes of one key of a buddy that the other device knew. */

const [key, another] = ['11'.repeat(20), '22'.repeat(20)];
const plain: SentFingerprint = {
  address: 'river@sotto.test',
  fingerprint: key,
  verified: false,
  verifiedAtMs: null,
  verifiedHow: null,
  firstSeenMs: 200,
  lastSeenMs: 300,
  undecided: false,
  highestVersion: 3,
};
const verified: SentFingerprint = { ...plain, verified: true, verifiedAtMs: 250, verifiedHow: 'question' };
const here = (change: Partial<FingerprintRecord> = {}): FingerprintRecord => ({ ...plain, accountId: 'a', ...change });
const trustOf = ({ verified: is, verifiedAtMs, verifiedHow, undecided }: SentFingerprint) => [is, verifiedAtMs, verifiedHow, undecided];

describe('a key that is new here', () => {
  test.each([
    ['alone', plain, [], false],
    ['alone, verified there', verified, [], false],
    ['alone, undecided there', { ...plain, undecided: true }, [], true],
    ['beside another', plain, [here({ fingerprint: another })], true],
    ['beside another, undecided there', { ...plain, undecided: true }, [here({ fingerprint: another })], true],
    ['beside another, verified there', verified, [here({ fingerprint: another })], false],
  ] as const)('%s', (_what, came, known, undecided) => {
    expect(mergeFingerprint(came, known, 'a', false)).toEqual({ put: { ...came, accountId: 'a', undecided }, outcome: 'new', why: null });
  });
});

describe('a key that is known here and verified there', () => {
  test('becomes verified only where the person wants that, with how and when', () => {
    const kept = mergeFingerprint(verified, [here()], 'a', false);
    expect([trustOf(kept.put), kept.outcome, kept.why]).toEqual([[false, null, null, false], 'known', 'not-verified-here']);
    const raised = mergeFingerprint(verified, [here()], 'a', true);
    expect([trustOf(raised.put), raised.outcome, raised.why]).toEqual([[true, 250, 'question', false], 'verified', null]);
  });

  test('is not decided on by it, whatever the person wants of the others', () => {
    const { put, outcome, why } = mergeFingerprint(verified, [here({ fingerprint: another }), here({ undecided: true })], 'a', true);
    expect([trustOf(put), outcome, why]).toEqual([[false, null, null, true], 'known', 'undecided-here']);
  });

  test('stays as it is where it is verified here', () => {
    const mine = here({ verified: true, verifiedAtMs: 100, verifiedHow: 'by-hand' });
    expect(mergeFingerprint(verified, [mine], 'a', true)).toEqual({ put: mine, outcome: 'known', why: null });
  });
});

test('a key that is verified here and not there keeps its trust', () => {
  const mine = here({ verified: true, verifiedAtMs: 100, verifiedHow: 'by-hand' });
  for (const came of [plain, { ...plain, undecided: true }]) {
    expect(mergeFingerprint(came, [mine], 'a', true)).toEqual({ put: mine, outcome: 'known', why: null });
  }
});

test('when it was seen, and the highest version, only widen', () => {
  const seen = (mine: Partial<FingerprintRecord>, came: Partial<SentFingerprint>) => {
    const { firstSeenMs, lastSeenMs, highestVersion } = mergeFingerprint({ ...plain, ...came }, [here(mine)], 'a', false).put;
    return [firstSeenMs, lastSeenMs, highestVersion];
  };
  expect(seen({ firstSeenMs: 100, lastSeenMs: 400, highestVersion: 3 }, { highestVersion: 2 })).toEqual([100, 400, 3]);
  expect(seen({ firstSeenMs: 250, lastSeenMs: 260, highestVersion: 2 }, { highestVersion: 3 })).toEqual([200, 300, 3]);
  expect(seen({ highestVersion: 2 }, { highestVersion: null })).toEqual([200, 300, 2]);
});
