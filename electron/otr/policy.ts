import type { OtrPolicy } from './api.ts';

/*
 * Policies as people know them: four names for sets of flags. It is the flags that are kept.
 * Spec: OTRv3 "Policies"; the sets are libotr's, without version 1.
 */

export type PolicyPreset = 'never' | 'manual' | 'opportunistic' | 'always';

const never: OtrPolicy = {
  allowV2: false,
  allowV3: false,
  requireEncryption: false,
  sendWhitespaceTag: false,
  startOnWhitespaceTag: false,
  startOnError: false,
};
const manual: OtrPolicy = { ...never, allowV2: true, allowV3: true };
const presets: { readonly [Name in PolicyPreset]: OtrPolicy } = {
  never,
  manual,
  opportunistic: { ...manual, sendWhitespaceTag: true, startOnWhitespaceTag: true, startOnError: true },
  always: { ...manual, requireEncryption: true, startOnWhitespaceTag: true, startOnError: true },
};
const names = Object.keys(presets) as PolicyPreset[];
const conduct = ['requireEncryption', 'sendWhitespaceTag', 'startOnWhitespaceTag', 'startOnError'] as const;

/** The flags of a preset, with every version that it may speak. */
export function policyOf(preset: PolicyPreset): OtrPolicy {
  return presets[preset];
}

/**
 * The preset that a policy is, whichever versions it speaks; `null` where its flags are a choice of their own.
 * Without any version it is `never`, whatever else it says; where it requires encryption nothing typed goes out.
 */
export function presetOf(policy: OtrPolicy): PolicyPreset | null {
  if (!policy.allowV2 && !policy.allowV3) return 'never';
  const spoken = names.filter((name) => name !== 'never');
  return spoken.find((name) => conduct.every((flag) => presets[name][flag] === policy[flag])) ?? null;
}
