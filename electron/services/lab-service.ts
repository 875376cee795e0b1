import { Fault } from '../base/fault.ts';
import { forgeMessage, macKeyOf, seeMessage } from '../otr/index.ts';
import type { WireMessage } from '../otr/index.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { LabView, RecordedView } from '../../shared/views.ts';

/** A text as it went over the network, and what it said to us. */
type Recorded = {
  readonly from: 'me' | 'them';
  readonly atMs: number;
  readonly wire: string;
  readonly seen: WireMessage | null;
  said: string | null;
  /** The key of its MAC, once that was given away. */
  macKey: Uint8Array | null;
};

/** So many texts of a conversation are kept, the last ones, and so many characters of them. */
const mostRecorded = 200;
const longestRecorded = 2_000_000;
/** Keys of one message that are tried. Honest ones give a few away; nothing vouches for them, so anybody can add more. */
const mostTried = 50;

/**
 * The deniability lab: keeps what an eavesdropper would have of a conversation, while the person has it switched
 * on, and forges messages with it. In memory only, gone when it is switched off.
 */
export class LabService {
  readonly #recordings = new Map<ConversationId, Recorded[]>();

  isRecording(id: ConversationId): boolean {
    return this.#recordings.has(id);
  }

  record(id: ConversationId, on: boolean): void {
    if (!on) this.#recordings.delete(id);
    else if (!this.#recordings.has(id)) this.#recordings.set(id, []);
  }

  /** Notes a text of the network. */
  heard(id: ConversationId, from: Recorded['from'], wire: string, atMs: number): void {
    const recording = this.#recordings.get(id);
    if (recording === undefined || !wire.startsWith('?OTR')) return;
    const seen = seeMessage(wire);
    recording.push({ from, atMs, wire, seen, said: null, macKey: null });
    let length = recording.reduce((sum, one) => sum + one.wire.length, 0);
    while (recording.length > mostRecorded || (length > longestRecorded && recording.length > 1)) {
      length -= recording.shift()?.wire.length ?? 0;
    }
    const keys = seen?.revealed.slice(0, mostTried) ?? [];
    if (keys.length > 0) for (const one of recording) if (one.said) one.macKey ??= macKeyOf(one.wire, keys);
  }

  /** Notes what the text that was heard last said. */
  understood(id: ConversationId, text: string): void {
    const last = this.#recordings.get(id)?.findLast(({ from }) => from === 'them');
    if (last) last.said = text;
  }

  view(id: ConversationId): LabView {
    const recording = this.#recordings.get(id);
    if (recording === undefined) return { recording: false, messages: [] };
    return { recording: true, messages: recording.map(viewOf) };
  }

  /**
   * A message that says something else and holds; what is shorter is filled up with spaces. Throws `Fault`:
   * `not-found` where its MAC key is not revealed yet, `message-too-long` where the new text is longer.
   */
  forge(id: ConversationId, index: number, text: string): { readonly wire: string; readonly says: string } {
    const one = this.#recordings.get(id)?.[index];
    if (!one?.said || one.macKey === null) throw new Fault('not-found');
    const room = Buffer.byteLength(one.said) - Buffer.byteLength(text);
    if (room < 0) throw new Fault('message-too-long');
    const says = text + ' '.repeat(room);
    const wire = forgeMessage(one.wire, one.macKey, one.said, says);
    if (wire === null) throw new Fault('internal');
    return { wire, says };
  }
}

function viewOf({ from, atMs, wire, seen, said, macKey }: Recorded, index: number): RecordedView {
  return {
    index,
    from,
    atMs,
    kind: seen?.kind ?? 'other',
    wire: wire.slice(0, 400),
    length: wire.length,
    revealed: seen?.revealed.length ?? 0,
    said,
    isForgeable: said !== null && said !== '' && macKey !== null,
  };
}
