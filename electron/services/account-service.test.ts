import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../base/log.ts';
import { faultCodeOf } from '../base/fault.ts';
import type { ProtocolSession, SessionEvent } from '../protocols/protocol.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/records.ts';
import { AccountService } from './account-service.ts';

const settings = { address: 'juniper@sotto.test', resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: true, proxy: null } as const;
const certificate = { subject: '', issuer: '', validFromMs: 0, validToMs: 0, names: [], sha256: 'ab'.repeat(32) };

/** A session that does what a test tells it, since no real one loses races on demand. */
type Scripted = { readonly say: (event: SessionEvent) => void; readonly finishSignOff: () => void; isOver: boolean };

let directory: string;
let store: Store;
let sessions: Scripted[];
let accounts: AccountService;
let heard: string[];
let failKey: (why: Error) => void;
let cancelled: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sotto-accounts-'));
  store = openStore(join(directory, 'sotto.db'), new Uint8Array(32).fill(7));
  sessions = [];
  [heard, cancelled] = [[], 0];
  accounts = new AccountService({
    store,
    clock: { nowMs: () => 0, after: () => () => undefined },
    random: (length) => new Uint8Array(length),
    log: silentLog,
    publish: () => undefined,
    openSession: (_config, say) => scripted(say),
    makeKey: () => ({ done: new Promise((_resolve, reject) => (failKey = reject)), cancel: () => (cancelled += 1) }),
    onEvent: (_accountId, event) => heard.push(event.kind),
    onKey: () => undefined,
    beforeSignOff: () => heard.push('before-sign-off'),
    onDisconnected: () => undefined,
    offers: () => ({ chatStates: false, receipts: false, time: false, version: null }),
  });
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

function scripted(say: (event: SessionEvent) => void): ProtocolSession {
  let finishSignOff = (): void => undefined;
  const signedOff = new Promise<void>((resolve) => (finishSignOff = resolve));
  const session: Scripted = { say, finishSignOff, isOver: false };
  sessions.push(session);
  const unused = () => {
    throw new Error('not part of these tests');
  };
  return {
    connect: () => undefined,
    disconnect: () => {
      session.isOver = true;
      say({ kind: 'connection', connection: { at: 'offline' } });
      return signedOff;
    },
    setStatus: () => undefined,
    send: unused,
    sendChatState: unused,
    sendReceipt: unused,
    offer: () => undefined,
    setRosterItem: unused,
    removeRosterItem: unused,
    requestSubscription: unused,
    approveSubscription: unused,
    denySubscription: unused,
    cancelSubscription: unused,
    setBlocked: unused,
    profiles: { lookUp: unused, fetch: unused, fetchCard: unused, publish: unused },
    changePassword: unused,
  };
}

function online(session: Scripted | undefined): void {
  session?.say({ kind: 'connection', connection: { at: 'online', secured: 'tls' } });
}

async function faultOf(work: () => Promise<unknown>): Promise<string> {
  return work().then(() => 'none', faultCodeOf);
}

test('a session that a click began while the account was being removed ends with it', async () => {
  const accountId = accounts.add(settings, 'secret', true);
  online(sessions[0]);
  const removed = accounts.remove(accountId);
  accounts.connect(accountId);
  sessions[0]?.finishSignOff();
  await removed;
  expect(sessions).toHaveLength(2);
  expect(sessions.map((session) => session.isOver)).toEqual([true, true]);
  online(sessions[1]);
  expect(accounts.views()).toEqual([]);
});

test('the key of an account that is removed is made no further', async () => {
  const accountId = accounts.add(settings, 'secret', true);
  sessions[0]?.finishSignOff();
  await accounts.remove(accountId);
  expect(cancelled).toBe(1);
});

test('a password that is not to be kept any more is asked for at the next start; this run goes on with it, and can keep it again', async () => {
  const accountId = accounts.add(settings, 'secret', true);
  const kept = () => store.accounts.list()[0]?.password;
  for (const keep of [false, true]) {
    const updated = accounts.update(accountId, settings, null, keep);
    sessions.at(-1)?.finishSignOff();
    await updated;
    expect(kept()).toBe(keep ? 'secret' : null);
    expect(accounts.views()[0]).toMatchObject({ hasPassword: keep, connection: { at: 'offline' } });
  }
  // This run signs in with it all the same.
  expect(sessions).toHaveLength(3);
});

test('private conversations end before a sign-off that the person wants', async () => {
  const accountId = accounts.add(settings, 'secret', true);
  online(sessions[0]);
  heard = [];
  sessions[0]?.finishSignOff();
  await accounts.disconnect(accountId);
  expect(heard[0]).toBe('before-sign-off');
});

test('only the certificate that was asked about is pinned, and a changed one never', async () => {
  const accountId = accounts.add(settings, 'secret', true);
  const ask = (reason: 'certificate-untrusted' | 'certificate-pin-changed') =>
    sessions.at(-1)?.say({ kind: 'certificate', host: 'sotto.test', reason, certificate, pinnedSha256: null });
  const other = 'cd'.repeat(32);
  ask('certificate-untrusted');
  expect(await faultOf(() => accounts.answerCertificate(accountId, other, 'pin'))).toBe('not-found');
  expect(await faultOf(() => accounts.answerCertificate(accountId, certificate.sha256, 'forget-pin'))).toBe('bad-request');
  ask('certificate-pin-changed');
  expect(await faultOf(() => accounts.answerCertificate(accountId, certificate.sha256, 'pin'))).toBe('certificate-pin-changed');
  expect(accounts.views()[0]?.pinnedCertificate).toBeNull();
  expect(sessions).toHaveLength(1);
});

test('a pin is taken back with a change that says so, and the account signs in again without it', async () => {
  const accountId = accounts.add(settings, 'secret', true, null, certificate.sha256);
  online(sessions[0]);
  for (const keepPin of [true, false]) {
    const updated = accounts.update(accountId, settings, null, true, keepPin);
    sessions.at(-1)?.finishSignOff();
    await updated;
    expect(store.accounts.list()[0]?.pinnedCertificate).toBe(keepPin ? certificate.sha256 : null);
    expect(accounts.views()[0]?.pinnedCertificate).toBe(keepPin ? certificate.sha256 : null);
  }
  expect(sessions.length).toBeGreaterThan(1);
});

test('a key that comes to its end after the app has ended does no harm, though the store is closed', async () => {
  accounts.add(settings, 'secret', true);
  sessions[0]?.finishSignOff();
  await accounts.stop();
  store.close();
  expect(cancelled).toBe(1);
  failKey(new Error('too late'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(accounts.views()[0]?.key).toEqual({ at: 'generating', percent: 0 });
  store = openStore(join(directory, 'sotto.db'), new Uint8Array(32).fill(7));
});
