import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newEnv, type OtrPolicy } from '../../otr/index.ts';
import { fingerprintOf } from '../../otr/index.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { manual } from '../../otr/testing/pair.ts';
import { seededRng } from '../../otr/testing/seed.ts';
import { connect, DrivenPeer } from '../testing/driven.ts';
import { Account } from './account.ts';
import { longestLine } from './lines.ts';
import { serve } from './serve.ts';

/* Two peers, each behind its own pair of pipes. */

const ended: Promise<void>[] = [];
const inputs: PassThrough[] = [];

function begin(name: 'alice' | 'bob' | 'carol', policy: Partial<OtrPolicy> = {}, maxMessageSize: number | null = null): DrivenPeer {
  const [input, out] = [new PassThrough(), new PassThrough()];
  const config = { key: testKeys[name], instanceTag: { alice: 0x1111, bob: 0x2222, carol: 0x3333 }[name], policy: { ...manual, ...policy }, maxMessageSize };
  ended.push(serve(new Account(name, config, newEnv(seededRng(name))), { input, out }));
  inputs.push(input);
  return new DrivenPeer(input, out);
}

let alice: DrivenPeer;
let bob: DrivenPeer;

beforeEach(() => {
  alice = begin('alice');
  bob = begin('bob');
  connect(alice, bob);
});

afterEach(async () => {
  for (const input of inputs.splice(0)) input.end();
  await Promise.all(ended.splice(0));
});

async function meet(): Promise<void> {
  alice.tell({ do: 'start', to: 'bob' });
  await Promise.all([alice, bob].map((peer) => peer.until({ event: 'state', state: 'encrypted' })));
}

