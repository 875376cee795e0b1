import type { OtrStatus } from './api.ts';
import { focusedSession, refuse, tell, type Conversation, type Instance, type Session, type Step } from './conversation.ts';

/*
 * Which of a buddy's devices typed lines go to, where several have a session.
 *
 * Only what was authenticated moves the choice: a key exchange that succeeded, a data message that verified. A
 * device without a session is never chosen, since lines would go to it in clear.
 */

export type DeviceChoice = OtrStatus['choice'];

type InSession = Instance & { readonly session: Exclude<Session, { at: 'plaintext' }> };
/** A number of a device; the higher comes first. */
type Rank = (device: InSession) => number;

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

/** The devices as the window sees them, the one heard last first. */
function devicesOf(conversation: Conversation): OtrStatus['devices'] {
  return inSession(conversation)
    .map(({ tag, session: { at, info, heardMs: heard } }) => ({ at, session: info, heardMs: heard, isChosen: tag === conversation.focus }))
    .toSorted((a, b) => b.heardMs - a.heardMs);
}

function focusOn(conversation: Conversation, tag: number | null): Step {
  if (tag === conversation.focus) return refuse(conversation);
  const next = { ...conversation, focus: tag };
  const chosen = devicesOf(next).filter(({ isChosen }) => isChosen);
  return { next, effects: chosen.map(({ session }) => tell({ kind: 'device-chosen', session })) };
}

function isInSession(instance: Instance | undefined): instance is InSession {
  return instance !== undefined && instance.session.at !== 'plaintext';
}

/** The devices that have a session, or had one that the peer ended, the least recently used first. */
export function inSession({ instances }: Conversation): readonly InSession[] {
  return instances.values().filter(isInSession);
}

/** The device that a fresh choice asks for. */
function standing(conversation: Conversation): number | null {
  if (conversation.choice === 'best') return best(conversation);
  return conversation.choice === 'recent' ? most(conversation, [heardMs]) : conversation.focus;
}

/** The most secure device. */
function best(conversation: Conversation): number | null {
  return most(conversation, [...security(conversation), heardMs]);
}

/** What makes a device more secure than another. Spec: none; the order is libotr's. */
function security({ config }: Conversation): readonly Rank[] {
  return [isEncrypted, ({ session }) => Number(config.trustedFingerprints?.has(session.info.theirFingerprint) === true)];
}

/**
 * The least secure of some devices, of which there is one at least; of equals one whose key is that of most devices,
 * so that whoever makes up many takes the place of their own, then the one heard longest ago.
 */
export function leastOf(conversation: Conversation, devices: readonly InSession[]): InSession {
  const keys = inSession(conversation).map(({ session }) => session.info.theirFingerprint);
  const rarity: Rank = ({ session }) => -keys.filter((key) => key === session.info.theirFingerprint).length;
  return devices.toSorted((a, b) => inOrder([...security(conversation), rarity, heardMs], b, a))[0]!;
}

const isEncrypted: Rank = ({ session }) => Number(session.at === 'encrypted');
const heardMs: Rank = ({ session }) => session.heardMs;

/** The device in a session that comes first by these numbers; then the present one. */
function most(conversation: Conversation, by: readonly Rank[]): number | null {
  const rank: readonly Rank[] = [...by, ({ tag }) => Number(tag === conversation.focus)];
  return inSession(conversation).toSorted((a, b) => inOrder(rank, a, b))[0]?.tag ?? null;
}

/** The higher number first, each only where those before are equal. */
function inOrder(by: readonly Rank[], a: InSession, b: InSession): number {
  return by.reduce((order, rank) => (order === 0 ? rank(b) - rank(a) : order), 0);
}
