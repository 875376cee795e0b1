import type { OtrEnv } from './api.ts';
import { andThen, focusedSession, refuse, tell, type Conversation, type Line, type Step } from './conversation.ts';
import { limits } from './limits.ts';
import { sendLine } from './session.ts';

/*
 * Lines that wait for encryption. They stay, in the order in which they were typed, until they go out
 * encrypted or the person takes them back; whatever becomes of a key exchange, none is lost and none goes out
 * in clear.
 */

/** Puts a line behind those that wait; where there are too many already it is refused. */
export function hold(conversation: Conversation, line: Line): Step {
  const length = conversation.held.reduce((sum, { text }) => sum + text.length, line.text.length);
  if (conversation.held.length >= limits.heldLines || length > limits.typedText) {
    return { next: conversation, effects: [tell({ kind: 'not-sent', id: line.id, why: 'too-long' })] };
  }
  return {
    next: { ...conversation, held: [...conversation.held, line] },
    effects: [tell({ kind: 'held', id: line.id })],
  };
}

/** Takes back a line that waits; one that does not is left alone, since it is out already. */
export function withdraw(conversation: Conversation, id: string): Step {
  const held = conversation.held.filter((line) => line.id !== id);
  if (held.length === conversation.held.length) return refuse(conversation);
  return { next: { ...conversation, held }, effects: [tell({ kind: 'withdrawn', id })] };
}

/** Sends every line that waits to the device that typed lines go to; only where its session is encrypted. */
export function release(conversation: Conversation, env: OtrEnv, atMs: number): Step {
  const { held, focus } = conversation;
  if (held.length === 0 || focus === null || focusedSession(conversation).at !== 'encrypted') return refuse(conversation);
  return held.reduce<Step>(
    (step, line) => andThen(step, (next) => sendLine(next, focus, line, env, atMs)),
    refuse({ ...conversation, held: [] }),
  );
}
