import { focusedSession, instanceOf, refuse, tell, type Conversation, type Step } from './conversation.ts';
import { receiveAke } from './exchange.ts';
import { assemble, decodeFragment, type Assembly, type Fragment } from './fragment.ts';
import { judgeTags } from './instance-tags.ts';
import { limits } from './limits.ts';
import { complain, isEnabled, showClear, stepMessage, type Turn } from './message-state.ts';
import { allows, classify } from './query.ts';
import { receiveNext } from './session.ts';
import { unarmor } from './wire/armor.ts';
import { decodeBody, decodeHeader, flagsOf, type Header } from './wire/message.ts';

/*
 * From a text of the network to the state machines. The order of the checks is length, tags, body, then
 * state.
 */

/** Takes one text from the network. */
export function receiveText(turn: Turn, text: string): Step {
  const { conversation } = turn;
  const short = receiveShort(turn, text);
  if (short !== null) return short;
  if (!isEnabled(conversation)) return showClear(conversation, text);
  const framing = classify(text);
  if (framing.kind === 'fragment') return receiveFragment(turn, text, framing.from);
  if (framing.kind === 'encoded') return receiveEncoded(turn, text);
  // Spec: "If you receive a non-OTR message, or an unfragmented message, forget any stored fragment".
  const whole = { ...turn, conversation: withoutAssemblies(conversation) };
  return framing.kind === 'unknown' ? telling(whole, 'unrecognised') : stepMessage(whole, framing);
}

/**
 * A text that goes on from the last message of the session that lines go to, by the short way (`lane.ts`); `null` for any
 * other. That it is for us, and may be read under any policy, was found of that message.
 */
function receiveShort({ conversation, env, atMs }: Turn, text: string): Step | null {
  const { focus } = conversation;
  const session = focusedSession(conversation);
  if (focus === null || session.at !== 'encrypted') return null;
  // Spec: an unfragmented message ends what the same instance had begun in fragments.
  return receiveNext(withAssembly(conversation, focus, null), focus, session, text, env, atMs);
}

function telling({ conversation }: Turn, kind: 'malformed' | 'unrecognised' | 'reflected' | 'other-instance'): Step {
  if (kind === 'other-instance') return tellElsewhere(conversation);
  return { next: conversation, effects: [tell({ kind })] };
}

/** Spec: "should discard the message and optionally warn the user"; once is enough. */
function tellElsewhere(conversation: Conversation): Step {
  if (conversation.toldElsewhere) return refuse(conversation);
  return { next: { ...conversation, toldElsewhere: true }, effects: [tell({ kind: 'other-instance' })] };
}

/**
 * Whether a message or fragment is for us. A version that the policy does not let us speak is not, but for
 * what belongs to a session that there already is. Version 2 has no tags to go by.
 * Spec: "If the message is version 2 and ALLOW_V2 is not set, ignore this message".
 */
function judge(
  conversation: Conversation,
  { version, kind, ...tags }: Pick<Header, 'version' | 'senderTag' | 'receiverTag'> & { readonly kind: Header['kind'] | 'fragment' },
): 'ours' | 'malformed' | 'reflected' | 'other-instance' | 'unrecognised' {
  const isAllowed = allows(conversation.config.policy, version);
  const mayContinue = kind === 'data' || kind === 'fragment';
  const continues = mayContinue && instanceOf(conversation, tags.senderTag).session.at !== 'plaintext';
  if (!isAllowed && !continues) return 'unrecognised';
  if (version === 2) return 'ours';
  const mayLackReceiver = kind === 'dh-commit' || kind === 'fragment';
  const verdict = judgeTags(tags, conversation.config.instanceTag, mayLackReceiver);
  return verdict === 'invalid' ? 'malformed' : verdict;
}

function receiveFragment(turn: Turn, text: string, from: number): Step {
  const { conversation, atMs } = turn;
  const decoded = decodeFragment(text, from);
  if (!decoded.ok) return telling(turn, 'malformed');
  const fragment = decoded.value;
  const verdict = judge(conversation, { ...fragment, kind: 'fragment' });
  // One notice a message, not one a piece.
  if (verdict !== 'ours' && fragment.k !== 1) return refuse(conversation);
  if (verdict !== 'ours') return telling(turn, verdict);
  const { assembly, whole } = assemble(conversation.assemblies.get(fragment.senderTag), fragment, atMs);
  const next = { ...turn, conversation: withAssembly(conversation, fragment.senderTag, assembly) };
  if (whole === null) return refuse(next.conversation);
  // Spec: "you can't fragment a fragment"; nothing but an encoded message is ever cut.
  return classify(whole).kind === 'encoded' ? receiveEncoded(next, whole, fragment) : telling(next, 'malformed');
}

/** Puts an assembly in place of the sender's former one, the oldest sender's giving way; `null` removes it. */
function withAssembly(conversation: Conversation, senderTag: number, assembly: Assembly | null): Conversation {
  if (assembly === null && !conversation.assemblies.has(senderTag)) return conversation;
  const assemblies = new Map(conversation.assemblies);
  assemblies.delete(senderTag);
  if (assembly !== null) {
    const oldest = assemblies.keys().next();
    if (assemblies.size >= limits.assemblies && oldest.done !== true) assemblies.delete(oldest.value);
    assemblies.set(senderTag, assembly);
  }
  return { ...conversation, assemblies };
}

function withoutAssemblies(conversation: Conversation): Conversation {
  return conversation.assemblies.size === 0 ? conversation : { ...conversation, assemblies: new Map() };
}

/** A whole encoded message; `frame`: the last fragment of those that it came in. */
function receiveEncoded(turn: Turn, text: string, frame?: Fragment): Step {
  const bytes = unarmor(text);
  if (!bytes.ok) return telling(turn, 'malformed');
  const header = decodeHeader(bytes.value);
  if (!header.ok) return telling(turn, header.fault === 'truncated' ? 'malformed' : 'unrecognised');
  const { senderTag } = header.value;
  if (frame !== undefined && frame.senderTag !== senderTag) return telling(turn, 'malformed');
  const verdict = judge(turn.conversation, header.value);
  if (verdict !== 'ours') return telling(turn, verdict);
  // Spec: an unfragmented message ends what the same instance had begun in fragments.
  const conversation = frame === undefined ? withAssembly(turn.conversation, senderTag, null) : turn.conversation;
  return receiveForUs({ ...turn, conversation }, header.value, bytes.value);
}

function receiveForUs(turn: Turn, header: Header, bytes: Uint8Array): Step {
  const { env, atMs } = turn;
  const decoded = decodeBody(header, bytes);
  if (!decoded.ok) {
    if (header.kind !== 'data') return telling(turn, 'malformed');
    return complain(turn, header.senderTag, flagsOf(header, bytes), 'malformed');
  }
  const message = decoded.value;
  if (message.kind === 'data') {
    return stepMessage(turn, { kind: 'data', senderTag: header.senderTag, message });
  }
  return receiveAke(turn.conversation, header.senderTag, message, env, atMs);
}
