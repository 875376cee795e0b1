import { safeStorage } from 'electron';
import type { Keychain } from './vault.ts';

/**
 * The system's keychain, through Electron's `safeStorage`; to be asked only once the app is ready.
 *
 * On Linux Electron can fall back to a password that is written in its own source (`basic_text`): that hides
 * nothing, and is `plain-text` here. A backend that is not known yet counts as none.
 */
export function systemKeychain(): Keychain {
  return {
    kind() {
      if (process.platform === 'linux') {
        const backend = safeStorage.getSelectedStorageBackend();
        if (backend === 'basic_text') return 'plain-text';
        if (backend === 'unknown') return 'none';
      }
      return safeStorage.isEncryptionAvailable() ? 'real' : 'none';
    },
    seal: (secret) => safeStorage.encryptString(secret),
    open: (sealed) => safeStorage.decryptString(sealed),
  };
}
