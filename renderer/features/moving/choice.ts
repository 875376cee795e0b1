import type { FindingView, MovingClient } from '../../../shared/views.ts';

/** The chosen accounts, each by program and address. */
export type Chosen = ReadonlySet<string>;

const nameOf = (client: MovingClient, address: string): string => `${client} ${address}`;

/** Everything that brings something new. An account that two programs know is chosen from the first of them. */
export function chosenAtFirst(findings: readonly FindingView[]): Chosen {
  const seen = new Set<string>();
  const chosen = new Set<string>();
  for (const { client, accounts } of findings) {
    for (const { address, hasKey, fingerprints } of accounts) {
      if (seen.has(address) || (!hasKey && fingerprints === 0)) continue;
      seen.add(address);
      chosen.add(nameOf(client, address));
    }
  }
  return chosen;
}

export function isChosen(chosen: Chosen, client: MovingClient, address: string): boolean {
  return chosen.has(nameOf(client, address));
}

export function toggled(chosen: Chosen, client: MovingClient, address: string): Chosen {
  const next = new Set(chosen);
  if (!next.delete(nameOf(client, address))) next.add(nameOf(client, address));
  return next;
}

/** Whether one of the chosen accounts brings a key where Sotto has another one. */
export function needsReplacing(findings: readonly FindingView[], chosen: Chosen): boolean {
  return findings.some(({ client, accounts }) =>
    accounts.some(({ address, here }) => here === 'other-key' && isChosen(chosen, client, address)),
  );
}
