import type { FindingView } from '../../../shared/views.ts';

/** The chosen accounts, each by finding and address. */
export type Chosen = ReadonlySet<string>;

const nameOf = (finding: string, address: string): string => `${finding} ${address}`;

/** Everything that brings something new. An account that two findings hold is chosen from the first of them. */
export function chosenAtFirst(findings: readonly FindingView[]): Chosen {
  const seen = new Set<string>();
  const chosen = new Set<string>();
  for (const { id, accounts } of findings) {
    for (const { address, hasKey, fingerprints } of accounts) {
      if (seen.has(address) || (!hasKey && fingerprints === 0)) continue;
      seen.add(address);
      chosen.add(nameOf(id, address));
    }
  }
  return chosen;
}

/** What is chosen once further findings are there: as before, and of the new ones what no other brings. */
export function chosenToo(chosen: Chosen, before: readonly FindingView[], more: readonly FindingView[]): Chosen {
  const known = new Set(before.flatMap(({ id, accounts }) => accounts.filter(({ address }) => isChosen(chosen, id, address)).map(({ address }) => address)));
  const fresh = more.map((finding) => ({ ...finding, accounts: finding.accounts.filter(({ address }) => !known.has(address)) }));
  return new Set([...chosen, ...chosenAtFirst(fresh)]);
}

export function isChosen(chosen: Chosen, finding: string, address: string): boolean {
  return chosen.has(nameOf(finding, address));
}

export function toggled(chosen: Chosen, finding: string, address: string): Chosen {
  const next = new Set(chosen);
  if (!next.delete(nameOf(finding, address))) next.add(nameOf(finding, address));
  return next;
}

/** The chosen accounts that bring a key where Sotto has another one. */
export function replacing(findings: readonly FindingView[], chosen: Chosen): readonly string[] {
  const addresses = findings.flatMap(({ id, accounts }) =>
    accounts.filter(({ address, here }) => here === 'other-key' && isChosen(chosen, id, address)).map(({ address }) => address),
  );
  return [...new Set(addresses)];
}
