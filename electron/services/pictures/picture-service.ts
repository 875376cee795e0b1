import { Fault } from '../../base/fault.ts';
import type { Profiles, SessionEvent } from '../../protocols/protocol.ts';
import type { PictureRecord, Store } from '../../store/records.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { PictureView } from '../../../shared/views.ts';
import { checkPicture } from './check-picture.ts';
import { Errands } from './errands.ts';

/** What is new about somebody; `nick` where it was looked for. */
export type ProfileChange = { readonly picture?: string | null; readonly nick?: string };

type Deps = {
  readonly store: Store;
  /** Throws `Fault` (`not-connected`). */
  readonly profiles: (accountId: AccountId) => Profiles;
  readonly ownAddress: (accountId: AccountId) => string;
  /** Whether we see somebody's presence: nothing is fetched of anybody else. */
  readonly sees: (accountId: AccountId, address: string) => boolean;
  /** Whether nothing is known that somebody could be called by, apart from their address. */
  readonly isNameless: (accountId: AccountId, address: string) => boolean;
  readonly changed: (accountId: AccountId, address: string, change: ProfileChange) => void;
};

type PictureEvent = Extract<SessionEvent, { kind: 'picture' }>;

/**
 * Pictures and names that buddies give themselves, and our own.
 *
 * A picture is taken only of those whose presence we see, only over the account's own connection, and only where its bytes
 * are those that its hash promised and `checkPicture` lets them through. Whatever is wrong with one, the old one stays.
 */
export class PictureService {
  readonly #deps: Deps;
  readonly #errands = new Errands();
  /** Whose hash the account's connection told: nobody needs to be asked for it. By account. */
  readonly #told = new Map<AccountId, Set<string>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Takes what a session says; of a new connection everything is asked anew where nothing is told. */
  onEvent(accountId: AccountId, event: SessionEvent): void {
    if (event.kind === 'connection') this.#connection(accountId, event.connection.at === 'online');
    else if (event.kind === 'picture') this.#hint(accountId, event);
    else if (event.kind === 'nick') this.#nick(accountId, event.address, event.nick);
    else if (event.kind === 'presence' && event.show !== 'offline') this.#seen(accountId, event.address);
  }

  /** For the window, whose own decoder gets it only now. `null` where there is none. */
  view(accountId: AccountId, address: string): PictureView | null {
    const picture = this.#deps.store.profiles.picture(accountId, address);
    return picture && { hash: picture.hash, type: picture.type, base64: Buffer.from(picture.bytes).toString('base64') };
  }

  /** Shows our picture to our buddies, or none any more. Throws `Fault` (`picture-unreadable`, `pictures-unsupported`). */
  async publish(accountId: AccountId, bytes: Uint8Array | null): Promise<void> {
    const profiles = this.#deps.profiles(accountId);
    const checked = bytes && checkPicture(bytes);
    if (checked && !checked.ok) throw new Fault('picture-unreadable');
    await profiles.publish(bytes && checked ? { bytes, ...checked.value } : null);
    this.#keep(accountId, this.#deps.ownAddress(accountId), bytes && checked ? { ...checked.value, bytes } : null);
  }

  #connection(accountId: AccountId, isOnline: boolean): void {
    if (!isOnline || this.#told.has(accountId)) {
      if (!isOnline) this.#errands.drop(accountId);
      if (!isOnline) this.#told.delete(accountId);
      return;
    }
    this.#told.set(accountId, new Set());
    this.#lookUp(accountId, this.#deps.ownAddress(accountId));
  }

  /** Somebody came: their server may not tell of pictures by itself, so it is asked, once a connection. */
  #seen(accountId: AccountId, address: string): void {
    if (!this.#isOurs(accountId, address)) return;
    if (this.#told.get(accountId)?.has(address) !== true) this.#lookUp(accountId, address);
    if (this.#deps.isNameless(accountId, address)) this.#errands.add(accountId, `name ${address}`, () => this.#lookUpName(accountId, address));
  }

  #lookUp(accountId: AccountId, address: string): void {
    this.#tell(accountId, address);
    this.#errands.add(accountId, `look ${address}`, async () => {
      const hash = await this.#deps.profiles(accountId).lookUp(address);
      if (hash !== null) this.#hint(accountId, { kind: 'picture', address, hash, from: 'account' });
    });
  }

  async #lookUpName(accountId: AccountId, address: string): Promise<void> {
    const { nick } = await this.#deps.profiles(accountId).fetchCard(address);
    if (nick !== '') this.#nick(accountId, address, nick);
  }

  #hint(accountId: AccountId, { address, hash, from }: PictureEvent): void {
    if (!this.#isOurs(accountId, address)) return;
    this.#tell(accountId, address);
    const known = this.#deps.store.profiles.hash(accountId, address);
    if (known === hash) return;
    if (hash === null) this.#keep(accountId, address, null);
    else this.#errands.add(accountId, `fetch ${address} ${hash}`, () => this.#fetch(accountId, address, hash, from));
  }

  async #fetch(accountId: AccountId, address: string, hash: string, from: PictureEvent['from']): Promise<void> {
    const profiles = this.#deps.profiles(accountId);
    const card = from === 'card' ? await profiles.fetchCard(address) : null;
    const bytes = card ? card.bytes : await profiles.fetch(address, hash);
    if (card && card.nick !== '') this.#nick(accountId, address, card.nick);
    const checked = bytes && checkPicture(bytes);
    if (bytes && checked?.ok && checked.value.hash === hash) this.#keep(accountId, address, { ...checked.value, bytes });
  }

  #keep(accountId: AccountId, address: string, picture: PictureRecord | null): void {
    if (picture !== null && !this.#isOurs(accountId, address)) return;
    const record = picture && { hash: picture.hash, type: picture.type, bytes: picture.bytes };
    this.#deps.store.profiles.putPicture(accountId, address, record);
    this.#deps.changed(accountId, address, { picture: record?.hash ?? null });
  }

  #nick(accountId: AccountId, address: string, nick: string): void {
    if (!this.#isOurs(accountId, address) || address === this.#deps.ownAddress(accountId)) return;
    this.#deps.store.profiles.putNick(accountId, address, nick);
    this.#deps.changed(accountId, address, { nick });
  }

  #isOurs(accountId: AccountId, address: string): boolean {
    return address === this.#deps.ownAddress(accountId) || this.#deps.sees(accountId, address);
  }

  #tell(accountId: AccountId, address: string): void {
    this.#told.get(accountId)?.add(address);
  }
}
