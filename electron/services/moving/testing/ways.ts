import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { findAll } from '../places.ts';

/* Which way found accounts go to their servers: what the tests of proxies share. */

/** A home for each test, made before it and removed after. */
export function useHome() {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sotto-proxies-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const pathOf = (path: string): string => join(folder, path);
  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(pathOf(path)), { recursive: true });
    writeFileSync(pathOf(path), content);
  };
  const ways = (findings = findAll({ platform: 'linux', home: folder, env: {} })) =>
    Object.fromEntries(findings.flatMap((finding) => finding.accounts.map((found) => [found.address, finding.wayOf(found)])));
  return { pathOf, put, ways };
}

const through =
  (kind: 'socks5' | 'http-connect') =>
  (host: string, port: number, username = '', password: string | null = null) => ({ settings: { kind, host, port, username }, password });
export const socks5 = through('socks5');
export const connect = through('http-connect');
