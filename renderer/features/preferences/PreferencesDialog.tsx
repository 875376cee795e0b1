import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, Radios } from '../../components/Field.tsx';
import { Segments } from '../../components/Segments.tsx';
import { appStore, saveSettings } from '../../store/app-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Theme } from '../../../shared/views.ts';
import { HistorySwitch } from './HistorySwitch.tsx';
import { PolicyDefaults } from './PolicyDefaults.tsx';
import { SharingSwitches } from './SharingSwitches.tsx';
import { ShortcutList } from './ShortcutsDialog.tsx';
import './preferences.css';

const themes: readonly Theme[] = ['system', 'light', 'dark'];
const sections = ['general', 'private', 'sharing', 'history', 'shortcuts'] as const;
type Section = (typeof sections)[number];

type Props = {
  /** Whose defaults of private conversations are to be seen at once. */
  readonly accountId: AccountId | undefined;
  readonly onClose: () => void;
};

/** What a person prefers, a section at a time; each choice holds at once. */
export function PreferencesDialog({ accountId, onClose }: Props) {
  const [section, setSection] = useState<Section>(accountId === undefined ? 'general' : 'private');
  const titles: Record<Section, string> = {
    general: t.preferences.general,
    private: t.policies.title,
    sharing: t.sharing.title,
    history: t.history.title,
    shortcuts: t.shortcuts.title,
  };
  return (
    <Dialog
      title={t.preferences.title}
      width="broad"
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <div className="preferences">
        <Segments
          upright
          label={t.preferences.sections}
          value={section}
          onChange={setSection}
          options={sections.map((value) => ({ value, label: titles[value] }))}
        />
        <div key={section} className="preferences-section" role="tabpanel" aria-label={titles[section]}>
          {section === 'general' && <General />}
          {section === 'private' && <PolicyDefaults accountId={accountId} />}
          {section === 'sharing' && <SharingSwitches />}
          {section === 'history' && <HistorySwitch />}
          {section === 'shortcuts' && <ShortcutList />}
        </div>
      </div>
    </Dialog>
  );
}

function General() {
  const { theme, spelling } = useStore(appStore, (state) => state.settings);
  const canSpell = useStore(appStore, (state) => state.canSpell);
  return (
    <>
      <Radios
        label={t.preferences.theme}
        value={theme}
        onChange={(chosen) => attempt(saveSettings({ theme: chosen }))}
        options={themes.map((value) => ({ value, label: t.preferences.themes[value] }))}
      />
      <fieldset className="policy-switches">
        <legend className="field-label">{t.preferences.writing}</legend>
        <Checkbox
          label={t.preferences.spelling}
          hint={canSpell ? t.preferences.spellingHint : t.preferences.noSpelling}
          checked={canSpell && spelling}
          disabled={!canSpell}
          onChange={(on) => attempt(saveSettings({ spelling: on }))}
        />
      </fieldset>
    </>
  );
}
