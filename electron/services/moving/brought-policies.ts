import { defaultSwitches, type PrivacySwitches } from '../../../shared/views.ts';
import { isLaxer, isSameChoice, stricter } from '../policy-service.ts';

type Policies = ReadonlyMap<string | null, PrivacySwitches>;

export type BroughtPolicies = {
  readonly put: Policies;
  /** Whose settings were left out, wholly or in part; `null` is the account itself. */
  readonly left: readonly { readonly address: string | null; readonly why: 'policy-here' | 'policy-laxer' }[];
};

/**
 * What becomes of the privacy settings that another program had for an account (`null`) and its buddies.
 *
 * Nothing becomes laxer by them: what the person chose here stays, and of the others each switch that held here before
 * stays on. Only what then differs from what holds anyway is put.
 */
export function bringPolicies(came: Policies, here: Policies): BroughtPolicies {
  const before = here.get(null) ?? defaultSwitches;
  const put = new Map<string | null, PrivacySwitches>();
  const left: BroughtPolicies['left'][number][] = [];
  // The account's first, for those of buddies are choices beside it.
  for (const [address, switches] of [...came].sort(([a], [b]) => Number(b === null) - Number(a === null))) {
    const mine = here.get(address);
    if (mine !== undefined) {
      if (!isSameChoice(mine, switches)) left.push({ address, why: 'policy-here' });
      continue;
    }
    if (isLaxer(switches, before)) left.push({ address, why: 'policy-laxer' });
    const next = stricter(switches, before);
    if (!isSameChoice(next, put.get(null) ?? before)) put.set(address, next);
  }
  return { put, left };
}
