import { createCipheriv, scryptSync } from 'node:crypto';

const [salt, nonce] = [Buffer.alloc(16, 7), Buffer.alloc(12, 9)];

/** A file of CoyIM's as it is encrypted: at the least cost that is any use, so that tests are quick. */
export function sealedBy(passphrase: string, content: unknown = { Accounts: [] }) {
  const keys = scryptSync(passphrase, salt, 48, { N: 1_024, r: 8, p: 1 });
  const cipher = createCipheriv('aes-256-gcm', keys.subarray(0, 32), nonce).setAAD(keys.subarray(32));
  const data = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()]);
  return { Params: { Nonce: nonce.toString('hex'), Salt: salt.toString('hex'), N: 1_024, R: 8, P: 1 }, Data: data.toString('hex') };
}
