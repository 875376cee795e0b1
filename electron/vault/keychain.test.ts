import { afterEach, expect, it, vi } from 'vitest';
import { systemKeychain } from './keychain.ts';

/** Electron's own module exists only inside Electron; this is what `safeStorage` answers there. */
const system = vi.hoisted(() => ({ backend: 'gnome_libsecret', available: true }));
vi.mock('electron', () => ({
  safeStorage: {
    getSelectedStorageBackend: () => system.backend,
    isEncryptionAvailable: () => system.available,
    encryptString: (text: string) => Buffer.from(`sealed ${text}`),
    decryptString: (sealed: Buffer) => sealed.toString().replace('sealed ', ''),
  },
}));

const ownPlatform = process.platform;
afterEach(() => Object.defineProperty(process, 'platform', { value: ownPlatform }));

it.each([
  ['linux', 'gnome_libsecret', true, 'real'],
  ['linux', 'kwallet6', true, 'real'],
  ['linux', 'basic_text', true, 'plain-text'],
  ['linux', 'basic_text', false, 'plain-text'],
  ['linux', 'unknown', true, 'none'],
  ['linux', 'gnome_libsecret', false, 'none'],
  ['darwin', 'unknown', true, 'real'],
  ['darwin', 'unknown', false, 'none'],
  ['win32', 'basic_text', true, 'real'],
] as const)('on %s with %s, available: %s, the keychain is %s', (platform, backend, available, kind) => {
  Object.defineProperty(process, 'platform', { value: platform });
  Object.assign(system, { backend, available });
  expect(systemKeychain().kind()).toBe(kind);
});

it('hands secrets to the system and back', () => {
  const keychain = systemKeychain();
  const sealed = keychain.seal('a key');
  expect(sealed.toString()).toBe('sealed a key');
  expect(keychain.open(sealed)).toBe('a key');
});
