import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestProfile, fault, passphrase } from './testing/profile.ts';

let profile: TestProfile;
beforeEach(() => {
  profile = new TestProfile();
});
afterEach(() => profile.remove());

describe('with a real keychain', () => {
  it('makes a key at first use and gives the same one after a restart', async () => {
    const vault = profile.restarted();
    const key = await vault.openWithKeychain();
    expect(key).toHaveLength(32);
    expect(vault.view()).toEqual({ at: 'open', sealedBy: 'keychain' });
    const again = profile.restarted();
    expect(again.view()).toEqual({ at: 'locked', retryAtMs: null });
    expect(await again.openWithKeychain()).toEqual(key);
  });

  it('makes another key for another profile', async () => {
    const first = await profile.restarted().openWithKeychain();
    rmSync(profile.path('vault.json'));
    expect(await profile.restarted().openWithKeychain()).not.toEqual(first);
  });

  it('makes one key when it is asked twice at once', async () => {
    const vault = profile.restarted();
    const [one, other] = await Promise.all([vault.openWithKeychain(), vault.openWithKeychain()]);
    expect(one).toEqual(other);
  });

  it('keeps the sealed key in a file of the owner alone, and the key nowhere in clear', async () => {
    profile.directory = profile.path('made by the vault');
    const key = Buffer.from((await profile.restarted().openWithKeychain()) ?? []);
    if (process.platform !== 'win32') {
      expect(statSync(profile.directory).mode & 0o777).toBe(0o700);
      expect(statSync(profile.path('vault.json')).mode & 0o777).toBe(0o600);
    }
    for (const form of ['latin1', 'hex', 'base64'] as const) expect(JSON.stringify(profile.files())).not.toContain(key.toString(form));
  });

  it.each(['none', 'plain-text'] as const)('fails and touches nothing when the keychain is %s later', async (kind) => {
    const key = await profile.restarted().openWithKeychain();
    const before = profile.files();
    profile.keychain.found = kind;
    const vault = profile.restarted();
    expect(vault.view()).toEqual({ at: 'failed', fault: 'vault-keychain-failed' });
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    await expect(vault.create(passphrase)).rejects.toThrow(fault('bad-request'));
    await expect(vault.unlock(passphrase)).rejects.toThrow(fault('bad-request'));
    expect(profile.files()).toEqual(before);
    profile.keychain.found = 'real';
    expect(await vault.openWithKeychain()).toEqual(key);
  });

  it('fails while the keychain refuses, and opens when it gives in', async () => {
    const key = await profile.restarted().openWithKeychain();
    const before = profile.files();
    profile.keychain.refuses = true;
    const vault = profile.restarted();
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    expect(vault.view()).toEqual({ at: 'failed', fault: 'vault-keychain-failed' });
    expect(profile.files()).toEqual(before);
    profile.keychain.refuses = false;
    expect(await vault.openWithKeychain()).toEqual(key);
    expect(vault.view()).toEqual({ at: 'open', sealedBy: 'keychain' });
  });

  it('fails for good when the keychain was replaced by another', async () => {
    await profile.restarted().openWithKeychain();
    const before = profile.files();
    profile.keychain.secret = randomBytes(32);
    await expect(profile.restarted().openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    expect(profile.files()).toEqual(before);
  });

  it('writes nothing when the keychain does not give back what it took', async () => {
    for (const instead of ['', '00'.repeat(32), 'no hex']) {
      profile.keychain.instead = instead;
      await expect(profile.restarted().openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    }
    profile.keychain.instead = null;
    profile.keychain.refuses = true;
    await expect(profile.restarted().openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    expect(profile.files()).toEqual({});
  });
});
