import { useStore } from 'zustand';
import { Checkbox } from '../../components/Field.tsx';
import { appStore, saveSettings } from '../../store/app-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { SharingView } from '../../../shared/views.ts';

/** What others may know beside the words. Nobody gets any of it who does not see our presence. */
export function SharingSwitches() {
  const sharing = useStore(appStore, (state) => state.settings.sharing);
  const save = (change: Partial<SharingView>) => attempt(saveSettings({ sharing: { ...sharing, ...change } }));
  return (
    <fieldset className="policy-switches">
      <legend className="field-label">{t.sharing.title}</legend>
      <Checkbox label={t.sharing.typing} hint={t.sharing.typingHint} checked={sharing.typing} onChange={(typing) => save({ typing })} />
      <Checkbox
        label={t.sharing.typingInPrivate}
        hint={t.sharing.typingInPrivateHint}
        checked={sharing.typing && sharing.typingInPrivate}
        disabled={!sharing.typing}
        onChange={(typingInPrivate) => save({ typingInPrivate })}
      />
      <Checkbox label={t.sharing.receipts} hint={t.sharing.receiptsHint} checked={sharing.receipts} onChange={(receipts) => save({ receipts })} />
      <Checkbox label={t.sharing.time} checked={sharing.time} onChange={(time) => save({ time })} />
      <Checkbox label={t.sharing.version} checked={sharing.version} onChange={(version) => save({ version })} />
    </fieldset>
  );
}
