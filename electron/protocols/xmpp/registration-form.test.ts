import { describe, expect, test } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { BoundedParser } from './bounded-parser.ts';
import { filledForm, missingIn, readForm, type CameForm } from './registration-form.ts';
import type { Element } from '@xmpp/xml';

/** The query inside, read by the stream's own parser. */
function query(inside: string): Element {
  const parser = new BoundedParser();
  let found: Element | null = null;
  parser.on('element', (element: Element) => (found = element));
  parser.write(`<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><query xmlns='jabber:iq:register'>${inside}</query>`);
  if (found === null) throw new Error('no element came');
  return found;
}
const form = (inside: string, more = '') => query(`${more}<x xmlns='jabber:x:data' type='form'>${inside}</x>`);
const field = (name: string, type = 'text-single', inside = '') => `<field var='${name}' type='${type}' label='L ${name}'>${inside}</field>`;
function read(element: Element): CameForm {
  const came = readForm(element);
  if (came === null) throw new Error('it was refused');
  return came;
}

describe('forms that servers send (XEP-0077, XEP-0004)', () => {
  test('the old fields, each asked for, with the key that goes back', () => {
    const came = read(query('<instructions>Hi</instructions><username/><password/><email>x@y</email><key>k1</key><spam/>'));
    expect(came.view).toMatchObject({ instructions: 'Hi', elsewhere: null, asksPicture: false });
    expect(came.view.fields.map(({ name, kind, required, value }) => [name, kind, required, value])).toEqual([
      ['username', 'text', true, ''],
      ['password', 'secret', true, ''],
      ['email', 'text', true, 'x@y'],
    ]);
    const filled = filledForm(came, new Map([['username', 'juniper'], ['password', '<&>'], ['email', ''], ['other', 'x']]));
    expect(filled.toString()).toBe(
      '<query xmlns="jabber:iq:register"><key>k1</key><username>juniper</username><password>&lt;&amp;&gt;</password><email/></query>',
    );
  });

  test('a data form counts alone, with every kind of field; what is hidden goes back unseen', () => {
    const came = read(form(
      `<title>T</title><instructions>one</instructions><instructions>two</instructions>
      <field var='FORM_TYPE' type='hidden'><value>jabber:iq:register</value></field>
      ${field('username', 'text-single', '<required/>')}${field('password', 'text-private', '<required/>')}
      ${field('lines', 'text-multi', '<value>a</value><value>b</value>')}${field('yes', 'boolean', '<value>true</value>')}
      ${field('one', 'list-single', "<value>2</value><option label='One'><value>1</value></option><option><value>2</value></option>")}
      ${field('some', 'list-multi', '<option><value>1</value></option><option><value>2</value></option>')}
      <field type='fixed'><value>Be kind.</value></field><field var='odd' type='unheard-of'/>`,
      '<instructions>old</instructions><username/><phone/>',
    ));
    expect(came.view).toMatchObject({ title: 'T', instructions: 'one\ntwo' });
    expect(came.view.fields.map(({ name, kind, required, value }) => [name, kind, required, value])).toEqual([
      ['username', 'text', true, ''],
      ['password', 'secret', true, ''],
      ['lines', 'lines', false, 'a\nb'],
      ['yes', 'switch', false, '1'],
      ['one', 'choice', false, '2'],
      ['some', 'choices', false, ''],
      [' words 6', 'words', false, ''],
      ['odd', 'text', false, ''],
    ]);
    expect(came.view.fields[4]?.options).toEqual([{ value: '1', label: 'One' }, { value: '2', label: '2' }]);
    expect(missingIn(came.view, new Map([['username', 'juniper']]))).toEqual(['password']);
    const values = new Map([['username', 'juniper'], ['password', 'p'], ['lines', 'c\nd'], ['yes', '0'], ['some', '1\n2'], ['stowaway', 'x']]);
    expect(filledForm(came, values).toString()).toBe(
      '<query xmlns="jabber:iq:register"><x xmlns="jabber:x:data" type="submit">' +
        '<field var="FORM_TYPE"><value>jabber:iq:register</value></field><field var="username"><value>juniper</value></field>' +
        '<field var="password"><value>p</value></field><field var="lines"><value>c</value><value>d</value></field>' +
        '<field var="yes"><value>0</value></field><field var="some"><value>1</value><value>2</value></field></x></query>',
    );
  });

  test('a picture to read (XEP-0158, XEP-0221) is told, and not fetched', () => {
    const media = "<media xmlns='urn:xmpp:media-element'><uri type='image/png'>https://192.0.2.1/x.png</uri></media><required/>";
    const came = read(form(`${field('username')}${field('ocr', 'text-single', media)}`, '<instructions>See https://x.test</instructions>'));
    expect(came.view).toMatchObject({ asksPicture: true, instructions: 'See https://x.test' });
    expect(JSON.stringify(came.view)).not.toContain('192.0.2.1');
  });

  test.each([
    ['https://example.org/join', 'https://example.org/join'],
    ['http://example.org/join', null],
    ['javascript:alert(1)', null],
    ['https://a:b@example.org/', null],
    ['file:///etc/passwd', null],
  ])('another place, %s, counts only as a web page (XEP-0066)', (url, expected) => {
    const more = `<instructions>Elsewhere</instructions><x xmlns='jabber:x:oob'><url>${url}</url></x>`;
    expect(read(query(more)).view).toMatchObject({ elsewhere: expected, fields: [], instructions: 'Elsewhere' });
  });
});

describe('hostile forms', () => {
  test.each([
    ['nothing in it', query('')],
    ['too many fields', form(Array.from({ length: limits.formFields + 1 }, (_, n) => field(`f${n}`)).join(''))],
    ['too many choices', form(field('a', 'list-single', '<option><value>1</value></option>'.repeat(limits.formOptions + 1)))],
    ['a name without end', form(field('n'.repeat(limits.formNameLength + 1)))],
    ['a hidden name without end', form(`<field var='${'n'.repeat(limits.formNameLength + 1)}' type='hidden'/>`)],
    ['no name', form("<field type='text-single'/>")],
    ['a name twice', form(field('a') + field('a'))],
    ['a name that is hidden as well', form(`<field var='a' type='hidden'/>${field('a')}`)],
  ])('%s: refused as a whole', (_name, element) => expect(readForm(element)).toBeNull());

  test('texts without end are cut, not in the middle of a character', () => {
    const long = '\u{1f600}'.repeat(5_000);
    const came = read(form(`<title>${long}</title><instructions>x${long}</instructions><field var='a' type='text-single' label='x${long}'><value>${long}</value></field>`));
    const [only] = came.view.fields;
    expect(came.view.title).toHaveLength(limits.formLabelLength);
    expect(came.view.instructions).toHaveLength(limits.formInstructionsLength - 1);
    expect(only?.label).toHaveLength(limits.formLabelLength - 1);
    expect(only?.value).toHaveLength(limits.formValueLength);
  });

  test('names of the language are names like others', () => {
    const came = read(form(['__proto__', 'constructor', 'toString'].map((name) => field(name)).join('')));
    expect(came.view.fields.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
  });
});
