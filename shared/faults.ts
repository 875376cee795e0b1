/**
 * Every fault that can cross the IPC. The renderer has words for each of them in its catalogue; a test
 * fails when one is missing.
 */
export const faultCodes = [
  // our own process
  'internal',
  'bad-request',
  'not-found',
  'storage-failed',
  'storage-corrupt',
  'storage-newer',
  // vault
  'vault-locked',
  'vault-passphrase-wrong',
  'vault-passphrase-wait',
  'vault-passphrase-weak',
  'vault-keychain-failed',
  // account and connection
  'address-invalid',
  'address-own',
  'account-exists',
  'password-needed',
  'password-wrong',
  'password-plain-refused',
  'sasl-no-mechanism',
  'account-disabled',
  'host-not-found',
  'host-unreachable',
  'connection-refused',
  'connection-lost',
  'connection-timeout',
  'tls-not-offered',
  'tls-failed',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-wrong-name',
  'certificate-pin-changed',
  'certificate-rejected',
  'server-verification-failed',
  'resource-conflict',
  'server-shutting-down',
  'stream-error',
  'flood-protection',
  'roster-malformed',
  'not-connected',
  // messages and buddies
  'message-too-long',
  'message-empty',
  'recipient-unavailable',
  'recipient-not-found',
  'recipient-refused',
  'delivery-failed',
  'conversation-finished',
  'conversation-not-private',
  'key-changed-undecided',
  'key-generation-failed',
  'fingerprint-in-use',
  'buddy-exists',
  'buddy-refused',
] as const;

export type FaultCode = (typeof faultCodes)[number];
