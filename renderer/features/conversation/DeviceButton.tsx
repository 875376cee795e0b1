import { ChevronDown } from 'lucide-react';
import type { MenuEntry } from '../../components/Menu.tsx';
import { MenuButton } from '../../components/MenuButton.tsx';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { chooseDevice } from '../../store/conversation-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups, nameWithin } from '../../text/person.ts';
import type { ConversationView, DeviceView } from '../../../shared/views.ts';

/** Where a buddy has sessions on several devices: the one that lines go to, and the choice of another. */
export function DeviceButton({ conversation }: { readonly conversation: ConversationView }) {
  const chosen = conversation.devices.find((device) => device.isChosen);
  if (conversation.devices.length < 2 || !chosen) return null;
  return (
    <MenuButton label={t.devices.menu} className="device-button" entries={entriesOf(conversation)}>
      <span className="one-line">
        {t.devices.with} <bdi>{nameOf(chosen)}</bdi>
      </span>
      <ChevronDown size={12} aria-hidden />
    </MenuButton>
  );
}

function entriesOf({ id, devices, deviceChoice }: ConversationView): readonly MenuEntry[] {
  const rules = ['best', 'recent', 'latest'] as const;
  return [
    { kind: 'heading', label: t.devices.one },
    ...devices.map((device): MenuEntry => ({
      label: `${nameOf(device)} · ${t.privacy.levels[device.privacy]}`,
      mark: <PrivacyIcon level={device.privacy} size={16} />,
      checked: deviceChoice === 'one' && device.isChosen,
      run: () => attempt(chooseDevice(id, device.instance)),
    })),
    { kind: 'line' },
    { kind: 'heading', label: t.devices.always },
    ...rules.map((rule): MenuEntry => ({
      label: t.devices.rules[rule],
      checked: deviceChoice === rule,
      run: () => attempt(chooseDevice(id, rule)),
    })),
  ];
}

/** The beginning of the device's key, which cannot be made up, and behind it the name that it gave itself. */
function nameOf({ resource, fingerprint }: DeviceView): string {
  const [first = ''] = fingerprintGroups(fingerprint);
  return resource === null ? first : `${first} (${nameWithin(showableLine(resource))})`;
}
