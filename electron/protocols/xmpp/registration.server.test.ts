import { afterEach, describe, expect, test } from 'vitest';
import { startProsody, type Prosody, type ProsodyOptions } from '../../../e2e/fixtures/prosody/index.ts';
import { startProxy, type Proxy } from '../../../e2e/fixtures/proxies.ts';
import type { AccountSettings } from '../../../shared/views.ts';
import { XmppRegistration } from './registration.ts';
import { openings, scriptedServer, type ScriptedServer, type Talk } from './testing/scripted-server.ts';
import { watchNetwork } from './testing/network-watch.ts';
import { person, plainSettings, testPorts } from './testing/person.ts';

let prosody: Prosody | null = null;
let scripted: ScriptedServer | null = null;
let proxy: Proxy | null = null;
const tries: XmppRegistration[] = [];
afterEach(async () => {
  for (const one of tries.splice(0)) one.close();
  await scripted?.stop();
  await prosody?.stop();
  await proxy?.stop();
  [prosody, scripted, proxy] = [null, null, null];
});

function at(server: { port: number; pem: string }, changes: Partial<AccountSettings> = {}, pinned: string | null = null): XmppRegistration {
  const settings = { ...plainSettings, address: 'new@sotto.test', port: server.port, ...changes };
  const one = new XmppRegistration({ settings, proxyPassword: null, pinnedCertificate: pinned }, testPorts([server.pem]));
  tries.push(one);
  return one;
}

async function open(options: ProsodyOptions = {}): Promise<{ port: number; pem: string }> {
  prosody = await startProsody({ registration: true, users: { romeo: 'secret' }, ...options });
  return { port: prosody.port, pem: prosody.authority.pem };
}

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });
const filled = (username: string) => new Map([['username', username], ['password', 'secret']]);
const heard = () => prosody?.wire.elements().filter(({ direction }) => direction === 'in') ?? [];

describe('on a real Prosody (XEP-0077 section 3.1)', () => {
  test('the form comes, goes back, and the account that was made signs in', async () => {
    const server = await open();
    const one = at(server);
    const answer = await one.ask();
    expect(answer).toMatchObject({ at: 'form', form: { fields: [{ name: 'username', kind: 'text' }, { name: 'password', kind: 'secret' }] } });
    await one.submit(filled('juliet'));
    const juliet = person({ settings: { address: 'juliet@sotto.test', port: server.port } }, testPorts([server.pem]));
    juliet.session.connect();
    await juliet.reaches('online');
    await juliet.session.disconnect();
  });

  test('a name that is taken, or none, can be put right in the same form; afterwards the form is over', async () => {
    const one = at(await open());
    await one.ask();
    await expect(one.submit(filled('romeo'))).rejects.toEqual(fault('registration-name-taken'));
    await expect(one.submit(filled(''))).rejects.toEqual(fault('registration-incomplete'));
    await expect(one.submit(filled('a@b'))).rejects.toThrow();
    await one.submit(filled('juliet'));
    await expect(one.submit(filled('juliet'))).rejects.toEqual(fault('registration-over'));
  });

  test('a server that lets nobody in says so', async () => {
    await expect(at(await open({ registration: false })).ask()).rejects.toEqual(fault('registration-closed'));
  });

  test('nothing is said without TLS, or before the certificate is accepted', async () => {
    const clear = await open({ tls: 'none' });
    await expect(at(clear).ask()).rejects.toEqual(fault('tls-not-offered'));
    await expect(at(clear, { tls: 'loopback-clear' }).ask()).rejects.toEqual(fault('tls-not-offered'));
    expect(heard()).toEqual([]);
    await prosody?.stop();
    const selfSigned = await open({ certificate: 'self-signed' });
    const question = await at(selfSigned).ask();
    expect(question).toMatchObject({ at: 'certificate', question: { host: 'sotto.test', reason: 'certificate-untrusted' } });
    expect(heard().map(({ xml }) => xml).join('')).not.toContain('<iq');
    const sha256 = question.at === 'certificate' ? question.question.certificate.sha256 : '';
    expect(await at(selfSigned, {}, sha256).ask()).toMatchObject({ at: 'form' });
    await expect(at(selfSigned, {}, 'a'.repeat(64)).ask()).rejects.toEqual(fault('certificate-pin-changed'));
  });

  test('through a proxy nothing goes around it', async () => {
    const server = await open();
    proxy = await startProxy('socks5');
    const watch = watchNetwork();
    const one = at(server, { host: 'localhost', proxy: { kind: 'socks5', host: proxy.host, port: proxy.port, username: '' } });
    await one.ask();
    await one.submit(filled('juliet'));
    watch.stop();
    expect(watch.places()).toEqual([`127.0.0.1:${proxy.port}`]);
    expect(watch.names()).toEqual([]);
  });

  test('a server that went away meanwhile is told, and nothing hangs', async () => {
    const one = at(await open());
    await one.ask();
    await prosody?.kill();
    await expect(one.submit(filled('juliet'))).rejects.toThrow(/connection-lost|registration-over/);
  });
});

