/** A real profile's directory, and the ports that the vault asks. Only tests import this. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Clock } from '../../base/ports.ts';
import { openVault } from '../index.ts';
import type { Keychain, Vault } from '../index.ts';

/** A keychain in memory: authenticated encryption under a key that can be lost. */
export class MemoryKeychain implements Keychain {
  secret = randomBytes(32);
  found: ReturnType<Keychain['kind']> = 'real';
  refuses = false;
  /** What it keeps instead of what it is given. */
  instead: string | null = null;

  kind() {
    return this.found;
  }

  seal(secret: string): Buffer {
    if (this.refuses) throw new Error('the keychain is locked');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.secret, nonce);
    const body = Buffer.concat([cipher.update(this.instead ?? secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  open(sealed: Buffer): string {
    if (this.refuses) throw new Error('the keychain is locked');
    const decipher = createDecipheriv('aes-256-gcm', this.secret, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  }
}

export class HandClock implements Clock {
  now = 1_790_000_000_000;
  nowMs() {
    return this.now;
  }
  after(): () => void {
    throw new Error('the vault sets no timers');
  }
}

/** One profile in a directory of its own. */
export class TestProfile {
  readonly keychain = new MemoryKeychain();
  readonly clock = new HandClock();
  readonly #root = mkdtempSync(join(tmpdir(), 'sotto-vault-'));
  directory = this.#root;

  /** The same profile as after a restart. */
  restarted(): Vault {
    const { directory, keychain, clock } = this;
    return openVault({ directory, keychain, clock, random: (length) => new Uint8Array(randomBytes(length)) });
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Every file by its name, as Latin-1 text. */
  files(): Record<string, string> {
    return Object.fromEntries(readdirSync(this.directory).map((name) => [name, readFileSync(this.path(name), 'latin1')]));
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

export const passphrase = 'to be or not to be';

/** Matches a `Fault` with a code. */
export const fault = (code: string): unknown => expect.objectContaining({ name: 'Fault', code });
