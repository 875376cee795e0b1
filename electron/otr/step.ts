import type { OtrEffect, OtrEnv, OtrInput } from './api.ts';
import { joined, refuse, sendClear, tell, type Conversation, type Instance, type Step } from './conversation.ts';
import { chooseDevice } from './devices.ts';
import { forgetExchanges } from './exchange.ts';
import { shareExtraKey } from './extra-key.ts';
import { limits } from './limits.ts';
import { isEnabled, speaksAny, stepMessage, type MessageInput } from './message-state.ts';
import { receiveText } from './receive.ts';
import { forgetLine, forgetUnread } from './resend.ts';
import { expireSmp, wishSmp } from './smp-session.ts';
import { release, withdraw } from './waiting.ts';

/**
 * Gives the next conversation and the effects of one input.
 *
 * A refused input gives the same conversation object back. Nothing from the network makes it throw. When
 * the random source throws, nothing changes and nothing is sent: the effects say `random-failed`.
 */
export function step(conversation: Conversation, input: OtrInput, env: OtrEnv): Step {
  try {
    const checked = guarded(env);
    if (isFresh(conversation, input.atMs)) return run(conversation, input, checked);
    const current = expire(conversation, input.atMs, checked);
    const { next, effects } = run(current.next, input, checked);
    return { next, effects: joined(current.effects, effects) };
  } catch (thrown) {
    if (!(thrown instanceof RandomFailure)) throw thrown;
    /* v8 ignore next -- @preserve: no typed line draws random bytes as it is; one that did must not be lost */
    const lost = input.kind === 'send' ? [tell({ kind: 'not-sent', id: input.id, why: 'random-failed' })] : [];
    return { next: conversation, effects: [tell({ kind: 'random-failed' }), ...lost] };
  }
}

/** The random source failed; caught in `step` and nowhere else. */
class RandomFailure extends Error {}

/** The environment that was met last, and what it is with its source guarded: a process mostly has one. */
let latest: { readonly env: OtrEnv; readonly checked: OtrEnv } | null = null;

function guarded(env: OtrEnv): OtrEnv {
  if (latest?.env !== env) latest = { env, checked: guard(env) };
  return latest.checked;
}

/** The same environment with a random source that throws nothing else, and throws where it gives too little. */
function guard(env: OtrEnv): OtrEnv {
  const random = (length: number): Uint8Array => {
    let bytes: Uint8Array;
    try {
      bytes = env.random(length);
    } catch {
      throw new RandomFailure();
    }
    if (bytes.length !== length) throw new RandomFailure();
    return bytes;
  };
  return { random, primitives: env.primitives };
}

function run(conversation: Conversation, input: OtrInput, env: OtrEnv): Step {
  const { atMs } = input;
  const turn = { conversation, env, atMs };
  switch (input.kind) {
    case 'receive':
      return receiveText(turn, input.text);
    case 'send':
      return isEnabled(conversation)
        ? stepMessage(turn, { kind: 'typed', line: { id: input.id, text: input.text } })
        : { next: conversation, effects: [sendWithoutOtr(conversation, input.id, input.text)] };
    case 'withdraw':
      return withdraw(forgetLine(conversation, input.id), input.id);
    case 'release':
      return release(conversation, env, atMs);
    case 'choose-device':
      return chooseDevice(conversation, input.device);
    case 'start':
      return speaksAny(conversation.config.policy)
        ? stepMessage(turn, { kind: 'start' })
        : { next: conversation, effects: [tell({ kind: 'version-refused' })] };
    case 'end':
      return stepMessage(turn, { kind: 'end' } satisfies MessageInput);
    case 'smp-start':
    case 'smp-answer':
    case 'smp-abort':
      return wishSmp(turn, input);
    case 'extra-key':
      return shareExtraKey(turn, input);
    case 'tick':
      return refuse(conversation);
  }
}

/**
 * A line where the policy allows no version: it goes out as it is, but not where encryption is required. Waiting
 * would be no help, since no session can come.
 */
function sendWithoutOtr({ config }: Conversation, id: string, text: string): OtrEffect {
  return config.policy.requireEncryption ? tell({ kind: 'not-sent', id, why: 'no-version' }) : sendClear(text, id);
}

/**
 * Lets die what time has run out for: key exchanges with their secrets, half-received messages, sent lines,
 * runs of SMP.
 * `atMs` below what was seen before counts as no time passed.
 */
function expire(conversation: Conversation, atMs: number, env: OtrEnv): Step {
  const deadlineMs = atMs - limits.exchangeAgeMs;
  const kept = forgetUnread(dropOldAssemblies(conversation, atMs), atMs - limits.unreadAgeMs);
  const compared = expireSmp({ conversation: kept.next, env, atMs });
  const { next, effects: wiped } = forgetExchanges(compared.next, deadlineMs);
  const effects = joined(kept.effects, joined(compared.effects, wiped));
  if (next.startingMs === null || next.startingMs > deadlineMs) return { next, effects };
  return { next: { ...next, startingMs: null }, effects: [tell({ kind: 'key-exchange-expired' }), ...effects] };
}

/** Whether there is plainly nothing that time could run out for, as there mostly is: then each message asks no more. */
function isFresh({ unread, assemblies, offer, startingMs, instances }: Conversation, atMs: number): boolean {
  const oldest = unread[0];
  if (oldest !== undefined && oldest.sentMs <= atMs - limits.unreadAgeMs) return false;
  if (assemblies.size > 0 || startingMs !== null || (offer !== null && offer.sinceMs <= atMs - limits.exchangeAgeMs)) return false;
  return instances.values().every(isAtRest);
}

function isAtRest({ ake, session }: Instance): boolean {
  return ake.at === 'none' && (session.at !== 'encrypted' || session.smp.at === 'idle');
}

function dropOldAssemblies(conversation: Conversation, atMs: number): Conversation {
  const { assemblies } = conversation;
  if (assemblies.size === 0) return conversation;
  const kept = [...assemblies].filter(([, { startedAtMs }]) => atMs - startedAtMs < limits.assemblyAgeMs);
  return kept.length === assemblies.size ? conversation : { ...conversation, assemblies: new Map(kept) };
}
