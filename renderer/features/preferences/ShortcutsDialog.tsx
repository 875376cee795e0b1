import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { t } from '../../strings/index.ts';
import './preferences.css';

/** Every key that does something, and what. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      title={t.shortcuts.title}
      width="narrow"
      onClose={onClose}
      actions={
        <Button look="primary" data-first onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <ShortcutList />
    </Dialog>
  );
}

export function ShortcutList() {
  const rows: readonly (readonly [string, string])[] = [
    [t.buddies.find, t.keys.find],
    [t.history.here, t.keys.historyHere],
    [t.history.open, t.keys.history],
    [t.buddies.add, t.keys.addBuddy],
    [t.buddies.newConversation, t.keys.newConversation],
    [t.conversation.next, t.keys.nextTab],
    [t.conversation.previous, t.keys.previousTab],
    [t.conversation.close, t.keys.closeTab],
    [t.shortcuts.numbered, t.keys.numbered],
    [t.shortcuts.privacy, t.keys.privacy],
    [t.shortcuts.send, t.keys.send],
    [t.shortcuts.newLine, t.keys.newLine],
    [t.emoji.open, t.keys.emoji],
    [t.shortcuts.correct, t.keys.up],
    [t.shortcuts.walk, t.keys.walk],
    [t.shortcuts.rowMenu, t.keys.rowMenu],
    [t.shortcuts.renameRow, 'F2'],
    [t.shortcuts.removeRow, t.keys.delete],
    [t.shortcuts.menuBar, t.keys.menuBar],
    [t.preferences.title, t.keys.preferences],
    [t.shortcuts.title, 'F1'],
    [t.app.quit, t.keys.quit],
  ];
  return (
    <dl className="shortcuts" tabIndex={0}>
      {rows.map(([what, keys]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            <kbd>{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
  );
}
