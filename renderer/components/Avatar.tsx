import { useState } from 'react';
import { hueOf, initialsOf } from '../text/person.ts';
import './avatar.css';
import { PresenceMark } from './PresenceMark.tsx';
import type { Show } from '../../shared/views.ts';

type AvatarProps = {
  readonly address: string;
  readonly name: string;
  readonly size: 28 | 32 | 36 | 96;
  /** An address of the kind `data:`; without it, initials stand there. */
  readonly picture?: string | undefined;
  readonly show?: Show | 'invisible' | undefined;
};

/** A picture, or initials on a colour that belongs to the address, with the presence at the corner. Only decoration. */
export function Avatar({ address, name, size, show, picture }: AvatarProps) {
  // One that the decoder takes for none: initials stand there as before.
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={`avatar avatar-${size} avatar-hue-${hueOf(address)}`} aria-hidden>
      {picture === undefined || picture === broken ? (
        initialsOf(name)
      ) : (
        <img src={picture} alt="" draggable={false} onError={() => setBroken(picture)} />
      )}
      {show !== undefined && (
        <span className="avatar-presence">
          <PresenceMark show={show} />
        </span>
      )}
    </span>
  );
}
