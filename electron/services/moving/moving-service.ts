import { Fault } from '../../base/fault.ts';
import { fingerprintOf } from '../../otr/index.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { ExportStyle, FindingView, MovedView, MovingClient } from '../../../shared/views.ts';
import type { AccountService } from '../account-service.ts';
import type { TrustService } from '../trust-service.ts';
import { exportFiles } from './export-files.ts';
import type { Finding, FoundAccount } from './finding.ts';
import { findAll, type Home } from './places.ts';

type Deps = {
  readonly home: Home;
  readonly accounts: AccountService;
  readonly trust: TrustService;
};

/** What a person chose of a finding. */
export type Choice = {
  readonly addresses: readonly string[];
  /** Take the key over that account's own where Sotto has another one. */
  readonly replaceKeys: boolean;
};

/** What a person hands over, and to which program. */
export type ExportChoice = { readonly style: ExportStyle; readonly keys: boolean; readonly fingerprints: boolean };

/** Moving in, what other programs left on this computer, and moving out, in files that they read. */
export class MovingService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Looks anew each time: the files belong to other programs. No key leaves this call. */
  find(): readonly FindingView[] {
    const findings = findAll(this.#deps.home);
    const views = findings.map((finding) => ({
      client: finding.client,
      accounts: finding.accounts.map((found) => ({
        address: found.address,
        hasKey: found.key !== null,
        fingerprints: found.fingerprints.length,
        trusted: found.fingerprints.filter(({ trusted }) => trusted).length,
        here: this.#here(found),
      })),
      skipped: finding.skipped,
    }));
    for (const finding of findings) finding.wipe();
    return views;
  }

  /** Brings the chosen accounts in. Throws `Fault` (`not-found`) where the files are gone. */
  bringIn(client: MovingClient, { addresses, replaceKeys }: Choice): readonly MovedView[] {
    const findings = findAll(this.#deps.home);
    const finding = findings.find((one) => one.client === client);
    try {
      if (finding === undefined) throw new Fault('not-found');
      return chosen(finding, addresses).map((found) => this.#bring(found, replaceKeys));
    } finally {
      // The keys that were brought in are kept as copies.
      for (const one of findings) one.wipe();
    }
  }

  /** Writes what was chosen into a folder, as `exportFiles` says. */
  export(folder: string, { style, keys, fingerprints }: ExportChoice): readonly string[] {
    const { accounts, trust } = this.#deps;
    const exported = accounts.ids().map((accountId) => ({
      address: accounts.address(accountId),
      key: keys ? (accounts.identity(accountId)?.key ?? null) : null,
      fingerprints: fingerprints ? trust.list(accountId) : [],
    }));
    return exportFiles(folder, exported, style);
  }

  #bring({ address, key, fingerprints }: FoundAccount, replaceKeys: boolean): MovedView {
    const { accounts, trust } = this.#deps;
    const known = accounts.idOf(address);
    const accountId = known ?? accounts.addByAddress(address);
    const brought = key === null ? 'none' : accounts.bringKey(accountId, { ...key, x: key.x.slice() }, replaceKeys);
    let added = 0;
    let verified = 0;
    for (const { address: buddy, fingerprint, trusted } of fingerprints) {
      const outcome = trust.bring(accountId, buddy, fingerprint, trusted);
      added += Number(outcome.isNew);
      verified += Number(outcome.isVerified);
    }
    if (known === null) accounts.begin(accountId);
    return { address, added: known === null, key: brought, fingerprints: added, verified };
  }

  #here({ address, key }: FoundAccount): FindingView['accounts'][number]['here'] {
    const accountId: AccountId | null = this.#deps.accounts.idOf(address);
    if (accountId === null) return 'nothing';
    const own = this.#deps.accounts.fingerprint(accountId);
    if (own === null || key === null) return 'account';
    return own === fingerprintOf(key) ? 'same-key' : 'other-key';
  }
}

function chosen(finding: Finding, addresses: readonly string[]): readonly FoundAccount[] {
  return finding.accounts.filter(({ address }) => addresses.includes(address));
}
