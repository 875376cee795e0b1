import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../base/bytes.ts';
import { instanceOf, type Conversation } from '../conversation.ts';
import { openData } from '../data-message.ts';
import { sendData, withSession } from '../outgoing.ts';
import { fromBig, isSquare, toBig } from '../primitives/big.ts';
import { generator, multiply, order, prime, raise } from '../primitives/group.ts';
import { native } from '../primitives/native.ts';
import { newExponent } from '../smp-proofs.ts';
import { idle, stepSmp, type SmpContext, type SmpInput, type SmpState } from '../smp.ts';
import { encryptedPair, newPeer, settle, type Peer } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import { decodePlaintext, tlvTypes, type Tlv } from '../tlv.ts';
import { Reader } from '../wire/reader.ts';
import { int, mpi } from '../wire/writer.ts';
import { messageOf } from './forge.ts';

const context = (seed: string): SmpContext => ({
  env: { random: seededRng(seed), primitives: native },
  ourFingerprint: new Uint8Array(20),
  theirFingerprint: new Uint8Array(20),
  sessionId: new Uint8Array(8),
});

function numbersOf(value: Uint8Array): Uint8Array[] {
  const reader = new Reader(value);
  return Array.from({ length: reader.int() }, () => reader.mpi(192));
}
const valueOf = (numbers: readonly Uint8Array[]): Uint8Array => concat(int(numbers.length), ...numbers.map(mpi));

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
const honest = stages();
const layouts = ['ecdecd', 'ecdecdeecdd', 'eecddecd', 'ecd'];

function become(stage: number, value: Uint8Array) {
  const { state, input } = honest[stage]!;
  return stepSmp(state, { ...input, value }, context('victim'));
}
function expectCheated(stage: number, value: Uint8Array): void {
  const step = become(stage, value);
  expect(step.told?.state).toBe('cheated');
  expect(step.next).toBe(idle);
  expect(step.reply).toEqual({ message: 'abort' });
}

describe.each([0, 1, 2, 3])('S11, S12: message %i of SMP (counted from 0)', (stage) => {
  const numbers = numbersOf(honest[stage]!.input.value);
  const replaced = (at: number, by: Uint8Array) => valueOf(numbers.map((number, i) => (i === at ? by : number)));

  it('as an honest peer makes it is accepted', () => {
    expect(become(stage, valueOf(numbers)).told?.state).not.toBe('cheated');
  });

  it('with an element 0, 1, p-1, p or p+1, or outside the group, is caught', () => {
    const p = toBig(prime);
    const outside = multiply(numbers[0]!, fromBig(p - 1n));
    expect(isSquare(toBig(outside), p)).toBe(false);
    [...layouts[stage]!].forEach((kind, at) => {
      if (kind !== 'e') return;
      for (const value of [0n, 1n, p - 1n, p, p + 1n]) expectCheated(stage, replaced(at, fromBig(value)));
      expectCheated(stage, replaced(at, outside));
    });
  });

  it('with an exponent 0, q or above is caught, though q above the right one proves the same', () => {
    const q = toBig(order);
    [...layouts[stage]!].forEach((kind, at) => {
      if (kind !== 'd') return;
      for (const value of [0n, q, toBig(numbers[at]!) + q]) expectCheated(stage, replaced(at, fromBig(value)));
    });
  });

  it('with any number changed is caught by its proof', () => {
    numbers.forEach((number, at) => {
      const bent = number.slice();
      bent[bent.length - 1]! ^= 4;
      expectCheated(stage, replaced(at, bent));
      if (at > 0 && numbers[at - 1]!.length === number.length) expectCheated(stage, replaced(at, numbers[at - 1]!));
    });
  });

  it('cut short, with a number too many, another count or bytes left over is caught', () => {
    const value = valueOf(numbers);
    for (let length = 0; length < value.length; length += 7) expectCheated(stage, value.slice(0, length));
    expectCheated(stage, concat(value, Uint8Array.of(0)));
    expectCheated(stage, valueOf([...numbers, numbers[0]!]));
    for (const count of [0, numbers.length - 1, 0x8000_0000, 0xffff_ffff]) {
      expectCheated(stage, concat(int(count), value.slice(4)));
    }
  });
});

