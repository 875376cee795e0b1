import { wipe } from '../../base/bytes.ts';
import { newConversation, step } from '../../otr/index.ts';
import type { Conversation, OtrConfig, OtrEffect, OtrEnv, OtrEvent, OtrInput, SessionInfo } from '../../otr/index.ts';
import { secretOf } from './code.ts';
import { transferUse } from './seal.ts';
import { decodeWord, encodeWord, type Word } from './words.ts';

export type ChannelEvent =
  /** The one session of this channel stands; nothing is known yet of who is there. */
  | { readonly kind: 'open' }
  /** The other side began to compare the codes. */
  | { readonly kind: 'asked' }
  /** Both know the same code, so the session is with the other device and with nobody in between; or they do not. */
  | { readonly kind: 'matched' }
  | { readonly kind: 'differed' }
  /** What the other side said. `null`: nothing that is understood. */
  | { readonly kind: 'said'; readonly word: Word | null }
  /** Both have this extra symmetric key now: 32 bytes, the listener's to wipe. `announced`: what was said about it. */
  | { readonly kind: 'key'; readonly by: 'us' | 'them'; readonly key: Uint8Array; readonly announced: Uint8Array }
  /** They ended the session, another one would replace it, or the engine cannot go on. */
  | { readonly kind: 'closed'; readonly why: 'by-them' | 'broken' };

type Deps = {
  readonly config: Pick<OtrConfig, 'key' | 'instanceTag'>;
  readonly env: OtrEnv;
  readonly nowMs: () => number;
  /** Puts a text on the network. */
  readonly send: (text: string) => void;
  readonly onEvent: (event: ChannelEvent) => void;
};

/** Version 3 alone: it has the extra symmetric key and instance tags. Nothing starts or goes out by itself. */
const policy = {
  allowV2: false,
  allowV3: true,
  requireEncryption: true,
  sendWhitespaceTag: false,
  startOnWhitespaceTag: false,
  startOnError: false,
};

/**
 * An OTR conversation between two devices of one account, apart from all conversations with buddies.
 *
 * It has exactly one session: the first that is agreed. A second one closes it, whoever asked for it, so that what was
 * shown by the code holds for all that follows. What is not of that session is dropped.
 */
export class Channel {
  readonly #deps: Deps;
  #engine: Conversation;
  #session: SessionInfo | null = null;
  #isClosed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#engine = newConversation({ ...deps.config, policy, maxMessageSize: null });
  }

  /** 16 hex digits, once it is open. */
  get sessionId(): string {
    return this.#session?.sessionId.hex ?? '';
  }

  get isOpen(): boolean {
    return this.#session !== null && !this.#isClosed;
  }

  /** Asks the other device for a session. */
  start(): void {
    this.#step({ kind: 'start', atMs: this.#deps.nowMs() });
  }

  receive(text: string): void {
    if (!this.#isClosed) this.#step({ kind: 'receive', text, atMs: this.#deps.nowMs() });
  }

  /** Begins to compare the codes, or answers; `matched` or `differed` comes of it on both sides. */
  compare(code: string, asked: boolean): void {
    const kind = asked ? 'smp-answer' : 'smp-start';
    this.#step({ kind, secret: secretOf(code), instance: this.#instance, atMs: this.#deps.nowMs() });
  }

  say(word: Word): void {
    this.#step({ kind: 'send', id: word.say, text: encodeWord(word), atMs: this.#deps.nowMs() });
  }

  /** Agrees on the extra symmetric key of this transfer; a `key` event brings it here at once. */
  shareKey(announced: Uint8Array): void {
    this.#step({ kind: 'extra-key', use: transferUse, data: announced, instance: this.#instance, atMs: this.#deps.nowMs() });
  }

  tick(): void {
    if (!this.#isClosed) this.#step({ kind: 'tick', atMs: this.#deps.nowMs() });
  }

  /** Ends the session, which the other side hears, and forgets its keys. Nothing is told from then on. */
  end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#step({ kind: 'end', atMs: this.#deps.nowMs() });
  }

  get #instance(): number {
    return this.#session?.theirInstance ?? 0;
  }

  #step(input: OtrInput): void {
    const { next, effects } = step(this.#engine, input, this.#deps.env);
    this.#engine = next;
    for (const effect of effects) if (effect.do === 'wipe') wipe(...effect.secrets);
    // What is told can lead to the next step, whose texts must come behind those of this one.
    for (const effect of effects) if (effect.do === 'send') this.#deps.send(effect.text);
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: OtrEffect): void {
    if (effect.do === 'deliver') {
      if (effect.encrypted && effect.session !== null && this.#isOurs(effect.session)) {
        this.#tell({ kind: 'said', word: decodeWord(effect.text) });
      }
    } else if (effect.do === 'tell') this.#told(effect.event);
  }

  #told(event: OtrEvent): void {
    if (event.kind === 'session-started') this.#started(event.session);
    else if (event.kind === 'session-ended') {
      if (this.#isOurs(event.session)) this.#tell({ kind: 'closed', why: event.by === 'them' ? 'by-them' : 'broken' });
    } else if (event.kind === 'smp') this.#compared(event);
    else if (event.kind === 'extra-key') this.#shared(event);
    else if (event.kind === 'not-sent' || event.kind === 'smp-refused' || event.kind === 'extra-key-refused' || event.kind === 'random-failed') {
      this.#tell({ kind: 'closed', why: 'broken' });
    }
  }

  #started(session: SessionInfo): void {
    if (this.#session !== null) this.#tell({ kind: 'closed', why: 'broken' });
    else {
      this.#session = session;
      this.#tell({ kind: 'open' });
    }
  }

  #compared({ state, session }: Extract<OtrEvent, { kind: 'smp' }>): void {
    if (!this.#isOurs(session)) return;
    if (state === 'asked') this.#tell({ kind: 'asked' });
    else if (state === 'succeeded') this.#tell({ kind: 'matched' });
    else if (state === 'failed' || state === 'cheated') this.#tell({ kind: 'differed' });
    else if (state === 'aborted') this.#tell({ kind: 'closed', why: 'by-them' });
  }

  #shared({ by, use, key, data, session }: Extract<OtrEvent, { kind: 'extra-key' }>): void {
    if (use === transferUse && this.#isOurs(session) && !this.#isClosed) this.#tell({ kind: 'key', by, key, announced: data });
    else wipe(key);
  }

  #isOurs({ sessionId, theirInstance }: SessionInfo): boolean {
    return this.#session?.sessionId.hex === sessionId.hex && this.#session.theirInstance === theirInstance;
  }

  #tell(event: ChannelEvent): void {
    if (!this.#isClosed) this.#deps.onEvent(event);
  }
}
