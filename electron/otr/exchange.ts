import { toHex } from '../base/bytes.ts';
import type { OtrEffect, OtrEnv, SessionInfo } from './api.ts';
import {
  beginAke,
  secretsOf,
  stepAke,
  type AkeContext,
  type AkeState,
  type Established,
} from './ake.ts';
import {
  andThen,
  focusedSession,
  instanceOf,
  refuse,
  sendClear,
  tell,
  wipeOf,
  withInstance,
  type Conversation,
  type Instance,
  type Offer,
  type Session,
  type Step,
} from './conversation.ts';
import { makeRoom } from './device-limit.ts';
import { afterAgreement } from './devices.ts';
import { downgradeOf, withVersion } from './downgrade.ts';
import { fragment } from './fragment.ts';
import { versionOf, versionTwoTag } from './instance-tags.ts';
import { forgetRing, newRing } from './key-ring.ts';
import { fingerprint } from './primitives/dsa.ts';
import { limits } from './limits.ts';
import { resend } from './resend.ts';
import { abandonSmp } from './smp-session.ts';
import { idle } from './smp.ts';
import { release } from './waiting.ts';
import { armor } from './wire/armor.ts';
import { encodeAke, type AkeMessage, type Header, type Version } from './wire/message.ts';

/*
 * The key exchange inside a conversation: which instance it belongs to, what goes out, and what a finished
 * one changes.
 */

const none: AkeState = { at: 'none' };

function contextOf(conversation: Conversation, env: OtrEnv, atMs: number): AkeContext {
  return { key: conversation.config.key, env, atMs };
}

/** A message of the exchange as `send` effects; nothing where the network cannot carry it. */
function transmit(
  conversation: Conversation,
  message: AkeMessage,
  receiverTag: number,
  version: Version,
): readonly OtrEffect[] {
  const { instanceTag, maxMessageSize } = conversation.config;
  const header: Header = { version, kind: message.kind, senderTag: instanceTag, receiverTag };
  const pieces = fragment(armor(encodeAke(header, message)), header, maxMessageSize) ?? [];
  const instance = version === 3 && receiverTag === 0 ? null : receiverTag;
  return pieces.map((text) => sendClear(text, null, instance));
}

/** Notes that an exchange moved, and tells it where none was under way. */
export function markStarting(conversation: Conversation, atMs: number): Step {
  const effects = conversation.startingMs === null ? [tell({ kind: 'key-exchange-started' })] : [];
  return { next: { ...conversation, startingMs: atMs }, effects };
}

/**
 * Notes that an exchange goes on. Where nothing is being started any more, another device has agreed already: what a
 * further one does, or whoever makes one up, is then no news until it has agreed as well.
 */
function stayStarting(conversation: Conversation, atMs: number): Step {
  return conversation.startingMs === null ? refuse(conversation) : markStarting(conversation, atMs);
}

/**
 * Sends a D-H Commit to whoever asked for it; every exchange that was under way is forgotten. In version 2
 * there is but one who can answer, so the commit waits in that one's place.
 * Spec: OTRv3 "Receiving a Query Message" ("Send a D-H Commit Message, and transition authstate").
 */
export function beginExchange(conversation: Conversation, version: Version, env: OtrEnv, atMs: number): Step {
  const commit = beginAke(contextOf(conversation, env, atMs));
  const { next: quiet, effects: wiped } = forgetExchanges(conversation);
  const waiting: Step =
    version === 3
      ? refuse({ ...quiet, offer: { commit, answeredBy: [], sinceMs: atMs } })
      : settle(quiet, { ...instanceOf(quiet, versionTwoTag), ake: commit }, []);
  const started = markStarting(waiting.next, atMs);
  const sent = transmit(started.next, commit.sent, 0, version);
  return { next: started.next, effects: [...started.effects, ...sent, ...wiped, ...waiting.effects] };
}

