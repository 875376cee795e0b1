/** What is really in a database's files: every page, decrypted without SQLCipher. Only tests import this. */
import { createDecipheriv } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { pageSize } from '../database.ts';

/** At the end of each page: its IV of 16 bytes, then its HMAC. */
const reserveLength = 80;
const ivLength = 16;
const saltLength = 16;
const logHeaderLength = 32;
const frameHeaderLength = 24;

/** All pages of a database and of the log beside it as one text, a character a byte. */
export function decryptedPages(file: string, key: Uint8Array): string {
  const content = readFileSync(file);
  const pages: string[] = [];
  for (let at = 0; at + pageSize <= content.length; at += pageSize) {
    pages.push(decrypted(content.subarray(at, at + pageSize), key, at === 0 ? saltLength : 0));
  }
  if (!pages.some((page) => page.includes('CREATE TABLE accounts'))) throw new Error('the pages do not decrypt');
  const log = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0);
  for (let at = logHeaderLength; at + frameHeaderLength + pageSize <= log.length; at += frameHeaderLength + pageSize) {
    const salt = log.readUInt32BE(at) === 1 ? saltLength : 0;
    const from = at + frameHeaderLength;
    pages.push(decrypted(log.subarray(from, from + pageSize), key, salt));
  }
  return pages.join('\n');
}

function decrypted(page: Buffer, key: Uint8Array, from: number): string {
  const end = pageSize - reserveLength;
  const cipher = createDecipheriv('aes-256-cbc', key, page.subarray(end, end + ivLength));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(page.subarray(from, end)), cipher.final()]).toString('latin1');
}
