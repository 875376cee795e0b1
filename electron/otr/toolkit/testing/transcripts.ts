import { concat, utf8 } from '../../../base/bytes.ts';
import { LibotrUser } from '../../interop/libotr.ts';
import { native } from '../../primitives/native.ts';
import { encryptedPair, settle, type Peer } from '../../testing/pair.ts';
import { armor } from '../../wire/armor.ts';
import { byte, data, int, mpi, short } from '../../wire/writer.ts';
import { writeData } from '../fields.ts';

/** The ring of a peer's only session. */
export function ringOf(peer: Peer) {
  const session = [...peer.conversation.instances.values()][0]!.session;
  if (session.at !== 'encrypted') throw new Error('not encrypted');
  return session.ring;
}

/** A whole conversation of our engine: key exchange, texts with rotations, the end. */
export function ourTranscript(version: 2 | 3): readonly string[] {
  const policy = { allowV2: version === 2, allowV3: version === 3 };
  const { alice, bob } = encryptedPair({ policy }, { policy });
  for (let i = 0; i < 4; i += 1) {
    alice.type(`from Alice ${i} ä😀`);
    settle(alice, bob);
    bob.type(`from Bob ${i}`);
    settle(alice, bob);
  }
  alice.end();
  return [...alice.sent, ...bob.sent];
}

/** The same between two users of the reference library. */
export function libotrTranscript(version: 2 | 3): readonly string[] {
  const policy = version === 2 ? 0x02 : 0x04;
  const [first, second] = [new LibotrUser({ policy }), new LibotrUser({ policy })];
  const said: string[] = [];
  const carry = (): void => {
    for (let i = 0; i < 1_000; i += 1) {
      const there = first.outbox.shift();
      if (there !== undefined) second.receive(there);
      const back = second.outbox.shift();
      if (back !== undefined) first.receive(back);
      if (there === undefined && back === undefined) return;
      said.push(...[there, back].filter((text) => text !== undefined));
    }
    throw new Error('the two never became quiet');
  };
  try {
    first.receive(`?OTRv${version}?`);
    carry();
    for (let i = 0; i < 4; i += 1) {
      first.type(`from the first ${i}`);
      carry();
      second.type(`from the second ${i}`);
      carry();
    }
    first.end();
    carry();
  } finally {
    first.close();
    second.close();
  }
  return said;
}

/** Messages of version 1, which nobody makes any more. */
export function versionOneTranscript(): readonly string[] {
  const numbers = ['p', 'q', 'g', 'e'].map((name) => mpi(utf8(`a number ${name}`)));
  const exchange = concat(short(1), byte(0x0a), byte(1), ...numbers, int(7), mpi(Uint8Array.of(0, 0, 5)));
  const fields = {
    version: 1,
    tags: null,
    flags: null,
    senderKeyId: 1,
    recipientKeyId: 2,
    nextKey: Uint8Array.of(9, 9),
    counter: new Uint8Array(8).fill(1),
    ciphertext: utf8('not really'),
    oldMacKeys: new Uint8Array(47).fill(3),
  } as const;
  return [
    armor(concat(exchange, new Uint8Array(40).fill(8))),
    armor(concat(exchange, new Uint8Array(40))),
    writeData(fields, new Uint8Array(20), native),
    armor(concat(short(1), byte(3), data(new Uint8Array(3)))),
  ];
}
