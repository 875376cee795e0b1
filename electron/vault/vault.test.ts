import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../base/ports.ts';
import { openVault } from './index.ts';
import type { Keychain, Vault } from './index.ts';

/** A keychain in memory: authenticated encryption under a key that can be lost. */
class MemoryKeychain implements Keychain {
  secret = randomBytes(32);
  found: ReturnType<Keychain['kind']> = 'real';
  refuses = false;
  forgets = false;

  kind() {
    return this.found;
  }

  seal(secret: string): Buffer {
    if (this.refuses) throw new Error('the keychain is locked');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.secret, nonce);
    const body = Buffer.concat([cipher.update(this.forgets ? '' : secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  open(sealed: Buffer): string {
    if (this.refuses) throw new Error('the keychain is locked');
    const decipher = createDecipheriv('aes-256-gcm', this.secret, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  }
}

class HandClock implements Clock {
  now = 1_790_000_000_000;
  nowMs() {
    return this.now;
  }
  after(): () => void {
    throw new Error('the vault sets no timers');
  }
}

const passphrase = 'to be or not to be';
let directory: string;
let keychain: MemoryKeychain;
let clock: HandClock;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sotto-vault-'));
  keychain = new MemoryKeychain();
  clock = new HandClock();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The same profile as after a restart. */
const restarted = (): Vault =>
  openVault({ directory, keychain, clock, random: (length) => new Uint8Array(randomBytes(length)) });
const inProfile = (name: string): string => join(directory, name);
const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });
const files = (): Record<string, string> =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(inProfile(name), 'latin1')]));

