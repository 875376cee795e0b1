import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { RawPeer } from '../../../e2e/fixtures/raw-peer.ts';
import { befriend, type Person } from '../testing/person.ts';
import { twoPeople } from '../testing/two-people.ts';
import { samples } from './testing/samples.ts';

const people = twoPeople();

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');
const seen = (one: Person, other: Person) => one.snapshot().buddies.find(({ address }) => address === other.address);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

test('a picture that somebody publishes reaches their buddies, is kept, and goes again (XEP-0084)', async () => {
  const [j, r] = people();
  await befriend(j, r);
  expect(seen(j, r)?.picture).toBeNull();
  await r.services.pictures.publish(r.accountId, samples.webp);
  expect(r.snapshot().accounts[0]?.picture).toBe(sha1(samples.webp));
  await j.until('the picture', () => seen(j, r)?.picture === sha1(samples.webp));
  expect(j.services.pictures.view(j.accountId, r.address)).toEqual({ hash: sha1(samples.webp), type: 'image/webp', base64: base64(samples.webp) });
  await j.restart();
  expect(seen(j, r)?.picture).toBe(sha1(samples.webp));
  await j.online();
  await r.services.pictures.publish(r.accountId, null);
  await j.until('none', () => seen(j, r)?.picture === null);
  expect(j.services.pictures.view(j.accountId, r.address)).toBeNull();
  await expect(r.services.pictures.publish(r.accountId, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toMatchObject({ code: 'picture-unreadable' });
});

test('a drawing is not taken, whatever its card calls it; the picture after it and the name in the card are (XEP-0054, XEP-0153)', async () => {
  const [j, r] = people();
  const peer = await RawPeer.signIn(j.server, 'river', { password: 'river-password', available: false });
  const card = async (bytes: Uint8Array) => {
    peer.send(`<iq type='set' id='card${sha1(bytes)}'><vCard xmlns='vcard-temp'><NICKNAME>Tamsin</NICKNAME><PHOTO><TYPE>image/png</TYPE><BINVAL>${base64(bytes)}</BINVAL></PHOTO></vCard></iq>`);
    await peer.until(new RegExp(`id='card${sha1(bytes)}'`));
  };
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  await card(svg);
  await befriend(j, r);
  await j.until('the name', () => seen(j, r)?.name === 'Tamsin');
  const isFetch = ({ xml, session }: { readonly xml: string; readonly session: string }) => session.startsWith(j.address) && xml.includes('urn:xmpp:avatar:data') && xml.includes(sha1(svg));
  await j.server.wire.waitFor(isFetch);
  await card(samples.png);
  await j.until('the picture', () => seen(j, r)?.picture === sha1(samples.png));
  await j.services.buddies.update(j.accountId, r.address, 'River', []);
  await j.until('my own name for them', () => seen(j, r)?.name === 'River');
  peer.close();
});
