import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function authenticationHandlers(sotto: Sotto): HandlersOf<'authentication'> {
  const authentication = () => sotto.services().conversations.authentication;
  return {
    'authentication.ask': ({ conversationId, fingerprint, question, secret }) =>
      authentication().ask(conversationId, fingerprint, question, secret),
    'authentication.answer': ({ conversationId, run, secret }) => authentication().answer(conversationId, run, secret),
    'authentication.cancel': ({ conversationId, run }) => authentication().cancel(conversationId, run),
    'authentication.dismiss': ({ conversationId, run }) => authentication().dismiss(conversationId, run),
  };
}
