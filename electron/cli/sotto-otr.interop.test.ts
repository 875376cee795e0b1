import { afterAll, beforeAll, expect, it } from 'vitest';
import { theirs } from '../otr/toolkit/testing/run.ts';
import { libotrTranscript, ourTranscript } from '../otr/toolkit/testing/transcripts.ts';
import { buildCommand, type Command } from './testing/command.ts';

/* The command as it is installed, beside the reference toolkit; `otr/toolkit` has the many cases. */

let command: Command;
let transcript: string;
let sealed: string;

beforeAll(async () => {
  command = await buildCommand();
  transcript = [...ourTranscript(2), ...ourTranscript(3), ...libotrTranscript(2), ...libotrTranscript(3)].join('\n');
  sealed = transcript.split('\n').find((text) => text.startsWith('?OTR:AAID'))!;
});

afterAll(() => {
  command.remove();
});

const macKey = '00'.repeat(20);
const cases: readonly (readonly [name: string, args: readonly string[], input: () => string])[] = [
  ['parse', [], () => transcript],
  ['parse', ['surplus'], () => transcript],
  ['sesskeys', ['1234', 'abcdef'], () => ''],
  ['mackey', ['2b7e151628aed2a6abf7158809cf4f3c'], () => ''],
  ['readforge', ['2b7e151628aed2a6abf7158809cf4f3c', 'ä new text'], () => sealed],
  ['readforge', ['2b7e151628aed2a6abf7158809cf4f3c'], () => 'nothing'],
  ['modify', [macKey, 'old', 'new', '0'], () => sealed],
  ['modify', [macKey, 'old', 'newer', '0'], () => sealed],
  ['remac', [macKey, '256', '257', '1', '2', '3', 'abcdef', '0000000000000001', 'c0ffee', macKey], () => ''],
  ['remac', [macKey, '256', 'x', '1', '2', '3', 'abcdef', '0000000000000001', 'c0ffee', macKey], () => ''],
];

it.each(cases)('%s %j: output, complaint and exit code are those of the reference', async (name, args, input) => {
  const { out, err, code } = await command.run([name, ...args], input());
  const [complaint, usage] = err.split('Usage: ');
  expect({ out, err: complaint, code }).toEqual(theirs(name, args, input()));
  if (usage !== undefined) expect(code).toBe(1);
});
