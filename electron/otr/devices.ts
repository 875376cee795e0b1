import type { OtrConfig, OtrStatus } from './api.ts';
import { focusedSession, refuse, tell, type Conversation, type Instance, type Step } from './conversation.ts';

/*
 * Which of a buddy's devices typed lines go to, where several have a session.
 *
 * Only what was authenticated moves the choice: a key exchange that succeeded, a data message that verified. A
 * device without a session is never chosen, since lines would go to it in clear.
 */

export type DeviceChoice = OtrStatus['choice'];

/** What the window shows of a conversation. */
export function statusOf(conversation: Conversation): OtrStatus {
  const session = focusedSession(conversation);
  return {
    at: session.at,
    session: session.at === 'plaintext' ? null : session.info,
    starting: conversation.startingMs !== null,
    choice: conversation.choice,
    devices: devicesOf(conversation),
  };
}

/** Makes a choice, or looks anew where it points; a device without a session is refused. */
export function chooseDevice(conversation: Conversation, choice: DeviceChoice): Step {
  const known = typeof choice !== 'number' || isInSession(conversation.instances.get(choice));
  if (!known) return refuse(conversation);
  const chosen = choice === conversation.choice ? conversation : { ...conversation, choice };
  return focusOn(chosen, typeof choice === 'number' ? choice : standing(chosen));
}

/** Follows the choice, now that a device agreed on a session. */
export function afterAgreement(conversation: Conversation, tag: number): Step {
  const { choice } = conversation;
  const chosen = choice === 'best' ? best(conversation) : typeof choice === 'number' ? choice : tag;
  const stands = chosen !== null && conversation.instances.get(chosen)?.session.at === 'encrypted';
  if (stands && chosen !== tag) return focusOn(conversation, chosen);
  const lasting = typeof choice === 'number' && choice !== tag ? 'latest' : choice;
  return refuse({ ...conversation, focus: tag, choice: lasting });
}

/** Follows the choice, now that a data message of a device has verified. */
export function afterMessage(conversation: Conversation, tag: number): Step {
  if (conversation.choice === 'best') return focusOn(conversation, best(conversation));
  const follows = conversation.choice === 'recent' && isInSession(conversation.instances.get(tag));
  return follows ? focusOn(conversation, tag) : refuse(conversation);
}

/** The devices that have a session, or had one that ended last, the one heard last first. */
function devicesOf({ instances, focus }: Conversation): OtrStatus['devices'] {
  const devices = [...instances.values()].flatMap(({ tag, session }) =>
    session.at === 'plaintext'
      ? []
      : [{ at: session.at, session: session.info, heardMs: session.heardMs, isChosen: tag === focus }],
  );
  return devices.toSorted((a, b) => b.heardMs - a.heardMs);
}

function focusOn(conversation: Conversation, tag: number | null): Step {
  if (tag === conversation.focus) return refuse(conversation);
  const next = { ...conversation, focus: tag };
  const session = focusedSession(next);
  return { next, effects: session.at === 'plaintext' ? [] : [tell({ kind: 'device-chosen', session: session.info })] };
}

function isInSession(instance: Instance | undefined): boolean {
  return instance !== undefined && instance.session.at !== 'plaintext';
}

/** The device that a fresh choice asks for. */
function standing(conversation: Conversation): number | null {
  if (conversation.choice === 'best') return best(conversation);
  return conversation.choice === 'recent' ? most(conversation, [heardMs]) : conversation.focus;
}

/** The most secure device. */
function best(conversation: Conversation): number | null {
  return most(conversation, security(conversation));
}

/** What makes a device more secure than another. Spec: none; the order is libotr's. */
function security({ config }: Conversation): readonly ((instance: Instance) => number)[] {
  return [isEncrypted, (instance) => Number(isTrusted(instance, config.trustedFingerprints)), heardMs];
}

/** The least secure of some devices, of which there is one at least. */
export function leastOf(conversation: Conversation, instances: readonly Instance[]): Instance {
  return instances.toSorted((a, b) => inOrder(security(conversation), b, a))[0]!;
}

const isEncrypted = ({ session }: Instance): number => Number(session.at === 'encrypted');
const heardMs = ({ session }: Instance): number => (session.at === 'plaintext' ? 0 : session.heardMs);

function isTrusted({ session }: Instance, trusted: OtrConfig['trustedFingerprints']): boolean {
  return session.at !== 'plaintext' && trusted?.has(session.info.theirFingerprint) === true;
}

/** The device in a session that comes first by these numbers; then the present one. */
function most({ instances, focus }: Conversation, by: readonly ((instance: Instance) => number)[]): number | null {
  const rank = [...by, ({ tag }: Instance) => Number(tag === focus)];
  return [...instances.values()].filter(isInSession).toSorted((a, b) => inOrder(rank, a, b))[0]?.tag ?? null;
}

/** The higher number first, each only where those before are equal. */
function inOrder(by: readonly ((instance: Instance) => number)[], a: Instance, b: Instance): number {
  return by.map((value) => value(b) - value(a)).find((difference) => difference !== 0) ?? 0;
}
