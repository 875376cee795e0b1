import xml, { type Element } from '@xmpp/xml';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../protocol.ts';
import { verificationOf } from './capabilities.ts';
import { PeerFeatures } from './peer-features.ts';

const info = 'http://jabber.org/protocol/disco#info';
const can = { identities: [{ category: 'client', type: 'pc', language: '', name: 'Other' }], features: ['http://jabber.org/protocol/chatstates', 'urn:xmpp:receipts'], forms: [] };
const ver = verificationOf(can);
const from = (resource: string, name = 'romeo') => ({ bare: `${name}@sotto.test`, resource });
const presence = (attrs: Record<string, string> = {}) => xml('presence', {}, xml('c', { xmlns: 'http://jabber.org/protocol/caps', hash: 'sha-1', node: 'urn:other', ver, ...attrs }));
const answer = (features: readonly string[] = can.features) =>
  xml('iq', { type: 'result' }, xml('query', { xmlns: info }, xml('identity', { category: 'client', type: 'pc', name: 'Other' }), ...features.map((name) => xml('feature', { var: name }))));
const settled = () => new Promise((resolve) => setImmediate(resolve));

function watched() {
  const told: SessionEvent[] = [];
  const asked: string[] = [];
  const features = new PeerFeatures((event) => told.push(event));
  const asking = (give: () => Element | Promise<Element>) => (_child: Element, to: string) => {
    asked.push(to);
    return Promise.resolve().then(give);
  };
  return { told, asked, features, asking };
}

describe('what a hash in a presence says (XEP-0115 section 5.4)', () => {
  test('one device is asked, and its answer holds for everybody with the same hash', async () => {
    const { told, asked, features, asking } = watched();
    features.announced(from('a'), presence(), asking(answer));
    features.announced(from('b'), presence(), asking(answer));
    await settled();
    features.announced(from('c', 'nurse'), presence(), null);
    expect(asked).toEqual(['romeo@sotto.test/a']);
    expect(told).toEqual(
      [['romeo', 'a'], ['romeo', 'b'], ['nurse', 'c']].map(([name, resource]) => ({ kind: 'features', address: `${name}@sotto.test`, resource, features: ['chat-states', 'receipts'] })),
    );
  });

  test('an answer with another hash is not believed, of nobody; an honest device is asked next', async () => {
    const { told, asked, features, asking } = watched();
    const lie = [...can.features, 'urn:xmpp:message-correct:0'];
    features.announced(from('a', 'mallory'), presence(), asking(() => answer(lie)));
    await settled();
    features.announced(from('b', 'mallory'), presence(), asking(answer));
    await settled();
    expect(told).toEqual([]);
    features.announced(from('a'), presence(), asking(answer));
    await settled();
    expect(asked).toEqual(['mallory@sotto.test/a', 'romeo@sotto.test/a']);
    expect(told).toMatchObject([{ address: 'romeo@sotto.test', features: ['chat-states', 'receipts'] }]);
  });

  test('three people who do not live up to a hash are enough', async () => {
    const { asked, features, asking } = watched();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      features.announced(from('x', name), presence(), asking(() => Promise.reject(new Error('no answer'))));
      await settled();
    }
    expect(asked).toHaveLength(3);
  });

  test.each([
    ['an old announcement without a hash', presence({ hash: '' })],
    ['a hash that is not known', presence({ hash: 'md5' })],
    ['a hash called like something every object has', presence({ hash: 'constructor' })],
    ['no base64', presence({ ver: '<script>' })],
    ['a long one', presence({ ver: 'A'.repeat(200) })],
    ['no node', presence({ node: '' })],
    ['nothing', xml('presence', {})],
  ])('%s asks nobody', async (_what, stanza) => {
    const { told, asked, features, asking } = watched();
    features.announced(from('a'), stanza, asking(answer));
    await settled();
    expect([asked, told]).toEqual([[], []]);
  });

  test('nobody is asked who may not know of us, and a flood of hashes asks few at once and is bounded', async () => {
    const { asked, features, asking } = watched();
    features.announced(from('a'), presence(), null);
    expect(asked).toEqual([]);
    const never = asking(() => new Promise<Element>(() => undefined));
    for (let n = 0; n < 10_000; n += 1) features.announced(from(String(n)), presence({ ver: verificationOf({ ...can, features: [String(n)] }) }), never);
    await settled();
    expect(asked).toHaveLength(4);
  });
});
