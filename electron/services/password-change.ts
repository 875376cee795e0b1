import { Fault, faultCodeOf } from '../base/fault.ts';
import type { ProtocolSession } from '../protocols/protocol.ts';
import type { AccountRecord } from '../store/records.ts';
import type { FaultCode } from '../../shared/faults.ts';

/** What an account signs in with, while a change of it may or may not have reached the server. */
export type PasswordHolder = {
  record: AccountRecord;
  password: string | null;
  /** The new one; `null` where nothing is open. */
  change: PasswordChange | null;
};

export type PasswordChange = {
  readonly password: string;
  /** `asked`: the server's answer is awaited. Else the next sign-in decides, with the old or the new one. */
  readonly at: 'asked' | 'try-old' | 'try-new';
};

type Put = (record: AccountRecord) => void;

/** Nobody knows after these whether the server has the new one. */
const undecided: readonly FaultCode[] = ['connection-lost', 'connection-timeout', 'internal', 'server-shutting-down', 'stream-error'];

/** A change that was open when the account was last here. */
export function changeOf({ pendingPassword }: AccountRecord): PasswordChange | null {
  return pendingPassword === null ? null : { password: pendingPassword, at: 'try-old' };
}

/** The password to sign in with next. */
export function passwordToTry({ password, change }: PasswordHolder): string | null {
  return change?.at === 'try-new' ? change.password : password;
}

/**
 * Has the server take another password. What is kept changes only after its yes; until then both are kept, across a
 * restart too where passwords are kept at all.
 *
 * Throws `Fault`: what the server did not like; `password-change-undecided` where no answer came.
 */
export async function changePassword(holder: PasswordHolder, session: ProtocolSession, password: string, put: Put): Promise<void> {
  holder.change = { password, at: 'asked' };
  try {
    if (holder.record.password !== null) put({ ...holder.record, pendingPassword: password });
    await session.changePassword(password);
  } catch (thrown) {
    if (!undecided.includes(faultCodeOf(thrown))) {
      settle(holder, holder.password, put);
      throw thrown;
    }
    holder.change = { password, at: 'try-old' };
    throw new Fault('password-change-undecided', { cause: thrown });
  }
  settle(holder, password, put);
}

/** A record that keeps the account's passwords for the next start, or none. */
export function withPassword(record: AccountRecord, { password, change }: PasswordHolder, keep: boolean): AccountRecord {
  return { ...record, password: keep ? password : null, pendingPassword: keep ? (change?.password ?? null) : null };
}

/** The server took what was tried: that is the password. */
export function signedIn(holder: PasswordHolder, put: Put): void {
  if (holder.change !== null && holder.change.at !== 'asked') settle(holder, passwordToTry(holder), put);
}

/** The server refused what was tried; whether there is another one to try at once. */
export function refused(holder: PasswordHolder): boolean {
  const { change } = holder;
  if (change === null || change.at === 'asked') return false;
  const isFirst = change.at === 'try-old';
  holder.change = { password: change.password, at: isFirst ? 'try-new' : 'try-old' };
  return isFirst;
}

function settle(holder: PasswordHolder, password: string | null, put: Put): void {
  holder.change = null;
  holder.password = password;
  const { record } = holder;
  if (record.password !== null || record.pendingPassword !== null) {
    put({ ...record, password: record.password === null ? null : password, pendingPassword: null });
  }
}
