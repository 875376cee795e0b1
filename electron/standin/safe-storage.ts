import type { SafeStorage } from 'electron';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { named } from './named.ts';

/**
 * There is no keychain here: `safeStorage` says so as Electron does on a Linux without one, so that the
 * app takes the way of the passphrase.
 *
 * For tests of the other way, `SOTTO_STANDIN_KEYCHAIN` names a file in which a key is kept in the open.
 * That is not a keychain, and protects nothing.
 */
function testKey(): Buffer | null {
  const file = process.env['SOTTO_STANDIN_KEYCHAIN'];
  if (file === undefined || file === '') return null;
  try {
    return readFileSync(file);
  } catch {
    const key = randomBytes(32);
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' });
    return key;
  }
}

if (testKey() !== null) {
  process.stderr.write('electron stand-in: using the test keychain, which is a plain file and protects nothing\n');
}

function encrypt(plainText: string): Buffer {
  const key = testKey();
  if (key === null) throw new Error('Error while encrypting the text provided to safeStorage.encryptString.');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function decrypt(encrypted: Buffer): string {
  const key = testKey();
  const failed = 'Error while decrypting the ciphertext provided to safeStorage.decryptString.';
  if (key === null || encrypted.length < 28) throw new Error(failed);
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12));
    cipher.setAuthTag(encrypted.subarray(12, 28));
    return Buffer.concat([cipher.update(encrypted.subarray(28)), cipher.final()]).toString('utf8');
  } catch {
    throw new Error(failed);
  }
}

const available = (): boolean => testKey() !== null;

export const safeStorage: Pick<
  SafeStorage,
  | 'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
> = named('safeStorage', {
  isEncryptionAvailable: available,
  getSelectedStorageBackend: () => (available() ? 'gnome_libsecret' : 'basic_text'),
  encryptString: encrypt,
  decryptString: decrypt,
  isAsyncEncryptionAvailable: () => Promise.resolve(available()),
  encryptStringAsync: async (plainText: string) => Promise.resolve(encrypt(plainText)),
  decryptStringAsync: async (encrypted: Buffer) => Promise.resolve({ result: decrypt(encrypted), shouldReEncrypt: false }),
}); // prettier-ignore
