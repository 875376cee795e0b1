import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Radios } from '../../components/Field.tsx';
import { appStore, saveSettings } from '../../store/app-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Theme } from '../../../shared/views.ts';
import { HistorySwitch } from './HistorySwitch.tsx';
import { PolicyDefaults } from './PolicyDefaults.tsx';
import { SharingSwitches } from './SharingSwitches.tsx';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

type Props = {
  /** Whose defaults are in sight at first. */
  readonly accountId: AccountId | undefined;
  readonly onClose: () => void;
};

/** What a person prefers; each choice holds at once. */
export function PreferencesDialog({ accountId, onClose }: Props) {
  const theme = useStore(appStore, (state) => state.settings.theme);
  return (
    <Dialog
      title={t.preferences.title}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <Radios
        label={t.preferences.theme}
        value={theme}
        onChange={(chosen) => attempt(saveSettings({ theme: chosen }))}
        options={themes.map((value) => ({ value, label: t.preferences.themes[value] }))}
      />
      <PolicyDefaults accountId={accountId} />
      <SharingSwitches />
      <HistorySwitch />
    </Dialog>
  );
}
