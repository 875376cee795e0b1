import { beforeAll, describe, expect, it } from 'vitest';
import { concat, toHex, utf8 } from '../../base/bytes.ts';
import { fromBig, toBig } from '../primitives/big.ts';
import { prime } from '../primitives/group.ts';
import { encryptedPair, newPeer, settle } from '../testing/pair.ts';
import { seededRng } from '../testing/seed.ts';
import { readMessage, type ReadData } from './fields.ts';
import { ours, theirs } from './testing/run.ts';
import { libotrTranscript, ourTranscript, ringOf, versionOneTranscript } from './testing/transcripts.ts';

/*
 * Every command beside the one of the reference toolkit, on the same arguments and the same input: standard
 * output, complaints and exit code are the same to the byte.
 */

function expectSame(name: string, args: readonly string[], input: string | Uint8Array = ''): void {
  expect({ args, ...ours(name, args, input) }).toEqual({ args, ...theirs(name, args, input) });
}

let transcripts: readonly (readonly string[])[];
let everything: readonly string[];

beforeAll(() => {
  transcripts = [ourTranscript(2), ourTranscript(3), libotrTranscript(2), libotrTranscript(3), versionOneTranscript()];
  everything = transcripts.flat();
});

describe('parse beside otr_parse', () => {
  it('shows whole conversations of our engine and of libotr, versions 1, 2 and 3', () => {
    expect(everything.length).toBeGreaterThan(40);
    for (const transcript of transcripts) {
      expectSame('parse', [], transcript.join('\n'));
    }
    const shown = ours('parse', [], everything.join('\n')).out;
    expect(shown).toContain('Reveal Signature Message:\n\tVersion: 02\n');
    expect(shown).toContain('Data Message:\n\tVersion: 03\n\tFlags: 0\n\tSender instance: 286331153\n');
    expect(shown).toContain('\tRevealed MAC keys:\n\t\tKey 1: ');
    expect(shown).toContain('Key Exchange Message:\n\tReply: 1\n');
  });

  it('agrees on fragments, which neither puts together', () => {
    const alice = newPeer('alice', { maxMessageSize: 200 });
    const bob = newPeer('bob', { maxMessageSize: 150 });
    alice.start();
    settle(alice, bob);
    alice.type('a long line, not to be cut '.repeat(40));
    const pieces = [...bob.sent, ...alice.sent];
    expect(pieces.some((piece) => piece.startsWith('?OTR|'))).toBe(true);
    expectSame('parse', [], pieces.join('\n'));
    expectSame('parse', [], pieces.map((piece) => piece.replace(/^\?OTR\|[^|]*\|[^,]*/, '?OTR')).join(''));
  });

  it('agrees on messages cut short at every byte, and on bytes that are no message', () => {
    const cut = everything.slice(0, 12).flatMap((text) => {
      return Array.from({ length: Math.min(text.length, 400) }, (_, i) => `${text.slice(0, i)}.`);
    });
    expectSame('parse', [], cut.join(''));
    const odd = ['', '?', '?OTR', '?OTR:', '?OTR:.', '?OTR:===.', '?OTR:AAM', '?OTR:AAMX.', '?OTR:AAMD=.', '?OTR?OTR:AAMC.'];
    for (const text of [...odd, '?OTR:AAMD\0AAAA.', '?OTR:\0.?OTR:AAIK', 'ä😀?OTR:ä😀.', '?OTR:AAJC.', '?O?OT?OTR:AAEK..']) {
      expectSame('parse', [], text);
    }
  });

  it('agrees on 4,000 messages with bytes changed, lengths blown up and base64 torn', () => {
    const random = seededRng('torn');
    const below = (limit: number): number => new DataView(random(4).buffer).getUint32(0) % limit;
    const torn = Array.from({ length: 4_000 }, () => {
      const text = utf8(everything[below(everything.length)]!);
      for (let i = below(4); i >= 0; i -= 1) text[9 + below(Math.max(1, Math.min(text.length - 9, 200)))] = random(1)[0]!;
      return text;
    });
    expectSame('parse', [], concat(...torn));
  });

  it('agrees on lengths of 2^31 and 2^32-1 in every place', () => {
    const blown = everything.slice(0, 12).flatMap((text) => {
      const bytes = Buffer.from(text.slice(5, -1), 'base64');
      return Array.from({ length: Math.min(bytes.length - 3, 60) }, (_, i) => {
        const changed = Buffer.from(bytes);
        Buffer.from(i % 2 === 0 ? '80000000' : 'ffffffff', 'hex').copy(changed, 3 + i);
        return `?OTR:${changed.toString('base64')}.`;
      });
    });
    expectSame('parse', [], blown.join(''));
  });
});