describe('with a real keychain', () => {
  it('makes a key at first use and gives the same one after a restart', async () => {
    const vault = restarted();
    const key = await vault.openWithKeychain();
    expect(key).toHaveLength(32);
    expect(vault.view()).toEqual({ at: 'open', sealedBy: 'keychain' });
    const again = restarted();
    expect(again.view()).toEqual({ at: 'locked', retryAtMs: null });
    expect(await again.openWithKeychain()).toEqual(key);
  });

  it('makes another key for another profile', async () => {
    const first = await restarted().openWithKeychain();
    rmSync(inProfile('vault.json'));
    expect(await restarted().openWithKeychain()).not.toEqual(first);
  });

  it('makes one key when it is asked twice at once', async () => {
    const vault = restarted();
    const [one, other] = await Promise.all([vault.openWithKeychain(), vault.openWithKeychain()]);
    expect(one).toEqual(other);
  });

  it('keeps the sealed key in a file of the owner alone, and the key nowhere in clear', async () => {
    directory = inProfile('made by the vault');
    const key = Buffer.from((await restarted().openWithKeychain()) ?? []);
    if (process.platform !== 'win32') {
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      expect(statSync(inProfile('vault.json')).mode & 0o777).toBe(0o600);
    }
    for (const form of ['latin1', 'hex', 'base64'] as const) expect(JSON.stringify(files())).not.toContain(key.toString(form));
  });

  it.each(['none', 'plain-text'] as const)('fails and touches nothing when the keychain is %s later', async (kind) => {
    const key = await restarted().openWithKeychain();
    const before = files();
    keychain.found = kind;
    const vault = restarted();
    expect(vault.view()).toEqual({ at: 'failed', fault: 'vault-keychain-failed' });
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    await expect(vault.create(passphrase)).rejects.toThrow(fault('bad-request'));
    await expect(vault.unlock(passphrase)).rejects.toThrow(fault('bad-request'));
    expect(files()).toEqual(before);
    keychain.found = 'real';
    expect(await vault.openWithKeychain()).toEqual(key);
  });

  it('fails while the keychain refuses, and opens when it gives in', async () => {
    const key = await restarted().openWithKeychain();
    const before = files();
    keychain.refuses = true;
    const vault = restarted();
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    expect(vault.view()).toEqual({ at: 'failed', fault: 'vault-keychain-failed' });
    expect(files()).toEqual(before);
    keychain.refuses = false;
    expect(await vault.openWithKeychain()).toEqual(key);
    expect(vault.view()).toEqual({ at: 'open', sealedBy: 'keychain' });
  });

  it('fails for good when the keychain was replaced by another', async () => {
    await restarted().openWithKeychain();
    const before = files();
    keychain.secret = randomBytes(32);
    await expect(restarted().openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    expect(files()).toEqual(before);
  });

  it('writes nothing when the keychain does not give back what it took', async () => {
    keychain.forgets = true;
    await expect(restarted().openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    keychain.forgets = false;
    keychain.refuses = true;
    await expect(restarted().openWithKeychain()).rejects.toThrow(fault('vault-keychain-failed'));
    expect(files()).toEqual({});
  });
});

describe('with a passphrase', () => {
  beforeEach(() => {
    keychain.found = 'none';
  });

  it('asks for one where there is no keychain, and says why', async () => {
    expect(restarted().view()).toEqual({ at: 'create-passphrase', why: 'no-keychain' });
    keychain.found = 'plain-text';
    expect(restarted().view()).toEqual({ at: 'create-passphrase', why: 'plain-text-keychain' });
    expect(await restarted().openWithKeychain()).toBeNull();
    expect(files()).toEqual({});
  });

  it('seals a new key and opens it after a restart', async () => {
    const vault = restarted();
    const key = await vault.create(passphrase);
    expect(key).toHaveLength(32);
    expect(vault.view()).toEqual({ at: 'open', sealedBy: 'passphrase' });
    const again = restarted();
    expect(again.view()).toEqual({ at: 'locked', retryAtMs: null });
    expect(await again.openWithKeychain()).toBeNull();
    expect(await again.unlock(passphrase)).toEqual(key);
    expect(again.view()).toEqual({ at: 'open', sealedBy: 'passphrase' });
    expect(Object.keys(files())).toEqual(['vault.json']);
  });

  it('opens with a keychain that came later standing by', async () => {
    const key = await restarted().create(passphrase);
    keychain.found = 'real';
    const vault = restarted();
    expect(await vault.openWithKeychain()).toBeNull();
    expect(vault.view()).toEqual({ at: 'locked', retryAtMs: null });
    expect(await vault.unlock(passphrase)).toEqual(key);
  });

  it('takes the same letters in another Unicode form', async () => {
    const key = await restarted().create('Z\u00fcrichsee\u00ff');
    expect(await restarted().unlock('Zu\u0308richseey\u0308')).toEqual(key);
  });

  it.each(['', 'seven77', '🎭🎭🎭🎭', 'ﬁ'.repeat(3)])('refuses the short passphrase %j', async (short) => {
    await expect(restarted().create(short)).rejects.toThrow(fault('vault-passphrase-weak'));
    expect(files()).toEqual({});
  });

  it('never makes a second key', async () => {
    const vault = restarted();
    const both = await Promise.allSettled([vault.create(passphrase), vault.create('another passphrase')]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(restarted().create(passphrase)).rejects.toThrow(fault('bad-request'));
    await expect(restarted().unlock(passphrase)).resolves.toHaveLength(32);
  });

  it('loses nothing by wrong ones, and waits longer after each', async () => {
    const key = await restarted().create(passphrase);
    const before = readFileSync(inProfile('vault.json'));
    const vault = restarted();
    for (const delayMs of [1_000, 2_000, 4_000]) {
      await expect(vault.unlock('to be or nought to be')).rejects.toThrow(fault('vault-passphrase-wrong'));
      expect(vault.view()).toEqual({ at: 'locked', retryAtMs: clock.now + delayMs });
      clock.now += delayMs - 1;
      await expect(vault.unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wait'));
      clock.now += 1;
      expect(vault.view()).toEqual({ at: 'locked', retryAtMs: null });
    }
    expect(readFileSync(inProfile('vault.json'))).toEqual(before);
    expect(await vault.unlock(passphrase)).toEqual(key);
  });

  it('keeps the delay across restarts and drops it after the right one', async () => {
    await restarted().create(passphrase);
    await expect(restarted().unlock('wrong again')).rejects.toThrow(fault('vault-passphrase-wrong'));
    await expect(restarted().unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wait'));
    clock.now += 1_000;
    await expect(restarted().unlock('wrong again')).rejects.toThrow(fault('vault-passphrase-wrong'));
    expect(restarted().view()).toEqual({ at: 'locked', retryAtMs: clock.now + 2_000 });
    clock.now += 2_000;
    await restarted().unlock(passphrase);
    await expect(restarted().unlock('wrong again')).rejects.toThrow(fault('vault-passphrase-wrong'));
    expect(restarted().view()).toEqual({ at: 'locked', retryAtMs: clock.now + 1_000 });
  });

  it('counts an attempt that was cut off, so that a kill does not save the delay', async () => {
    await restarted().create(passphrase);
    const cutOff = restarted().unlock('wrong');
    await Promise.resolve();
    await Promise.resolve();
    await expect(restarted().unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wait'));
    await expect(cutOff).rejects.toThrow(fault('vault-passphrase-wrong'));
  });

  it('lets nobody wait longer than the delay when the clock was set back', async () => {
    await restarted().create(passphrase);
    await expect(restarted().unlock('wrong')).rejects.toThrow(fault('vault-passphrase-wrong'));
    clock.now -= 365 * 86_400_000;
    const vault = restarted();
    expect(vault.view()).toEqual({ at: 'locked', retryAtMs: clock.now + 1_000 });
    clock.now += 1_000;
    await expect(vault.unlock(passphrase)).resolves.toHaveLength(32);
  });

  it.each(['', '{', '{"wrong":1e999,"retryAtMs":0}', '{"wrong":0,"retryAtMs":0}', `{"wrong":1,"retryAtMs":0,"x":"${'x'.repeat(2_000)}"}`])(
    'takes a damaged note of attempts (%.20s) for the longest delay',
    async (damaged) => {
      await restarted().create(passphrase);
      writeFileSync(inProfile('vault-attempts.json'), damaged);
      const vault = restarted();
      expect(vault.view()).toEqual({ at: 'locked', retryAtMs: clock.now + 60_000 });
      clock.now += 60_000;
      await expect(vault.unlock(passphrase)).resolves.toHaveLength(32);
    },
  );

  it('waits no longer than a minute after very many', async () => {
    await restarted().create(passphrase);
    writeFileSync(inProfile('vault-attempts.json'), JSON.stringify({ wrong: 999_999, retryAtMs: Number.MAX_SAFE_INTEGER }));
    expect(restarted().view()).toEqual({ at: 'locked', retryAtMs: clock.now + 60_000 });
  });
});

describe('a sealed key that was damaged', () => {
  it('is told from a wrong passphrase, wherever a bit was flipped', async () => {
    keychain.found = 'none';
    await restarted().create(passphrase);
    const whole = readFileSync(inProfile('vault.json'));
    for (let at = 0; at < whole.length - 1; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1 << at % 7;
      writeFileSync(inProfile('vault.json'), damaged);
      const view = restarted().view();
      expect(view.at, `byte ${at}`).toBe('failed');
      await expect(restarted().create(passphrase)).rejects.toThrow(fault(view.at === 'failed' ? view.fault : ''));
      expect(readFileSync(inProfile('vault.json'))).toEqual(damaged);
    }
  });

  it('is not opened when somebody who fixed the checksum changed it', async () => {
    keychain.found = 'none';
    await restarted().create(passphrase);
    const { readSealed, writeSealed } = await import('./sealed-file.ts');
    const whole = readSealed(inProfile('vault.json'));
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
      rmSync(inProfile('vault.json'));
      writeSealed(inProfile('vault.json'), { by: 'passphrase', seal });
      await expect(restarted().unlock(passphrase)).rejects.toThrow(fault('vault-passphrase-wrong'));
      clock.now += 60_000;
    }
  });

  it.each([
    { n: 2 ** 24 }, { n: 3 * 2 ** 15 }, { n: 2 }, { n: 0 }, { n: -1 }, { n: 1.5 }, { n: 2 ** 20, r: 32 }, { r: 0 }, { r: 1e9 }, { p: 0 }, { p: 1_000 }, { name: 'none' },
  ])('is refused when it asks scrypt for %j', async (change) => {
    keychain.found = 'none';
    await restarted().create(passphrase);
    const { readSealed, writeSealed } = await import('./sealed-file.ts');
    const whole = readSealed(inProfile('vault.json'));
    if (whole?.by !== 'passphrase') throw new Error('sealed by a passphrase');
    rmSync(inProfile('vault.json'));
    writeSealed(inProfile('vault.json'), { by: 'passphrase', seal: { ...whole.seal, kdf: { ...whole.seal.kdf, ...change } as never } });
    expect(restarted().view()).toEqual({ at: 'failed', fault: 'storage-corrupt' });
    await expect(restarted().unlock(passphrase)).rejects.toThrow(fault('storage-corrupt'));
  });

  it('is refused when it is empty, endless, of a newer Sotto, or a directory', () => {
    const views = ['', 'x'.repeat(100_000), '{"version":2,"new":true}'].map((text) => {
      writeFileSync(inProfile('vault.json'), text);
      return restarted().view();
    });
    rmSync(inProfile('vault.json'));
    mkdirSync(inProfile('vault.json'));
    expect([...views, restarted().view()]).toEqual(
      ['storage-corrupt', 'storage-corrupt', 'storage-newer', 'storage-failed'].map((code) => ({ at: 'failed', fault: code })),
    );
  });
});

describe('what is there already', () => {
  it.each(['sotto.db', 'sotto.db-wal'])('no key is made over %s whose sealed key is gone', async (name) => {
    writeFileSync(inProfile(name), 'a database');
    const vault = restarted();
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('storage-corrupt'));
    await expect(vault.create(passphrase)).rejects.toThrow(fault('storage-corrupt'));
    expect(vault.view()).toEqual({ at: 'failed', fault: 'storage-corrupt' });
    expect(files()).toEqual({ [name]: 'a database' });
  });

  it('an interrupted first write leaves a first start', async () => {
    writeFileSync(inProfile('vault.json.new'), '{"version":1,"conte');
    const key = await restarted().openWithKeychain();
    expect(await restarted().openWithKeychain()).toEqual(key);
    expect(existsSync(inProfile('vault.json.new'))).toBe(false);
  });

  it('says that storage failed when the sealed key cannot be written, and hands out no key', async () => {
    mkdirSync(inProfile('vault.json.new'));
    const vault = restarted();
    await expect(vault.openWithKeychain()).rejects.toThrow(fault('storage-failed'));
    expect(vault.view().at).not.toBe('open');
    expect(existsSync(inProfile('vault.json'))).toBe(false);
  });
});
