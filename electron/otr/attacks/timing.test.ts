import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { equalConstantTime } from '../../base/bytes.ts';
import { openCommit, openSignature, sealCommit, sealSignature } from '../ake-proofs.ts';
import { openData } from '../data-message.ts';
import { newKeyPair } from '../primitives/group.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { encryptedPair } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import type { DataMessage } from '../wire/message.ts';
import { bend, messageOf } from './forge.ts';

/** The same bytes, with a count of how many of them were looked at. */
function watched(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly reads: () => number } {
  let reads = 0;
  const proxy = new Proxy(bytes, {
    get(target, name) {
      if (typeof name === 'string' && /^\d+$/.test(name)) reads += 1;
      const value: unknown = Reflect.get(target, name, target);
      return value;
    },
  });
  return { bytes: proxy, reads: () => reads };
}

/** How many bytes a check looks at, with the first, the middle, the last byte wrong, and with none. */
function readsOf(right: Uint8Array, check: (bytes: Uint8Array) => boolean): readonly number[] {
  return [0, right.length >> 1, right.length - 1, -1].map((at) => {
    const { bytes, reads } = watched(at < 0 ? right : bend(right, at));
    expect(check(bytes)).toBe(at < 0);
    return reads();
  });
}

describe('S16: what a comparison takes does not tell where the first difference is', () => {
  it('the comparison itself, measured on long strings', () => {
    const right = new Uint8Array(1 << 16);
    const [early, late] = [bend(right, 0), bend(right, right.length - 1)];
    const timeOf = (other: Uint8Array): number => {
      const begun = performance.now();
      if (equalConstantTime(right, other)) throw new Error('they differ');
      return performance.now() - begun;
    };
    // By turns, and the least of each: whatever else the machine does hits both alike and seldom always.
    const rounds = Array.from({ length: 300 }, () => [timeOf(early), timeOf(late)] as const).slice(50);
    const least = (which: 0 | 1): number => Math.min(...rounds.map((times) => times[which]));
    const ratio = least(1) / least(0);
    // An early end would make this some thousands.
    expect(ratio).toBeGreaterThan(1 / 3);
    expect(ratio).toBeLessThan(3);
  });

  it('the MAC of a data message', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    const message = messageOf(alice.take()[0]!) as DataMessage;
    const { session } = [...bob.conversation.instances.values()][0]!;
    if (session.at !== 'encrypted') throw new Error('not encrypted');
    const reads = readsOf(message.mac, (mac) => openData(session.ring, { ...message, mac }, bob.env).ok);
    expect(reads).toEqual([20, 20, 20, 20]);
  });

  it('the MACs of the key exchange, and the hash of a commit', () => {
    const env = { random: seededRng('timing'), primitives: native };
    const [ours, theirs] = [newKeyPair(env.random, native), newKeyPair(env.random, native)];
    const [c, m1, m2, r] = [16, 32, 32, 16].map((length) => env.random(length)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const values = { from: ours.open, to: theirs.open };
    const sealed = sealSignature(c, m1, m2, { ...values, keyId: 1 }, testKeys.alice, env);
    const opens = (mac: Uint8Array): boolean => openSignature(c, m1, m2, values, { ...sealed, mac }, native) !== null;
    expect(readsOf(sealed.mac, opens)).toEqual([20, 20, 20, 20]);
    const commit = sealCommit(ours, r, native);
    const opensCommit = (hashedGx: Uint8Array): boolean => openCommit({ ...commit, hashedGx }, r, native) !== null;
    expect(readsOf(commit.hashedGx, opensCommit)).toEqual([32, 32, 32, 32]);
  });

  it('nowhere are bytes compared in another way, but for public numbers whose order counts', () => {
    const folder = join(import.meta.dirname, '..');
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    expect(files).toContain('smp.ts');
    const found = files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const others = /Buffer\.compare|\.equals\(|timingSafeEqual|toHex\([^)]*\) [!=]==|[!=]== toHex\(/.test(text);
      return [...(others ? [`${file} compares in another way`] : []), ...text.matchAll(/(?<!\w)compare\(([^,]*),/g)].map((hit) =>
        typeof hit === 'string' ? hit : `${file} orders ${hit[1]}`,
      );
    });
    // The hashes of crossed commits are on the wire.
    expect(found).toEqual(['ake.ts orders state.sent.hashedGx']);
  });
});