describe('sesskeys and mackey beside theirs', () => {
  it('derive the same keys from random D-H keys, either end', () => {
    const random = seededRng('session keys');
    for (let i = 0; i < 20; i += 1) expectSame('sesskeys', [toHex(random(40)), toHex(random(192))]);
    for (let i = 0; i < 5; i += 1) expectSame('mackey', [toHex(random(16))]);
  });

  it('derive the same keys from numbers that no honest exchange has', () => {
    const p = toBig(prime);
    const publics = [0n, 1n, 2n, p - 1n, p, p + 1n, p * p + 5n].map((value) => toHex(fromBig(value)));
    for (const secret of ['', '00', '01', '02', toHex(new Uint8Array(40).fill(0xff))]) {
      for (const open of ['', '0007', ...publics]) expectSame('sesskeys', [secret, open]);
    }
  });

  it('derive the keys that a session of ours works with', () => {
    const { alice, bob } = encryptedPair();
    alice.type('so that the pair is there');
    const [pair] = ringOf(alice).pairs;
    const { out } = ours('sesskeys', [toHex(ringOf(alice).oursBefore.secret), toHex(ringOf(bob).oursBefore.open)]);
    expect(out).toContain(`Sending   AES key: ${toHex(pair!.keys.sendAes)}\n`);
    expect(out).toContain(`Receiving MAC key: ${toHex(pair!.keys.receiveMac)}\n`);
  });
});

/** The data messages of a transcript with the AES keys that could belong to them. */
function dataOf(transcript: readonly string[]): readonly (readonly [text: string, fields: ReadData])[] {
  return transcript.flatMap((text) => {
    const read = readMessage(utf8(text));
    return read?.kind === 'data' && read.fields !== null ? [[text, read.fields] as const] : [];
  });
}

