import { wipe } from '../../base/bytes.ts';
import { fingerprintOf } from '../../otr/index.ts';
import type { DsaPrivateKey } from '../../otr/index.ts';
import { bareAddress } from '../../protocols/address.ts';
import { stricter } from '../policy-service.ts';
import { cutAt } from '../timeline.ts';
import { agreed, type FoundProxy, type Way } from './proxies.ts';
import { limits } from '../../../shared/limits.ts';
import type { MovingClient, PrivacySwitches, SkippedView } from '../../../shared/views.ts';

/** What somebody else's files say of one account of the person. */
export type FoundAccount = {
  readonly address: string;
  key: DsaPrivateKey | null;
  /** By address and digits. */
  readonly fingerprints: Map<string, FoundFingerprint>;
  /** The names and groups that buddies have there, by address. */
  readonly buddies: Map<string, FoundBuddy>;
  /** What the person chose there of private messaging: for a buddy, by address, and with `null` for the account. */
  readonly policies: Map<string | null, PrivacySwitches>;
  /** What it went through; `null` where nothing is said of it. */
  proxy: FoundProxy | null;
};

export type FoundFingerprint = {
  readonly address: string;
  /** 40 lower-case hex digits. */
  readonly fingerprint: string;
  readonly trusted: boolean;
};

export type FoundBuddy = { readonly address: string; readonly name: string; readonly groups: readonly string[] };

/** So many reasons are named one by one; the others are counted. */
const mostNamed = 100;
/** A name in a reason is no longer than an address can be shown, in characters. */
const longestName = 200;
/** Accounts of a finding that are taken. */
const mostAccounts = 500;
/** Groups of one buddy that are taken; each further place of theirs looks through these. */
const mostGroups = 100;

/** What is not brought in, each name once for a reason. */
export class SkippedNames {
  readonly #named = new Map<string, SkippedView>();
  #unnamed = 0;

  get views(): readonly SkippedView[] {
    const more: readonly SkippedView[] = this.#unnamed > 0 ? [{ name: `+${this.#unnamed}`, why: 'more' }] : [];
    return [...this.#named.values(), ...more];
  }

  add(name: string, why: SkippedView['why']): void {
    const shown = name.length > longestName ? `${cutAt(name, longestName - 1)}…` : name;
    const at = `${why} ${shown}`;
    if (this.#named.has(at)) return;
    if (this.#named.size < mostNamed) this.#named.set(at, { name: shown, why });
    else this.#unnamed += 1;
  }
}

/** What another program left on this computer, as far as Sotto can use it, and what it cannot. */
export class Finding {
  readonly client: MovingClient;
  /** What a passphrase opens: a file of CoyIM's, by its path. */
  locked: string | null = null;
  readonly #accounts = new Map<string, FoundAccount>();
  readonly #skipped = new SkippedNames();
  /** What accounts go through of which nothing is said. */
  #proxyOfOthers: FoundProxy = 'direct';

  constructor(client: MovingClient) {
    this.client = client;
  }

  get accounts(): readonly FoundAccount[] {
    return [...this.#accounts.values()];
  }

  get skipped(): readonly SkippedView[] {
    return this.#skipped.views;
  }

  get isEmpty(): boolean {
    return this.#accounts.size === 0 && this.skipped.length === 0 && this.locked === null;
  }

  /** The account of this name; `null`, and noted as skipped, where it is no XMPP address. `of`: what of it was found. */
  account(name: string, protocol: string, of: 'key' | 'other' = 'other'): FoundAccount | null {
    if (!isXmpp(protocol)) return this.skip(name, of === 'key' ? 'key-of-other-protocol' : 'other-protocol');
    const address = bareAddress(name);
    if (address === null) return this.skip(name, 'not-an-address');
    const known = this.#accounts.get(address);
    if (known !== undefined) return known;
    if (this.#accounts.size >= mostAccounts) return this.skip(name, 'too-many');
    const account: FoundAccount = { address, key: null, fingerprints: new Map(), buddies: new Map(), policies: new Map(), proxy: null };
    this.#accounts.set(address, account);
    return account;
  }

  /** Adds an account's own key. Of several the first counts; a different one is noted and overwritten. */
  key(name: string, protocol: string, key: DsaPrivateKey): void {
    const account = this.account(name, protocol, 'key');
    if (account !== null && account.key === null) {
      account.key = key;
      return;
    }
    if (account?.key && fingerprintOf(account.key) !== fingerprintOf(key)) this.skip(name, 'further-key');
    wipe(key.x);
  }

  /** Adds the key of somebody else that an account knew; once, and trusted where any of several lines says so. */
  fingerprint(account: FoundAccount, username: string, fingerprint: string, trusted: boolean): void {
    const address = bareAddress(username);
    if (address === null) {
      this.skip(username, 'not-an-address');
      return;
    }
    const at = `${address} ${fingerprint}`;
    if (!account.fingerprints.has(at) && account.fingerprints.size >= limits.keysAtOnce) {
      this.skip(username, 'too-many');
      return;
    }
    if (trusted || !account.fingerprints.has(at)) account.fingerprints.set(at, { address, fingerprint, trusted });
  }

  /** Adds what a buddy is called and which groups they are in; a buddy may stand in several places. */
  buddy(account: FoundAccount, username: string, name: string, groups: readonly string[]): void {
    const address = bareAddress(username);
    const given = { name: name.trim(), groups: groups.map((group) => group.trim()).filter((group) => group !== '') };
    if (address === null || (given.name === '' && given.groups.length === 0)) return;
    const known = account.buddies.get(address);
    account.buddies.set(address, {
      address,
      name: known?.name || given.name,
      groups: [...new Set([...(known?.groups ?? []), ...given.groups])].slice(0, mostGroups),
    });
  }

  /** Adds privacy settings, of a buddy or with `null` of the account. Of several, each switch counts that is on in one. */
  policy(account: FoundAccount, username: string | null, switches: PrivacySwitches): void {
    const address = username === null ? null : bareAddress(username);
    if (username !== null && address === null) return;
    const known = account.policies.get(address);
    account.policies.set(address, known === undefined ? switches : stricter(known, switches));
  }

  /** Adds what an account went through. Of several that do not agree none can be used. */
  proxy(account: FoundAccount, proxy: FoundProxy): void {
    account.proxy = agreed(account.proxy, proxy);
  }

  /** Adds what accounts go through of which nothing is said, here or later; `unusable` where that could not be read. */
  proxyOfOthers(proxy: FoundProxy): void {
    this.#proxyOfOthers = agreed(this.#proxyOfOthers, proxy);
  }

  /** What Sotto has to go through for an account: nothing only where nothing speaks against it. */
  wayOf({ proxy }: FoundAccount): Way {
    const way = proxy ?? this.#proxyOfOthers;
    return way === 'shared' ? 'unusable' : way;
  }

  skip(name: string, why: SkippedView['why']): null {
    this.#skipped.add(name, why);
    return null;
  }

  /** Overwrites the keys; the finding is of no use afterwards. */
  wipe(): void {
    for (const { key } of this.#accounts.values()) if (key !== null) wipe(key.x);
  }
}

/** What other programs call XMPP in their files. */
export function isXmpp(protocol: string): boolean {
  return /^(?:prpl-jabber|libpurple-jabber.*|jabber|xmpp)$/i.test(protocol);
}
