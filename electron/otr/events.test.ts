import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/* The table of events in README.md beside the names in libotr 4.1.1's message.h and our own types. */

const messageEvents = [
  'ENCRYPTION_REQUIRED',
  'ENCRYPTION_ERROR',
  'CONNECTION_ENDED',
  'SETUP_ERROR',
  'MSG_REFLECTED',
  'MSG_RESENT',
  'RCVDMSG_NOT_IN_PRIVATE',
  'RCVDMSG_UNREADABLE',
  'RCVDMSG_MALFORMED',
  'LOG_HEARTBEAT_RCVD',
  'LOG_HEARTBEAT_SENT',
  'RCVDMSG_GENERAL_ERR',
  'RCVDMSG_UNENCRYPTED',
  'RCVDMSG_UNRECOGNIZED',
  'RCVDMSG_FOR_OTHER_INSTANCE',
];
const smpEvents = ['ERROR', 'ABORT', 'CHEATED', 'ASK_FOR_ANSWER', 'ASK_FOR_SECRET', 'IN_PROGRESS', 'SUCCESS', 'FAILURE'];

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const section = read('README.md').split('\n## ').find((part) => part.startsWith('What is told'))!;
const rows = section.split('\n').filter((line) => line.startsWith('| ')).slice(2).map((line) => line.split('|'));
const namesIn = (column: number): readonly string[] => rows.flatMap((row) => row[column]!.match(/(?<=`)[A-Za-z_-]+(?=`)/g) ?? []);

it('every message event and SMP event of libotr has its row', () => {
  const theirs = [...messageEvents.map((name) => `OTRL_MSGEVENT_${name}`), ...smpEvents.map((name) => `OTRL_SMPEVENT_${name}`)];
  expect(namesIn(1).toSorted()).toEqual(theirs.toSorted());
});

it('every event of ours has its row, and there is no other', () => {
  const kinds = [...read('events.ts').matchAll(/readonly kind: '([a-z-]+)'/g)].map(([, kind]) => kind!);
  const details = ['too-long', 'random-failed', 'no-version', 'finished', 'other-key', 'lower-version', 'question', 'asked', 'progress', 'succeeded', 'failed', 'aborted', 'cheated'];
  const named = namesIn(2);
  expect(kinds.filter((kind) => !named.includes(kind))).toEqual([]);
  expect(named.filter((name) => !kinds.includes(name) && !details.includes(name))).toEqual([]);
});