describe('a server that is hostile, or busy', () => {
  /** Asks one that secures the stream and then answers the question with this; `more` goes on from there. */
  async function asks(answer: (id: string) => string, more: (talk: Talk) => Promise<void> = async () => undefined): Promise<XmppRegistration> {
    scripted = await scriptedServer(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + openings.starttlsFeatures);
      await talk.hears(/<starttls[^>]*>/);
      await talk.secure();
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(`${openings.header}<stream:features/>`);
      const [, id = ''] = await talk.hears(/<iq type="get" id="([^"]+)" to="sotto.test"><query xmlns="jabber:iq:register"\/><\/iq>/);
      talk.say(answer(id));
      await more(talk);
    });
    return at({ port: scripted.port, pem: scripted.authorityPem });
  }
  const result = (inside: string) => (id: string) => `<iq type='result' id='${id}'><query xmlns='jabber:iq:register'>${inside}</query></iq>`;
  const error = (type: string, condition: string) => (id: string) =>
    `<iq type='error' id='${id}'><error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text>&lt;b&gt;no</text></error></iq>`;

  test.each([
    ['it takes no more for now', error('wait', 'resource-constraint'), 'server-busy'],
    ['it is too soon', error('wait', 'policy-violation'), 'server-busy'],
    ['it does not know the question', error('cancel', 'service-unavailable'), 'registration-closed'],
    ['an error without a reason', (id: string) => `<iq type='error' id='${id}'/>`, 'registration-closed'],
    ['an empty result', (id: string) => `<iq type='result' id='${id}'/>`, 'registration-unreadable'],
    ['a form of nothing', result(''), 'registration-unreadable'],
    ['a form without end', result(`<instructions>${'x'.repeat(400_000)}`), 'stream-error'],
    ['an end', () => '</stream:stream>', 'connection-lost'],
    ['a flood of other answers', () => "<iq type='result' id='1'/>".repeat(50), 'stream-error'],
  ])('%s: %s', async (_name, answer, code) => {
    const one = await asks(answer);
    await expect(one.ask()).rejects.toEqual(fault(code));
  });

  test.each([
    ['wait', 'resource-constraint', 'server-busy'],
    ['cancel', 'not-allowed', 'registration-closed'],
    ['modify', 'not-acceptable', 'registration-incomplete'],
    ['modify', 'jid-malformed', 'registration-name-invalid'],
    ['cancel', 'undefined-condition', 'registration-refused'],
  ])('an answer to the form of %s and %s: %s', async (type, condition, code) => {
    const one = await asks(result('<username/><password/>'), async (talk) => {
      const [, id = ''] = await talk.hears(/<iq type="set" id="([^"]+)"/);
      talk.say(error(type, condition)(id));
    });
    await one.ask();
    await expect(one.submit(filled('juliet'))).rejects.toEqual(fault(code));
  });

  test('an answer with another id is nobody\u2019s', async () => {
    const one = await asks((id) => `${result('<phone/>')('x')}${result('<username/><password/>')(id)}`);
    expect(await one.ask()).toMatchObject({ form: { fields: [{ name: 'username' }, { name: 'password' }] } });
  });
});
