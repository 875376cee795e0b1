import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { ConversationView } from '../../../shared/views.ts';

/** That they are writing. It keeps its place, and is not read aloud by itself: it comes and goes too often. */
export function Typing({ conversation }: { readonly conversation: ConversationView }) {
  return (
    <p className="typing one-line">
      {conversation.typing && (
        <>
          <span className="typing-dots" aria-hidden>
            <i />
            <i />
            <i />
          </span>
          {t.conversation.typing(shortName(showableLine(conversation.name)))}
        </>
      )}
    </p>
  );
}
