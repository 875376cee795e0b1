import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** The three streams of a process, or of a test. */
export type Streams = { readonly input: Readable; readonly out: Writable; readonly err: Writable };

/** Writes and waits until the stream wants more, so that a slow reader holds up a fast writer. */
export async function write(stream: Writable, bytes: Uint8Array | string): Promise<void> {
  if (bytes.length > 0 && !stream.write(bytes)) await once(stream, 'drain');
}
