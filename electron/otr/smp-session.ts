import { fromHex, wipe } from '../base/bytes.ts';
import type { OtrEnv, OtrEvent, OtrInput } from './api.ts';
import { andThen, instanceOf, refuse, tell, wipeOf, type Conversation, type Encrypted, type Step } from './conversation.ts';
import { limits } from './limits.ts';
import { sendData, withSession } from './outgoing.ts';
import { abandonRun, stepSmp, type SmpContext, type SmpInput, type SmpOutput, type SmpStep } from './smp.ts';
import { decodeText, encodeText, tlvTypes, type Tlv } from './tlv.ts';
import { ignoreUnreadable } from './wire/message.ts';

/*
 * SMP inside a conversation: records in and out, who may still guess, what the window learns.
 * Spec: OTRv3 "Socialist Millionaires' Protocol (SMP)".
 */

type Turn = { readonly conversation: Conversation; readonly env: OtrEnv; readonly atMs: number };
type Wish = Extract<OtrInput, { kind: 'smp-start' | 'smp-answer' | 'smp-abort' }>;
type Refusal = Extract<OtrEvent, { kind: 'smp-refused' }>['why'];

/** Runs what the person wishes, in the session of `wish.instance` or in the one that typed lines go to. */
export function wishSmp(turn: Turn, wish: Wish): Step {
  const { conversation, atMs } = turn;
  const tag = wish.instance ?? conversation.focus;
  const session = tag === null ? null : instanceOf(conversation, tag).session;
  if (tag === null || session?.at !== 'encrypted') return refused(conversation, 'not-private');
  if (wish.kind === 'smp-abort') return run(turn, tag, session, { kind: 'cancel' });
  const begins = wish.kind === 'smp-start';
  if (begins && session.smp.at !== 'idle') return refused(conversation, 'under-way');
  if (!begins && session.smp.at !== 'asked') return refused(conversation, 'not-asked');
  const waitMs = waitOf(conversation, atMs);
  if (waitMs > 0) return refused(conversation, 'wait', waitMs);
  const secret = encodeText(wish.secret);
  const question = begins && typeof wish.question === 'string' ? wish.question.normalize('NFC') : null;
  const length = Math.max(secret.length, question === null ? 0 : encodeText(question).length);
  if (secret.length === 0) return refused(conversation, 'empty');
  if (length > limits.smpText) return refused(conversation, 'too-long');
  const done = run(turn, tag, session, begins ? { kind: 'start', secret, question } : { kind: 'answer', secret });
  wipe(secret);
  return done;
}

function refused(conversation: Conversation, why: Refusal, waitMs = 0): Step {
  return { next: conversation, effects: [tell({ kind: 'smp-refused', why, waitMs })] };
}

/**
 * Acts on the first SMP record of a message; further ones are ignored, so that one message costs no more
 * than one step.
 */
export function receiveSmp(turn: Turn, tag: number, tlvs: readonly Tlv[]): Step {
  const { conversation, atMs } = turn;
  if (tlvs.length === 0) return refuse(conversation);
  const { session } = instanceOf(conversation, tag);
  const input = tlvs.map(inputOf).find((one) => one !== null) ?? null;
  if (input === null || session.at !== 'encrypted') return refuse(conversation);
  // Whoever guessed wrong too often is not heard for a while.
  if (input.kind === 'message-1' && session.smp.at === 'idle' && waitOf(conversation, atMs) > 0) {
    return send(conversation, tag, session, { message: 'abort' }, turn) ?? refuse(conversation);
  }
  return run(turn, tag, session, input);
}

/** Gives up every run that nobody has gone on with for ten minutes; the peer hears of it. */
export function expireSmp(turn: Turn): Step {
  const { conversation, atMs } = turn;
  let step = refuse(conversation);
  for (const { tag, session } of conversation.instances.values()) {
    if (session.at !== 'encrypted' || session.smp.at === 'idle' || atMs - session.smpMovedMs < limits.smpAgeMs) continue;
    step = andThen(step, (next) => run({ ...turn, conversation: next }, tag, session, { kind: 'cancel' }));
  }
  return step;
}

/** A run that dies with its session; the session itself is the caller's to replace. */
export function abandonSmp(conversation: Conversation, session: Encrypted, atMs: number): Step {
  return conclude(conversation, session, abandonRun(session.smp), atMs);
}

