import { Fault } from '../../base/fault.ts';
import { bareAddress } from '../../protocols/address.ts';
import { conversationIdOf } from '../../services/conversation-id.ts';
import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function buddyHandlers(sotto: Sotto): HandlersOf<'buddies'> {
  const buddies = () => sotto.services().buddies;
  const groups = () => sotto.services().groups;
  return {
    'buddies.add': async ({ accountId, address, name, groups, message }) => {
      const bare = checkAddress(address);
      await buddies().add(accountId, bare, name.trim(), groups, message);
      return { conversationId: conversationIdOf(accountId, bare) };
    },
    'buddies.update': ({ accountId, address, name, groups }) => buddies().update(accountId, address, name.trim(), groups),
    'buddies.note': ({ accountId, address, note }) => buddies().note(accountId, address, note.trim()),
    'buddies.remove': ({ accountId, address, keepTheirs }) => buddies().remove(accountId, address, keepTheirs),
    'buddies.renameGroup': ({ group, name }) => groups().rename(group, name.trim()),
    'buddies.removeGroup': ({ group }) => groups().remove(group),
    'buddies.answer': ({ accountId, address, answer }) => buddies().answer(accountId, address, answer),
  };
}

function checkAddress(text: string): string {
  const address = bareAddress(text);
  if (address === null) throw new Fault('address-invalid');
  return address;
}
