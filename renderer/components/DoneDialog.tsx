import type { ReactNode } from 'react';
import { t } from '../strings/index.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

type Props = { readonly title: string; readonly onClose: () => void; readonly children: ReactNode };

/** The last step of a dialog: one sentence on what came of it. */
export function DoneDialog({ title, onClose, children }: Props) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button look="primary" data-first onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <p role="status">{children}</p>
    </Dialog>
  );
}
