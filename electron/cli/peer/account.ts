import { fromHex, toHex, wipe } from '../../base/bytes.ts';
import {
  fingerprintOf,
  newConversation,
  statusOf,
  step,
  type Conversation,
  type OtrConfig,
  type OtrEffect,
  type OtrEnv,
  type OtrEvent,
  type OtrInput,
  type SessionInfo,
} from '../../otr/index.ts';
import type { Command } from './commands.ts';

/** One line that the peer puts out. */
export type PeerEvent =
  | { readonly event: 'ready'; readonly account: string; readonly fingerprint: string }
  | { readonly event: 'inject'; readonly to: string; readonly text: string }
  | { readonly event: 'message'; readonly from: string; readonly text: string; readonly encrypted: boolean }
  /** The session that stands, or in `plaintext` and `finished` the one that ended. */
  | {
      readonly event: 'state';
      readonly with: string;
      readonly state: 'plaintext' | 'encrypted' | 'finished';
      readonly version: number;
      readonly fingerprint: string;
      readonly sessionId: string;
      readonly trusted: boolean;
    }
  | { readonly event: 'smp'; readonly with: string; readonly state: string; readonly question?: string; readonly percent?: number }
  | { readonly event: 'extra-key'; readonly with: string; readonly use: number; readonly data: string; readonly key: string }
  /** `code` is the engine's name for what happened; its further fields follow. */
  | { readonly event: 'warning'; readonly with: string; readonly code: string; readonly [detail: string]: unknown }
  | { readonly event: 'error'; readonly message: string };

type Told<Kind extends OtrEvent['kind']> = Extract<OtrEvent, { readonly kind: Kind }>;

/** What is no more than a sign of life, or for who keeps things longer than this process. */
const quiet: ReadonlySet<string> = new Set<OtrEvent['kind']>([
  'key-exchange-started',
  'heartbeat-sent',
  'heartbeat-received',
  'smp-guesses',
]);

/**
 * An account with a conversation for each address: takes commands, gives the events that they lead to.
 *
 * Trust lasts as long as the process: a fingerprint is trusted at an address after a run of SMP that shows
 * that its owner knew the secret. Lines that wait go by themselves to the first key that an address shows, and to one
 * that is trusted; to any other only by `release`.
 */
export class Account {
  readonly #name: string;
  readonly #config: OtrConfig;
  readonly #env: OtrEnv;
  readonly #conversations = new Map<string, Conversation>();
  readonly #trusted = new Map<string, Set<string>>();
  /** The keys of an address that lines may go to which waited for a private conversation. */
  readonly #accepted = new Map<string, Set<string>>();
  #lines = 0;

  constructor(name: string, config: OtrConfig, env: OtrEnv) {
    this.#name = name;
    this.#config = { ...config, holdUntilReleased: true };
    this.#env = env;
  }

