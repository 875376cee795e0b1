/** The npm package `otr` in the benchmark: two users in one process, on a network that delivers at once. */
import otr, { type DsaKey, type Otr } from 'otr';
import { grown, serve, timed } from './contender.ts';
import { akeBatch, oneWayBatch, pingPongBatch, sessionCount, text } from './measures.ts';

const secret = 'the blue umbrella';
const encrypted = 1;
/** Few enough to wait for; the row speaks of more. */
const sessionsMade = 40;

class User {
  readonly otr: Otr;
  #peer: User | null = null;
  /** What was put on the network for this user and nobody has taken. */
  readonly inbox: string[] = [];
  compared = false;
  read = 0;

  constructor(priv: DsaKey) {
    this.otr = new otr.OTR({ priv });
    this.otr.ALLOW_V2 = false;
    // Its own goes through two timers a message, which are not what is measured.
    this.otr.io = (message) => this.#peer?.inbox.push(...[message].flat());
    this.otr.on('ui', () => {
      this.read += 1;
    });
    this.otr.on('smp', (kind) => {
      if (kind === 'question') this.otr.smpSecret(secret);
      else this.compared = kind === 'trust';
    });
    this.otr.on('error', (error) => {
      throw new Error(error);
    });
  }

  meet(peer: User): void {
    this.#peer = peer;
  }

  receive(): boolean {
    const next = this.inbox.shift();
    if (next !== undefined) this.otr.receiveMsg(next);
    return next !== undefined;
  }
}

function settle(a: User, b: User): void {
  while (a.receive() || b.receive()) continue;
}

// Without the option a second key takes over the primes of the first.
const newKey = (): DsaKey => new otr.DSA(null, { nocache: true });
const keys = { alice: newKey(), bob: newKey() };

function friends(): readonly [User, User] {
  const [alice, bob] = [new User(keys.alice), new User(keys.bob)];
  alice.meet(bob);
  bob.meet(alice);
  exchangeKeys(alice, bob);
  return [alice, bob];
}

function exchangeKeys(alice: User, bob: User): void {
  alice.otr.sendQueryMsg();
  settle(alice, bob);
  const both = alice.otr.msgstate === encrypted && bob.otr.msgstate === encrypted;
  if (!both) throw new Error('the key exchange did not end');
}

function say(from: User, to: User): void {
  const { read } = to;
  from.otr.sendMsg(text);
  to.receive();
  if (to.read === read) throw new Error('a message did not get through');
}

serve({
  'dsa-keygen': () => timed(newKey),
  ake: () => timed(() => Array.from({ length: akeBatch }, friends)) / akeBatch,
  smp: () => {
    const [alice, bob] = friends();
    const ms = timed(() => {
      alice.otr.smpSecret(secret);
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
    alice.otr.sendMsg(text);
    return bob.inbox[0]?.length ?? 0;
  },
  sessions: () => {
    const mb = grown(() => Array.from({ length: sessionsMade }, () => friends()[0].otr));
    return (mb / sessionsMade) * sessionCount;
  },
});