describe('readforge, modify and remac beside theirs', () => {
  it('read, forge and modify data messages of our engine under the right keys', () => {
    const { alice } = encryptedPair();
    for (const text of ['', 'Hello', 'ä😀 and more than one block of sixteen bytes', "quotes '' and ``"]) {
      alice.type(text === '' ? 'x' : text);
      const sealed = alice.take().at(-1)!;
      const { sendAes, sendMac } = ringOf(alice).pairs[0]!.keys;
      for (const forged of [[], ['forged'], [''], ['länger als zuvor 😀 '.repeat(20)]]) {
        expectSame('readforge', [toHex(sendAes), ...forged], `<message>${sealed}</message>`);
      }
      for (const offset of ['0', '3', '40', '4294967295', '-1', '18446744073709551616']) {
        expectSame('modify', [toHex(sendMac), 'ell', 'iii', offset], sealed);
      }
      expectSame('modify', [toHex(sendMac), '', '', ' +2x'], sealed);
      expect(ours('readforge', [toHex(sendAes)], sealed).out).toContain('Plaintext: ``');
    }
  });

  it('forge messages of versions 1, 2 and 3 under keys that are not theirs', () => {
    for (const transcript of transcripts) {
      const [, last] = [dataOf(transcript).at(0), dataOf(transcript).at(-1)];
      for (const key of ['00'.repeat(16), 'ff'.repeat(16)]) {
        expectSame('readforge', [key, 'invented'], last![0]);
        expectSame('readforge', [key], last![0]);
        const invented = ours('readforge', [key, 'invented'], last![0]).out;
        expectSame('readforge', [key, 'again'], invented);
        expectSame('modify', [/MAC key: (\w+)/.exec(ours('mackey', [key]).out)![1]!, 'invented', 'repented', '0'], invented);
      }
      expectSame('modify', ['00'.repeat(20), 'a', 'b', '0'], last![0]);
    }
  });

  it('make the same message of the same parts', () => {
    const random = seededRng('parts');
    const numbers = ['0', '1', '255', '4294967295', '4294967296', '-1', '+7', ' 8', '9z', '18446744073709551615', '-18446744073709551616'];
    const flags = ['0', '1', '-1', '256', '9223372036854775808', '-9223372036854775809', '18446744073709551616', '3'];
    for (let i = 0; i < 11; i += 1) {
      const at = (j: number): string => numbers[(i + j) % numbers.length]!;
      const keys = toHex(random(20 * (i % 3)));
      const args = [toHex(random(20)), at(0), at(3), flags[i % flags.length]!, at(5), at(7), `00${toHex(random(i))}`];
      expectSame('remac', [...args, toHex(random(8)), toHex(random(3 * i)), keys]);
    }
  });

  it('say the same of an input without the message that they need', () => {
    const commit = everything.find((text) => text.startsWith('?OTR:AAMC'))!;
    const key = everything.find((text) => text.startsWith('?OTR:AAIK'))!;
    for (const input of ['', 'nothing', commit, key, '?OTR:AAMD.', '?OTR:AAED', '?OTR:zzz.', `${commit}${everything.at(-1)}`]) {
      expectSame('readforge', ['00'.repeat(16), 'x'], input);
      expectSame('modify', ['00'.repeat(20), 'a', 'b', '0'], input);
    }
  });
});

describe('wrong arguments', () => {
  const mac = '00'.repeat(20);
  const remac = (at: number, value: string): readonly string[] =>
    [mac, '1', '2', '0', '1', '1', '02', '00'.repeat(8), '', ''].map((good, i) => (i === at ? value : good));
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['parse', ['x']],
    ...[[], ['00'], ['00', '00', '00'], ['0', '00'], ['00', 'zz'], ['00'.repeat(41), '02'], ['é', '00'], ['00', '€'], ['-1', '00']]
      .map((args) => ['sesskeys', args] as const), // prettier-ignore
    ...[[], ['00'], ['0'], ['x'], ['xx'], ['00'.repeat(16), ''], ['00'.repeat(17)], ['']].map((args) => ['mackey', args] as const),
    ...[[], ['00'], ['g'.repeat(32)], ['00'.repeat(16), 'a', 'b'], ['00'.repeat(15), 'a']].map((args) => ['readforge', args] as const),
    ...[
      [], [mac], ['00', 'a', 'b', '0'], ['0', 'a', 'bb', '0'], [mac, 'a', 'bb', '0'], [mac, 'ä', 'ab', 'x'], [mac, 'ä', 'b', '0'],
      [mac, 'a', 'b', ''], [mac, 'a', 'b', '-'], [mac, 'a', 'b', '- 1'], [mac, 'a', 'b', 'x'],
    ].map((args) => ['modify', args] as const), // prettier-ignore
    ['remac', []],
    ['remac', remac(0, '00')],
    ...Array.from({ length: 10 }, (_, i) => ['remac', remac(i, 'x')] as const),
    ...Array.from({ length: 10 }, (_, i) => ['remac', remac(i, '')] as const),
    ['remac', remac(7, '00'.repeat(9))],
  ];

  it.each(cases)('%s %j is refused, or taken, as by theirs', (name, args) => {
    expectSame(name, args);
  });
});
