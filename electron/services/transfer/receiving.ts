import { wipe } from '../../base/bytes.ts';
import type { ChannelEvent } from './channel.ts';
import { decodePayload, wipeKeys, type Came } from './payload.ts';
import { open } from './seal.ts';
import type { Port } from './sending.ts';
import { Assembly, decodeAnnouncement, type Word } from './words.ts';

type Moving = { readonly key: Uint8Array; readonly announced: Uint8Array; readonly assembly: Assembly };

/**
 * The new device's side, from the typed code to a payload that has verified as a whole.
 *
 * Each event has one step in which it is due. At any other the run breaks off, and what came so far is forgotten.
 */
export class Receiving {
  readonly #port: Port;
  /** Everything is here, authentic and well-formed, and the other device let it go; its keys are the listener's to wipe. */
  readonly #onArrived: (came: Came) => void;
  #at: 'asking' | 'comparing' | 'ready' | 'moving' = 'asking';
  #moving: Moving | null = null;
  /** What has verified as a whole, until the other device has said its last word. */
  #came: Came | null = null;

  constructor(port: Port, onArrived: (came: Came) => void) {
    this.#port = port;
    this.#onArrived = onArrived;
  }

  take(event: ChannelEvent): void {
    const { channel, code, end, show } = this.#port;
    if (event.kind === 'closed') end(event.why === 'by-them' ? 'cancelled-by-them' : 'broken');
    else if (event.kind === 'differed') end('code-wrong');
    else if (event.kind === 'open' && this.#at === 'asking') {
      this.#at = 'comparing';
      show({ at: 'comparing' });
      channel.compare(code, false);
    } else if (event.kind === 'matched' && this.#at === 'comparing') {
      this.#at = 'ready';
      show({ at: 'moving', percent: 0 });
      channel.say({ say: 'ready' });
    } else if (event.kind === 'key' && event.by === 'them' && this.#at === 'ready') this.#begin(event.key, event.announced);
    else if (event.kind === 'said' && event.word?.say === 'done' && this.#came !== null) this.#arrived(this.#came);
    else if (event.kind === 'said' && event.word !== null && this.#came === null && this.#moving !== null) this.#said(event.word, this.#moving);
    else {
      if (event.kind === 'key') wipe(event.key);
      end('broken');
    }
  }

  /** Forgets what came. */
  forget(): void {
    if (this.#moving !== null) wipe(this.#moving.key);
    this.#moving = null;
    if (this.#came !== null) wipeKeys(this.#came.accounts);
    this.#came = null;
  }

  #begin(key: Uint8Array, announced: Uint8Array): void {
    const length = decodeAnnouncement(announced);
    if (length === null) {
      wipe(key);
      this.#port.end('broken');
      return;
    }
    this.#at = 'moving';
    this.#moving = { key, announced, assembly: new Assembly(length) };
  }

  #said(word: Word, moving: Moving): void {
    const { channel, end, show } = this.#port;
    const { assembly } = moving;
    if (word.say !== 'part' || !assembly.take(word.index, word.bytes)) end('broken');
    else if (assembly.isWhole) this.#open(moving);
    else {
      show({ at: 'moving', percent: Math.floor((100 * assembly.next) / assembly.parts) });
      channel.say({ say: 'got', index: word.index });
    }
  }

  #open({ key, announced, assembly }: Moving): void {
    const { channel, end, show } = this.#port;
    const opened = open(key, assembly.bytes, { sessionId: channel.sessionId, announced });
    if (!opened.ok) {
      end('broken');
      return;
    }
    const came = decodePayload(opened.value);
    wipe(opened.value);
    channel.say({ say: came.ok ? 'whole' : 'refused' });
    if (!came.ok) {
      end('refused');
      return;
    }
    this.#came = came.value;
    show({ at: 'moving', percent: 100 });
  }

  /** Until now the person could stop it on the other device. */
  #arrived(came: Came): void {
    this.#came = null;
    this.#onArrived(came);
  }
}
