import type { AccountId } from '../ids.ts';

/* What is allowed and wanted of private messaging. */

/** The four classic switches of private messaging. Each needs the one before it, apart from the last. */
export type PrivacySwitches = {
  /** Private messaging is there at all. */
  readonly enabled: boolean;
  /** It is offered with what is written in clear, and their offers are taken. */
  readonly automatic: boolean;
  /** Nothing goes out in clear. */
  readonly required: boolean;
  /** Private conversations are not kept. */
  readonly unkept: boolean;
};

/** What holds where nobody chose anything. */
export const defaultSwitches: PrivacySwitches = { enabled: true, automatic: false, required: false, unkept: true };

/** The switches by libotr's names for them. */
export type PolicyName = 'never' | 'manual' | 'opportunistic' | 'always';

/** A choice that the person made: for one buddy, or with `address: null` the default of the account. */
export type PolicyView = {
  readonly accountId: AccountId;
  readonly address: string | null;
  readonly switches: PrivacySwitches;
};
