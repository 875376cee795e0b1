/** Real stores in fresh directories, and records that fill every repository. Only tests import this. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../index.ts';
import type { AccountRecord, FingerprintRecord, PolicyRecord, RosterRecord, Store } from '../records.ts';

/** Runs `work` with a directory of its own, and removes it afterwards. */
export function inFreshDirectory<Value>(work: (directory: string) => Value): Value {
  const directory = mkdtempSync(join(tmpdir(), 'sotto-store-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  let value: Value;
  try {
    value = work(directory);
  } catch (thrown) {
    remove();
    throw thrown;
  }
  if (value instanceof Promise) return value.finally(remove) as Value;
  remove();
  return value;
}

/** A fresh copy each time, since opening a store wipes what it was given. */
export const testKey = (): Uint8Array => new Uint8Array(32).fill(0x5a);

export const secrets = {
  password: 'correct-horse-battery-staple',
  privateKey: new Uint8Array(randomBytes(300)),
  rosterName: 'Rosencrantz the Unlikely',
  note: 'Not to be sent to England with letters',
  draft: 'Denmark is a pri',
  address: 'rosencrantz@elsinore.example',
  setting: 'a-collapsed-group-of-no-interest',
} as const;

export function account(id: string, position = 0): AccountRecord {
  return {
    id,
    settings: {
      address: `${id}@elsinore.example`,
      resource: 'sotto',
      host: '',
      port: null,
      tls: null,
      allowPlain: false,
      connectAtStart: true,
      proxy: null,
    },
    password: secrets.password,
    pendingPassword: null,
    proxyPassword: null,
    status: { show: 'available', text: 'Words, words, words' },
    pinnedCertificate: 'ab'.repeat(32),
    position,
  };
}

export function fingerprintRecord(accountId: string, changes: Partial<FingerprintRecord> = {}): FingerprintRecord {
  return {
    accountId,
    address: secrets.address,
    fingerprint: '0123456789abcdef0123456789abcdef01234567',
    verified: true,
    verifiedAtMs: 1_790_000_000_123,
    verifiedHow: 'question',
    firstSeenMs: 1_780_000_000_000,
    lastSeenMs: 1_795_000_000_000,
    undecided: false,
    highestVersion: 3,
    ...changes,
  };
}

export function policy(accountId: string, changes: Partial<PolicyRecord> = {}): PolicyRecord {
  const flags = {
    allowV2: false,
    allowV3: true,
    requireEncryption: true,
    sendWhitespaceTag: false,
    startOnWhitespaceTag: true,
    startOnError: true,
  };
  return { accountId, address: secrets.address, flags, unkept: true, ...changes };
}

export function rosterItem(changes: Partial<RosterRecord> = {}): RosterRecord {
  return {
    address: secrets.address,
    name: secrets.rosterName,
    groups: ['Wittenberg', 'Ünïcode ☂', ''],
    subscription: 'both',
    asked: false,
    ...changes,
  };
}

/** A picture for a store, which looks at nothing of it but its size. */
export const portrait = { hash: 'ab'.repeat(20), type: 'image/png', bytes: new Uint8Array(64).fill(7) } as const;

/** Puts one record or more into every repository. */
export function fill(store: Store, accountId: string, position = 0): void {
  store.accounts.put(account(accountId, position));
  store.keys.put({ accountId, key: secrets.privateKey, madeAtMs: 1_790_000_000_000 });
  store.fingerprints.put(fingerprintRecord(accountId));
  store.policies.put(policy(accountId));
  store.instanceTags.put(accountId, 0xdead_beef);
  store.roster.replace(accountId, [rosterItem()]);
  store.notes.put(accountId, 'rosencrantz@elsinore.example', secrets.note);
  store.persons.put({ id: `person of ${accountId}`, members: [{ accountId, address: 'rosencrantz@elsinore.example' }, { accountId, address: 'guildenstern@elsinore.example' }] });
  store.profiles.putPicture(accountId, 'rosencrantz@elsinore.example', portrait);
  store.profiles.putNick(accountId, 'rosencrantz@elsinore.example', 'Rosie');
  store.accepted.add(accountId, 'stranger@elsinore.example');
  store.drafts.put({ accountId, address: 'rosencrantz@elsinore.example', text: secrets.draft, typedFor: 'private' });
  store.settings.put('window', JSON.stringify({ group: secrets.setting }));
}

/** All that a store holds of some accounts, as plain values. */
export function contents(store: Store, accountIds: readonly string[]) {
  return {
    accounts: store.accounts.list(),
    settings: store.settings.get('window'),
    of: accountIds.map((id) => ({
      key: store.keys.get(id),
      fingerprints: store.fingerprints.list(id),
      policies: store.policies.list(id),
      tag: store.instanceTags.get(id),
      roster: store.roster.list(id),
      notes: store.notes.list(id),
      persons: store.persons.list().filter(({ members }) => members.some(({ accountId }) => accountId === id)),
      drafts: store.drafts.list().filter(({ accountId }) => accountId === id),
      profiles: store.profiles.list(id),
      accepted: store.accepted.has(id, 'stranger@elsinore.example'),
    })),
  };
}

/** A database of about fifty pages, closed, in a directory of its own; the file of the database is given. */
export function withDatabase(work: (file: string) => void): void {
  inFreshDirectory((directory) => {
    const file = join(directory, 'profile', 'sotto.db');
    const store = openStore(file, testKey());
    for (const [position, id] of ['hamlet', 'ophelia'].entries()) fill(store, id, position);
    const many = Array.from({ length: 1_500 }, (_, n) => rosterItem({ address: `n${n}@example.org` }));
    store.roster.replace('hamlet', many);
    store.close();
    work(file);
  });
}

/** Runs `work` on the store of a file, and closes it. */
export function opened<Value>(file: string, work: (store: Store) => Value): Value {
  const store = openStore(file, testKey());
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** All that the store of a file made by `withDatabase` holds. */
export const all = (file: string) => opened(file, (store) => contents(store, ['hamlet', 'ophelia']));

/** Runs `work` on a new store, then once more `look` on the same file opened again. */
export function kept(work: (store: Store) => void, look: (store: Store) => void): void {
  inFreshDirectory((directory) => {
    for (const part of [work, look]) {
      const store = openStore(join(directory, 'sotto.db'), testKey());
      try {
        part(store);
      } finally {
        store.close();
      }
    }
  });
}