describe('a peer behind pipes', () => {
  it('says first who it is', async () => {
    await alice.until({ event: 'ready' });
    expect(alice.lines).toEqual([{ event: 'ready', account: 'alice', fingerprint: fingerprintOf(testKeys.alice) }]);
  });

  it('carries clear text, and private text once both are private', async () => {
    alice.tell({ do: 'send', to: 'bob', text: 'in clear ä😀' });
    expect(await bob.until({ event: 'message' })).toEqual({ event: 'message', from: 'alice', text: 'in clear ä😀', encrypted: false });
    await meet();
    const [ours, theirs] = [await alice.until({ event: 'state' }), await bob.until({ event: 'state' })];
    expect(ours).toEqual({
      event: 'state',
      with: 'bob',
      state: 'encrypted',
      version: 3,
      fingerprint: fingerprintOf(testKeys.bob),
      sessionId: theirs['sessionId'],
      trusted: false,
    });
    expect(ours['sessionId']).toMatch(/^[0-9a-f]{16}$/);
    bob.tell({ do: 'send', to: 'alice', text: 'a secret' });
    await alice.until({ event: 'message', from: 'bob', text: 'a secret', encrypted: true });
    expect(bob.lines.some((line) => line.event === 'inject' && String(line['text']).includes('a secret'))).toBe(false);
  });

  it('refreshes, ends, and tells both sides', async () => {
    await meet();
    const [first, seen] = [await alice.until({ event: 'state' }), alice.lines.length];
    alice.tell({ do: 'start', to: 'bob' });
    const second = await alice.until({ event: 'state', state: 'encrypted' }, seen);
    expect(second['sessionId']).not.toBe(first['sessionId']);
    alice.tell({ do: 'end', to: 'bob' });
    await alice.until({ event: 'state', state: 'plaintext', with: 'bob' });
    await bob.until({ event: 'state', state: 'finished', with: 'alice' });
    bob.tell({ do: 'send', to: 'alice', text: 'too late' });
    await bob.until({ event: 'warning', with: 'alice', code: 'not-sent', why: 'finished' });
    bob.tell({ do: 'end', to: 'alice' });
    await bob.until({ event: 'state', state: 'plaintext', with: 'alice', fingerprint: fingerprintOf(testKeys.alice) });
  });

  it('compares a secret, after which both trust', async () => {
    await meet();
    alice.tell({ do: 'smp-start', to: 'bob', secret: 'the same' });
    expect(await bob.until({ event: 'smp', state: 'asked' })).not.toHaveProperty('question');
    bob.tell({ do: 'smp-answer', to: 'alice', secret: 'the same' });
    for (const peer of [alice, bob]) {
      await peer.until({ event: 'smp', state: 'succeeded' });
      await peer.until({ event: 'state', state: 'encrypted', trusted: true });
      expect(peer.lines.some((line) => line.event === 'smp' && line['state'] === 'progress' && Number(line['percent']) > 0)).toBe(true);
    }
  });

  it('asks a question, after which only who asked trusts', async () => {
    await meet();
    alice.tell({ do: 'smp-start', to: 'bob', secret: 'blue', question: 'which colour?' });
    await bob.until({ event: 'smp', with: 'alice', state: 'asked', question: 'which colour?' });
    bob.tell({ do: 'smp-answer', to: 'alice', secret: 'blue' });
    await alice.until({ event: 'state', trusted: true });
    await bob.until({ event: 'smp', state: 'succeeded' });
    bob.tell({ do: 'end', to: 'alice' });
    expect(await bob.until({ event: 'state', state: 'plaintext' })).toMatchObject({ trusted: false });
    expect(bob.lines.some((line) => line['trusted'] === true)).toBe(false);
  });

  it('tells of a wrong answer and of giving up, and trusts nobody for it', async () => {
    await meet();
    alice.tell({ do: 'smp-start', to: 'bob', secret: 'red' });
    await bob.until({ event: 'smp', state: 'asked' });
    bob.tell({ do: 'smp-answer', to: 'alice', secret: 'green' });
    await Promise.all([alice, bob].map((peer) => peer.until({ event: 'smp', state: 'failed' })));
    alice.tell({ do: 'smp-start', to: 'bob', secret: 'again' });
    await bob.until({ event: 'smp', state: 'asked' }, bob.lines.findIndex((line) => line['state'] === 'failed'));
    bob.tell({ do: 'smp-abort', to: 'alice' });
    await alice.until({ event: 'smp', state: 'aborted' });
    alice.tell({ do: 'smp-answer', to: 'bob', secret: 'nobody asked' });
    await alice.until({ event: 'warning', code: 'smp-refused', why: 'not-asked' });
    expect([...alice.lines, ...bob.lines].some((line) => line['trusted'] === true)).toBe(false);
  });

  it('gives both the same extra key', async () => {
    await meet();
    alice.tell({ do: 'extra-key', to: 'bob', use: 0x0102_0304, data: 'C0FFEE' });
    const ours = await alice.until({ event: 'extra-key', with: 'bob' });
    const theirs = await bob.until({ event: 'extra-key', with: 'alice' });
    expect(ours).toEqual({ event: 'extra-key', with: 'bob', use: 0x0102_0304, data: 'c0ffee', key: theirs['key'] });
    expect(theirs).toEqual({ ...ours, with: 'alice' });
    expect(ours['key']).toMatch(/^(?!0{64})[0-9a-f]{64}$/);
  });

  /** Alice, who requires encryption and has met Bob, is left with a line that waits when somebody else answers as Bob. */
  async function impostor(): Promise<DrivenPeer> {
    const strict = begin('alice', { requireEncryption: true });
    connect(strict, bob);
    strict.tell({ do: 'send', to: 'bob', text: 'for the first key' });
    await bob.until({ event: 'message', text: 'for the first key', encrypted: true });
    strict.tell({ do: 'end', to: 'bob' });
    await strict.until({ event: 'state', state: 'plaintext' });
    const carol = begin('carol');
    connect(strict, carol);
    strict.tell({ do: 'send', to: 'bob', text: 'the parcel' });
    await carol.until({ event: 'state', state: 'encrypted' });
    await strict.until({ event: 'warning', with: 'bob', code: 'key-changed', fingerprint: fingerprintOf(testKeys.carol) });
    alice = strict;
    return carol;
  }

  it('sends what waits to the first key of an address, and to another one only when it is said', async () => {
    const carol = await impostor();
    carol.tell({ do: 'send', to: 'alice', text: 'well?' });
    await alice.until({ event: 'message', text: 'well?', encrypted: true });
    expect(carol.lines.some(({ event }) => event === 'message')).toBe(false);
    alice.tell({ do: 'release', to: 'bob' });
    await carol.until({ event: 'message', text: 'the parcel', encrypted: true });
  });

  it('sends what waits once the other key is trusted', async () => {
    const carol = await impostor();
    alice.tell({ do: 'smp-start', to: 'bob', secret: 'the same' });
    await carol.until({ event: 'smp', state: 'asked' });
    expect(carol.lines.some(({ event }) => event === 'message')).toBe(false);
    carol.tell({ do: 'smp-answer', to: 'alice', secret: 'the same' });
    await carol.until({ event: 'message', text: 'the parcel', encrypted: true });
  });

  it('keeps on waiting when nothing is private that could be released', async () => {
    const strict = begin('alice', { requireEncryption: true });
    strict.tell({ do: 'release', to: 'bob' });
    strict.tell({ do: 'send', to: 'bob', text: 'waits' });
    strict.tell({ do: 'release', to: 'bob' });
    await strict.until({ event: 'warning', code: 'held', id: '1' });
    strict.tell({ do: 'quit' });
    await ended.at(-1);
    expect(strict.lines.filter(({ event }) => event === 'inject')).toEqual([expect.objectContaining({ text: expect.stringMatching(/^\?OTRv3\?/) as string })]);
  });

  it('warns of what could not be read', async () => {
    alice.tell({ do: 'receive', from: 'bob', text: '?OTR:AAMD.' });
    await alice.until({ event: 'warning', with: 'bob' });
    alice.tell({ do: 'receive', from: 'bob', text: '?OTR Error: what was that' });
    await alice.until({ event: 'warning', with: 'bob', code: 'peer-error', text: 'what was that' });
  });

  it('keeps conversations apart', async () => {
    await meet();
    alice.tell({ do: 'receive', from: 'carol', text: 'hello' });
    await alice.until({ event: 'message', from: 'carol', text: 'hello', encrypted: false });
    expect(alice.lines.some((line) => line.event === 'warning')).toBe(false);
  });
});

