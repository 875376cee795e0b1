import type { FindingView } from '../../../shared/views.ts';
import type { Finding, FoundAccount } from './finding.ts';
import { agreed, type FoundProxy, type Way } from './proxies.ts';

/**
 * What Sotto goes through for an account: what this program did, and where that was nothing, what those beside it did.
 * Else an account that was refused for one program's proxy would come in directly with the next one's files.
 */
export function wayFor(found: FoundAccount, finding: Finding, beside: readonly Finding[]): Way {
  let way: FoundProxy = finding.wayOf(found);
  if (way !== 'direct') return way;
  for (const other of beside) {
    const same = other.accounts.find(({ address }) => address === found.address);
    if (same !== undefined) way = agreed(way, other.wayOf(same));
  }
  return way === 'shared' ? 'unusable' : way;
}

/** As much of a way as the window shows. */
export function proxyOf(way: Way): FindingView['accounts'][number]['proxy'] {
  if (typeof way === 'string') return way === 'direct' ? null : way;
  const { kind, host, port } = way.settings;
  return { kind, host, port };
}
