import type { ReactNode } from 'react';
import { t } from '../strings/index.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

type Props = {
  readonly title: string;
  readonly about: string;
  readonly width?: 'narrow' | 'medium' | 'wide';
  /** What is done; `no` is the way back, "Cancel" unless it leads elsewhere. */
  readonly yes: string;
  readonly no?: string;
  /** What is said of it in the dialog is not enough yet. */
  readonly disabled?: boolean;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

/** Asks before something goes that does not come back. The keyboard is on the way back. */
export function ConfirmDialog({ title, about, width = 'narrow', yes, no = t.common.cancel, disabled = false, onYes, onClose, children }: Props) {
  return (
    <Dialog
      title={title}
      about={about}
      width={width}
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button data-first onClick={onClose}>
            {no}
          </Button>
          <Button look="danger" disabled={disabled} onClick={onYes}>
            {yes}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
