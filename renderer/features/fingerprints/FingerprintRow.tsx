import { Check, CornerDownRight } from 'lucide-react';
import type { MouseEvent } from 'react';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { dateOf, dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups } from '../../text/person.ts';
import type { Row } from './rows.ts';
import type { How } from './selection.ts';

type Props = {
  readonly row: Row;
  readonly id: string;
  readonly rowIndex: number;
  readonly chosen: boolean;
  /** The keyboard is on it. */
  readonly active: boolean;
  readonly onSelect: (how: How) => void;
  readonly onOpen: () => void;
};

/** One known key. The further keys of a buddy stand under the first, set in. */
export function FingerprintRow({ row, id, rowIndex, chosen, active, onSelect, onOpen }: Props) {
  const onClick = (event: MouseEvent) =>
    onSelect(event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  const groups = fingerprintGroups(row.fingerprint);
  return (
    <tr
      id={id}
      aria-rowindex={rowIndex}
      aria-selected={chosen}
      className={[active ? 'row-active' : '', row.place + 1 < row.of ? 'row-continued' : ''].join(' ')}
      onClick={onClick}
      onDoubleClick={onOpen}
    >
      <BuddyCell row={row} />
      <td className="column-account muted" title={row.account}>
        {row.account}
      </td>
      <td className="column-now">
        {row.use === null ? (
          <span className="muted">{t.fingerprints.notInUse}</span>
        ) : (
          <span className={`use-pill use-${row.use}`}>
            <PrivacyIcon level={row.use} size={14} />
            {t.privacy.levels[row.use]}
          </span>
        )}
      </td>
      <VerifiedCell row={row} />
      <td className="column-first muted" title={dateTimeOf(row.firstSeenMs)}>
        {dateOf(row.firstSeenMs)}
      </td>
      <td className="column-seen muted" title={dateTimeOf(row.lastSeenMs)}>
        {dateOf(row.lastSeenMs)}
      </td>
      <td className="column-fingerprint" title={groups.join(' ')}>
        <code>{`${groups[0] ?? ''} ${groups[1]?.slice(0, 4) ?? ''}…${groups[4]?.slice(-4) ?? ''}`}</code>
      </td>
    </tr>
  );
}

function BuddyCell({ row }: { readonly row: Row }) {
  const name = <bdi>{showableLine(row.name)}</bdi>;
  if (row.place > 0) {
    return (
      <td className="column-buddy muted" title={row.address}>
        <CornerDownRight size={14} aria-hidden /> {name}
      </td>
    );
  }
  return (
    <td className="column-buddy" title={row.address}>
      <span className="strong">{name}</span>
      {row.of > 1 && <span className="muted"> · {t.fingerprints.keys(row.of)}</span>}
    </td>
  );
}

function VerifiedCell({ row: { verified, verifiedHow, verifiedAtMs } }: { readonly row: Row }) {
  if (!verified) {
    return (
      <td className="column-verified">
        <span className="muted">{t.fingerprints.verifiedNo}</span>
      </td>
    );
  }
  const how = verifiedHow === null ? t.fingerprints.verifiedYes : t.fingerprints.how[verifiedHow];
  return (
    <td className="column-verified" title={verifiedAtMs === null ? how : `${how}, ${dateTimeOf(verifiedAtMs)}`}>
      <span className="verified-words">
        <Check size={14} aria-hidden />
        <span className="one-line">{verifiedAtMs === null ? how : `${how}, ${dateOf(verifiedAtMs)}`}</span>
      </span>
    </td>
  );
}