describe('bad lines', () => {
  const wrong: readonly (readonly [line: string, message: string])[] = [
    ['{', 'The line is not JSON.'],
    ['[]', 'There is no such "do".'],
    ['null', 'The line is not a JSON object.'],
    ['"quit"', 'The line is not a JSON object.'],
    ['{"do":"dance"}', 'There is no such "do".'],
    ['{"do":"send","to":"bob"}', 'The field "text" is missing, unknown or wrong.'],
    ['{"do":"send","to":"","text":"x"}', 'The field "to" is missing, unknown or wrong.'],
    ['{"do":"end","to":"bob","now":true}', 'The field "now" is missing, unknown or wrong.'],
    ['{"do":"extra-key","to":"bob","use":-1,"data":""}', 'The field "use" is missing, unknown or wrong.'],
    ['{"do":"extra-key","to":"bob","use":1,"data":"abc"}', 'The field "data" is missing, unknown or wrong.'],
  ];

  it.each(wrong)('%s is answered with an error, and the peer goes on', async (line, message) => {
    alice.say(line);
    expect(await alice.until({ event: 'error' })).toEqual({ event: 'error', message });
    alice.tell({ do: 'send', to: 'bob', text: 'still here' });
    await bob.until({ event: 'message', text: 'still here' });
  });

  it('of more than the limit are not kept', async () => {
    alice.say('x'.repeat(longestLine + 1));
    await alice.until({ event: 'error', message: 'The line is too long.' });
  });

  it('that are empty are passed over, and a last one without an end counts', async () => {
    alice.say('');
    alice.say('  ');
    inputs[0]!.end('{"do":"send","to":"bob","text":"no newline"}');
    await bob.until({ event: 'message', text: 'no newline' });
    expect(alice.lines.some((line) => line.event === 'error')).toBe(false);
  });

  it('end nothing, but quit does', async () => {
    alice.tell({ do: 'quit' });
    await ended[0];
    bob.tell({ do: 'send', to: 'alice', text: 'x' });
    await bob.until({ event: 'inject' });
  });
});