function run(turn: Turn, tag: number, session: Encrypted, input: SmpInput): Step {
  const { conversation, env, atMs } = turn;
  const step = stepSmp(session.smp, input, contextOf(session, env));
  if (step.next === session.smp && step.reply === null) return refuse(conversation);
  const moved: Encrypted = step.next === session.smp ? session : { ...session, smp: step.next, smpMovedMs: atMs };
  const settled = withSession(conversation, tag, moved);
  const sent = step.reply === null ? refuse(settled) : send(settled, tag, moved, step.reply, turn);
  // What the network cannot carry ends the run here; the peer hears nothing of it.
  if (sent === null) return fallSilent(conversation, tag, session, step, atMs);
  const concluded = conclude(sent.next, session, step, atMs);
  return { next: concluded.next, effects: [...sent.effects, ...concluded.effects] };
}

function fallSilent(conversation: Conversation, tag: number, session: Encrypted, step: SmpStep, atMs: number): Step {
  const lost = step.next.at === 'idle' ? step : abandonRun(step.next);
  const quiet = withSession(conversation, tag, { ...session, smp: lost.next });
  return conclude(quiet, session, { ...lost, dead: [...new Set([...step.dead, ...lost.dead])] }, atMs);
}

/** Counts a wrong guess, tells what there is to tell and wipes what died. */
function conclude(conversation: Conversation, session: Encrypted, step: SmpStep, atMs: number): Step {
  const { told, dead } = step;
  const event =
    told === null
      ? []
      : [tell({ kind: 'smp', state: told.state, ...told.run, percent: told.percent, session: session.info })];
  const next = counted(conversation, step, atMs);
  const guesses = next === conversation ? [] : [tell({ kind: 'smp-guesses', ...next.guesses })];
  return { next, effects: [...guesses, ...event, ...wipeOf(dead)] };
}

function counted(conversation: Conversation, { told, guessed }: SmpStep, atMs: number): Conversation {
  const { guesses } = conversation;
  if (guessed) return { ...conversation, guesses: { count: guesses.count + 1, lastMs: atMs } };
  // Whose question we answered has shown that we know the answer, and nothing of what they know.
  const haveShown = told?.state === 'succeeded' && (told.run.startedBy === 'us' || told.run.question === null);
  if (!haveShown || guesses.count === 0) return conversation;
  return { ...conversation, guesses: { count: 0, lastMs: 0 } };
}

/** How long SMP with this peer must rest, in milliseconds: doubling from the first guess too many. */
function waitOf({ guesses }: Conversation, atMs: number): number {
  const beyond = guesses.count - limits.smpGuesses;
  if (beyond < 0) return 0;
  const wholeMs = Math.min(limits.smpWaitMs * 2 ** beyond, limits.smpLongestWaitMs);
  // A clock that was set back does not make it longer.
  return Math.min(wholeMs, Math.max(0, guesses.lastMs + wholeMs - atMs));
}

function contextOf({ info, ourFingerprint }: Encrypted, env: OtrEnv): SmpContext {
  const bytes = (hex: string): Uint8Array => fromHex(hex)!;
  return {
    env,
    ourFingerprint: bytes(ourFingerprint),
    theirFingerprint: bytes(info.theirFingerprint),
    sessionId: bytes(info.sessionId.hex),
  };
}

function send(conversation: Conversation, tag: number, session: Encrypted, output: SmpOutput, turn: Turn): Step | null {
  const content = { text: '', tlvs: [recordOf(output)], flags: ignoreUnreadable, id: null };
  return sendData(conversation, tag, session, content, turn.env, turn.atMs);
}

const messageTypes = { 1: tlvTypes.smp1, 2: tlvTypes.smp2, 3: tlvTypes.smp3, 4: tlvTypes.smp4 } as const;

function recordOf(output: SmpOutput): Tlv {
  if (output.message === 'abort') return { type: tlvTypes.smpAbort, value: new Uint8Array(0) };
  if (output.message !== 1 || output.question === null) return { type: messageTypes[output.message], value: output.value };
  const question = encodeText(output.question);
  const value = new Uint8Array(question.length + 1 + output.value.length);
  value.set(question);
  value.set(output.value, question.length + 1);
  return { type: tlvTypes.smp1q, value };
}

function inputOf({ type, value }: Tlv): SmpInput | null {
  switch (type) {
    case tlvTypes.smp1:
      return { kind: 'message-1', value, question: null };
    case tlvTypes.smp1q: {
      // Without the NUL that ends a question all of it is question, and the numbers are missing.
      const end = value.includes(0) ? value.indexOf(0) : value.length;
      const question = decodeText(value.subarray(0, Math.min(end, limits.smpText)));
      return { kind: 'message-1', value: value.slice(end + 1), question };
    }
    case tlvTypes.smp2:
      return { kind: 'message-2', value };
    case tlvTypes.smp3:
      return { kind: 'message-3', value };
    case tlvTypes.smp4:
      return { kind: 'message-4', value };
    case tlvTypes.smpAbort:
      return { kind: 'abort' };
    default:
      return null;
  }
}
