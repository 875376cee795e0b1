import { basename } from 'node:path';
import { wipe } from '../../base/bytes.ts';
import { Fault } from '../../base/fault.ts';
import type { Log } from '../../base/log.ts';
import { fingerprintOf } from '../../otr/index.ts';
import type { AccountId, Fingerprint } from '../../../shared/ids.ts';
import type { ExportStyle, FindingView, MovedView } from '../../../shared/views.ts';
import { isSameProxy } from '../account-proxy.ts';
import type { AccountService } from '../account-service.ts';
import type { PolicyService } from '../policy-service.ts';
import type { TrustService } from '../trust-service.ts';
import type { BroughtNames } from './brought-names.ts';
import { bringPolicies } from './brought-policies.ts';
import { findIn } from './chosen.ts';
import { openCoyim, readCoyim } from './coyim.ts';
import { exportFiles } from './export-files.ts';
import { contentOf } from './files.ts';
import { SkippedNames, type Finding, type FoundAccount } from './finding.ts';
import { findAll, type Home } from './places.ts';
import type { Way } from './proxies.ts';
import { proxyOf, wayFor } from './ways.ts';

type Deps = {
  readonly home: Home;
  readonly accounts: AccountService;
  readonly trust: TrustService;
  readonly policies: PolicyService;
  readonly names: BroughtNames;
  readonly log: Log;
};

/** What a person chose of a finding. */
export type Choice = {
  readonly addresses: readonly string[];
  /** Take the key over that account's own where Sotto has another one. */
  readonly replaceKeys: boolean;
  /** What opens the finding's file, where it is locked. */
  readonly passphrase: string | null;
};

type Shown = { readonly seal: string; readonly own: Fingerprint | null };

/** What a person hands over, and to which program. */
export type ExportChoice = { readonly style: ExportStyle; readonly keys: boolean; readonly fingerprints: boolean };

/** Moving in, what other programs left on this computer, and moving out, in files that they read. */
export class MovingService {
  readonly #deps: Deps;
  /** What the person chose since the last search, each by its path. */
  #chosen: readonly string[] = [];
  /** What the window saw last of each finding's accounts. */
  readonly #shown = new Map<string, ReadonlyMap<string, Shown>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Looks anew each time: the files belong to other programs. No key leaves this call. */
  find(): readonly FindingView[] {
    this.#chosen = [];
    this.#shown.clear();
    return this.#seen(findAll(this.#deps.home), null);
  }

  /** Looks into a folder or a file that the person chose; empty where nothing in it is known. */
  choose(path: string): readonly FindingView[] {
    this.#chosen = [...this.#chosen, path];
    return this.#seen(findIn(path), this.#chosen.length - 1);
  }

