import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { native } from './primitives/native.ts';
import { portable } from './primitives/portable.ts';
import { idle, smpSecretsOf, stepSmp, type SmpContext, type SmpInput, type SmpState, type SmpStep } from './smp.ts';
import { seededRng } from './testing/seed.ts';

/*
 * Spec: OTRv3 "The SMP state machine": a test for every state and input.
 */

const [aliceprint, bobprint] = [new Uint8Array(20).fill(0xa1), new Uint8Array(20).fill(0xb0)];
const sessionId = new Uint8Array(8).fill(5);
const contextOf = (who: 'alice' | 'bob', primitives = native): SmpContext => ({
  env: { random: seededRng(`smp ${who}`), primitives },
  ourFingerprint: who === 'alice' ? aliceprint : bobprint,
  theirFingerprint: who === 'alice' ? bobprint : aliceprint,
  sessionId,
});

function valueOf(step: SmpStep): Uint8Array {
  if (step.reply === null || step.reply.message === 'abort') throw new Error('no message');
  return step.reply.value;
}

/** One honest run with every state and message on the way. Alice begins. */
function runWith(secret: string, alice = contextOf('alice'), bob = contextOf('bob')) {
  const started = stepSmp(idle, { kind: 'start', secret: utf8('tiger'), question: null }, alice);
  const one = { kind: 'message-1', value: valueOf(started), question: null } as const;
  const asked = stepSmp(idle, one, bob);
  const answered = stepSmp(asked.next, { kind: 'answer', secret: utf8(secret) }, bob);
  const two = { kind: 'message-2', value: valueOf(answered) } as const;
  const compared = stepSmp(started.next, two, alice);
  const three = { kind: 'message-3', value: valueOf(compared) } as const;
  const concluded = stepSmp(answered.next, three, bob);
  const four = { kind: 'message-4', value: valueOf(concluded) } as const;
  const ended = stepSmp(compared.next, four, alice);
  const states = {
    idle,
    asked: asked.next,
    'expect-2': started.next,
    'expect-3': answered.next,
    'expect-4': compared.next,
  } satisfies Record<SmpState['at'], SmpState>;
  const inputs = {
    'message-1': one,
    'message-2': two,
    'message-3': three,
    'message-4': four,
    abort: { kind: 'abort' },
    start: { kind: 'start', secret: utf8('x'), question: null },
    answer: { kind: 'answer', secret: utf8('x') },
    cancel: { kind: 'cancel' },
  } satisfies Record<SmpInput['kind'], SmpInput>;
  return { states, inputs, concluded, ended };
}

const honest = runWith('tiger');
const wrong = runWith('lion');
const states = Object.keys(honest.states) as SmpState['at'][];
const inputs = Object.keys(honest.inputs) as SmpInput['kind'][];
const roleOf = (at: SmpState['at']) => (at === 'expect-2' || at === 'expect-4' ? 'alice' : 'bob');

/** The cells that go on with a run; all others abort, or do nothing. */
const onward: Readonly<Record<string, SmpState['at']>> = {
  'idle message-1': 'asked',
  'idle start': 'expect-2',
  'asked answer': 'expect-3',
  'expect-2 message-2': 'expect-4',
  'expect-3 message-3': 'idle',
  'expect-4 message-4': 'idle',
};
/** Nothing happens: same object, no answer. */
const nothing = ['idle abort', 'idle answer'];
const refusedWishes = ['asked start', ...['expect-2', 'expect-3', 'expect-4'].flatMap((at) => [`${at} start`, `${at} answer`])];

describe.each(states)('in %s', (at) => {
  it.each(inputs)('on %s', (kind) => {
    const state = honest.states[at];
    const cell = `${at} ${kind}`;
    const step = stepSmp(state, honest.inputs[kind], contextOf(roleOf(at)));
    const next = onward[cell];
    if (next !== undefined) {
      expect(step.next.at).toBe(next);
      expect(step.told?.state).toBe({ asked: 'asked', idle: 'succeeded' }[next as string] ?? 'progress');
      expect(step.guessed).toBe(false);
    } else if (nothing.includes(cell) || refusedWishes.includes(cell)) {
      expect(step).toEqual({ next: state, reply: null, told: null, dead: [], guessed: false });
      expect(step.next).toBe(state);
    } else {
      // The default: back to the start, with an abort to the peer unless that is where it came from.
      expect(step.next).toBe(idle);
      expect(step.reply).toEqual(kind === 'abort' ? null : { message: 'abort' });
      expect(step.told?.state).toBe(at === 'idle' ? undefined : 'aborted');
      expect(step.dead).toEqual(smpSecretsOf(state));
      expect(step.guessed).toBe(at === 'expect-4');
    }
  });
});

describe('the end of a run (spec: "Check whether the protocol was successful")', () => {
  it('succeeds on both sides with equal secrets', () => {
    expect([honest.concluded.told?.state, honest.ended.told?.state]).toEqual(['succeeded', 'succeeded']);
  });

  it('fails on both sides with different ones, and counts as a guess', () => {
    expect([wrong.concluded.told?.state, wrong.ended.told?.state]).toEqual(['failed', 'failed']);
    expect([wrong.concluded.guessed, wrong.ended.guessed]).toEqual([true, true]);
  });

  it('fails where session ids differ, or either fingerprint, or both took themselves for the initiator', () => {
    const fill = (byte: number, length: number) => new Uint8Array(length).fill(byte);
    const others: readonly Partial<SmpContext>[] = [
      { sessionId: fill(6, 8) },
      { ourFingerprint: fill(1, 20) },
      { theirFingerprint: fill(1, 20) },
      { ourFingerprint: aliceprint, theirFingerprint: bobprint },
    ];
    for (const other of others) {
      const { ended } = runWith('tiger', contextOf('alice'), { ...contextOf('bob'), ...other });
      expect(ended.told?.state).toBe('failed');
    }
  });

  it('comes out the same between the two providers', () => {
    for (const [secret, outcome] of [['tiger', 'succeeded'], ['lion', 'failed']] as const) {
      const { concluded, ended } = runWith(secret, contextOf('alice', portable), contextOf('bob', native));
      expect([concluded.told?.state, ended.told?.state]).toEqual([outcome, outcome]);
    }
  });

  it('hands out every secret, and the secrets of a state are all there is to wipe', () => {
    expect(states.map((at) => smpSecretsOf(honest.states[at]).length)).toEqual([0, 0, 3, 1, 1]);
    expect(honest.ended.dead).toEqual(smpSecretsOf(honest.states['expect-4']));
    expect(honest.concluded.dead).toEqual(smpSecretsOf(honest.states['expect-3']));
  });
});
