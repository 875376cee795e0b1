import { toHex } from '../../base/bytes.ts';
import type { OtrEffect, OtrInput } from '../api.ts';
import { configure } from '../conversation.ts';
import { fingerprintOf } from '../index.ts';
import { Peer } from '../testing/pair.ts';

/*
 * What two parties said, held against what the wire saw and what the other one was shown.
 */

/** A peer that tells of everything that it does. */
export class WatchedPeer extends Peer {
  onEffects: (effects: readonly OtrEffect[]) => void = () => {};

  override run(input: OtrInput): readonly OtrEffect[] {
    const effects = super.run(input);
    this.onEffects(effects);
    return effects;
  }
}

/** A line that was typed: by whom, whether it had to stay private, in which session it went out, and again, what became of it. */
type Line = {
  readonly by: WatchedPeer;
  readonly private: boolean;
  sentIn: string | null;
  sentAgainIn: string | null;
  shown: boolean;
  shownAgain: boolean;
  became: 'sent' | 'sent again' | 'not-sent' | 'withdrawn' | null;
};

const marked = /‹line (\d+)›/;
const resent = '[resent] ';

export class Ledger {
  readonly #lines: Line[] = [];
  readonly #ids = new Map<string, Line>();
  readonly #keys = new Map<number, string>();
  #fault: string | null = null;

  constructor(alice: WatchedPeer, bob: WatchedPeer) {
    for (const [peer, other] of [[alice, bob], [bob, alice]] as const) {
      peer.onEffects = (effects) => {
        for (const effect of effects) this.#fault ??= this.#judge(peer, other, effect);
      };
    }
  }

  /** The first thing that went wrong. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Types a line that nobody else ever types. */
  type(peer: WatchedPeer): void {
    const { policy } = peer.conversation.config;
    const line: Line = { by: peer, private: peer.status.at !== 'plaintext' || policy.requireEncryption, sentIn: null, sentAgainIn: null, shown: false, shownAgain: false, became: null };
    this.#lines.push(line);
    this.#ids.set(nameOf(peer, peer.nextId), line);
    peer.type(`‹line ${this.#lines.length - 1}› ä漢😀`);
  }

  /** Whether the last lines of both, `count` in all, were shown as private. */
  arrived(count: number): boolean {
    return this.#lines.slice(-count).every(({ shown }) => shown);
  }

  /** Whether every line that was typed is out, taken back, or known not to be sent. */
  get isSettled(): boolean {
    return this.#lines.every(({ became }) => became !== null);
  }

  #judge(peer: WatchedPeer, other: WatchedPeer, effect: OtrEffect): string | null {
    if (effect.do === 'send') return this.#sent(peer, effect);
    if (effect.do === 'deliver') return effect.encrypted ? this.#shown(other, effect) : null;
    if (effect.do === 'tell') return this.#told(peer, other, effect);
    return null;
  }

  #sent(peer: WatchedPeer, { text, id, encrypted, instance }: Extract<OtrEffect, { do: 'send' }>): string | null {
    const clear = marked.exec(text);
    if (clear !== null && this.#lines[Number(clear[1])]?.private === true) return 'a private line went out in clear';
    const line = id === null ? undefined : this.#ids.get(nameOf(peer, id));
    if (line === undefined) return null;
    if (line.became !== null && line.became !== 'sent') return `a line went out that was ${line.became} before`;
    // An error message can have one go out once more, under encryption only.
    if (line.became === 'sent' && !encrypted) return 'a line went out again in clear';
    const isAgain = line.became === 'sent';
    line.became = isAgain ? 'sent again' : 'sent';
    if (!encrypted) return null;
    const session = peer.conversation.instances.get(instance ?? 0)?.session;
    // The first one may still be on its way then, and be read in its own session.
    line[isAgain ? 'sentAgainIn' : 'sentIn'] = session?.at === 'encrypted' ? session.info.sessionId.hex : null;
    return null;
  }

  #shown(other: WatchedPeer, { text, session }: Extract<OtrEffect, { do: 'deliver' }>): string | null {
    const number = marked.exec(text)?.[1];
    const line = number === undefined ? undefined : this.#lines[Number(number)];
    const isAgain = text.startsWith(resent);
    const bare = isAgain ? text.slice(resent.length) : text;
    if (line === undefined || bare !== `‹line ${number}› ä漢😀`) return 'a text was shown as private that nobody typed';
    if (line.by !== other) return 'our own line was shown as theirs';
    // Marked as sent again, it may have been read the first time; it is never sent a third time.
    if (isAgain ? line.shownAgain : line.shown) return 'a line was shown twice';
    if (isAgain) line.shownAgain = true;
    else line.shown = true;
    return (isAgain ? line.sentAgainIn : line.sentIn) === session?.sessionId.hex ? null : 'a line was shown in a session that it was not sent in';
  }

  #told(peer: WatchedPeer, other: WatchedPeer, { event }: Extract<OtrEffect, { do: 'tell' }>): string | null {
    switch (event.kind) {
      case 'session-started': {
        const right = fingerprintOf(other.conversation.config.key) === event.session.theirFingerprint;
        return right ? null : 'a session began with somebody else';
      }
      case 'not-sent':
      case 'withdrawn': {
        const line = this.#ids.get(nameOf(peer, event.id));
        if (line === undefined || line.became !== null) return `a line was ${event.kind} that was ${line?.became} before`;
        line.became = event.kind;
        return null;
      }
      case 'smp':
        // Both only ever say the same. A run that crosses another may look like cheating, never like a wrong secret.
        return event.state === 'failed' ? 'equal secrets were found different' : null;
      case 'extra-key': {
        const key = toHex(event.key);
        if (event.by === 'us') this.#keys.set(event.use, key);
        return this.#keys.get(event.use) === key ? null : 'an extra key differs';
      }
      default:
        return null;
    }
  }
}

/** Ids are a peer's own. */
function nameOf(peer: Peer, id: string): string {
  return `${peer.conversation.config.instanceTag} ${id}`;
}

/** Sets whether a peer refuses to send anything in clear. */
export function setRequired(peer: Peer, requireEncryption: boolean): void {
  const { config } = peer.conversation;
  peer.conversation = configure(peer.conversation, { ...config, policy: { ...config.policy, requireEncryption } });
}
