import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function labHandlers(sotto: Sotto): HandlersOf<'lab'> {
  const { conversations, lab } = { conversations: () => sotto.services().conversations, lab: () => sotto.services().lab };
  return {
    'lab.view': ({ conversationId }) => lab().view(conversationId),
    'lab.record': ({ conversationId, on }) => conversations().record(conversationId, on),
    'lab.forge': ({ conversationId, index, text }) => lab().forge(conversationId, index, text),
  };
}
