import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rescue } from './records.ts';
import { rescueOf } from './rescue.ts';

const names = ['sotto.db', 'sotto.db-wal', 'vault-attempts.json', 'vault.json'];
const stamped = 'sotto-damaged-20261124-201500';

let directory: string;
let profile: string;
let rescue: Rescue;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sotto-rescue-'));
  profile = join(directory, 'profile');
  mkdirSync(profile);
  for (const name of [...names, 'window.json']) writeFileSync(join(profile, name), `what is in ${name}`, { mode: 0o644 });
  rescue = rescueOf(profile, () => Date.UTC(2026, 10, 24, 20, 15));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const holdsAll = (folder: string) => {
  expect(readdirSync(folder).sort()).toEqual(names);
  for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).toBe(`what is in ${name}`);
};

test('a copy holds all of it, for the owner alone, and leaves what was there', () => {
  expect(rescue.copyInto(directory)).toBe(stamped);
  holdsAll(join(directory, stamped));
  expect(readdirSync(profile).sort()).toEqual([...names, 'window.json']);
  if (process.platform === 'win32') return;
  expect(statSync(join(directory, stamped)).mode & 0o077).toBe(0);
  for (const name of names) expect(statSync(join(directory, stamped, name)).mode & 0o077).toBe(0);
});

test('set aside, it is whole in its folder, and the profile is as before a first start', () => {
  expect(rescue.setAside()).toBe(stamped);
  holdsAll(join(profile, stamped));
  expect(readdirSync(profile).sort()).toEqual([stamped, 'window.json']);
});

test('nothing that is there is written over', () => {
  mkdirSync(join(profile, stamped));
  expect(() => rescue.setAside()).toThrow(expect.objectContaining({ code: 'storage-failed' }));
  expect(readdirSync(profile)).toContain('sotto.db');
  expect(() => rescue.copyInto(join(directory, 'nowhere'))).toThrow(expect.objectContaining({ code: 'storage-failed' }));
});
