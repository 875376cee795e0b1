import { Smile } from 'lucide-react';
import { useCallback, useRef, useState, type RefObject } from 'react';
import { IconButton } from '../../components/Button.tsx';
import { Popover } from '../../components/Popover.tsx';
import { loadEmoji, rememberEmoji } from '../../store/emoji-store.ts';
import { t } from '../../strings/index.ts';
import type { PrivacyLevel } from '../../../shared/views.ts';
import { EmojiPicker } from './EmojiPicker.tsx';

/** Opens the emoji, and puts the chosen one where the caret of `field` is. */
export function EmojiButton({ field, privacy }: { readonly field: RefObject<HTMLTextAreaElement | null>; readonly privacy: PrivacyLevel }) {
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  const toggle = () => {
    void loadEmoji();
    setAnchor(anchor === null ? button.current : null);
  };
  const close = useCallback(
    ({ refocus }: { readonly refocus: boolean }) => {
      setAnchor(null);
      if (refocus) field.current?.focus();
    },
    [field],
  );
  const choose = (emoji: string, goOn: boolean) => {
    const search = document.activeElement;
    field.current?.focus();
    insertAtCaret(emoji);
    rememberEmoji(emoji, privacy);
    if (goOn && search instanceof HTMLElement) search.focus();
    else close({ refocus: true });
  };

  return (
    <>
      <IconButton
        ref={button}
        icon={Smile}
        label={t.emoji.open}
        className="emoji-button"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={toggle}
      />
      {anchor !== null && (
        <Popover label={t.emoji.open} anchor={anchor} onClose={close}>
          <EmojiPicker onChoose={choose} />
        </Popover>
      )}
    </>
  );
}

/** As if it were typed, so that it can be undone like what is typed. No other way of the platform's keeps the undo of a text field. */
function insertAtCaret(text: string): void {
  document.execCommand('insertText', false, text);
}
