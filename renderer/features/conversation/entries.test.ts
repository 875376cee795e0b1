import { expect, it } from 'vitest';
import type { MessageItem, NoticeItem } from '../../../shared/views.ts';
import { entriesOf } from './entries.ts';

const noon = new Date(2026, 5, 1, 12).getTime();
const message = (minutes: number, from: 'me' | 'them', arrivedUnencrypted = false): MessageItem => ({
  kind: 'message',
  id: `m${minutes}`,
  atMs: noon + minutes * 60_000,
  from,
  text: 'text',
  mark: 'clear',
  arrivedUnencrypted,
  delivery: null,
  cut: false,
});
const notice = (minutes: number): NoticeItem => ({
  kind: 'notice',
  id: `n${minutes}`,
  atMs: noon + minutes * 60_000,
  code: 'verified',
  peerText: null,
});
const shape = (...items: Parameters<typeof entriesOf>[0]) =>
  entriesOf(items).map((entry) => (entry.kind === 'message' ? (entry.head ? 'head' : 'next') : entry.kind));

it('puts messages of one sender under one head until another speaks or time passes', () => {
  expect(shape(message(0, 'me'), message(1, 'me'), message(2, 'them'), message(3, 'me'), message(9, 'me'))).toEqual([
    'day',
    'head',
    'next',
    'head',
    'head',
    'head',
  ]);
});

it('begins anew after a notice and around a message that came unencrypted', () => {
  expect(shape(message(0, 'me'), notice(1), message(2, 'me'))).toEqual(['day', 'head', 'notice', 'head']);
  expect(shape(message(0, 'them'), message(1, 'them', true), message(2, 'them'))).toEqual(['day', 'head', 'head', 'head']);
});

it('separates days', () => {
  expect(shape(message(0, 'me'), message(60 * 24, 'me'))).toEqual(['day', 'head', 'day', 'head']);
});
