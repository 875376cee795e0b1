/** This engine in the benchmark: two users in one process, whose effects are carried out as the app does. */
import { systemRandom } from '../../electron/base/random.ts';
import {
  generateDsaKey,
  newConversation,
  newEnv,
  newInstanceTag,
  step,
  type Conversation,
  type DsaPrivateKey,
  type OtrConfig,
  type OtrInput,
} from '../../electron/otr/index.ts';
import { grown, serve, timed } from './contender.ts';
import { akeBatch, oneWayBatch, pingPongBatch, sessionCount, text } from './measures.ts';

const env = newEnv(systemRandom);
const newKey = (): DsaPrivateKey => generateDsaKey(env, () => {});
const secret = 'the blue umbrella';

class User {
  conversation: Conversation;
  #peer: User | null = null;
  /** What was put on the network for this user and nobody has taken. */
  readonly inbox: string[] = [];
  compared = false;
  read = 0;

  constructor(key: DsaPrivateKey) {
    const policy = {
      allowV2: false,
      allowV3: true,
      requireEncryption: false,
      sendWhitespaceTag: false,
      startOnWhitespaceTag: false,
      startOnError: false,
    };
    const config: OtrConfig = { key, instanceTag: newInstanceTag(env.random), policy, maxMessageSize: null, padding: false };
    this.conversation = newConversation(config);
  }

  meet(peer: User): void {
    this.#peer = peer;
  }

  run(input: OtrInput): void {
    const { next, effects } = step(this.conversation, input, env);
    this.conversation = next;
    for (const effect of effects) {
      if (effect.do === 'wipe') for (const dead of effect.secrets) dead.fill(0);
      else if (effect.do === 'send') this.#peer?.inbox.push(effect.text);
      else if (effect.do === 'deliver') this.read += 1;
      else if (effect.event.kind === 'smp') {
        if (effect.event.state === 'asked') this.run({ kind: 'smp-answer', secret, atMs: Date.now() });
        this.compared = effect.event.state === 'succeeded';
      }
    }
  }

  type(): void {
    this.run({ kind: 'send', id: 'line', text, atMs: Date.now() });
  }

  /** Takes one text from the network; whether there was one. */
  receive(): boolean {
    const next = this.inbox.shift();
    if (next !== undefined) this.run({ kind: 'receive', text: next, atMs: Date.now() });
    return next !== undefined;
  }
}

function settle(a: User, b: User): void {
  while (a.receive() || b.receive()) continue;
}

const keys = { alice: newKey(), bob: newKey() };

function friends(): readonly [User, User] {
  const [alice, bob] = [new User(keys.alice), new User(keys.bob)];
  alice.meet(bob);
  bob.meet(alice);
  exchangeKeys(alice, bob);
  return [alice, bob];
}

function exchangeKeys(alice: User, bob: User): void {
  alice.run({ kind: 'start', atMs: Date.now() });
  settle(alice, bob);
  if (!isPrivate(alice) || !isPrivate(bob)) throw new Error('the key exchange did not end');
}

function isPrivate({ conversation: { focus } }: User): boolean {
  return focus !== null;
}

function say(from: User, to: User): void {
  const { read } = to;
  from.type();
  to.receive();
  if (to.read === read) throw new Error('a message did not get through');
}

serve({
  'dsa-keygen': () => timed(newKey),
  ake: () => timed(() => Array.from({ length: akeBatch }, friends)) / akeBatch,
  smp: () => {
    const [alice, bob] = friends();
    const ms = timed(() => {
      alice.run({ kind: 'smp-start', secret, atMs: Date.now() });
      settle(alice, bob);
    });
    if (!alice.compared || !bob.compared) throw new Error('SMP did not end');
    return ms;
  },
  'one-way': () => {
    const [alice, bob] = friends();
    say(alice, bob);
    const ms = timed(() => {
      for (let i = 0; i < oneWayBatch; i += 1) say(alice, bob);
    });
    return ms / oneWayBatch;
  },
  'ping-pong': () => {
    const [alice, bob] = friends();
    say(alice, bob);
    say(bob, alice);
    const ms = timed(() => {
      for (let i = 0; i < pingPongBatch; i += 2) {
        say(alice, bob);
        say(bob, alice);
      }
    });
    return ms / pingPongBatch;
  },
  'wire-size': () => {
    const [alice, bob] = friends();
    alice.type();
    return bob.inbox[0]?.length ?? 0;
  },
  sessions: () => grown(() => Array.from({ length: sessionCount }, () => friends()[0].conversation)),
});
