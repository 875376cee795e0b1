import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { fromBig, toBig } from '../primitives/big.ts';
import { prime } from '../primitives/group.ts';
import example from '../vectors/fragments.json' with { type: 'json' };
import { armor, unarmor } from './armor.ts';
import {
  decodeBody,
  decodeHeader,
  encodeAke,
  encodeDataAfterMac,
  encodeDataBeforeMac,
  encodeHeader,
  type AkeMessage,
  type Header,
} from './message.ts';
import { Reader } from './reader.ts';
import { byte, data, int, mpi, short } from './writer.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;

describe('the reader', () => {
  it('reads back every data type (spec: "Data types")', () => {
    const wire = concat(byte(0xab), short(0xcdef), int(0xfedcba98), data(bytes('010203')), mpi(bytes('ff00')));
    const reader = new Reader(wire);
    expect(reader.byte()).toBe(0xab);
    expect(reader.short()).toBe(0xcdef);
    expect(reader.int()).toBe(0xfedcba98);
    expect(toHex(reader.data(3))).toBe('010203');
    expect(toHex(reader.mpi(2))).toBe('ff00');
    expect(reader.complete).toBe(true);
  });

  it('copies what it takes, also out of a Buffer, whose own slice would be a view', () => {
    const wire = Buffer.from([1, 2, 3]);
    const taken = new Reader(wire).take(3);
    wire.fill(0);
    expect(taken).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('writes integers big-endian', () => {
    const wire = concat(byte(0xab), short(0xcdef), int(0xfedcba98), data(bytes('0102')));
    expect(toHex(wire)).toBe('abcdeffedcba98000000020102');
  });

  it('fails on lengths of 2^31 and 2^32-1 without taking memory (S6)', () => {
    for (const length of [0x8000_0000, 0xffff_ffff, 5]) {
      const reader = new Reader(concat(int(length), bytes('01020304')));
      expect(reader.data(0xffff_ffff)).toHaveLength(0);
      expect(reader.failed).toBe(true);
      expect(reader.int()).toBe(0);
    }
  });

  it('fails above its cap, and on an MPI with leading zeros', () => {
    const capped = new Reader(data(bytes('010203')));
    capped.data(2);
    expect(capped.failed).toBe(true);
    const padded = new Reader(data(bytes('0001')));
    padded.mpi(2);
    expect(padded.failed).toBe(true);
  });

  it('is not complete with bytes left over', () => {
    const reader = new Reader(bytes('0102'));
    reader.byte();
    expect(reader.failed).toBe(false);
    expect(reader.complete).toBe(false);
  });

  it('never throws, whatever is read from whatever bytes', () => {
    const calls = fc.array(fc.constantFrom('byte', 'short', 'int', 'data', 'mpi', 'take'), { maxLength: 12 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), calls, (wire, names) => {
        const reader = new Reader(wire);
        for (const name of names) {
          const read = name === 'data' || name === 'mpi' || name === 'take' ? reader[name](20) : reader[name]();
          expect(read).toBeDefined();
        }
        expect(reader.at).toBeLessThanOrEqual(wire.length);
      }),
    );
  });
});

describe('the armor', () => {
  it('gives back what it took', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (wire) => {
        const opened = unarmor(armor(wire));
        expect(opened.ok && toHex(opened.value)).toBe(toHex(wire));
      }),
    );
  });

  it.each([
    '?OTR:===.',
    '?OTR:.',
    '?OTR:=.',
    '?OTR:A.',
    '?OTR:AA.',
    '?OTR:AAA.',
    '?OTR:AA=.',
    '?OTR:AA=A.',
    '?OTR:AAA=AAAA.',
    '?OTR:AAAA=.',
    '?OTR:AAAA====.',
    '?OTR:AB==.', // unused bits set
    '?OTR:AAF=.',
    '?OTR:AA AA.',
    '?OTR:AA\nAA.',
    '?OTR:AA-_.',
    '?OTR:AAAA', // no dot
    '?OTR:AAäA.',
  ])('refuses %j (S7)', (text) => {
    expect(unarmor(text).ok).toBe(false);
  });

  it('is looked for anywhere in a text', () => {
    expect(unarmor('hello')).toEqual({ ok: false, fault: 'no-armor' });
    expect(unarmor('hello ?OTR:AAMC. and more')).toEqual({ ok: true, value: bytes('000302') });
  });

  it('refuses what is too long before decoding it', () => {
    expect(unarmor(`?OTR:${'A'.repeat(1_400_004)}.`)).toEqual({ ok: false, fault: 'too-long' });
  });

  it('opens the example of the spec: a data message of version 3', () => {
    const opened = unarmor(example.whole);
    if (!opened.ok) throw new Error(opened.fault);
    const header = decodeHeader(opened.value);
    expect(header).toEqual({
      ok: true,
      value: { version: 3, kind: 'data', senderTag: 0x27e31599, receiverTag: 0x27e31597 },
    });
    const body = header.ok ? decodeBody(header.value, opened.value) : null;
    expect(body?.ok && body.value.kind === 'data' && body.value.recipientKeyId).toBe(2);
  });
});

