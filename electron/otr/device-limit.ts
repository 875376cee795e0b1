import type { OtrEnv } from './api.ts';
import { refuse, tell, type Conversation, type Step } from './conversation.ts';
import { inSession, leastOf } from './devices.ts';
import { limits } from './limits.ts';
import { endSession } from './session.ts';

/*
 * How many of a buddy's devices can have a session at a time.
 *
 * Messages without proof make room among devices that have none (`withInstance`). Only a key exchange that has
 * succeeded makes a session give way, and that one is ended as the person would end it, not dropped.
 */

/**
 * Ends a session where too many would stand now that `tag` has agreed on one: one that the peer has ended already if
 * there is such, else one that is not trusted, of those one whose key has most devices, of those the one heard longest ago;
 * never the one that typed lines go to. It hears a good-bye, a run of SMP in it counts as broken off, and `device-dropped`
 * tells.
 */
export function makeRoom(conversation: Conversation, tag: number, env: OtrEnv, atMs: number): Step {
  const others = inSession(conversation).filter((other) => other.tag !== tag);
  if (others.length < limits.instances) return refuse(conversation);
  const { tag: least, session } = leastOf(conversation, others.filter((other) => other.tag !== conversation.focus));
  const { next, effects } = endSession(conversation, least, env, atMs);
  return { next, effects: session.at === 'encrypted' ? [...effects, tell({ kind: 'device-dropped', session: session.info })] : effects };
}
