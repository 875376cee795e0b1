import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SessionEvent } from '../../protocols/protocol.ts';
import type { PictureRecord, Store } from '../../store/records.ts';
import { PictureService, type ProfileChange } from './picture-service.ts';
import { samples } from './testing/samples.ts';

const buddy = 'river@x.test';
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

/** A service over a store in memory; `served`: the bytes that a question for any picture gets. */
function service(served: { account: Uint8Array | null; card: Uint8Array | null; nick: string }) {
  const kept = new Map<string, PictureRecord>();
  const asked: string[] = [];
  const changes: ProfileChange[] = [];
  const store = {
    profiles: {
      hash: (_: string, address: string) => kept.get(address)?.hash ?? null,
      picture: (_: string, address: string) => kept.get(address) ?? null,
      putPicture: (_: string, address: string, picture: PictureRecord | null) => void (picture ? kept.set(address, picture) : kept.delete(address)),
      putNick: () => undefined,
    },
  } as unknown as Store;
  const question = <Value>(what: string, answer: Value): Promise<Value> => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  const pictures = new PictureService({
    store,
    profiles: () => ({
      lookUp: (address) => question(`look ${address}`, null),
      fetch: (address, hash) => question(`fetch ${address} ${hash.slice(0, 4)}`, served.account),
      fetchCard: (address) => question(`card ${address}`, { nick: served.nick, bytes: served.card }),
      publish: () => Promise.resolve(),
    }),
    ownAddress: () => 'me@x.test',
    sees: (_, address) => address === buddy,
    isNameless: () => false,
    changed: (_, __, change) => void changes.push(change),
  });
  const hint = async (hash: string | null, from: 'account' | 'card' = 'account', address = buddy) => {
    pictures.onEvent('a', { kind: 'picture', address, hash, from });
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { pictures, hint, kept, asked, changes };
}

const online = { kind: 'connection', connection: { at: 'online', secured: 'tls' } } as const;
const offline = { kind: 'connection', connection: { at: 'offline' } } as const;
const there: SessionEvent = { kind: 'presence', address: buddy, resource: 'r', show: 'available', text: '', priority: 0, showsHtml: false };

test('takes only the bytes that were promised, and only pictures', async () => {
  const served: Parameters<typeof service>[0] = { account: samples.png, card: null, nick: '' };
  const { hint, kept, changes } = service(served);
  await hint(sha1(samples.gif));
  expect(kept.size).toBe(0);
  await hint(sha1(samples.png));
  expect(kept.get(buddy)).toEqual({ hash: sha1(samples.png), type: 'image/png', bytes: samples.png });
  served.account = Buffer.from('<svg/>');
  await hint(sha1(served.account));
  expect(kept.get(buddy)?.hash).toBe(sha1(samples.png));
  await hint(null);
  expect(kept.size).toBe(0);
  expect(changes).toEqual([{ picture: sha1(samples.png) }, { picture: null }]);
});

test('asks nobody for strangers, and for the same thing once a connection', async () => {
  const { pictures, hint, asked } = service({ account: null, card: null, nick: '' });
  await hint(sha1(samples.png), 'account', 'stranger@x.test');
  expect(asked).toEqual([]);
  for (let turn = 0; turn < 3; turn += 1) await hint(sha1(samples.png));
  expect(asked).toEqual([`fetch ${buddy} ${sha1(samples.png).slice(0, 4)}`]);
  pictures.onEvent('a', offline);
  pictures.onEvent('a', online);
  for (let turn = 0; turn < 3; turn += 1) pictures.onEvent('a', there);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  expect(asked.slice(1)).toEqual(['look me@x.test', `look ${buddy}`]);
});

test('takes the picture and the name out of a card where the presence names it', async () => {
  const { hint, kept, asked, changes } = service({ account: null, card: samples.jpeg, nick: 'Tamsin' });
  await hint(sha1(samples.jpeg), 'card');
  expect(asked).toEqual([`card ${buddy}`]);
  expect(kept.get(buddy)?.type).toBe('image/jpeg');
  expect(changes).toEqual([{ nick: 'Tamsin' }, { picture: sha1(samples.jpeg) }]);
});
