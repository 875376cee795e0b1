import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function personHandlers(sotto: Sotto): HandlersOf<'persons'> {
  const persons = () => sotto.services().persons;
  return {
    'persons.join': ({ members }) => persons().join(members),
    'persons.split': ({ conversationId }) => persons().split(conversationId),
    'persons.order': ({ person, members }) => persons().order(person, members),
  };
}
