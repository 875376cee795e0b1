import type { SessionEvent } from '../../protocols/protocol.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { TransferView } from '../../../shared/views.ts';

/** Devices of one account that are remembered. */
const mostDevices = 20;

/** Which other devices are signed in to each account, as the server shows their presence to us. */
export class OwnDevices {
  readonly #devices = new Map<AccountId, Set<string>>();

  views(): TransferView['devices'] {
    return [...this.#devices].flatMap(([accountId, names]) => [...names].map((resource) => ({ accountId, resource })));
  }

  has(accountId: AccountId, resource: string): boolean {
    return this.#devices.get(accountId)?.has(resource) ?? false;
  }

  /** Takes what a session says; whether anything changed. `own` is the account's bare address. */
  take(accountId: AccountId, own: string, event: SessionEvent): boolean {
    if (event.kind === 'roster') return this.drop(accountId);
    if (event.kind === 'connection') {
      const { at } = event.connection;
      return (at === 'offline' || at === 'failed') && this.drop(accountId);
    }
    if (event.kind !== 'presence' || event.address !== own || event.resource === '') return false;
    const names = this.#devices.get(accountId) ?? new Set();
    if (event.show === 'offline') return names.delete(event.resource);
    if (names.has(event.resource) || names.size >= mostDevices) return false;
    this.#devices.set(accountId, names.add(event.resource));
    return true;
  }

  drop(accountId: AccountId): boolean {
    const had = (this.#devices.get(accountId)?.size ?? 0) > 0;
    this.#devices.delete(accountId);
    return had;
  }
}