  /** Opens a finding's locked file, to see what it holds. Throws `Fault` (`not-found`, `passphrase-wrong`). */
  async unlock(id: string, passphrase: string): Promise<FindingView> {
    const { finding, beside } = this.#look(id);
    try {
      await open(finding, passphrase);
      return { ...this.#viewOf(finding, id, beside), locked: false };
    } finally {
      finding.wipe();
    }
  }

  /**
   * Brings the chosen accounts in, each of them whole or not at all; the report says which could not be kept, and why.
   * Throws `Fault` (`not-found`, where the files are gone; `passphrase-wrong`; `files-changed`, where keys, fingerprints or a
   * proxy are others than when the window showed them), before anything is brought in.
   */
  async bringIn(id: string, { addresses, replaceKeys, passphrase }: Choice): Promise<readonly MovedView[]> {
    const { finding, beside } = this.#look(id);
    try {
      if (passphrase !== null) await open(finding, passphrase);
      const chosen = finding.accounts
        .filter(({ address }) => addresses.includes(address))
        .map((found) => ({ found, way: wayFor(found, finding, beside), seen: this.#shown.get(id)?.get(found.address) }));
      if (chosen.some(({ found, way, seen }) => seen?.seal !== this.#sealOf(found, way).seal)) throw new Fault('files-changed');
      return chosen.map(({ found, way, seen }) => this.#bring(found, way, replaceKeys && seen?.own === this.#ownOf(found)));
    } finally {
      finding.wipe();
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

  /** What is to stay the same until an account is brought in, and the key that is here. */
  #sealOf(found: FoundAccount, way: Way): Shown {
    const key = found.key === null ? null : fingerprintOf(found.key);
    return { seal: JSON.stringify([key, proxyOf(way), [...found.fingerprints.keys()].sort()]), own: this.#ownOf(found) };
  }

  #ownOf({ address }: FoundAccount): Fingerprint | null {
    const accountId = this.#deps.accounts.idOf(address);
    return accountId === null ? null : this.#deps.accounts.fingerprint(accountId);
  }

  /** Views of findings, of which the keys are overwritten. */
  #seen(findings: readonly Finding[], chosen: number | null): readonly FindingView[] {
    const views = findings.map((finding) => this.#viewOf(finding, idOf(finding, chosen), findings.filter((one) => one !== finding)));
    for (const finding of findings) finding.wipe();
    return views;
  }

  /** Reads a finding once more, and those beside it, of which the keys are overwritten. Its own are the caller's to overwrite. */
  #look(id: string): { readonly finding: Finding; readonly beside: readonly Finding[] } {
    const place = placeOf(id);
    const path = place === null ? undefined : this.#chosen[place];
    const findings = place === null ? findAll(this.#deps.home) : path === undefined ? [] : findIn(path);
    const finding = findings.find((one) => idOf(one, place) === id);
    const beside = findings.filter((one) => one !== finding);
    for (const one of beside) one.wipe();
    if (finding === undefined) throw new Fault('not-found');
    return { finding, beside };
  }

  #viewOf(finding: Finding, id: string, beside: readonly Finding[]): FindingView {
    const path = this.#chosen[placeOf(id) ?? -1];
    this.#shown.set(id, new Map(finding.accounts.map((found) => [found.address, this.#sealOf(found, wayFor(found, finding, beside))])));
    return {
      id,
      client: finding.client,
      chosen: path === undefined ? null : basename(path),
      locked: finding.locked !== null,
      accounts: finding.accounts.map((found) => {
        const fingerprints = [...found.fingerprints.values()];
        return {
          address: found.address,
          hasKey: found.key !== null,
          fingerprints: fingerprints.length,
          trusted: fingerprints.filter(({ trusted }) => trusted).length,
          buddies: found.buddies.size,
          policies: found.policies.size,
          proxy: proxyOf(wayFor(found, finding, beside)),
          here: this.#here(found),
        };
      }),
      skipped: finding.skipped,
    };
  }

  /** An account that went through what Sotto cannot have comes only into one that the person has made here. */
  #bring(found: FoundAccount, way: Way, replaceKeys: boolean): MovedView {
    const { accounts, trust, policies, names, log } = this.#deps;
    const known = accounts.idOf(found.address);
    if (known === null && way === 'unusable') return { ...nothingMoved(found.address), fault: 'proxy-not-taken' };
    const proxy = typeof way === 'object' ? way : null;
    let stored: { readonly accountId: AccountId; readonly moved: MovedView };
    try {
      stored = trust.together(() => {
        const accountId = known ?? accounts.storeByAddress(found.address, proxy?.settings ?? null, proxy?.password ?? null);
        return { accountId, moved: { ...this.#store(accountId, found, replaceKeys, known !== null && this.#differs(accountId, way)), added: known === null } };
      });
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      log.error('account-not-moved', { fault: thrown.code });
      return { ...nothingMoved(found.address), fault: thrown.code };
    }
    const { accountId, moved } = stored;
    if (moved.policies > 0) policies.reread();
    if (moved.added || moved.key === 'brought') accounts.reread(accountId);
    void names.use(accountId);
    return moved;
  }

  /** Writes all of an account into the store, and nothing else: what goes wrong takes all of it back. */
  #store(accountId: AccountId, { address, key, fingerprints, buddies, policies }: FoundAccount, replaceKeys: boolean, hasOtherProxy: boolean): MovedView {
    const { accounts, trust, names, policies: chosen } = this.#deps;
    const { left, ...counts } = trust.bring(accountId, [...fingerprints.values()]);
    const { put, left: laxer } = bringPolicies(policies, chosen.chosen(accountId));
    for (const [buddy, switches] of put) chosen.store(accountId, buddy, switches);
    const skipped = new SkippedNames();
    for (const { address: whose, why } of [...left, ...laxer]) skipped.add(whose ?? address, why);
    if (hasOtherProxy) skipped.add(address, 'proxy-here');
    names.keep(accountId, [...buddies.values()]);
    const brought = key === null ? 'none' : accounts.storeBroughtKey(accountId, key, replaceKeys);
    return { ...nothingMoved(address), key: brought, ...counts, buddies: buddies.size, policies: put.size, skipped: skipped.views };
  }

  /** Whether an account that is here goes another way than it did there, where there was a proxy. */
  #differs(accountId: AccountId, way: Way): boolean {
    if (way === 'direct') return false;
    return way === 'unusable' || !isSameProxy(way.settings, this.#deps.accounts.proxy(accountId));
  }

  #here({ address, key }: FoundAccount): FindingView['accounts'][number]['here'] {
    const accountId = this.#deps.accounts.idOf(address);
    if (accountId === null) return 'nothing';
    const own = this.#deps.accounts.fingerprint(accountId);
    if (own === null || key === null) return 'account';
    return own === fingerprintOf(key) ? 'same-key' : 'other-key';
  }
}

function nothingMoved(address: string): MovedView {
  return { address, fault: null, added: false, key: 'none', fingerprints: 0, verified: 0, buddies: 0, policies: 0, skipped: [] };
}

/** A finding in a usual place goes by its program, a chosen one also by what was chosen. */
function idOf({ client }: Finding, chosen: number | null): string {
  return chosen === null ? client : `${chosen} ${client}`;
}

function placeOf(id: string): number | null {
  const [, place] = /^(\d+) /.exec(id) ?? [];
  return place === undefined ? null : Number(place);
}

/** Reads what the passphrase opens into the finding. */
async function open(finding: Finding, passphrase: string): Promise<void> {
  const file = finding.locked === null ? null : contentOf(finding.locked);
  if (finding.locked === null || file === null) throw new Fault('not-found');
  const opened = await openCoyim(file, passphrase);
  if (!opened.ok) throw new Fault(opened.fault === 'wrong' ? 'passphrase-wrong' : 'not-found');
  readCoyim(finding, opened.value, basename(finding.locked));
  wipe(opened.value);
}
