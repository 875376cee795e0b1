import { ChevronDown, LoaderCircle } from 'lucide-react';
import { MenuButton } from '../../components/MenuButton.tsx';
import { privacyIcons } from '../../components/PrivacyIcon.tsx';
import { privacyEntries } from '../../store/privacy-entries.ts';
import { t } from '../../strings/index.ts';
import type { ConversationView } from '../../../shared/views.ts';

/** The privacy state in words, icon and colour, and the menu of what can be done about it. */
export function PrivacyButton({ conversation }: { readonly conversation: ConversationView }) {
  const { privacy, starting } = conversation;
  const Icon = starting ? LoaderCircle : privacyIcons[privacy];
  return (
    <MenuButton
      label={t.privacy.menu}
      className={`privacy-button privacy-button-${privacy}`}
      align="end"
      entries={privacyEntries(conversation)}
    >
      <Icon size={16} aria-hidden className={starting ? 'turning' : undefined} />
      <span>{t.privacy.levels[privacy]}</span>
      {starting && <span className="screen-reader">{t.privacy.starting}</span>}
      <ChevronDown size={14} aria-hidden />
    </MenuButton>
  );
}