/**
 * Another instance answers the commit that one has taken: it gets a commit of its own. It keeps to its D-H Key, which it
 * chose before it could know our value, and no secret of ours serves two sessions.
 * Spec: OTRv3 "Receiving a D-H Commit Message" (awaiting the Reveal Signature).
 */
function commitAnew(conversation: Conversation, instance: Instance, offer: Offer, env: OtrEnv, atMs: number): Step {
  const commit = beginAke(contextOf(conversation, env, atMs));
  const waiting = settle({ ...conversation, offer: answeredBy(instance, offer) }, { ...instance, ake: commit }, secretsOf(instance.ake));
  const going = stayStarting(waiting.next, atMs);
  return { next: going.next, effects: [...going.effects, ...transmit(going.next, commit.sent, instance.tag, 3), ...waiting.effects] };
}

/**
 * Whether a D-H Key answers a commit that another instance has taken. Each counts once, and not without number. One
 * whose own commit came meanwhile may have let go of that for ours, and then waits for us as we wait for it.
 */
function isLate({ commit, answeredBy }: Offer, { tag, ake }: Instance, message: AkeMessage): boolean {
  if (message.kind !== 'dh-key' || commit !== null || (ake.at !== 'none' && ake.at !== 'awaiting-reveal-sig')) return false;
  return !answeredBy.includes(tag) && answeredBy.length < limits.instances;
}

function answeredBy({ tag }: Instance, offer: Offer): Offer {
  return { ...offer, commit: null, answeredBy: [...offer.answeredBy, tag] };
}

/** Forgets every exchange that has stood still since `beforeMs` or longer, with its secrets; sessions stay. */
export function forgetExchanges(conversation: Conversation, beforeMs = Number.POSITIVE_INFINITY): Step {
  const stale = staleOf(conversation, beforeMs);
  const over = conversation.offer !== null && conversation.offer.sinceMs <= beforeMs ? conversation.offer : null;
  if (stale.length === 0 && over === null) return refuse(conversation);
  const dead = [...stale.map((instance) => instance.ake), over?.commit ?? none].flatMap(secretsOf);
  const instances = conversation.instances.map((instance) => (stale.includes(instance) ? { ...instance, ake: none } : instance));
  const offer = over === null ? conversation.offer : null;
  return { next: { ...conversation, instances, offer }, effects: wipeOf(dead) };
}

const noInstances: readonly Instance[] = [];

/** The instances whose key exchange has stood still for too long: mostly none, for which nothing is made. */
function staleOf({ instances }: Conversation, beforeMs: number): readonly Instance[] {
  let stale = noInstances;
  for (const instance of instances.values()) {
    if (instance.ake.at !== 'none' && instance.ake.sinceMs <= beforeMs) stale = [...stale, instance];
  }
  return stale;
}

/** Hands a message of the key exchange to the instance that sent it. */
export function receiveAke(conversation: Conversation, senderTag: number, message: AkeMessage, env: OtrEnv, atMs: number): Step {
  const instance = instanceOf(conversation, senderTag);
  const version = versionOf(senderTag);
  const offer = version === 3 ? conversation.offer : null;
  if (offer !== null && isLate(offer, instance, message)) return commitAnew(conversation, instance, offer, env, atMs);
  // The commit that we sent to nobody in particular counts for an instance that has no exchange of its own.
  const commit = instance.ake.at === 'none' ? (offer?.commit ?? null) : null;
  const before = commit ?? instance.ake;
  const step = stepAke(before, message, contextOf(conversation, env, atMs));
  if (step.failed) return { next: conversation, effects: [tell({ kind: 'malformed' })] };
  const replies = step.reply === null ? [] : transmit(conversation, step.reply, senderTag, version);
  if (step.next === before) return { next: conversation, effects: replies };

  // It takes that commit, or its own has crossed ours and won; either way ours is gone, and the others get new ones.
  const taken = commit === null || offer === null ? conversation : { ...conversation, offer: answeredBy(instance, offer) };
  const moved = settle(taken, { ...instance, ake: step.next }, step.dead);
  const { established } = step;
  if (established !== null) return agree(moved, replies, senderTag, established, env, atMs);
  const going = message.kind === 'dh-commit' ? markStarting(moved.next, atMs) : stayStarting(moved.next, atMs);
  return { next: going.next, effects: [...going.effects, ...replies, ...moved.effects] };
}

