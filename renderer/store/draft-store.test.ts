import { describe, expect, it } from 'vitest';
import { allowClear, allowUnverified, draftOf, emptyDraft, isForVerified, isStranded, levelInSight, restored, setDraft, typed } from './draft-store.ts';

describe('a draft remembers what it was typed for', () => {
  it('takes the level in sight when it begins', () => {
    expect(typed(emptyDraft, 'h', 'private').typedFor).toBe('private');
    expect(typed(emptyDraft, 'h', 'not-private').typedFor).toBe('not-private');
  });

  it('keeps it when the conversation stops being private, however much is typed since', () => {
    const draft = typed(typed(emptyDraft, 'secret', 'private'), 'secret more', 'not-private');
    expect(draft.typedFor).toBe('private');
    expect(isStranded(draft, 'not-private')).toBe(true);
  });

  it('is held where it was typed for a verified key and the one that is there is not', () => {
    const draft = typed(emptyDraft, 'secret', 'private');
    expect((['private', 'unverified', 'not-private', 'finished'] as const).filter((level) => isForVerified(draft, level))).toEqual(['unverified']);
    expect(isForVerified(typed(emptyDraft, 'hi', 'unverified'), 'unverified')).toBe(false);
  });

  it('rises when the conversation becomes private', () => {
    const draft = typed(typed(emptyDraft, 'hi', 'not-private'), 'hi there', 'unverified');
    expect(draft.typedFor).toBe('unverified');
    expect(isStranded(draft, 'unverified')).toBe(false);
  });

  it('begins anew when it was emptied', () => {
    const draft = typed(typed(typed(emptyDraft, 'secret', 'private'), '', 'not-private'), 'x', 'not-private');
    expect(draft).toEqual({ text: 'x', typedFor: 'not-private', refused: null });
  });

  it('is stranded whatever the level of an encrypted conversation was, and not where it was typed in clear', () => {
    const levels = ['private', 'unverified', 'finished', 'not-private'] as const;
    expect(levels.filter((level) => isStranded(typed(emptyDraft, 'secret', level), 'not-private'))).toEqual(['private', 'unverified', 'finished']);
    expect(typed(typed(emptyDraft, 'secret', 'private'), '', 'private')).toEqual(emptyDraft);
  });

  it('goes down by the person’s word alone, and no further than that says', () => {
    const draft = typed(emptyDraft, 'secret', 'private');
    setDraft('a', draft);
    allowUnverified('a');
    expect(draftOf('a')).toEqual({ ...draft, typedFor: 'unverified' });
    expect([isForVerified(draftOf('a'), 'unverified'), isStranded(draftOf('a'), 'not-private')]).toEqual([false, true]);
    allowClear('a');
    expect(draftOf('a')).toEqual({ ...draft, typedFor: 'not-private' });
    setDraft('a', emptyDraft);
    expect(draftOf('a')).toEqual(emptyDraft);
  });

  it('is not stranded while the conversation is finished, only shut', () => {
    expect(isStranded(typed(emptyDraft, 'secret', 'private'), 'finished')).toBe(false);
  });
});

it('what is typed where nothing goes out in clear is typed for an encrypted conversation', () => {
  expect(levelInSight({ privacy: 'not-private', policy: 'always' })).toBe('unverified');
  expect(levelInSight({ privacy: 'not-private', policy: 'opportunistic' })).toBe('not-private');
  expect(levelInSight({ privacy: 'private', policy: 'always' })).toBe('private');
});

describe('a refused line comes back', () => {
  const line = typed(emptyDraft, 'first', 'private');

  it('with the reason', () => {
    expect(restored(emptyDraft, line, 'not-connected')).toEqual({ text: 'first', typedFor: 'private', refused: 'not-connected' });
  });

  it('before what was typed since, and never at a lower level', () => {
    const since = typed(emptyDraft, 'second', 'not-private');
    expect(restored(since, line, 'conversation-not-private')).toEqual({
      text: 'first\nsecond',
      typedFor: 'private',
      refused: 'conversation-not-private',
    });
  });

  it('nor does what was typed since lose its level to it', () => {
    const clear = typed(emptyDraft, 'first', 'not-private');
    expect(restored(typed(emptyDraft, 'second', 'private'), clear, 'not-connected')).toMatchObject({ text: 'first\nsecond', typedFor: 'private' });
  });
});
