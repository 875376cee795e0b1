import xml, { type Element } from '@xmpp/xml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInfo, verificationOf } from './capabilities.ts';
import type { Offers } from '../protocol.ts';
import { offered, ownCapabilities, ownInfo } from './offered.ts';

const info = 'http://jabber.org/protocol/disco#info';
const identity = (name: string, language?: string) => xml('identity', { category: 'client', type: 'pc', name, ...(language && { 'xml:lang': language }) });
const feature = (name: string) => xml('feature', { var: name });
const field = (name: string, values: readonly string[], type?: string) =>
  xml('field', { var: name, ...(type && { type }) }, ...values.map((value) => xml('value', {}, value)));
const form = (...fields: Element[]) => xml('x', { xmlns: 'jabber:x:data', type: 'result' }, ...fields);
const formType = (name: string) => field('FORM_TYPE', [name], 'hidden');
const query = (...children: Element[]) => xml('query', { xmlns: info }, ...children);
const common = ['caps', 'disco#info', 'disco#items', 'muc'].map((name) => feature(`http://jabber.org/protocol/${name}`));
const hashOf = (element: Element) => {
  const read = readInfo(element);
  return read && verificationOf(read);
};

describe('the verification string (XEP-0115 section 5)', () => {
  test('the examples of sections 5.2 and 5.3', () => {
    expect(hashOf(query(identity('Exodus 0.9.1'), ...common))).toBe('QgayPKawpkPSDYmwT/WM94uAlu0=');
    const softwareInfo = form(
      formType('urn:xmpp:dataforms:softwareinfo'),
      field('ip_version', ['ipv6', 'ipv4']),
      field('os', ['Mac']),
      field('os_version', ['10.5.1']),
      field('software', ['Psi']),
      field('software_version', ['0.11']),
    );
    const psi = query(identity('Ψ 0.11', 'el'), identity('Psi 0.11', 'en'), ...common.toReversed(), softwareInfo);
    expect(hashOf(psi)).toBe('q07IKJEyjvHSyhy//CH0CxmKi8w=');
  });

  test.each([
    ['an identity twice', query(identity('a'), identity('a'))],
    ['a feature twice', query(identity('a'), feature('f'), feature('f'))],
    ['two forms of one type', query(identity('a'), form(formType('t')), form(formType('t')))],
    ['a form of two types', query(identity('a'), form(field('FORM_TYPE', ['t', 'u'], 'hidden')))],
    ['a form that says its type twice', query(identity('a'), form(formType('t'), formType('u')))],
    ['the separator in a feature', query(identity('a'), feature('f<g'))],
    ['the separator in a name', query(identity('a<f'))],
    ['the separator in a value', query(identity('a'), form(formType('t'), field('n', ['v<w'])))],
    ['no identity', query(feature('f'))],
    ['too many features', query(identity('a'), ...Array.from({ length: 501 }, (_, n) => feature(String(n))))],
    ['too many forms', query(identity('a'), ...Array.from({ length: 11 }, (_, n) => form(formType(String(n)))))],
    ['too much text', query(identity('a'), feature('f'.repeat(100_001)))],
  ])('%s is refused', (_what, answer) => {
    expect(readInfo(answer)).toBeNull();
  });

  test('a form without a hidden type is passed over', () => {
    const plain = hashOf(query(identity('Exodus 0.9.1'), ...common, form(field('os', ['Mac'])), form(field('FORM_TYPE', ['t'], 'text-single'))));
    expect(plain).toBe('QgayPKawpkPSDYmwT/WM94uAlu0=');
  });

  test('nothing makes the reader throw', () => {
    const text = fc.oneof(fc.constantFrom('', 'FORM_TYPE', 'hidden', '<', 'a'), fc.string({ maxLength: 5 }));
    const { element } = fc.letrec<{ element: Element }>((tie) => ({
      element: fc
        .tuple(fc.constantFrom('query', 'identity', 'feature', 'x', 'field', 'value'), fc.constantFrom(info, 'jabber:x:data'), text, text, fc.array(fc.oneof({ maxDepth: 4 }, fc.constant(xml('identity', { xmlns: info })), tie('element')), { maxLength: 3 }))
        .map(([name, xmlns, variable, type, children]) => xml(name, { xmlns, var: variable, type, category: variable }, ...children)),
    }));
    fc.assert(fc.property(element, (answer) => void hashOf(answer)), { numRuns: 1_000 });
  });
});

describe('what we offer (XEP-0030, 0092, 0199, 0202)', () => {
  const nothing: Offers = { chatStates: false, receipts: false, time: false, version: null };
  const everything: Offers = { chatStates: true, receipts: true, time: true, version: '1.2' };
  const ask = (name: string, xmlns: string, offers = nothing, attrs = {}) => offered(xml(name, { xmlns, ...attrs }), offers, Date.UTC(2026, 0, 2, 3, 4, 5));

  test.each([nothing, everything, { ...nothing, time: true }])('our hash is that of our answer: %j', (offers) => {
    const { node, ver } = ownCapabilities(offers).attrs;
    const [answer] = ask('query', info, offers, { node: `${String(node)}#${String(ver)}` }) ?? [];
    expect(answer && hashOf(answer)).toBe(ver);
    expect(answer?.attrs['node']).toBe(`${String(node)}#${String(ver)}`);
    expect(ask('query', info, offers, { node: `${String(node)}#other` })).toBeNull();
  });

  test('time and version are announced and answered only where they are switched on', () => {
    expect(ownInfo(nothing).features).not.toContain('urn:xmpp:time');
    expect(ownInfo(nothing).features).not.toContain('jabber:iq:version');
    expect(ask('time', 'urn:xmpp:time')).toBeNull();
    expect(ask('query', 'jabber:iq:version')).toBeNull();
    expect(ownInfo(everything).features).toEqual(expect.arrayContaining(['urn:xmpp:time', 'jabber:iq:version']));
    const [time] = ask('time', 'urn:xmpp:time', everything) ?? [];
    expect(time?.getChild('utc')?.text()).toBe('2026-01-02T03:04:05Z');
    expect(time?.getChild('tzo')?.text()).toMatch(/^[+-]\d{2}:\d{2}$/);
    const [version] = ask('query', 'jabber:iq:version', everything) ?? [];
    expect(String(version)).toContain('<name>Sotto</name><version>1.2</version>');
  });

  test('a ping is answered, an empty list of items too, and nothing that is not known', () => {
    expect(ask('ping', 'urn:xmpp:ping')).toEqual([]);
    expect(String(ask('query', 'http://jabber.org/protocol/disco#items')?.[0])).toBe('<query xmlns="http://jabber.org/protocol/disco#items"/>');
    expect(ask('query', 'http://jabber.org/protocol/disco#items', nothing, { node: 'x' })).toBeNull();
    expect(ask('query', 'jabber:iq:last')).toBeNull();
  });
});
