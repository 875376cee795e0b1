import { describe, expect, it } from 'vitest';
import { generateDsaKey } from '../index.ts';
import { native } from '../primitives/native.ts';
import { portable } from '../primitives/portable.ts';
import { seededRng } from '../testing/seed.ts';
import { expectSameSession, meet, meetPrivately, settle } from './meeting.ts';

describe('with libotr, called for real', () => {
  it('agrees on a session that we ask for', () => {
    const { ours, theirs } = meet();
    ours.start();
    settle(ours, theirs);
    expectSameSession(ours, theirs);
    expect(ours.status.session!.sessionId.bold).toBe('second');
  });

  it('agrees on a session that libotr asks for', () => {
    const { ours, theirs } = meet();
    theirs.start();
    settle(ours, theirs);
    expectSameSession(ours, theirs);
    expect(ours.status.session!.sessionId.bold).toBe('first');
  });

  it('agrees when both ask at once and the commits cross', () => {
    for (let round = 0; round < 6; round += 1) {
      const { ours, theirs } = meet({ seed: `crossing ${round}` });
      ours.start();
      theirs.start();
      settle(ours, theirs);
      expectSameSession(ours, theirs);
      ours.type('after all');
      settle(ours, theirs);
      expect(theirs.shown).toContain('after all');
    }
  });

  it('agrees with the portable provider', () => {
    const { ours, theirs } = meetPrivately({ primitives: portable });
    expectSameSession(ours, theirs);
    ours.type('slow but right');
    theirs.type('so it is');
    settle(ours, theirs);
    expect(theirs.shown).toEqual(['slow but right']);
    expect(ours.texts).toEqual(['so it is']);
  });

  it('agrees under keys that both engines make, ten times', () => {
    for (let i = 0; i < 10; i += 1) {
      const key = generateDsaKey({ random: seededRng(`interop key ${i}`), primitives: native }, () => {});
      const { ours, theirs } = meetPrivately({ key, seed: `interop ${i}` });
      expectSameSession(ours, theirs);
    }
  });

  it('carries 100 messages each way, with rotation', () => {
    const { ours, theirs } = meetPrivately();
    const expected = { ours: [] as string[], theirs: [] as string[] };
    for (let i = 0; i < 100; i += 1) {
      ours.type(`from us ${i} ä😀`);
      expected.theirs.push(`from us ${i} ä😀`);
      if (i % 3 !== 0) settle(ours, theirs);
      theirs.type(`from them ${i} ß漢`);
      expected.ours.push(`from them ${i} ß漢`);
      if (i % 5 !== 0) settle(ours, theirs);
    }
    settle(ours, theirs);
    expect(ours.texts).toEqual(expected.ours);
    expect(theirs.shown).toEqual(expected.theirs);
    expect(ours.shown.every((shown) => shown.encrypted)).toBe(true);
    expect(ours.told.filter((kind) => kind === 'unreadable')).toEqual([]);
    const session = ours.conversation.instances.get(ours.status.session!.theirInstance)!.session;
    expect(session.at === 'encrypted' && session.ring.ourKeyId).toBeGreaterThan(50);
  });

  it('carries long texts in fragments of 160 characters each way', () => {
    const { ours, theirs } = meet({ maxMessageSize: 160 }, { maxMessageSize: 160 });
    theirs.start();
    settle(ours, theirs);
    expectSameSession(ours, theirs);
    const long = 'a long line, not to be cut '.repeat(40);
    ours.type(long);
    expect(ours.outbox.length).toBeGreaterThan(10);
    expect(ours.outbox.every((text) => text.length <= 160)).toBe(true);
    theirs.type(long);
    expect(theirs.outbox.length).toBeGreaterThan(10);
    settle(ours, theirs);
    expect(theirs.shown).toEqual([long]);
    expect(ours.texts).toEqual([long]);
  });

  it.each(['ours', 'theirs'] as const)('refreshes when %s asks, and goes on', (side) => {
    const { ours, theirs } = meetPrivately();
    ours.type('before');
    theirs.type('before too');
    settle(ours, theirs);
    const first = ours.status.session!.sessionId.hex;
    (side === 'ours' ? ours : theirs).start();
    settle(ours, theirs);
    expectSameSession(ours, theirs);
    expect(ours.status.session!.sessionId.hex).not.toBe(first);
    expect(ours.events.at(-1)).toMatchObject({ kind: 'session-started', refreshed: true });
    expect(theirs.secured + theirs.refreshed).toBe(2);
    ours.type('after');
    theirs.type('after too');
    settle(ours, theirs);
    expect(theirs.shown).toEqual(['before', 'after']);
    expect(ours.texts).toEqual(['before too', 'after too']);
  });

  it('ends from our side: libotr is finished and refuses lines', () => {
    const { ours, theirs } = meetPrivately();
    ours.end();
    settle(ours, theirs);
    expect(ours.status.at).toBe('plaintext');
    expect(theirs.state).toBe('finished');
    theirs.type('too late');
    expect(theirs.events).toContain('connection-ended');
    expect(theirs.outbox.join('')).not.toContain('too late');
  });

  it('ends from their side: we are finished, refuse lines, and can start again', () => {
    const { ours, theirs } = meetPrivately();
    theirs.end();
    settle(ours, theirs);
    expect(theirs.state).toBe('plaintext');
    expect(ours.status.at).toBe('finished');
    const id = ours.type('too late');
    expect(ours.outbox).toEqual([]);
    expect(ours.events.at(-1)).toEqual({ kind: 'not-sent', id, why: 'finished' });
    ours.start();
    settle(ours, theirs);
    expectSameSession(ours, theirs);
  });

  it('answers a lost session as libotr does: an error, and readable again after a refresh', () => {
    const { ours, theirs } = meetPrivately();
    ours.end();
    ours.take();
    theirs.type('are you there?');
    settle(ours, theirs);
    expect(ours.told).toContain('not-private');
    expect(theirs.events).toContain('general-error');
    theirs.start();
    settle(ours, theirs);
    expectSameSession(ours, theirs);
  });

  it('answers libotr after a minute of our silence with a heartbeat that it understands', () => {
    const { ours, theirs } = meetPrivately();
    ours.wait(60_000);
    theirs.type('still there?');
    settle(ours, theirs);
    expect(ours.told).toContain('heartbeat-sent');
    expect(theirs.events).toContain('heartbeat-received');
  });
});
