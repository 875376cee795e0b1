import { ArrowRight, Pencil, ShieldOff, TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { Button, IconButton } from '../../components/Button.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { isBlocked, unblock } from '../../store/blocking-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { endPrivate, sendDraft, startCorrection, startPrivate, tellTyping } from '../../store/conversation-store.ts';
import { draftOf, draftStore, emptyDraft, isForVerified, isStranded, levelInSight, setDraft, typed } from '../../store/draft-store.ts';
import { attempt, uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import { limits } from '../../../shared/limits.ts';
import type { ConversationView, PrivacyLevel } from '../../../shared/views.ts';
import { EmojiButton } from './EmojiButton.tsx';
import { ForVerified, KeyHeld, Stranded } from './HeldBack.tsx';
import './composer.css';

/** From this many characters on, the room that is left is said. */
const nearLimit = limits.messageLength - 2_000;

/** Where a message is written; it says how it will travel, and is shut when nothing would be sent. */
export function Composer({ conversation }: { readonly conversation: ConversationView }) {
  const { privacy, accountId, address } = conversation;
  const blocked = useStore(buddyStore, (state) => isBlocked(state, accountId, address));
  if (blocked) return <BlockedComposer conversation={conversation} />;
  return privacy === 'finished' ? (
    <ShutComposer conversation={conversation} />
  ) : (
    <OpenComposer conversation={conversation} privacy={privacy} />
  );
}

/** The last time that the person asked for the composer and got it. */
let turnTaken = 0;

type OpenProps = { readonly conversation: ConversationView; readonly privacy: Exclude<PrivacyLevel, 'finished'> };

function OpenComposer({ conversation, privacy }: OpenProps) {
  const { id } = conversation;
  const noteId = useId();
  const heldId = useId();
  const correctsId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useStore(draftStore, (state) => state.drafts.get(id) ?? emptyDraft);
  const stranded = isStranded(draft, levelInSight(conversation));
  const forVerified = isForVerified(draft, privacy);
  useConnectionBack(conversation);
  const tooLong = draft.text.length > limits.messageLength;
  const shut = conversation.changedKey !== null || stranded || forVerified || tooLong || draft.text.trim() === '';

  const turn = useStore(uiStore, (state) => state.composerTurn);
  useEffect(() => {
    // A conversation that comes to the front by itself takes no keys from what is being typed elsewhere.
    if (turn !== turnTaken || document.activeElement === document.body) field.current?.focus();
    turnTaken = turn;
  }, [id, turn]);

  const send = () => {
    if (!shut) void sendDraft(id);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp' && draft.text === '' && !event.shiftKey && startCorrection(id)) event.preventDefault();
    if (event.key === 'Escape' && draft.corrects !== undefined) setDraft(id, emptyDraft);
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <div className="composer-area">
      {conversation.changedKey ? (
        <KeyHeld id={heldId} name={shortName(showableLine(conversation.name))} />
      ) : stranded ? (
        <Stranded conversation={conversation} />
      ) : forVerified ? (
        <ForVerified conversation={conversation} />
      ) : (
        draft.refused &&
        draft.refused !== 'key-changed-undecided' && (
          <p className="composer-refused" role="alert">
            <TriangleAlert size={14} aria-hidden />
            {t.faults[draft.refused]}
          </p>
        )
      )}
      {draft.corrects !== undefined && (
        <p className="composer-corrects">
          <Pencil size={14} aria-hidden />
          <span id={correctsId}>{t.composer.corrects}</span>
          <Button look="quiet" onClick={() => setDraft(id, emptyDraft)}>
            {t.common.cancel}
          </Button>
        </p>
      )}
      <div className="composer">
        <textarea
          ref={field}
          id="composer"
          rows={1}
          value={draft.text}
          aria-label={t.composer.label(showableLine(conversation.name))}
          aria-describedby={conversation.changedKey ? heldId : draft.corrects !== undefined ? correctsId : draft.text.length > nearLimit ? noteId : undefined}
          placeholder={placeholderOf(conversation, privacy)}
          spellCheck
          onChange={(event) => {
            setDraft(id, typed(draftOf(id), event.target.value, levelInSight(conversation)));
            tellTyping(id, event.target.value.trim() !== '');
          }}
          onKeyDown={onKeyDown}
        />
        <EmojiButton field={field} privacy={privacy} />
        <IconButton icon={ArrowRight} look="primary" label={t.composer.send} disabled={shut} onClick={send} />
      </div>
      {draft.text.length > nearLimit && (
        <p id={noteId} className={tooLong ? 'composer-room composer-room-over' : 'composer-room'}>
          {t.composer.room(limits.messageLength - draft.text.length)}
        </p>
      )}
    </div>
  );
}

/** How a line would travel that is sent now. One that is sent while the key exchange runs waits for it. */
function placeholderOf({ changedKey, starting, policy }: ConversationView, privacy: OpenProps['privacy']): string {
  if (changedKey) return t.composer.decideFirst;
  if (privacy === 'not-private' && policy === 'always' && !starting) return t.composer.willWait;
  return t.composer.placeholders[privacy === 'not-private' && starting ? 'unverified' : privacy];
}

/** Once the account is connected again, the composer no longer says that it is not. */
function useConnectionBack({ id, accountId }: ConversationView): void {
  const online = useStore(accountStore, (state) => accountOf(state, accountId)?.connection.at === 'online');
  useEffect(() => {
    const draft = draftOf(id);
    if (online && draft.refused === 'not-connected') setDraft(id, { ...draft, refused: null });
  }, [id, online]);
}

function BlockedComposer({ conversation: { id, accountId, address } }: { readonly conversation: ConversationView }) {
  const draft = useStore(draftStore, (state) => state.drafts.get(id) ?? emptyDraft);
  const shown = showableLine(address);
  return (
    <div className="composer-area">
      <section className="composer-shut" aria-label={t.blocking.isBlocked}>
        <div className="composer-shut-words">
          <p className="strong">{t.blocking.shut(shown)}</p>
          <p className="muted">{t.blocking.shutAbout}</p>
          {draft.text !== '' && <KeptDraft text={draft.text} />}
        </div>
        <div className="composer-choices">
          <Button look="primary" onClick={() => attempt(unblock(accountId, address))}>
            {t.blocking.unblock}
          </Button>
        </div>
      </section>
    </div>
  );
}

function KeptDraft({ text }: { readonly text: string }) {
  return (
    <p className="composer-kept">
      <ShieldOff size={14} aria-hidden />
      {t.composer.kept} <bdi className="one-line">{text}</bdi>
    </p>
  );
}

function ShutComposer({ conversation }: { readonly conversation: ConversationView }) {
  const { id, starting } = conversation;
  const draft = useStore(draftStore, (state) => state.drafts.get(id) ?? emptyDraft);
  const name = shortName(showableLine(conversation.name));
  return (
    <div className="composer-area">
      <section className="composer-shut" aria-label={t.privacy.levels.finished}>
        <div className="composer-shut-words">
          <p className="strong">{t.composer.finished}</p>
          <p className="muted">{t.composer.finishedAbout(name)}</p>
          {draft.text !== '' && <KeptDraft text={draft.text} />}
        </div>
        <div className="composer-choices">
          <Button onClick={() => attempt(endPrivate(id))}>{t.privacy.end}</Button>
          <Button look="primary" disabled={starting} onClick={() => attempt(startPrivate(id))}>
            {t.composer.startAgain}
          </Button>
        </div>
      </section>
    </div>
  );
}