describe('S12: proofs in the wrong place', () => {
  it('a proof of message 1 does not serve in message 2, nor one of 3 in 4', () => {
    const [one, two, three, four] = honest.map(({ input }) => numbersOf(input.value));
    expectCheated(1, valueOf([...one!, ...two!.slice(6)]));
    expectCheated(2, valueOf([...two!.slice(6, 11), ...three!.slice(5)]));
    expectCheated(3, valueOf(three!.slice(5)));
    expect(four).toHaveLength(3);
  });

  it('Pa and Qa that repeat Pb and Qb are caught', () => {
    const [two, three] = [numbersOf(honest[1]!.input.value), numbersOf(honest[2]!.input.value)];
    expectCheated(2, valueOf([two[6]!, two[7]!, ...three.slice(2)]));
  });
});

describe('an element outside the group', () => {
  it('could prove itself by chance, and would then tell a bit of the secret: the group check is what stops it', () => {
    const p = toBig(prime);
    const env = { random: seededRng('leak'), primitives: native };
    // -g^a with a proof for a: right whenever the challenge is even, so the cheat tries until it is.
    const a = newExponent(env);
    const bad = multiply(raise(generator, a, native), fromBig(p - 1n));
    expect(isSquare(toBig(bad), p)).toBe(false);
    const q = toBig(order);
    const prove = (place: number): Uint8Array[] => {
      for (;;) {
        const r = newExponent(env);
        const c = toBig(native.sha256(Uint8Array.of(place), mpi(raise(generator, r, native))));
        if (c % 2n !== 0n) continue;
        const d = (((toBig(r) - toBig(a) * c) % q) + q) % q;
        return [fromBig(c), fromBig(d)];
      }
    };
    const value = valueOf([bad, ...prove(1), bad, ...prove(2)]);
    expectCheated(0, value);
    // The same proofs for g^a itself are accepted.
    const good = raise(generator, a, native);
    expect(become(0, valueOf([good, ...numbersOf(value).slice(1, 3), good, ...numbersOf(value).slice(4)])).told?.state).toBe('asked');
  });
});

/** Sends records of the attacker's own in its session with the peer. */
function inject(from: Peer, to: Peer, ...tlvs: readonly Tlv[]): void {
  const tag = to.conversation.config.instanceTag;
  const { session } = instanceOf(from.conversation, tag);
  if (session.at !== 'encrypted') throw new Error('not encrypted');
  const sent = sendData(from.conversation, tag, session, { text: '', tlvs, flags: 0, id: null }, from.env, from.nowMs)!;
  from.conversation = sent.next;
  for (const effect of sent.effects) if (effect.do === 'send') to.receive(effect.text);
}
const smpOf = (conversation: Conversation, tag: number) => {
  const { session } = instanceOf(conversation, tag);
  return session.at === 'encrypted' ? session.smp : null;
};

