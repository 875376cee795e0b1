/*
 * The thread that makes one DSA key and ends. It is a file of its own in the built app, beside `main.js`,
 * and speaks `FromKeygenWorker` to whoever started it.
 */
import { parentPort } from 'node:worker_threads';
import { wipe } from '../base/bytes.ts';
import { systemRandom } from '../base/random.ts';
import { assert } from '../base/result.ts';
import { choosePrimitives, generateDsaKey } from '../otr/index.ts';
import type { FromKeygenWorker, PlainKey } from './key-maker.ts';

const port = parentPort;
assert(port !== null, 'the key generator runs in a worker thread');

const send = (message: FromKeygenWorker, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, transfer);
};

let told = -1;
const key = generateDsaKey(
  { random: systemRandom, primitives: choosePrimitives() },
  (percent) => {
    if (percent === told) return;
    told = percent;
    send({ kind: 'progress', percent });
  },
);

// Copies that own their buffers move to the other thread and are gone from this one; the engine's own is wiped.
const copy = (bytes: Uint8Array) => new Uint8Array(bytes);
const moved: PlainKey = { p: copy(key.p), q: copy(key.q), g: copy(key.g), y: copy(key.y), x: copy(key.x) };
wipe(key.x);
send({ kind: 'made', key: moved }, Object.values(moved).map((part) => part.buffer));
