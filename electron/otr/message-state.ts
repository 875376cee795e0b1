import type { OtrEnv, OtrEvent, OtrPolicy } from './api.ts';
import {
  andThen,
  focusedSession,
  instanceOf,
  refuse,
  sendClear,
  tell,
  type Conversation,
  type Line,
  type Session,
  type Step,
} from './conversation.ts';
import { beginExchange, forgetExchanges, markStarting } from './exchange.ts';
import { limits } from './limits.ts';
import { allows, bestVersion, errorTexts, queryText, withTag } from './query.ts';
import { doubt } from './resend.ts';
import { endSession, receiveData, sendLine } from './session.ts';
import { hold } from './waiting.ts';
import { availableVersions, ignoreUnreadable, type DataMessage } from './wire/message.ts';

/*
 * The message state: a cell for every state and input.
 * Spec: OTRv3 "State transitions".
 */

export type MessageInput =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'tagged'; readonly text: string; readonly offers: readonly string[] }
  | { readonly kind: 'query'; readonly offers: readonly string[] }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'data'; readonly senderTag: number; readonly message: DataMessage }
  | { readonly kind: 'typed'; readonly line: Line }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** What every cell gets besides its state and input. */
export type Turn = { readonly conversation: Conversation; readonly env: OtrEnv; readonly atMs: number };

type In<S extends Session['at']> = Extract<Session, { at: S }>;
type Of<K extends MessageInput['kind']> = Extract<MessageInput, { kind: K }>;
type Table = {
  readonly [S in Session['at']]: {
    readonly [K in MessageInput['kind']]: (turn: Turn, input: Of<K>, state: In<S>) => Step;
  };
};

export const messageTable: Table = {
  plaintext: {
    plain: showPlain,
    tagged: showTagged,
    query: answerQuery,
    error: showError,
    data: notPrivate,
    typed: typedInPlaintext,
    start: sendQuery,
    end: endExchange,
  },
  encrypted: {
    plain: showUnexpectedClear,
    tagged: showUnexpectedTagged,
    query: answerQuery,
    error: showError,
    data: readData,
    typed: typedInEncrypted,
    start: sendQuery,
    end: endAll,
  },
  finished: {
    plain: showUnexpectedClear,
    tagged: showUnexpectedTagged,
    query: answerQuery,
    error: showError,
    data: notPrivate,
    typed: ({ conversation }, { line }) => ({
      next: conversation,
      effects: [tell({ kind: 'not-sent', id: line.id, why: 'finished' })],
    }),
    start: sendQuery,
    end: endAll,
  },
};

/** Runs the cell of an input: data goes by the sender's session, all else by the one that lines go to. */
export function stepMessage(turn: Turn, input: MessageInput): Step {
  const { conversation } = turn;
  const state =
    input.kind === 'data' ? instanceOf(conversation, input.senderTag).session : focusedSession(conversation);
  // The table's type proves that the cell takes just this state and input; TypeScript cannot follow that.
  const cell = messageTable[state.at][input.kind] as (turn: Turn, input: MessageInput, state: Session) => Step;
  return cell(turn, input, state);
}

const unencrypted = tell({ kind: 'unencrypted' });

function showPlain({ conversation }: Turn, { text }: Of<'plain'>): Step {
  const { next, effects } = showClear(conversation, text);
  return { next: next.sawPlaintext ? next : { ...next, sawPlaintext: true }, effects };
}

/** Shows a text that came in clear where no session stands, with a warning where encryption is required. */
export function showClear(conversation: Conversation, text: string): Step {
  const warning = conversation.config.policy.requireEncryption ? [unencrypted] : [];
  return { next: conversation, effects: [...warning, { do: 'deliver', text, encrypted: false, session: null }] };
}

function showUnexpectedClear({ conversation }: Turn, { text }: { readonly text: string }): Step {
  return { next: conversation, effects: [unencrypted, { do: 'deliver', text, encrypted: false, session: null }] };
}

function showTagged(turn: Turn, input: Of<'tagged'>): Step {
  return andThen(showClear(turn.conversation, input.text), (next) => startOnTag({ ...turn, conversation: next }, input));
}

function showUnexpectedTagged(turn: Turn, input: Of<'tagged'>): Step {
  return andThen(showUnexpectedClear(turn, input), (next) => startOnTag({ ...turn, conversation: next }, input));
}

function startOnTag({ conversation, env, atMs }: Turn, { offers }: Of<'tagged'>): Step {
  const { policy } = conversation.config;
  const version = bestVersion(offers, policy);
  if (!policy.startOnWhitespaceTag || version === null) return refuse(conversation);
  return beginExchange(conversation, version, env, atMs);
}

function answerQuery({ conversation, env, atMs }: Turn, { offers }: Of<'query'>): Step {
  const version = bestVersion(offers, conversation.config.policy);
  if (version === null) return { next: conversation, effects: [tell({ kind: 'version-refused' })] };
  return beginExchange(conversation, version, env, atMs);
}