/** An exchange has succeeded: a session stands, unless its version is one that this key may not come with. */
function agree(
  moved: Step,
  replies: readonly OtrEffect[],
  tag: number,
  established: Established,
  env: OtrEnv,
  atMs: number,
): Step {
  const downgrade = downgradeOf(moved.next, fingerprint(established.theirKey, env.primitives), versionOf(tag));
  const warning = downgrade === null ? [] : [tell(downgrade)];
  if (downgrade?.refused === true) {
    // Nothing is answered: the peer must not take for private what we do not.
    const dead = wipeOf([established.ours.secret, established.sessionId]);
    return { next: { ...moved.next, startingMs: null }, effects: [...warning, ...moved.effects, ...dead] };
  }
  const answer: Step = { next: moved.next, effects: [...warning, ...replies, ...moved.effects] };
  return andThen(answer, (next) => establish(next, tag, established, env, atMs));
}

/** Stores an instance after its exchange moved; wipes what died, with an instance that had to give way. */
function settle(conversation: Conversation, instance: Instance, died: readonly Uint8Array[]): Step {
  const { next, evicted } = withInstance(conversation, instance);
  return { next, effects: wipeOf([...died, ...(evicted === null ? [] : secretsOf(evicted.ake))]) };
}

/**
 * Enters the encrypted state with an instance: typed lines go there from now on, those held first.
 * Spec: OTRv3 "Receiving a Reveal Signature Message", "Upon completing the AKE".
 */
function establish(
  conversation: Conversation,
  tag: number,
  established: Established,
  env: OtrEnv,
  atMs: number,
): Step {
  const instance = instanceOf(conversation, tag);
  const info: SessionInfo = {
    version: versionOf(tag),
    theirFingerprint: fingerprint(established.theirKey, env.primitives),
    theirInstance: tag,
    sessionId: { hex: toHex(established.sessionId), bold: established.bold },
  };
  const versions = withVersion(conversation.versions, info.theirFingerprint, info.version);
  const refreshed = [instance.session, focusedSession(conversation)].some(
    (before) => before.at === 'encrypted' && before.info.theirFingerprint === info.theirFingerprint,
  );
  // What the session before this one used is revealed in this one: its keys open nothing any more.
  const old = instance.session.at === 'encrypted' ? forgetRing(instance.session.ring, env.primitives) : { toReveal: [], dead: [] };
  const ring = newRing(established, old.toReveal, env);
  const session: Session = {
    at: 'encrypted',
    info,
    ring,
    ourFingerprint: established.ourFingerprint,
    smp: idle,
    smpMovedMs: atMs,
    lastSentMs: atMs,
    heardMs: atMs,
  };
  const abandoned =
    instance.session.at === 'encrypted' ? abandonSmp(conversation, instance.session, atMs) : refuse(conversation);
  const { next } = withInstance(abandoned.next, { ...instance, session });
  const agreed: Step = {
    next: { ...next, startingMs: null, versions },
    effects: [tell({ kind: 'session-started', session: info, refreshed }), ...abandoned.effects, ...wipeOf(old.dead)],
  };
  const alone = andThen(agreed, (so) => makeRoom(so, tag, env, atMs));
  const focused = andThen(alone, (so) => afterAgreement(so, tag));
  const resent = andThen(focused, (so) => resend(so, info, env, atMs));
  return conversation.config.holdUntilReleased === true ? resent : andThen(resent, (so) => release(so, env, atMs));
}