const tags = { version: 3, senderTag: 0x1234_5678, receiverTag: 0x9abc_def0 } as const;
const samples: readonly AkeMessage[] = [
  { kind: 'dh-commit', encryptedGx: new Uint8Array(196).fill(7), hashedGx: new Uint8Array(32).fill(8) },
  { kind: 'dh-key', gy: new Uint8Array(192).fill(9) },
  {
    kind: 'reveal-signature',
    revealedKey: new Uint8Array(16).fill(1),
    encryptedSignature: new Uint8Array(466).fill(2),
    mac: new Uint8Array(20).fill(3),
  },
  { kind: 'signature', encryptedSignature: new Uint8Array(466).fill(2), mac: new Uint8Array(20).fill(3) },
];

describe('messages', () => {
  it.each(samples)('a $kind of version 2 has no tags, and reads back as it was written', (message) => {
    const header: Header = { version: 2, senderTag: 0, receiverTag: 0, kind: message.kind };
    const wire = encodeAke(header, message);
    expect(wire).toHaveLength(encodeAke({ ...tags, kind: message.kind }, message).length - 8);
    expect(decodeHeader(wire)).toEqual({ ok: true, value: header });
    expect(decodeBody(header, wire)).toEqual({ ok: true, value: message });
    for (let length = 0; length < wire.length; length += 1) {
      expect(decodeBody(header, wire.slice(0, length)).ok).toBe(false);
    }
  });

  it.each(samples)('a $kind reads back as it was written, and in no shorter or longer form', (message) => {
    const header: Header = { ...tags, kind: message.kind };
    const wire = encodeAke(header, message);
    expect(decodeHeader(wire)).toEqual({ ok: true, value: header });
    expect(decodeBody(header, wire)).toEqual({ ok: true, value: message });
    for (let length = 0; length < wire.length; length += 1) {
      expect(decodeBody(header, wire.slice(0, length)).ok).toBe(false);
    }
    expect(decodeBody(header, concat(wire, bytes('00'))).ok).toBe(false);
  });

  it('a data message reads back as it was written', () => {
    const header: Header = { ...tags, kind: 'data' };
    const fields = {
      flags: 1,
      senderKeyId: 0xffff_fffe,
      recipientKeyId: 2,
      nextKey: bytes('0305'),
      counter: bytes('0000000000000001'),
      ciphertext: bytes('aabbcc'),
    };
    const before = encodeDataBeforeMac(header, fields);
    const mac = new Uint8Array(20).fill(5);
    const wire = encodeDataAfterMac(before, mac, [new Uint8Array(20).fill(6), new Uint8Array(20).fill(7)]);
    const decoded = decodeBody(header, wire);
    if (!decoded.ok || decoded.value.kind !== 'data') throw new Error('not read');
    expect(decoded.value).toMatchObject({ ...fields, mac });
    expect(toHex(decoded.value.authenticated)).toBe(toHex(before));
    expect(decoded.value.oldMacKeys).toHaveLength(40);
    for (let length = 0; length < wire.length; length += 1) {
      expect(decodeBody(header, wire.slice(0, length)).ok).toBe(false);
    }
  });

  it('refuses public values outside 2..p-2 in D-H Key and data messages (S11)', () => {
    const p = toBig(prime);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) {
      const gy = fromBig(value);
      const key = encodeAke({ ...tags, kind: 'dh-key' }, { kind: 'dh-key', gy });
      expect(decodeBody({ ...tags, kind: 'dh-key' }, key).ok).toBe(false);
      const header: Header = { ...tags, kind: 'data' };
      const ids = { flags: 0, senderKeyId: 1, recipientKeyId: 1, counter: new Uint8Array(8) };
      const before = encodeDataBeforeMac(header, { ...ids, nextKey: gy, ciphertext: bytes('00') });
      expect(decodeBody(header, encodeDataAfterMac(before, new Uint8Array(20), [])).ok).toBe(false);
    }
    for (const value of [2n, p - 2n]) {
      const key = encodeAke({ ...tags, kind: 'dh-key' }, { kind: 'dh-key', gy: fromBig(value) });
      expect(decodeBody({ ...tags, kind: 'dh-key' }, key).ok).toBe(true);
    }
  });

  it('refuses a revealed key of other than 16 bytes (S10)', () => {
    const header: Header = { ...tags, kind: 'reveal-signature' };
    const rest = concat(data(new Uint8Array(466)), new Uint8Array(20));
    const withLength = (length: number) =>
      decodeBody(header, concat(encodeHeader(header), data(new Uint8Array(length)), rest)).ok;
    expect([0, 1, 15, 17, 32].map(withLength)).toEqual([false, false, false, false, false]);
    expect(withLength(16)).toBe(true);
    const huge = concat(encodeHeader(header), int(0xffff_ffff), new Uint8Array(16), rest);
    expect(decodeBody(header, huge).ok).toBe(false);
  });

  it('knows only its own versions and types', () => {
    const wire = encodeAke({ ...tags, kind: 'dh-key' }, samples[1]!);
    for (const version of [0, 1, 4, 0xffff]) {
      expect(decodeHeader(concat(short(version), wire.slice(2)))).toEqual({ ok: false, fault: 'other-version' });
    }
    expect(decodeHeader(concat(short(3), byte(0x04), wire.slice(3)))).toEqual({ ok: false, fault: 'other-type' });
    expect(decodeHeader(wire.slice(0, 10))).toEqual({ ok: false, fault: 'truncated' });
  });
});
