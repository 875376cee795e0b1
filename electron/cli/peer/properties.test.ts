import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newEnv } from '../../otr/index.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { manual } from '../../otr/testing/pair.ts';
import { seededRng } from '../../otr/testing/seed.ts';
import { Account, type PeerEvent } from './account.ts';
import { readCommand, type Command } from './commands.ts';

/*
 * Whatever is written to a peer, and whatever it is told to do in whatever order: it does not throw, and each
 * of its lines is one that it may say.
 */

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '?OTRv23?', '?OTR?', '?OTR:AAMD.', '?OTR Error: x', '?OTR|1|2,1,1,x,', '\0', '\ud800', 'hi \t  \t\t\t\t \t \t \t    \t\t  \t\t'),
);
const known: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  receive: { from: fc.constantFrom('a', 'b'), text },
  send: { to: fc.constantFrom('a', 'b'), text },
  start: { to: fc.constantFrom('a', 'b') },
  end: { to: fc.constantFrom('a', 'b') },
  'smp-start': { to: fc.constantFrom('a', 'b'), secret: text, question: fc.option(text) },
  'smp-answer': { to: fc.constantFrom('a', 'b'), secret: text },
  release: { to: fc.constantFrom('a', 'b') },
  'smp-abort': { to: fc.constantFrom('a', 'b') },
  'extra-key': { to: fc.constantFrom('a', 'b'), use: fc.nat(), data: fc.constantFrom('', '00', 'ff'.repeat(70_000)) },
};
const command = fc.oneof(...Object.entries(known).map(([name, fields]) => fc.record({ do: fc.constant(name), ...fields })));

function begin(name: 'alice' | 'bob'): Account {
  const config = { key: testKeys[name], instanceTag: name === 'alice' ? 0x1111 : 0x2222, policy: manual, maxMessageSize: null };
  return new Account(name, config, newEnv(seededRng(name)));
}

function accepted(line: string): Exclude<Command, { do: 'quit' }> {
  const read = readCommand(line);
  if (!read.ok || read.value.do === 'quit') throw new Error('the line is a good one');
  return read.value;
}

describe('a peer never throws', () => {
  it('on any line', () => {
    const line = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.json().map((value) => `{"do":${value}}`));
    fc.assert(
      fc.property(line, (written) => {
        expect(typeof readCommand(written).ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
    expect(readCommand('['.repeat(1_000_000)).ok).toBe(false);
  });

  it('on any commands in any order, alone and with a peer who is private with it', () => {
    const property = fc.property(fc.array(command, { maxLength: 12 }), fc.boolean(), (commands, isPrivate) => {
      const [alice, bob] = [begin('alice'), begin('bob')];
      if (isPrivate) settle(alice, bob, alice.run({ do: 'start', to: 'a' }, 1_000));
      for (const [i, one] of commands.entries()) {
        const events = alice.run(accepted(JSON.stringify(one)), 2_000 + i);
        for (const event of events) expect(JSON.parse(JSON.stringify(event))).toEqual(event);
        settle(alice, bob, events);
      }
      expect(alice.tick(1_000_000).every(({ event }) => event !== 'error')).toBe(true);
    });
    fc.assert(property, { numRuns: 60 });
  }, 60_000);
});

/** Carries what Alice put on the network for `a` to Bob, and back, until both are quiet. */
function settle(alice: Account, bob: Account, events: readonly PeerEvent[]): void {
  let there = textsIn(events);
  for (let i = 0; there.length > 0; i += 1) {
    if (i > 50) throw new Error('the two never became quiet');
    const back = there.flatMap((sent) => textsIn(bob.run({ do: 'receive', from: 'a', text: sent }, 2_000)));
    there = back.flatMap((sent) => textsIn(alice.run({ do: 'receive', from: 'a', text: sent }, 2_000)));
  }
}

function textsIn(events: readonly PeerEvent[]): readonly string[] {
  return events.flatMap((event) => (event.event === 'inject' && event.to === 'a' ? [event.text] : []));
}
