import { policyOf } from '../otr/index.ts';
import type { OtrPolicy } from '../otr/index.ts';
import type { PolicyRecord, Store } from '../store/records.ts';
import { defaultSwitches } from '../../shared/views.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { PolicyName, PolicyView, PrivacySwitches } from '../../shared/views.ts';
import type { Publish } from './publisher.ts';

/**
 * The flags of a preset. Where nothing starts by itself, unlike libotr we still take the offer of a whitespace
 * tag, as we answer a query.
 */
function flagsOf(name: PolicyName): OtrPolicy {
  return name === 'manual' ? { ...policyOf(name), startOnWhitespaceTag: true } : policyOf(name);
}

type Deps = {
  readonly store: Store;
  readonly publish: Publish;
  /** What holds for a buddy, or with `null` for all of an account, may have changed. */
  readonly onChanged: (accountId: AccountId, address: string | null) => void;
};

/** Keeps what the person allows and wants of private messaging, by account and by buddy. */
export class PolicyService {
  readonly #deps: Deps;
  readonly #records = new Map<AccountId, Map<string | null, PolicyRecord>>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#read();
  }

  /** The store has other records than before. */
  reread(): void {
    this.#read();
    this.#deps.publish('policies.changed', { policies: this.views() });
    for (const accountId of this.#records.keys()) this.#deps.onChanged(accountId, null);
  }

  #read(): void {
    const { store } = this.#deps;
    for (const { id } of store.accounts.list()) {
      this.#records.set(id, new Map(store.policies.list(id).map((record) => [record.address, record])));
    }
  }

  /** The choices that the person made. */
  views(): readonly PolicyView[] {
    return [...this.#records.values()].flatMap((records) => [...records.values()].map(viewOf));
  }

  /** The engine's flags for a buddy: their own, else the account's, else ours. */
  flags(accountId: AccountId, address: string): OtrPolicy {
    const records = this.#records.get(accountId);
    return (records?.get(address) ?? records?.get(null))?.flags ?? flagsOf(nameOf(defaultSwitches));
  }

  /** The same by its name. */
  name(accountId: AccountId, address: string): PolicyName {
    return nameOf(switchesOf(this.flags(accountId, address), true));
  }

  /** Whether private conversations with a buddy are not to be kept. */
  isUnkept(accountId: AccountId, address: string): boolean {
    const records = this.#records.get(accountId);
    return (records?.get(address) ?? records?.get(null))?.unkept ?? defaultSwitches.unkept;
  }

  /** Chooses for a buddy, or with `null` for the account; without `switches` the default holds again. */
  save(accountId: AccountId, address: string | null, switches: PrivacySwitches | null): void {
    const { store, publish, onChanged } = this.#deps;
    const records = this.#records.get(accountId) ?? new Map<string | null, PolicyRecord>();
    if (switches === null) {
      store.policies.remove(accountId, address);
      records.delete(address);
    } else {
      records.set(address, this.store(accountId, address, switches));
    }
    this.#records.set(accountId, records);
    publish('policies.changed', { policies: this.views() });
    onChanged(accountId, address);
  }

  /** Keeps a choice in the store alone; `reread` brings it here. */
  store(accountId: AccountId, address: string | null, switches: PrivacySwitches): PolicyRecord {
    const record = { accountId, address, flags: flagsOf(nameOf(switches)), unkept: switches.unkept };
    this.#deps.store.policies.put(record);
    return record;
  }

  /** What the person chose for an account and its buddies. */
  chosen(accountId: AccountId): ReadonlyMap<string | null, PrivacySwitches> {
    const records = this.#records.get(accountId) ?? new Map<string | null, PolicyRecord>();
    return new Map([...records].map(([address, record]) => [address, viewOf(record).switches]));
  }

  /** The account was removed. */
  drop(accountId: AccountId): void {
    if (this.#records.delete(accountId)) this.#deps.publish('policies.changed', { policies: this.views() });
  }
}

/** Each switch counts only where those that it needs are on. */
function nameOf({ enabled, automatic, required }: PrivacySwitches): PolicyName {
  if (!enabled) return 'never';
  if (!automatic) return 'manual';
  return required ? 'always' : 'opportunistic';
}

/** The switches that say what these flags do. */
export function switchesOf(flags: OtrPolicy, unkept: boolean): PrivacySwitches {
  const enabled = flags.allowV2 || flags.allowV3;
  const required = enabled && flags.requireEncryption;
  return { enabled, automatic: required || (enabled && flags.sendWhitespaceTag), required, unkept };
}

const switchNames = Object.keys(defaultSwitches) as (keyof PrivacySwitches)[];

/** Whether a switch that is on in `here` is off in `came`. */
export function isLaxer(came: PrivacySwitches, here: PrivacySwitches): boolean {
  return switchNames.some((name) => here[name] && !came[name]);
}

export function isSameChoice(a: PrivacySwitches, b: PrivacySwitches): boolean {
  return switchNames.every((name) => a[name] === b[name]);
}

/** Every switch that is on in one of them. */
export function stricter(a: PrivacySwitches, b: PrivacySwitches): PrivacySwitches {
  return {
    enabled: a.enabled || b.enabled,
    automatic: a.automatic || b.automatic,
    required: a.required || b.required,
    unkept: a.unkept || b.unkept,
  };
}

function viewOf({ accountId, address, flags, unkept }: PolicyRecord): PolicyView {
  return { accountId, address, switches: switchesOf(flags, unkept) };
}
