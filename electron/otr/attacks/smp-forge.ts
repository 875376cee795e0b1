import { expect } from 'vitest';
import { concat, utf8 } from '../../base/bytes.ts';
import { instanceOf, type Conversation } from '../conversation.ts';
import { openData } from '../data-message.ts';
import { sendData, withSession } from '../outgoing.ts';
import { native } from '../primitives/native.ts';
import { idle, stepSmp, type SmpContext, type SmpInput, type SmpState } from '../smp.ts';
import type { Peer } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import { decodePlaintext, type Tlv } from '../tlv.ts';
import { Reader } from '../wire/reader.ts';
import { int, mpi } from '../wire/writer.ts';
import { messageOf } from './forge.ts';

/*
 * What a peer who cheats in SMP can make: numbers of its own in any message, and records in any order.
 */

/** An honest party over random bytes of its own. */
export const context = (seed: string): SmpContext => ({
  env: { random: seededRng(seed), primitives: native },
  ourFingerprint: new Uint8Array(20),
  theirFingerprint: new Uint8Array(20),
  sessionId: new Uint8Array(8),
});

/** The numbers of a record's value. */
export function numbersOf(value: Uint8Array): Uint8Array[] {
  const reader = new Reader(value);
  return Array.from({ length: reader.int() }, () => reader.mpi(192));
}
/** The value of a record with these numbers. */
export const valueOf = (numbers: readonly Uint8Array[]): Uint8Array => concat(int(numbers.length), ...numbers.map(mpi));

/** The state before each message, and the honest message. */
function stages(): readonly { readonly state: SmpState; readonly input: Extract<SmpInput, { value: Uint8Array }> }[] {
  const [alice, bob] = [context('alice'), context('bob')];
  const reply = (step: ReturnType<typeof stepSmp>): Uint8Array => {
    if (step.reply === null || step.reply.message === 'abort') throw new Error('no message');
    return step.reply.value;
  };
  const started = stepSmp(idle, { kind: 'start', secret: utf8('tiger'), question: null }, alice);
  const one = { kind: 'message-1', value: reply(started), question: null } as const;
  const asked = stepSmp(idle, one, bob);
  const answered = stepSmp(asked.next, { kind: 'answer', secret: utf8('tiger') }, bob);
  const two = { kind: 'message-2', value: reply(answered) } as const;
  const compared = stepSmp(started.next, two, alice);
  const three = { kind: 'message-3', value: reply(compared) } as const;
  const four = { kind: 'message-4', value: reply(stepSmp(answered.next, three, bob)) } as const;
  return [
    { state: idle, input: one },
    { state: started.next, input: two },
    { state: answered.next, input: three },
    { state: compared.next, input: four },
  ];
}
/** An honest run: each state with the message that it waits for. */
export const honest = stages();
/** Elements, challenges and exponents of the four messages. */
export const layouts = ['ecdecd', 'ecdecdeecdd', 'eecddecd', 'ecd'];

/** What becomes of the value of a message, counted from 0, in the state before it. */
export function become(stage: number, value: Uint8Array) {
  const { state, input } = honest[stage]!;
  return stepSmp(state, { ...input, value }, context('victim'));
}
/** Hands over a value that must end the run as cheated. */
export function expectCheated(stage: number, value: Uint8Array): void {
  const step = become(stage, value);
  expect(step.told?.state).toBe('cheated');
  expect(step.next).toBe(idle);
  expect(step.reply).toEqual({ message: 'abort' });
}

/** Sends records of the attacker's own in its session with the peer. */
export function inject(from: Peer, to: Peer, ...tlvs: readonly Tlv[]): void {
  const tag = to.conversation.config.instanceTag;
  const { session } = instanceOf(from.conversation, tag);
  if (session.at !== 'encrypted') throw new Error('not encrypted');
  const sent = sendData(from.conversation, tag, session, { text: '', tlvs, flags: 0, id: null }, from.env, from.nowMs)!;
  from.conversation = sent.next;
  for (const effect of sent.effects) if (effect.do === 'send') to.receive(effect.text);
}
/** Where SMP stands with an instance. */
export const smpOf = (conversation: Conversation, tag: number) => {
  const { session } = instanceOf(conversation, tag);
  return session.at === 'encrypted' ? session.smp : null;
};

/** The records of a text that reaches a peer, which stays as it is but for its keys. */
export function recordsIn(peer: Peer, text: string): readonly Tlv[] {
  const message = messageOf(text);
  const instance = [...peer.conversation.instances.values()][0]!;
  if (message.kind !== 'data' || instance.session.at !== 'encrypted') throw new Error('nothing to read');
  const opened = openData(instance.session.ring, message, peer.env);
  if (!opened.ok) throw new Error(opened.fault);
  const session = { ...instance.session, ring: opened.value.ring };
  peer.conversation = withSession(peer.conversation, instance.tag, session);
  return decodePlaintext(opened.value.plaintext).tlvs;
}
