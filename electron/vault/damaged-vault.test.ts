import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSealed, writeSealed } from './sealed-file.ts';
import { TestProfile, fault, passphrase } from './testing/profile.ts';

let profile: TestProfile;
beforeEach(() => {
  profile = new TestProfile();
});
afterEach(() => profile.remove());

describe('a sealed key that was damaged', () => {
  it('is told from a wrong passphrase, wherever a bit was flipped', async () => {
    profile.keychain.found = 'none';
    await profile.restarted().create(passphrase);
    const whole = readFileSync(profile.path('vault.json'));
    for (let at = 0; at < whole.length - 1; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1 << at % 7;
      writeFileSync(profile.path('vault.json'), damaged);
      const view = profile.restarted().view();
      expect(view.at, `byte ${at}`).toBe('failed');
      await expect(profile.restarted().create(passphrase)).rejects.toThrow(fault(view.at === 'failed' ? view.fault : ''));
      expect(readFileSync(profile.path('vault.json'))).toEqual(damaged);
    }
  });

  it('is not opened when somebody who fixed the checksum changed it', async () => {
    profile.keychain.found = 'none';
    await profile.restarted().create(passphrase);
    const whole = readSealed(profile.path('vault.json'));
    if (whole?.by !== 'passphrase') throw new Error('sealed by a passphrase');
    const flipped = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte ^ 1 : byte));
    const { kdf, nonce, sealed } = whole.seal;
    for (const seal of [
      { kdf: { ...kdf, salt: flipped(kdf.salt) }, nonce, sealed },
      { kdf: { ...kdf, n: 2 ** 14 }, nonce, sealed },
      { kdf, nonce: flipped(nonce), sealed },
      { kdf, nonce, sealed: flipped(sealed) },
      { kdf, nonce, sealed: sealed.slice(1) },
    ]) {
      rmSync(profile.path('vault.json'));
      writeSealed(profile.path('vault.json'), { by: 'passphrase', seal });
      await expect(profile.restarted().unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wrong'));
      profile.clock.now += 60_000;
    }
  });

  it.each([
    { n: 2 ** 24 }, { n: 3 * 2 ** 15 }, { n: 2 }, { n: 0 }, { n: -1 }, { n: 1.5 }, { n: 2 ** 20, r: 32 }, { r: 0 }, { r: 1e9 }, { p: 0 }, { p: 1_000 }, { name: 'none' },
  ])('is refused when it asks scrypt for %j', async (change) => {
    profile.keychain.found = 'none';
    await profile.restarted().create(passphrase);
    const whole = readSealed(profile.path('vault.json'));
    if (whole?.by !== 'passphrase') throw new Error('sealed by a passphrase');
    rmSync(profile.path('vault.json'));
    writeSealed(profile.path('vault.json'), { by: 'passphrase', seal: { ...whole.seal, kdf: { ...whole.seal.kdf, ...change } as never } });
    expect(profile.restarted().view()).toEqual({ at: 'failed', fault: 'storage-corrupt' });
    await expect(profile.restarted().unlock(passphrase)).rejects.toThrow(fault('storage-corrupt'));
  });

  it('is refused when it is empty, endless, of a newer Sotto, or a directory', () => {
    const views = ['', 'x'.repeat(100_000), '{"version":2,"new":true}'].map((text) => {
      writeFileSync(profile.path('vault.json'), text);
      return profile.restarted().view();
    });
    rmSync(profile.path('vault.json'));
    mkdirSync(profile.path('vault.json'));
    expect([...views, profile.restarted().view()]).toEqual(
      ['storage-corrupt', 'storage-corrupt', 'storage-newer', 'storage-failed'].map((code) => ({ at: 'failed', fault: code })),
    );
  });
});

describe('what is there already', () => {
  it.each(['sotto.db', 'sotto.db-wal'])('no key is made over %s whose sealed key is gone', async (name) => {
    writeFileSync(profile.path(name), 'a database');
    const vault = profile.restarted();
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('storage-corrupt'));
    await expect(vault.create(passphrase)).rejects.toThrow(fault('storage-corrupt'));
    expect(vault.view()).toEqual({ at: 'failed', fault: 'storage-corrupt' });
    expect(profile.files()).toEqual({ [name]: 'a database' });
  });

  it('an interrupted first write leaves a first start', async () => {
    writeFileSync(profile.path('vault.json.new'), '{"version":1,"conte');
    const key = await profile.restarted().openWithKeychain();
    expect(await profile.restarted().openWithKeychain()).toEqual(key);
    expect(existsSync(profile.path('vault.json.new'))).toBe(false);
  });

  it('says that storage failed when the sealed key cannot be written, and hands out no key', async () => {
    mkdirSync(profile.path('vault.json.new'));
    const vault = profile.restarted();
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('storage-failed'));
    expect(vault.view().at).not.toBe('open');
    expect(existsSync(profile.path('vault.json'))).toBe(false);
  });
});
