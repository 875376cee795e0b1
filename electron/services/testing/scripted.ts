/**
 * A whole Sotto with everything real but the network, which says what a test tells it, and a clock that stands
 * until a test moves it. Only tests import this.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultCodeOf } from '../../base/fault.ts';
import { silentLog } from '../../base/log.ts';
import { profileFiles } from '../../base/profile.ts';
import { choosePrimitives, generateDsaKey, newConversation, newInstanceTag, statusOf, step } from '../../otr/index.ts';
import type { Conversation, DsaPrivateKey, OtrEvent, OtrInput, OtrPolicy } from '../../otr/index.ts';
import type { ChatState, IncomingMessage, Offers, OutgoingMessage, RosterItem, SessionEvent } from '../../protocols/protocol.ts';
import { openStore, rescueOf } from '../../store/index.ts';
import type { MessageItem, TimelineItem } from '../../../shared/views.ts';
import { createPublisher } from '../publisher.ts';
import { Sotto } from '../sotto.ts';
import type { OpenServices } from '../build-services.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const env = { random, primitives: choosePrimitives() };
const settings = { address: 'juniper@sotto.test', resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: true, proxy: null } as const;

export const river: RosterItem = { address: 'river@sotto.test', name: '', groups: [], subscription: 'none', asked: false };
export const stranger = 'stranger@sotto.test';

/** Juniper's Sotto, online, with River in the list; the key is made when `keyReady` is called. */
export class Scripted {
  /** The profile, and the key of its database. */
  readonly directory = mkdtempSync(join(tmpdir(), 'sotto-scripted-'));
  readonly databaseKey = random(32);
  readonly sent: OutgoingMessage[] = [];
  /** Receipts, and what Juniper was said to do: with `address/resource`, or the address alone. */
  readonly receipts: { readonly to: string; readonly stanzaId: string }[] = [];
  readonly states: { readonly to: string; readonly state: ChatState }[] = [];
  offers: Offers | null = null;
  nowMs = 1_000_000;
  /** The random source of the engine has failed. */
  randomFails = false;
  accountId = '';
  sotto: Sotto;
  say: (event: SessionEvent) => void = () => undefined;
  #finishKey: (key: DsaPrivateKey) => void = () => undefined;
  #tick: () => void = () => undefined;

  private constructor() {
    this.sotto = this.#build();
  }

  static async open(): Promise<Scripted> {
    const scripted = new Scripted();
    await scripted.sotto.start();
    scripted.accountId = scripted.services.accounts.add(settings, 'secret', true);
    scripted.#signIn();
    return scripted;
  }

  get services(): OpenServices {
    return this.sotto.services();
  }

  /** Juniper opens the conversation with River. */
  get id(): string {
    return this.services.conversations.open(this.accountId, river.address);
  }

