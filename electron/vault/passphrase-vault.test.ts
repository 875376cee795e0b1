import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestProfile, fault, passphrase } from './testing/profile.ts';

let profile: TestProfile;
beforeEach(() => {
  profile = new TestProfile();
});
afterEach(() => profile.remove());

describe('with a passphrase', () => {
  beforeEach(() => {
    profile.keychain.found = 'none';
  });

  it('asks for one where there is no keychain, and says why', async () => {
    expect(profile.restarted().view()).toEqual({ at: 'create-passphrase', why: 'no-keychain' });
    profile.keychain.found = 'plain-text';
    expect(profile.restarted().view()).toEqual({ at: 'create-passphrase', why: 'plain-text-keychain' });
    expect(await profile.restarted().openWithKeychain()).toBeNull();
    expect(profile.files()).toEqual({});
  });

  it('seals a new key and opens it after a restart', async () => {
    const vault = profile.restarted();
    const key = await vault.create(passphrase);
    expect(key).toHaveLength(32);
    expect(vault.view()).toEqual({ at: 'open', sealedBy: 'passphrase' });
    const again = profile.restarted();
    expect(again.view()).toEqual({ at: 'locked', retryAtMs: null });
    expect(await again.openWithKeychain()).toBeNull();
    expect(await again.unlock(passphrase)).toEqual(key);
    expect(again.view()).toEqual({ at: 'open', sealedBy: 'passphrase' });
    expect(Object.keys(profile.files())).toEqual(['vault.json']);
  });

  it('opens with a keychain that came later standing by', async () => {
    const key = await profile.restarted().create(passphrase);
    profile.keychain.found = 'real';
    const vault = profile.restarted();
    expect(await vault.openWithKeychain()).toBeNull();
    expect(vault.view()).toEqual({ at: 'locked', retryAtMs: null });
    expect(await vault.unlock(passphrase)).toEqual(key);
  });

  it('takes the same letters in another Unicode form', async () => {
    const key = await profile.restarted().create('Z\u00fcrichsee\u00ff');
    expect(await profile.restarted().unlock('Zu\u0308richseey\u0308')).toEqual(key);
  });

  it.each(['', 'seven77', '🎭🎭🎭🎭', 'ﬁ'.repeat(3)])('refuses the short passphrase %j', async (short) => {
    await expect(profile.restarted().create(short)).rejects.toThrow(fault('vault-passphrase-weak'));
    expect(profile.files()).toEqual({});
  });

  it('never makes a second key', async () => {
    const vault = profile.restarted();
    const both = await Promise.allSettled([vault.create(passphrase), vault.create('another passphrase')]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(profile.restarted().create(passphrase)).rejects.toThrow(fault('bad-request'));
    await expect(profile.restarted().unlock(passphrase)).resolves.toHaveLength(32);
  });

  it('loses nothing by wrong ones, and waits longer after each', async () => {
    const key = await profile.restarted().create(passphrase);
    const before = readFileSync(profile.path('vault.json'));
    const vault = profile.restarted();
    for (const delayMs of [1_000, 2_000, 4_000]) {
      await expect(vault.unlock('to be or nought to be')).rejects.toThrow(fault('vault-passphrase-wrong'));
      expect(vault.view()).toEqual({ at: 'locked', retryAtMs: profile.clock.now + delayMs });
      profile.clock.now += delayMs - 1;
      await expect(vault.unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wait'));
      profile.clock.now += 1;
      expect(vault.view()).toEqual({ at: 'locked', retryAtMs: null });
    }
    expect(readFileSync(profile.path('vault.json'))).toEqual(before);
    expect(await vault.unlock(passphrase)).toEqual(key);
  });

  it('keeps the delay across restarts and drops it after the right one', async () => {
    await profile.restarted().create(passphrase);
    await expect(profile.restarted().unlock('wrong again')).rejects.toThrow(fault('vault-passphrase-wrong'));
    await expect(profile.restarted().unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wait'));
    profile.clock.now += 1_000;
    await expect(profile.restarted().unlock('wrong again')).rejects.toThrow(fault('vault-passphrase-wrong'));
    expect(profile.restarted().view()).toEqual({ at: 'locked', retryAtMs: profile.clock.now + 2_000 });
    profile.clock.now += 2_000;
    await profile.restarted().unlock(passphrase);
    await expect(profile.restarted().unlock('wrong again')).rejects.toThrow(fault('vault-passphrase-wrong'));
    expect(profile.restarted().view()).toEqual({ at: 'locked', retryAtMs: profile.clock.now + 1_000 });
  });

  it('counts an attempt that was cut off, so that a kill does not save the delay', async () => {
    await profile.restarted().create(passphrase);
    const cutOff = profile.restarted().unlock('wrong');
    await Promise.resolve();
    await Promise.resolve();
    await expect(profile.restarted().unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wait'));
    await expect(cutOff).rejects.toThrow(fault('vault-passphrase-wrong'));
  });

  it('lets nobody wait longer than the delay when the clock was set back', async () => {
    await profile.restarted().create(passphrase);
    await expect(profile.restarted().unlock('wrong')).rejects.toThrow(fault('vault-passphrase-wrong'));
    profile.clock.now -= 365 * 86_400_000;
    const vault = profile.restarted();
    expect(vault.view()).toEqual({ at: 'locked', retryAtMs: profile.clock.now + 1_000 });
    profile.clock.now += 1_000;
    await expect(vault.unlock(passphrase)).resolves.toHaveLength(32);
  });

  it.each(['', '{', '{"wrong":1e999,"retryAtMs":0}', '{"wrong":0,"retryAtMs":0}', `{"wrong":1,"retryAtMs":0,"x":"${'x'.repeat(2_000)}"}`])(
    'takes a damaged note of attempts for the longest delay: %j',
    async (damaged) => {
      await profile.restarted().create(passphrase);
      writeFileSync(profile.path('vault-attempts.json'), damaged);
      const vault = profile.restarted();
      expect(vault.view()).toEqual({ at: 'locked', retryAtMs: profile.clock.now + 60_000 });
      profile.clock.now += 60_000;
      await expect(vault.unlock(passphrase)).resolves.toHaveLength(32);
    },
  );

  it('waits no longer than a minute after very many', async () => {
    await profile.restarted().create(passphrase);
    writeFileSync(profile.path('vault-attempts.json'), JSON.stringify({ wrong: 999_999, retryAtMs: Number.MAX_SAFE_INTEGER }));
    expect(profile.restarted().view()).toEqual({ at: 'locked', retryAtMs: profile.clock.now + 60_000 });
  });
});