function showError(turn: Turn, { text }: Of<'error'>): Step {
  const { conversation, env, atMs } = turn;
  const told = tell({ kind: 'peer-error', text: text.slice(0, limits.errorText) });
  const shown = andThen({ next: conversation, effects: [told] }, (next) => doubt(next, env, atMs));
  if (!conversation.config.policy.startOnError) return shown;
  return andThen(shown, (next) => {
    const counted = countReply({ ...turn, conversation: next });
    return counted === null ? refuse(next) : sendQuery({ ...turn, conversation: counted });
  });
}

/** Offers the versions that the policy allows; nothing where there is none. */
function sendQuery({ conversation, atMs }: Turn): Step {
  const { policy, maxMessageSize } = conversation.config;
  if (!speaksAny(policy)) return refuse(conversation);
  const text = queryText(policy, maxMessageSize);
  return andThen({ next: conversation, effects: [sendClear(text)] }, (next) => markStarting(next, atMs));
}

function typedInPlaintext(turn: Turn, { line }: Of<'typed'>): Step {
  const { conversation } = turn;
  const { policy } = conversation.config;
  if (policy.requireEncryption) return holdAndAsk(turn, line);
  const tag = policy.sendWhitespaceTag && !conversation.sawPlaintext;
  const text = tag ? withTag(line.text, policy) : line.text;
  return { next: conversation, effects: [sendClear(text, line.id)] };
}

/** Keeps a line until encryption stands, and asks for it where nobody has yet. */
function holdAndAsk(turn: Turn, line: Line): Step {
  return andThen(hold(turn.conversation, line), (next) =>
    next === turn.conversation || next.startingMs !== null ? refuse(next) : sendQuery({ ...turn, conversation: next }),
  );
}

function typedInEncrypted({ conversation, env, atMs }: Turn, { line }: Of<'typed'>, state: In<'encrypted'>): Step {
  // What waits was typed first.
  if (conversation.held.length > 0) return hold(conversation, line);
  return sendLine(conversation, state.info.theirInstance, line, env, atMs);
}

/** Nothing is private, and a key exchange that is under way must not make it so any more. */
function endExchange({ conversation }: Turn): Step {
  return andThen(forgetExchanges(conversation), (next) => refuse(next.startingMs === null ? next : { ...next, startingMs: null }));
}

/**
 * Ends the sessions with every instance, and a key exchange that is under way: it must not bring back what
 * the person just ended. The only way back to plaintext.
 */
function endAll({ conversation, env, atMs }: Turn, _input: Of<'end'>, state: In<'encrypted' | 'finished'>): Step {
  const { info } = state;
  const quiet = andThen(forgetExchanges(conversation), (next) =>
    refuse({ ...next, focus: null, choice: lasting(next.choice), startingMs: null, sawPlaintext: false, unread: [] }),
  );
  const ended = conversation.instances.keys().reduce<Step>(
    (step, tag) => andThen(step, (next) => endSession(next, tag, env, atMs)),
    quiet,
  );
  if (state.at === 'finished') return ended;
  return { next: ended.next, effects: [...ended.effects, tell({ kind: 'session-ended', by: 'us', session: info })] };
}

/** A choice without the session that it was for. */
function lasting(choice: Conversation['choice']): Conversation['choice'] {
  return typeof choice === 'number' ? 'latest' : choice;
}

function readData(turn: Turn, { senderTag, message }: Of<'data'>, state: In<'encrypted'>): Step {
  const { conversation, env, atMs } = turn;
  const read = receiveData(conversation, senderTag, state, message, env, atMs);
  return read ?? complain(turn, senderTag, message.flags, 'unreadable');
}

function notPrivate(turn: Turn, { senderTag, message }: Of<'data'>): Step {
  return complain(turn, senderTag, message.flags, 'not-private');
}

/**
 * Tells that a data message could not be read and answers with an error message, unless its sender asked
 * to ignore that. Only the count of automatic answers changes, and nothing once they are used up.
 */
export function complain(
  turn: Turn,
  senderTag: number,
  flags: number,
  what: keyof typeof errorTexts & OtrEvent['kind'],
): Step {
  const { conversation } = turn;
  if ((flags & ignoreUnreadable) !== 0) return refuse(conversation);
  const told = tell({ kind: what });
  const counted = countReply(turn);
  if (counted === null) return { next: conversation, effects: [told] };
  return { next: counted, effects: [told, sendClear(errorTexts[what], null, senderTag)] };
}

/** Counts an automatic answer; `null` when there were too many in this window. */
function countReply({ conversation, atMs }: Turn): Conversation | null {
  const { sinceMs, count } = conversation.replies;
  const running = atMs - sinceMs < limits.repliesWindowMs && atMs >= sinceMs;
  if (running && count >= limits.replies) return null;
  return { ...conversation, replies: running ? { sinceMs, count: count + 1 } : { sinceMs: atMs, count: 1 } };
}

/**
 * Whether OTR has a say here; where not, every text passes untouched. A session that stands goes on when the
 * policy stops allowing any version: nothing that is typed into it may go out in clear.
 */
export function isEnabled({ config, instances }: Conversation): boolean {
  return speaksAny(config.policy) || instances.values().some(({ session }) => session.at !== 'plaintext');
}

/** Whether a policy allows any version. */
export function speaksAny(policy: OtrPolicy): boolean {
  for (const version of availableVersions) if (allows(policy, version)) return true;
  return false;
}
