import { expect, it } from 'vitest';
import { allowV2 } from './libotr.ts';
import { meetPrivately, settle } from './meeting.ts';

/* Lines that an error message put in doubt, across from libotr. */

it('libotr shows a line of ours that goes out again, marked as its own are', () => {
  const { ours, theirs } = meetPrivately();
  const id = ours.type('lost on its way');
  ours.take();
  ours.receive('?OTR Error: it could not be read');
  ours.start();
  settle(ours, theirs);
  expect(theirs.shown).toEqual(['[resent] lost on its way']);
  expect(ours.events.at(-1)).toEqual({ kind: 'resent', id });
});

// libotr does so in version 2 only, since an error has no tags, and only in a session that it asked for itself.
it('a line of libotr’s that goes out again, in version 2, is shown as it came', () => {
  const { ours, theirs } = meetPrivately({ policy: { allowV2: true, allowV3: false } }, { policy: allowV2 });
  theirs.type('lost on its way');
  theirs.outbox.length = 0;
  theirs.receive('?OTR Error: it could not be read');
  theirs.outbox.length = 0;
  theirs.start();
  settle(ours, theirs);
  expect(ours.shown).toEqual([{ text: '[resent] lost on its way', encrypted: true }]);
});

it('what libotr cannot read makes it say so, and the line goes out again by itself where the policy says so', () => {
  const { ours, theirs } = meetPrivately({ policy: { startOnError: true } });
  ours.type('bent on its way');
  const [text] = ours.take();
  theirs.receive(`${text!.slice(0, -40)}AAAA${text!.slice(-36)}`);
  settle(ours, theirs);
  expect(ours.told).toContain('peer-error');
  expect(theirs.shown).toEqual(['[resent] bent on its way']);
});
