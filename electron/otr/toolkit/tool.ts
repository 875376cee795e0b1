import { concat, utf8 } from '../../base/bytes.ts';
import type { Primitives } from '../primitives/provider.ts';
import { readMessage, type ReadData } from './fields.ts';

/*
 * What the six commands have in common. They are pure: the caller has the streams, and gives each message
 * that it finds in the input as bytes from "?OTR:" on (`scan.ts`).
 */

/** What a command puts out, and its exit code. */
export type Outcome = { readonly out: Uint8Array; readonly err: string; readonly code: 0 | 1 };

export type Started =
  /** The arguments do not fit: a line of complaint ("" for none), then the usage, exit code 1. */
  | { readonly at: 'refused'; readonly complaint: string }
  | { readonly at: 'done'; readonly outcome: Outcome }
  /** Wants the first message of the input; `null` where there is none. */
  | { readonly at: 'one'; readonly read: (message: Uint8Array | null) => Outcome }
  /** Wants every message of the input, and puts something out for each. */
  | { readonly at: 'every'; readonly read: (message: Uint8Array) => Uint8Array };

export type Tool = {
  readonly name: string;
  /** The arguments, for the usage. */
  readonly takes: string;
  /** What the command does, in a sentence or two. */
  readonly about: string;
  readonly start: (args: readonly string[], primitives: Primitives) => Started;
};

/** Text and bytes in a row. */
export function printed(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return concat(...parts.map((part) => (typeof part === 'string' ? utf8(part) : part)));
}

/** A line of a title and bytes in hex. */
export function hexLine(title: string, bytes: Uint8Array): string {
  return `${title}: ${Buffer.from(bytes).toString('hex')}\n`;
}

/** An outcome without complaint. */
export function done(...parts: readonly (string | Uint8Array)[]): Outcome {
  return { out: printed(...parts), err: '', code: 0 };
}

/** An outcome of nothing but a line of complaint. */
export function failed(complaint: string): Outcome {
  return { out: new Uint8Array(0), err: `${complaint}\n`, code: 1 };
}

/** Reads the data message that a command works on, or says why there is none. */
export function onData(message: Uint8Array | null, work: (read: ReadData) => Outcome): Outcome {
  if (message === null) return failed('No OTR Data Message found on stdin.');
  const read = readMessage(message);
  if (read?.kind !== 'data') return failed('OTR Non-Data Message found on stdin.');
  if (read.fields === null) return failed('Invalid OTR Data Message found on stdin.');
  return work(read.fields);
}
