import { afterAll, describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  generateDsaKey,
  readFingerprints,
  furtherInstanceTag,
  readInstanceTags,
  readPrivateKeys,
  writeFingerprints,
  writeInstanceTags,
  writePrivateKeys,
} from '../index.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { seededRng } from '../testing/seed.ts';
import { LibotrFiles } from './libotr.ts';

/*
 * Key files with the reference library, called for real: it reads what we write, and we what it writes.
 */

const libotr = new LibotrFiles();
afterAll(() => libotr.close());

const network = 'prpl-jabber';
const names = ['alice@example.org/', 'bob smith', '1-2-3', 'zoë@exämple.org', 'back\\slash "quoted"', "it's (me) #1|", '雪'];

describe('private keys', () => {
  it.each(names)('%j: libotr reads the key that we write, we the one that it writes', (name) => {
    const text = writePrivateKeys([{ name, protocol: network, key: testKeys.alice }]);
    expect(libotr.fingerprintIn(text, name, network)).toBe(fingerprintOf(testKeys.alice));
    const made = libotr.makeKeys([name], network);
    const read = readPrivateKeys(made.file);
    if (!read.ok) throw new Error(read.fault);
    expect(read.value.refused).toEqual([]);
    expect(read.value.keys.map((one) => [one.name, one.protocol, fingerprintOf(one.key)])).toEqual([
      [name, network, made.fingerprints[0]],
    ]);
  });

  it('several in one file, both ways, and what libotr wrote comes back through ours', () => {
    const made = libotr.makeKeys(names, network);
    const read = readPrivateKeys(made.file);
    if (!read.ok) throw new Error(read.fault);
    expect(read.value.keys).toHaveLength(names.length);
    const again = writePrivateKeys(read.value.keys);
    expect(names.map((name) => libotr.fingerprintIn(again, name, network))).toEqual(made.fingerprints);
    expect(libotr.fingerprintIn(again, 'nobody', network)).toBeNull();
  });

  it('ten fresh keys of ours, whatever bits they begin with', () => {
    for (let i = 0; i < 10; i += 1) {
      const key = generateDsaKey({ random: seededRng(`file ${i}`), primitives: native }, () => {});
      expect(libotr.fingerprintIn(writePrivateKeys([{ name: 'a', protocol: network, key }]), 'a', network)).toBe(fingerprintOf(key));
    }
  });
});

describe('fingerprints and instance tags', () => {
  const account = { name: 'me@example.org', protocol: network };
  const known = ['verified', 'smp', ''].map((trust, i) => ({
    username: `büddy ${i}@example.org`,
    account,
    fingerprint: `${i}`.repeat(40),
    trust,
  }));

  it('libotr reads the fingerprints that we write, we those that it writes', () => {
    const text = writeFingerprints(known);
    if (!text.ok) throw new Error(text.fault);
    const back = readFingerprints(libotr.rewriteFingerprints(text.value));
    expect(back.toSorted((a, b) => (a.username < b.username ? -1 : 1))).toEqual(known);
  });

  it('libotr reads the instance tags that we write, we those that it writes', () => {
    const tags = [0x100, 0xffff_ffff, 0x27e3_1597].map((instanceTag, i) => ({
      account: { name: `me ${i}`, protocol: network },
      instanceTag,
    }));
    const text = writeInstanceTags(tags);
    if (!text.ok) throw new Error(text.fault);
    const [first, ...others] = tags;
    const more = others.reduce((before, tag) => {
      const further = furtherInstanceTag(before, tag);
      return before + (further.ok ? further.value : '');
    }, `# mine\nno tag\n${first!.account.name}\t${network}\t00000100`);
    for (const one of [text.value, more]) expect(readInstanceTags(libotr.rewriteTags(one))).toHaveLength(tags.length);
    const back = readInstanceTags(libotr.rewriteTags(more));
    expect(back.toSorted((a, b) => (a.account.name < b.account.name ? -1 : 1))).toEqual(tags);
  });
});
