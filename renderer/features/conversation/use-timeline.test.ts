import { describe, expect, it } from 'vitest';
import type { TimelineItem } from '../../../shared/views.ts';
import { around, boundsOf, grown } from './use-timeline.ts';

const items = (count: number): readonly TimelineItem[] => Array.from({ length: count }, (_, n) => ({ kind: 'notice', id: String(n), atMs: n, code: 'malformed', peerText: null }));
const atEnd = { from: null, to: null };

describe('what is rendered of a long conversation', () => {
  it('is its end at first', () => {
    expect(boundsOf(items(10), atEnd)).toEqual([0, 10]);
    expect(boundsOf(items(1_000), atEnd)).toEqual([920, 1_000]);
  });

  it('grows at the side that is looked at, and shrinks at the other', () => {
    const all = items(1_000);
    let span = atEnd as ReturnType<typeof grown>;
    for (let n = 0; n < 5; n += 1) span = grown(all, span, 'before');
    expect(boundsOf(all, span)).toEqual([620, 880]);
    span = grown(all, span, 'after');
    expect(boundsOf(all, span)).toEqual([680, 940]);
    span = grown(all, span, 'after');
    expect(span.to).toBeNull();
    for (let n = 0; n < 50; n += 1) span = grown(all, span, 'before');
    expect(boundsOf(all, span)).toEqual([0, 260]);
  });

  it('is around a place that a search led to', () => {
    const all = items(1_000);
    expect(boundsOf(all, around(all, '500'))).toEqual([440, 560]);
    expect(boundsOf(all, around(all, '999'))).toEqual([939, 1_000]);
    expect(boundsOf(all, around(all, '3'))).toEqual([0, 63]);
  });

  it('is the end again when what it was bound to is gone', () => {
    expect(boundsOf(items(1_000), { from: 'gone', to: 'gone too' })).toEqual([920, 1_000]);
  });
});