  async keyReady(key = ownKey): Promise<void> {
    this.#finishKey(key);
    while (this.services.accounts.identity(this.accountId) === null) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Ends the app in order and starts it again on what it kept; what was sent before is forgotten. */
  async restart(): Promise<void> {
    await this.sotto.stop();
    this.sent.length = 0;
    this.sotto = this.#build();
    await this.sotto.start();
    this.#signIn();
  }

  async close(): Promise<void> {
    await this.sotto.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** A message arrives, from River unless told. */
  comes(text: string, changes: Partial<IncomingMessage> = {}): void {
    const message = { route: 'direct', address: river.address, resource: 'boat', text, stanzaId: null, wantsReceipt: false, replaces: null, atMs: 999_000, ...changes } as const;
    this.say({ kind: 'message', message });
  }

  /** Runs what waits for the next tick, `laterMs` from now. */
  tick(laterMs = 0): void {
    this.nowMs += laterMs;
    this.#tick();
  }

  items(address = river.address): readonly TimelineItem[] {
    return this.sotto.snapshot().timelines[`${this.accountId}/${address}`] ?? [];
  }

  lines(address = river.address): readonly MessageItem[] {
    return this.items(address).filter((item) => item.kind === 'message');
  }

  notices(address = river.address): readonly string[] {
    return this.items(address).flatMap((item) => (item.kind === 'notice' ? [item.code] : []));
  }

  /** The code of the fault that an action throws, or `none`. */
  refusalOf(work: () => unknown): string {
    try {
      work();
    } catch (thrown) {
      return faultCodeOf(thrown);
    }
    return 'none';
  }

  #signIn(): void {
    this.say({ kind: 'connection', connection: { at: 'online', secured: 'tls' } });
    this.say({ kind: 'roster', items: [river] });
  }

  #build(): Sotto {
    const nothing = () => Promise.resolve();
    const made = new Promise<DsaPrivateKey>((resolve) => (this.#finishKey = resolve));
    this.#tick = () => undefined;
    return new Sotto({
      clock: {
        nowMs: () => this.nowMs,
        after: (_delayMs, task) => {
          const before = this.#tick;
          this.#tick = () => (before(), task());
          return () => undefined;
        },
      },
      random,
      log: silentLog,
      publisher: createPublisher(() => undefined),
      vault: {
        view: () => ({ at: 'open', sealedBy: 'keychain' }),
        openWithKeychain: () => Promise.resolve(this.databaseKey.slice()),
        create: () => Promise.reject(new Error('not here')),
        unlock: () => Promise.reject(new Error('not here')),
        reset: () => undefined,
      },
      openStore: (databaseKey) => openStore(join(this.directory, profileFiles.database), databaseKey),
      rescue: rescueOf(this.directory, () => Date.now()),
      openSession: (_config, listener) => {
        this.say = listener;
        return {
          connect: () => undefined,
          disconnect: nothing,
          setStatus: () => undefined,
          send: (message) => void this.sent.push(message),
          sendChatState: ({ address, resource }, state) => void this.states.push({ to: [address, resource].filter(Boolean).join('/'), state }),
          sendReceipt: ({ address, resource }, stanzaId) => void this.receipts.push({ to: [address, resource].filter(Boolean).join('/'), stanzaId }),
          offer: (offers) => (this.offers = offers),
          setRosterItem: nothing,
          removeRosterItem: nothing,
          requestSubscription: () => undefined,
          approveSubscription: () => undefined,
          denySubscription: () => undefined,
          cancelSubscription: () => undefined,
          setBlocked: () => Promise.resolve(),
          profiles: {
            lookUp: () => Promise.resolve(null),
            fetch: () => Promise.resolve(null),
            fetchCard: () => Promise.resolve({ nick: '', bytes: null }),
            publish: () => Promise.resolve(),
          },
          changePassword: () => Promise.resolve(),
        };
      },
      openRegistration: () => {
        throw new Error('nobody makes an account here');
      },
      makeKey: () => ({ done: made, cancel: () => undefined }),
      env: { ...env, random: (length) => (this.randomFails ? fails() : random(length)) },
      applySettings: () => undefined,
      versions: { sotto: '0', runtime: 'test' },
      canSpell: false,
      home: { platform: 'linux', home: '/nonexistent', env: {} },
    });
  }
}

function fails(): never {
  throw new Error('no random numbers');
}

const ownKey = generateDsaKey(env, () => undefined);
const manual: OtrPolicy = { allowV2: true, allowV3: true, requireEncryption: false, sendWhitespaceTag: false, startOnWhitespaceTag: false, startOnError: false };

/** River's program, with an engine of its own, on the device `boat` unless told. */
export class Other {
  readonly #juniper: Scripted;
  readonly #resource: string;
  #engine: Conversation;
  /** How many of Juniper's texts it has read. */
  #read = 0;
  readonly heard: string[] = [];
  readonly told: OtrEvent[] = [];
  /** What it sent, and what stands beside it from now on. */
  readonly wire: string[] = [];
  beside: Partial<IncomingMessage> = {};

  constructor(juniper: Scripted, policy: Partial<OtrPolicy> = {}, resource = 'boat', key = generateDsaKey(env, () => undefined)) {
    this.#juniper = juniper;
    this.#resource = resource;
    this.#engine = newConversation({ key, instanceTag: newInstanceTag(random), policy: { ...manual, ...policy }, maxMessageSize: null });
  }

  get status(): 'plaintext' | 'encrypted' | 'finished' {
    return statusOf(this.#engine).at;
  }

  /** Does something of its own; what comes of it reaches Juniper. */
  does(input: OtrInput): void {
    const { next, effects } = step(this.#engine, input, env);
    this.#engine = next;
    for (const effect of effects) {
      if (effect.do === 'deliver') this.heard.push(effect.text);
      if (effect.do === 'tell') this.told.push(effect.event);
      if (effect.do !== 'send') continue;
      this.wire.push(effect.text);
      this.#juniper.comes(effect.text, { resource: this.#resource, ...this.beside });
    }
  }

  says(text: string): void {
    this.does({ kind: 'send', id: 'line', text, atMs: this.#juniper.nowMs });
  }

  /** Reads everything that Juniper sent, and answers, until nothing is left to say. */
  answers(): void {
    for (; this.#read < this.#juniper.sent.length; this.#read += 1) {
      const text = this.#juniper.sent[this.#read]?.text ?? '';
      this.does({ kind: 'receive', text, atMs: this.#juniper.nowMs });
    }
  }

  /** Lets what Juniper sent so far go by unread. */
  ignores(): void {
    this.#read = this.#juniper.sent.length;
  }
}