  /** The first event of all. */
  get ready(): PeerEvent {
    return { event: 'ready', account: this.#name, fingerprint: fingerprintOf(this.#config.key) };
  }

  run(command: Exclude<Command, { do: 'quit' }>, atMs: number): readonly PeerEvent[] {
    const address = command.do === 'receive' ? command.from : command.to;
    if (command.do === 'release') this.#acceptPresent(address);
    const events = this.#step(address, this.#inputOf(command, atMs));
    return [...events, ...this.#sendHeld(address, atMs)];
  }

  /** Lets what is old expire in every conversation. */
  tick(atMs: number): readonly PeerEvent[] {
    return [...this.#conversations.keys()].flatMap((address) => this.#step(address, { kind: 'tick', atMs }));
  }

  #inputOf(command: Exclude<Command, { do: 'quit' }>, atMs: number): OtrInput {
    switch (command.do) {
      case 'receive':
        return { kind: 'receive', text: command.text, atMs };
      case 'send':
        this.#lines += 1;
        return { kind: 'send', id: String(this.#lines), text: command.text, atMs };
      case 'smp-start':
        return { kind: 'smp-start', secret: command.secret, question: command.question, atMs };
      case 'smp-answer':
        return { kind: 'smp-answer', secret: command.secret, atMs };
      case 'extra-key':
        return { kind: 'extra-key', use: command.use, data: fromHex(command.data)!, atMs };
      case 'start':
      case 'end':
      case 'release':
      case 'smp-abort':
        return { kind: command.do, atMs };
    }
  }

  #step(address: string, input: OtrInput): readonly PeerEvent[] {
    const before = this.#conversations.get(address) ?? newConversation(this.#config);
    const { next, effects } = step(before, input, this.#env);
    this.#conversations.set(address, next);
    const { at, session } = statusOf(before);
    // The engine told of this end when the peer brought it; from here on lines go out in clear.
    const left = at === 'finished' && session !== null && statusOf(next).at === 'plaintext' ? [this.#state(address, 'plaintext', session)] : [];
    const events = [...effects.flatMap((effect) => this.#eventsOf(address, effect)), ...left];
    for (const effect of effects) if (effect.do === 'wipe') wipe(...effect.secrets);
    return events;
  }

  /** Sends what waits, where the key that it would go to is accepted. */
  #sendHeld(address: string, atMs: number): readonly PeerEvent[] {
    const fingerprint = this.#presentKey(address);
    if (fingerprint === null || !has(this.#accepted, address, fingerprint)) return [];
    return this.#step(address, { kind: 'release', atMs });
  }

  /** The key of the session that lines go to; `null` where nothing is private. */
  #presentKey(address: string): string | null {
    const conversation = this.#conversations.get(address);
    const status = conversation === undefined ? null : statusOf(conversation);
    return status?.at === 'encrypted' ? (status.session?.theirFingerprint ?? null) : null;
  }

  #acceptPresent(address: string): void {
    const fingerprint = this.#presentKey(address);
    if (fingerprint !== null) add(this.#accepted, address, fingerprint);
  }

  #eventsOf(address: string, effect: OtrEffect): readonly PeerEvent[] {
    switch (effect.do) {
      case 'send':
        return [{ event: 'inject', to: address, text: effect.text }];
      case 'deliver':
        return [{ event: 'message', from: address, text: effect.text, encrypted: effect.encrypted }];
      case 'tell':
        return this.#told(address, effect.event);
      case 'wipe':
        return [];
    }
  }

  #told(address: string, told: OtrEvent): readonly PeerEvent[] {
    switch (told.kind) {
      case 'session-started':
        return [this.#state(address, 'encrypted', told.session), ...this.#met(address, told.session)];
      case 'session-ended':
        return [this.#state(address, told.by === 'us' ? 'plaintext' : 'finished', told.session)];
      case 'smp':
        return this.#compared(address, told);
      case 'extra-key':
        return [sharedKey(address, told)];
      default:
        return quiet.has(told.kind) ? [] : [{ ...detailsOf(told), event: 'warning', with: address, code: told.kind }];
    }
  }

  /** A key has come: the first one of an address is accepted, any other is warned of. */
  #met(address: string, { theirFingerprint: fingerprint }: SessionInfo): readonly PeerEvent[] {
    if (!this.#accepted.has(address)) add(this.#accepted, address, fingerprint);
    return has(this.#accepted, address, fingerprint) ? [] : [{ event: 'warning', with: address, code: 'key-changed', fingerprint }];
  }

  #state(address: string, state: 'plaintext' | 'encrypted' | 'finished', session: SessionInfo): PeerEvent {
    const { version, theirFingerprint: fingerprint, sessionId } = session;
    const trusted = has(this.#trusted, address, fingerprint);
    return { event: 'state', with: address, state, version, fingerprint, sessionId: sessionId.hex, trusted };
  }

  #compared(address: string, told: Told<'smp'>): readonly PeerEvent[] {
    const { state, question, percent, session, startedBy } = told;
    const event: PeerEvent = {
      event: 'smp',
      with: address,
      state,
      ...(state === 'asked' && question !== null ? { question } : {}),
      ...(state === 'progress' ? { percent } : {}),
    };
    // Who answers a question shows that they know it; who asked it shows nothing.
    if (state !== 'succeeded' || (startedBy === 'them' && question !== null)) return [event];
    for (const keys of [this.#trusted, this.#accepted]) add(keys, address, session.theirFingerprint);
    return [event, this.#state(address, 'encrypted', session)];
  }
}

function has(keys: ReadonlyMap<string, ReadonlySet<string>>, address: string, fingerprint: string): boolean {
  return keys.get(address)?.has(fingerprint) === true;
}

function add(keys: Map<string, Set<string>>, address: string, fingerprint: string): void {
  keys.set(address, (keys.get(address) ?? new Set()).add(fingerprint));
}

function sharedKey(address: string, { use, data, key }: Told<'extra-key'>): PeerEvent {
  const event: PeerEvent = { event: 'extra-key', with: address, use, data: toHex(data), key: toHex(key) };
  wipe(key);
  return event;
}

/** The plain fields of an engine's event, beside its kind. */
function detailsOf({ kind: _, ...details }: OtrEvent): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)),
  );
}
