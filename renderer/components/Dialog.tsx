import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import './dialog.css';

type DialogProps = {
  readonly title: string;
  readonly about?: ReactNode;
  readonly width?: 'narrow' | 'medium' | 'wide' | 'broad' | undefined;
  /** `alertdialog` for questions whose answer cannot be taken back. */
  readonly role?: 'dialog' | 'alertdialog' | undefined;
  /** The focus goes to the title at first: for a dialog that opens by itself, whose fields must catch no keys. */
  readonly focusTitle?: boolean | undefined;
  readonly onClose: () => void;
  readonly children?: ReactNode;
  /** The buttons, the main one last. */
  readonly actions: ReactNode;
  /** With it, the dialog is a form: Enter in a field does what the main button does. */
  readonly onSubmit?: (() => void) | undefined;
};

/**
 * A modal dialog: the focus stays inside, at first on what is marked `data-first`; Escape closes.
 */
export function Dialog({ title, about, width = 'medium', role = 'dialog', focusTitle = false, onClose, children, actions, onSubmit }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => shown?.close();
  }, []);

  const content = (
    <>
      <div className="dialog-body">
        <h2 className="dialog-title" id={`${id}-title`} tabIndex={focusTitle ? -1 : undefined} data-first={focusTitle || undefined}>
          {title}
        </h2>
        {about && (
          <div className="dialog-about" id={`${id}-about`}>
            {about}
          </div>
        )}
        {children}
      </div>
      <div className="dialog-actions">{actions}</div>
    </>
  );

  return (
    <dialog
      ref={dialog}
      role={role}
      className={`dialog dialog-${width}`}
      aria-labelledby={`${id}-title`}
      aria-describedby={about ? `${id}-about` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {onSubmit ? (
        <form
          className="dialog-content"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {content}
        </form>
      ) : (
        <div className="dialog-content">{content}</div>
      )}
    </dialog>
  );
}
