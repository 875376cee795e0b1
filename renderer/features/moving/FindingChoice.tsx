import { Waypoints } from 'lucide-react';
import { Checkbox } from '../../components/Field.tsx';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { FindingView } from '../../../shared/views.ts';
import { isChosen, type Chosen } from './choice.ts';
import { LockedFinding } from './LockedFinding.tsx';
import { Skipped } from './Skipped.tsx';

type Props = {
  readonly finding: FindingView;
  readonly chosen: Chosen;
  readonly onToggle: (address: string) => void;
  readonly onOpened: (opened: FindingView, passphrase: string) => void;
};

/** One program: its accounts to choose from, each with what it holds, and what cannot be brought in. */
export function FindingChoice({ finding, chosen, onToggle, onOpened }: Props) {
  return (
    <section className="finding" aria-label={titleOf(finding)}>
      <h3 className="strong">{titleOf(finding)}</h3>
      {finding.accounts.map((account) => (
        <Checkbox
          key={account.address}
          label={showableLine(account.address)}
          hint={
            <>
              {holds(account)}
              {account.here === 'nothing' && account.proxy !== null && (
                <span className="moving-proxy">
                  <Waypoints size={14} aria-hidden />
                  <span>{wayOf(account.proxy)}</span>
                </span>
              )}
            </>
          }
          checked={isChosen(chosen, finding.id, account.address)}
          onChange={() => onToggle(account.address)}
        />
      ))}
      {finding.locked && <LockedFinding finding={finding} onOpened={onOpened} />}
      <Skipped skipped={finding.skipped} />
    </section>
  );
}

/** The program's name, and what was chosen where it is in no usual place. */
export function titleOf({ client, chosen }: Pick<FindingView, 'client' | 'chosen'>): string {
  const name = t.moving.clients[client];
  return chosen === null ? name : `${name} (${showableLine(chosen)})`;
}

/** A proxy that comes along is shown before it does; one that cannot is said, too. */
function wayOf(proxy: NonNullable<FindingView['accounts'][number]['proxy']>): string {
  if (proxy === 'unusable') return t.moving.proxyNotTaken;
  const { kind, host, port } = proxy;
  const name = showableLine(host);
  return t.moving.through(kind === 'socks5' ? 'SOCKS5' : 'HTTP CONNECT', `${name.includes(':') ? `[${name}]` : name}:${port}`);
}

function holds({ hasKey, fingerprints, trusted, buddies, policies, here }: FindingView['accounts'][number]): string {
  const key = hasKey ? [here === 'same-key' ? t.moving.sameKey : here === 'other-key' ? t.moving.otherKey : t.moving.key] : [];
  const known = fingerprints > 0 ? [t.moving.fingerprints(fingerprints, trusted)] : [];
  const names = buddies > 0 ? [t.moving.buddies(buddies)] : [];
  const parts = [...key, ...known, ...names, ...(policies > 0 ? [t.moving.policies] : [])];
  return parts.length === 0 ? t.moving.accountOnly : parts.join(' · ');
}