describe('S12: the run of records', () => {
  const message1 = honest[0]!.input.value;

  it.each([tlvTypes.smp2, tlvTypes.smp3, tlvTypes.smp4])('record %i without a run is answered with an abort and told to nobody', (type) => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type, value: message1 });
    expect(bob.compared).toEqual([]);
    expect(bob.outbox).toHaveLength(1);
    settle(alice, bob);
    expect(alice.compared).toEqual([]);
    expect(alice.outbox).toEqual([]);
  });

  it('an abort without a run is silence: aborts never answer aborts', () => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type: tlvTypes.smpAbort, value: new Uint8Array(0) });
    expect(bob.outbox).toEqual([]);
    expect(bob.compared).toEqual([]);
  });

  it('a thousand records in one message cost one step', () => {
    const { alice, bob } = encryptedPair();
    const one = { type: tlvTypes.smp1, value: message1 };
    const begunMs = performance.now();
    inject(alice, bob, ...Array.from({ length: 1_000 }, () => one));
    expect(bob.compared).toEqual(['asked']);
    expect(performance.now() - begunMs).toBeLessThan(1_000);
  });

  it('of several records the first counts', () => {
    const { alice, bob } = encryptedPair();
    const abort = { type: tlvTypes.smpAbort, value: new Uint8Array(0) };
    inject(alice, bob, { type: tlvTypes.smp1, value: message1 }, abort);
    expect(bob.compared).toEqual(['asked']);
  });

  it('two who begin at once both abort, and can begin again', () => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger');
    bob.compare('tiger');
    settle(alice, bob);
    expect([alice.compared, bob.compared]).toEqual([['progress', 'aborted'], ['progress', 'aborted']]);
    alice.compare('tiger');
    settle(alice, bob);
    bob.answer('tiger');
    settle(alice, bob);
    expect(alice.compared.at(-1)).toBe('succeeded');
  });

  it('a question without its NUL, or without numbers, is caught', () => {
    for (const value of [utf8('no end'), concat(utf8('end'), Uint8Array.of(0)), new Uint8Array(0)]) {
      const { alice, bob } = encryptedPair();
      inject(alice, bob, { type: tlvTypes.smp1q, value });
      expect(bob.compared).toEqual(['cheated']);
      expect(smpOf(bob.conversation, 0x1111_1111)?.at).toBe('idle');
    }
  });

  it('a farewell in the same message ends the session before any record counts', () => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type: tlvTypes.smp1, value: message1 }, { type: tlvTypes.disconnected, value: new Uint8Array(0) });
    expect(bob.status.at).toBe('finished');
    expect(bob.compared).toEqual([]);
  });

  it('message 1 of an earlier session starts a run that can only fail', () => {
    const { alice, bob } = encryptedPair();
    inject(alice, bob, { type: tlvTypes.smp1, value: message1 });
    bob.answer('tiger');
    expect(bob.compared).toEqual(['asked', 'progress']);
    // The replayer has no exponents: everything that it can send next is caught.
    alice.take();
    inject(alice, bob, { type: tlvTypes.smp3, value: honest[2]!.input.value });
    expect(bob.compared.at(-1)).toBe('cheated');
  });
});

/** The records of a text that reaches a peer, which stays as it is but for its keys. */
function recordsIn(peer: Peer, text: string): readonly Tlv[] {
  const message = messageOf(text);
  const instance = [...peer.conversation.instances.values()][0]!;
  if (message.kind !== 'data' || instance.session.at !== 'encrypted') throw new Error('nothing to read');
  const opened = openData(instance.session.ring, message, peer.env);
  if (!opened.ok) throw new Error(opened.fault);
  const session = { ...instance.session, ring: opened.value.ring };
  peer.conversation = withSession(peer.conversation, instance.tag, session);
  return decodePlaintext(opened.value.plaintext).tlvs;
}

describe('S12, S24: a man in the middle', () => {
  it('who passes every record on between two sessions of its own is found out, though both know the secret', () => {
    const [alice, bob] = [newPeer('alice'), newPeer('bob')];
    const [toAlice, toBob] = [newPeer('carol', { seed: 'toAlice' }), newPeer('carol', { seed: 'toBob' })];
    alice.start();
    settle(alice, toAlice);
    bob.start();
    settle(bob, toBob);
    alice.compare('tiger');
    const relay = (from: Peer, hop: Peer, next: Peer, to: Peer): void => {
      const sent = from.take();
      // What the middle reads in one session it seals in the other.
      const { session } = instanceOf(hop.conversation, from.conversation.config.instanceTag);
      expect(session.at).toBe('encrypted');
      for (const text of sent) inject(next, to, ...recordsIn(hop, text));
    };
    relay(alice, toAlice, toBob, bob);
    expect(bob.compared).toEqual(['asked']);
    bob.answer('tiger');
    relay(bob, toBob, toAlice, alice);
    relay(alice, toAlice, toBob, bob);
    relay(bob, toBob, toAlice, alice);
    expect([alice.compared.at(-1), bob.compared.at(-1)]).toEqual(['failed', 'failed']);
  });
});
