import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function conversationHandlers(sotto: Sotto): HandlersOf<'conversations'> {
  const conversations = () => sotto.services().conversations;
  return {
    'conversations.open': ({ accountId, address }) => ({ conversationId: conversations().open(accountId, address) }),
    'conversations.close': ({ conversationId }) => conversations().close(conversationId),
    'conversations.read': ({ conversationId }) => conversations().read(conversationId),
    'conversations.accept': ({ conversationId }) => conversations().accept(conversationId),
    'conversations.send': ({ conversationId, text, privacy }) => {
      conversations().send(conversationId, text, privacy);
      // A crash before the window says so must not bring back as unsent what was sent.
      sotto.services().drafts.save({ conversationId, text: '', typedFor: privacy });
    },
    'conversations.draft': (draft) => sotto.services().drafts.save(draft),
    'conversations.correct': ({ conversationId, itemId, text }) => conversations().correct(conversationId, itemId, text),
    'conversations.typing': ({ conversationId, typing }) => conversations().typing(conversationId, typing),
    'conversations.retry': ({ conversationId, itemId }) => conversations().retry(conversationId, itemId),
    'conversations.takeBack': ({ conversationId, itemId }) => ({ text: conversations().takeBack(conversationId, itemId) }),
    'conversations.chooseDevice': ({ conversationId, device }) => conversations().chooseDevice(conversationId, device),
    'conversations.startPrivate': ({ conversationId }) => conversations().startPrivate(conversationId),
    'conversations.endPrivate': ({ conversationId }) => conversations().endPrivate(conversationId),
    'conversations.verify': ({ conversationId, fingerprint, verified }) =>
      conversations().verify(conversationId, fingerprint, verified),
    'conversations.acceptKey': ({ conversationId, fingerprint }) => conversations().acceptKey(conversationId, fingerprint),
  };
}
