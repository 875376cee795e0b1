import { wipe } from '../../base/bytes.ts';
import type { TransferEnd, TransferStateView } from '../../../shared/views.ts';
import type { Channel, ChannelEvent } from './channel.ts';
import { seal } from './seal.ts';
import { encodeAnnouncement, longestSealed, partLength, partsOf, type Word } from './words.ts';

/** What both roles need of the service. */
export type Port = {
  readonly channel: Channel;
  readonly code: string;
  readonly show: (state: TransferStateView) => void;
  /** The run is over; the channel is closed. */
  readonly end: (why: TransferEnd | 'sent') => void;
};

/** Bytes that the seal adds. */
const sealLength = 16;

/**
 * The old device's side, from the shown code to the last word, without which the new one brings nothing in.
 *
 * Each event has one step in which it is due. At any other the run breaks off, with nothing sent, or no more of it.
 */
export class Sending {
  readonly #port: Port;
  /** Everything that goes over, read when it goes; the caller of it wipes. */
  readonly #gather: () => Uint8Array;
  #at: 'waiting' | 'open' | 'comparing' | 'matched' | 'moving' = 'waiting';
  #plain: Uint8Array | null = null;
  #sealed = new Uint8Array(0);
  /** The part that is under way. */
  #index = 0;

  constructor(port: Port, gather: () => Uint8Array) {
    this.#port = port;
    this.#gather = gather;
  }

  take(event: ChannelEvent): void {
    const { channel, code, end, show } = this.#port;
    if (event.kind === 'closed') end(event.why === 'by-them' ? 'cancelled-by-them' : 'broken');
    else if (event.kind === 'differed') end('code-wrong');
    else if (event.kind === 'open' && this.#at === 'waiting') {
      this.#at = 'open';
      show({ at: 'comparing' });
    } else if (event.kind === 'asked' && this.#at === 'open') {
      this.#at = 'comparing';
      channel.compare(code, true);
    } else if (event.kind === 'matched' && this.#at === 'comparing') this.#at = 'matched';
    else if (event.kind === 'key' && event.by === 'us' && this.#plain !== null) this.#seal(event.key, event.announced);
    else if (event.kind === 'said' && event.word !== null) this.#said(event.word);
    else {
      if (event.kind === 'key') wipe(event.key);
      end('broken');
    }
  }

  /** Forgets what was to be sent. */
  forget(): void {
    if (this.#plain !== null) wipe(this.#plain);
    this.#plain = null;
    this.#sealed = new Uint8Array(0);
  }

  #said(word: Word): void {
    const last = partsOf(this.#sealed.length) - 1;
    if (word.say === 'ready' && this.#at === 'matched') this.#begin();
    else if (word.say === 'got' && this.#at === 'moving' && word.index === this.#index && word.index < last) this.#part(word.index + 1);
    else if (word.say === 'whole' && this.#at === 'moving' && this.#index === last) this.#finish();
    else if (word.say === 'refused' && this.#at === 'moving' && this.#index === last) this.#port.end('refused');
    else this.#port.end('broken');
  }

  /** Both sides have shown that they know the code: now, and not before, what goes over is read. */
  #begin(): void {
    this.#plain = this.#gather();
    const length = this.#plain.length + sealLength;
    if (length > longestSealed) {
      this.#port.end('too-large');
      return;
    }
    this.#at = 'moving';
    this.#port.channel.shareKey(encodeAnnouncement(length));
  }

  #seal(key: Uint8Array, announced: Uint8Array): void {
    this.#sealed = new Uint8Array(seal(key, this.#plain!, { sessionId: this.#port.channel.sessionId, announced }));
    wipe(key, this.#plain!);
    this.#plain = null;
    this.#part(0);
  }

  /** From here on it cannot be stopped on this device. */
  #finish(): void {
    this.#port.channel.say({ say: 'done' });
    this.#port.end('sent');
  }

  #part(index: number): void {
    const from = index * partLength;
    this.#index = index;
    this.#port.show({ at: 'moving', percent: Math.floor((100 * index) / partsOf(this.#sealed.length)) });
    this.#port.channel.say({ say: 'part', index, bytes: this.#sealed.subarray(from, from + partLength) });
  }
}
