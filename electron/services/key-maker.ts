import { Worker } from 'node:worker_threads';
import { wipe } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import type { DsaPrivateKey } from '../otr/index.ts';

/** A key whose numbers each own their buffer, so that they can be moved between threads. */
export type PlainKey = Readonly<Record<keyof DsaPrivateKey, Uint8Array<ArrayBuffer>>>;

/** What the worker says; `made` is its last word. */
export type FromKeygenWorker =
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'made'; readonly key: PlainKey };

/** Rejects with `Fault` (`key-generation-failed`), also when it was cancelled. The key is the caller's to wipe. */
export type KeyMaking = { readonly done: Promise<DsaPrivateKey>; cancel(): void };

/** Starts making a DSA key off the main thread. `onProgress` gets rising whole percentages until it is done. */
export type KeyMaker = (onProgress: (percent: number) => void) => KeyMaking;

/** Where the built app has its worker: beside the file that this module was built into. */
export const keygenWorkerUrl = new URL('./keygen-worker.js', import.meta.url);

/** A `KeyMaker` that runs each key in a thread of its own, from the built worker at `workerUrl`. */
export function createKeyMaker(workerUrl: URL = keygenWorkerUrl): KeyMaker {
  return (onProgress) => {
    const worker = new Worker(workerUrl, { execArgv: [], name: 'keygen' });
    let cancelled = false;
    const done = new Promise<DsaPrivateKey>((resolve, reject) => {
      const fail = (cause?: unknown) => reject(new Fault('key-generation-failed', { cause }));
      worker.on('message', (message: FromKeygenWorker) => {
        if (message.kind === 'progress') {
          if (!cancelled) onProgress(message.percent);
        } else if (cancelled) {
          wipe(message.key.x);
        } else {
          resolve(message.key);
        }
      });
      worker.once('error', fail);
      worker.once('messageerror', fail);
      // After `made` this changes nothing: a promise settles once.
      worker.once('exit', () => fail());
    });
    return {
      done,
      cancel() {
        cancelled = true;
        void worker.terminate();
      },
    };
  };
}
