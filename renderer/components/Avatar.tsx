import { hueOf, initialsOf } from '../text/person.ts';
import './avatar.css';
import { PresenceMark } from './PresenceMark.tsx';
import type { Show } from '../../shared/views.ts';

type AvatarProps = {
  readonly address: string;
  readonly name: string;
  readonly size: 28 | 32 | 36;
  readonly show?: Show | 'invisible' | undefined;
};

/** Initials on a colour that belongs to the address, with the presence at the corner. Only decoration. */
export function Avatar({ address, name, size, show }: AvatarProps) {
  return (
    <span className={`avatar avatar-${size} avatar-hue-${hueOf(address)}`} aria-hidden>
      {initialsOf(name)}
      {show !== undefined && (
        <span className="avatar-presence">
          <PresenceMark show={show} />
        </span>
      )}
    </span>
  );
}
