import { wipe } from '../../base/bytes.ts';
import type { DsaPrivateKey } from '../../otr/index.ts';
import { bareAddress } from '../../protocols/address.ts';
import type { MovingClient, SkippedView } from '../../../shared/views.ts';

/** What somebody else's files say of one account of the person. */
export type FoundAccount = {
  readonly address: string;
  key: DsaPrivateKey | null;
  readonly fingerprints: FoundFingerprint[];
};

export type FoundFingerprint = {
  readonly address: string;
  /** 40 lower-case hex digits. */
  readonly fingerprint: string;
  readonly trusted: boolean;
};

/** What another program left on this computer, as far as Sotto can use it, and what it cannot. */
export class Finding {
  readonly client: MovingClient;
  readonly #accounts = new Map<string, FoundAccount>();
  readonly #skipped: SkippedView[] = [];

  constructor(client: MovingClient) {
    this.client = client;
  }

  get accounts(): readonly FoundAccount[] {
    return [...this.#accounts.values()];
  }

  get skipped(): readonly SkippedView[] {
    return this.#skipped;
  }

  get isEmpty(): boolean {
    return this.#accounts.size === 0 && this.#skipped.length === 0;
  }

  /** The account of this name; `null`, and noted as skipped, where it is no XMPP address. */
  account(name: string, protocol: string): FoundAccount | null {
    if (!isXmpp(protocol)) return this.skip(name, 'other-protocol');
    const address = bareAddress(name);
    if (address === null) return this.skip(name, 'not-an-address');
    const known = this.#accounts.get(address);
    if (known !== undefined) return known;
    const account: FoundAccount = { address, key: null, fingerprints: [] };
    this.#accounts.set(address, account);
    return account;
  }

  /** Adds the key of somebody else that an account knew; once, and trusted where any of several lines says so. */
  fingerprint(account: FoundAccount, username: string, fingerprint: string, trusted: boolean): void {
    const address = bareAddress(username);
    if (address === null) {
      this.skip(username, 'not-an-address');
      return;
    }
    const { fingerprints } = account;
    const at = fingerprints.findIndex((known) => known.address === address && known.fingerprint === fingerprint);
    if (at < 0) fingerprints.push({ address, fingerprint, trusted });
    else if (trusted) fingerprints[at] = { address, fingerprint, trusted };
  }

  skip(name: string, why: SkippedView['why']): null {
    if (!this.#skipped.some((known) => known.name === name && known.why === why)) this.#skipped.push({ name, why });
    return null;
  }

  /** Overwrites the keys; the finding is of no use afterwards. */
  wipe(): void {
    for (const { key } of this.#accounts.values()) if (key !== null) wipe(key.x);
  }
}

/** What other programs call XMPP in their files. */
function isXmpp(protocol: string): boolean {
  return /^(?:prpl-jabber|libpurple-jabber.*|jabber|xmpp)$/i.test(protocol);
}
