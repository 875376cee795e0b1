import { ImageUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Note } from '../../components/Note.tsx';
import { publishPicture, usePicture } from '../../store/picture-store.ts';
import { t } from '../../strings/index.ts';
import { localPart } from '../../text/person.ts';
import type { AccountView } from '../../../shared/views.ts';
import { smallPicture } from './small-picture.ts';

type Props = { readonly account: AccountView; readonly onClose: () => void };

/** Chooses the picture that the buddies of an account see, or takes it away. */
export function PictureDialog({ account, onClose }: Props) {
  const { id, settings, picture } = account;
  const field = useRef<HTMLInputElement>(null);
  const now = usePicture(id, settings.address, picture);
  const [error, setError] = useState<string | null>(null);
  /** What was chosen and is not shown to anybody yet, as base64. */
  const [chosen, setChosen] = useState<string | null>(null);

  const choose = async (file: File | undefined) => {
    if (!file) return;
    const small = await smallPicture(file);
    setChosen(small);
    setError(small === null ? t.faults['picture-unreadable'] : null);
  };
  const save = async (base64: string | null) => {
    const fault = await publishPicture(id, base64);
    if (fault === null) onClose();
    else setError(t.faults[fault]);
  };

  return (
    <Dialog
      title={t.pictures.title}
      about={t.pictures.about}
      width="narrow"
      onClose={onClose}
      actions={
        <>
          {picture !== null && (
            <Button className="at-start" onClick={() => void save(null)}>
              {t.pictures.remove}
            </Button>
          )}
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" disabled={chosen === null} onClick={() => chosen !== null && void save(chosen)}>
            {t.pictures.show}
          </Button>
        </>
      }
    >
      {error && (
        <div role="alert">
          <Note look="danger">{error}</Note>
        </div>
      )}
      <div className="own-picture">
        <Avatar
          address={settings.address}
          name={localPart(settings.address)}
          size={96}
          picture={chosen === null ? now : `data:image/png;base64,${chosen}`}
        />
        <Button icon={ImageUp} data-first onClick={() => field.current?.click()}>
          {t.pictures.choose}
        </Button>
        <input
          ref={field}
          type="file"
          hidden
          aria-label={t.pictures.choose}
          accept="image/png,image/jpeg,image/webp,image/gif"
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </div>
    </Dialog>
  );
}
