import { afterEach, describe, expect, test } from 'vitest';
import type { SessionConfig } from '../protocol.ts';
import { person, testPorts, type Person } from './testing/person.ts';
import { openings, scriptedServer, type ScriptedServer, type SignInOptions, type Talk } from './testing/scripted-server.ts';

let server: ScriptedServer | null = null;
let one: Person | null = null;
const unhandled: unknown[] = [];
process.on('unhandledRejection', (error) => unhandled.push(error));

afterEach(async () => {
  await one?.session.disconnect();
  await server?.stop();
  expect(unhandled).toEqual([]);
});

async function meet(script: (talk: Talk, index: number) => Promise<void>, config: Partial<Omit<SessionConfig, 'settings'>> = {}): Promise<Person> {
  server = await scriptedServer(script);
  one = person(
    { ...config, settings: { address: 'juliet@sotto.test', port: server.port } },
    testPorts([server.authorityPem]),
  );
  one.session.connect();
  return one;
}

/** Online with the scripted server, which goes on with `script` only then. */
async function loaded(script: (talk: Talk, index: number) => Promise<void>, options?: SignInOptions): Promise<Person> {
  let goOn = () => {};
  const isOnline = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const juliet = await meet(async (talk, index) => {
    await talk.signIn(options);
    await talk.load();
    await isOnline;
    await script(talk, index);
  });
  await juliet.reaches('online');
  goOn();
  return juliet;
}

function heard(): string {
  return server?.connections.map((talk) => talk.heard()).join('') ?? '';
}

describe('before TLS (RFC 6120 section 5)', () => {
  test.each([
    ['features without STARTTLS', '<stream:features/>'],
    ['mechanisms in clear', "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>"],
    ['SASL2 in clear', "<stream:features><authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism></authentication></stream:features>"],
    ['STARTTLS of another namespace', "<stream:features><starttls xmlns='urn:example'/></stream:features>"],
    ['STARTTLS inside something else', "<stream:features><x><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></x></stream:features>"],
  ])('%s: refused, and not a word more was said', async (_name, features) => {
    const juliet = await meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + features);
      await talk.hears(/never/);
    });
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: 'tls-not-offered' });
    expect(heard().replace(/<\?xml[^>]*>|<stream:stream[^>]*>/g, '')).toBe('');
    expect(heard()).not.toMatch(/juliet|auth/);
  });

  test('STARTTLS that is refused ends the attempt', async () => {
    const juliet = await meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + openings.starttlsFeatures);
      await talk.hears(/<starttls[^>]*>/);
      talk.say("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      await talk.hears(/never/);
    });
    expect((await juliet.reaches('waiting')).fault).toBe('tls-failed');
    expect(heard()).not.toContain('auth');
  });

  test('what was slipped in with the proceed is not read as if it were secure', async () => {
    const juliet = await meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + openings.starttlsFeatures);
      await talk.hears(/<starttls[^>]*>/);
      talk.say(
        "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
      );
      await talk.hears(/never/);
    });
    expect(['tls-failed', 'connection-timeout']).toContain((await juliet.reaches('waiting')).fault);
    expect(heard()).not.toContain('<auth');
  });

  test.each([
    ['another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['broken XML', `${openings.header}<stream:features></oops>`],
    ['an end tag first', '</a>'],
    ['an unknown entity', `${openings.header}<stream:features>&lol;</stream:features>`],
    ['a stream error', `${openings.header}<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`],
    ['an element without end', `${openings.header}<stream:features a='${'x'.repeat(300_000)}`],
    ['elements without bottom', `${openings.header}${'<a>'.repeat(2_000)}`],
  ])('%s instead of a stream waits with a clear state', async (_name, said) => {
    const juliet = await meet(async (talk) => {
      talk.say(said);
      await talk.hears(/never/);
    });
    expect((await juliet.reaches('waiting')).fault).toBe('stream-error');
  });

  test('a redirection to another host is not followed', async () => {
    let others = 0;
    const trap = await scriptedServer(async () => {
      others += 1;
    });
    try {
      const juliet = await meet(async (talk) => {
        await talk.hears(/<stream:stream[^>]*>/);
        talk.say(`${openings.header}<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:${trap.port}</see-other-host></stream:error></stream:stream>`);
        await talk.hears(/never/);
      });
      await juliet.reaches('waiting');
      await juliet.next('connection', ({ connection }) => connection.at === 'waiting');
      expect(others).toBe(0);
    } finally {
      await trap.stop();
    }
  });
});

describe('SASL (RFC 5802)', () => {
  test('the scripted server signs in an honest client', async () => {
    await loaded(async (talk) => {
      await talk.hears(/never/);
    });
  });

  test.each<[string, SignInOptions]>([
    ['a proof of another password', { proof: () => `v=${Buffer.alloc(32).toString('base64')}` }],
    ['no proof', { proof: () => '' }],
    ['a short proof', { proof: (proof) => proof.slice(0, 10) }],
    ['another nonce', { nonce: () => 'mine' }],
    ['the client nonce alone', { nonce: (nonce) => nonce }],
    ['too few iterations', { iterations: 1 }],
    ['absurdly many iterations', { iterations: 2_000_000_000 }],
  ])('%s: the server is not believed', async (_name, options) => {
    const juliet = await meet((talk) => talk.signIn(options));
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: 'server-verification-failed' });
    expect(heard()).not.toContain('<iq');
  });

  test('success without any exchange is not believed', async () => {
    const juliet = await meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + openings.starttlsFeatures);
      await talk.hears(/<starttls[^>]*>/);
      await talk.secure();
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(`${openings.header}<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>`);
      await talk.hears(/<auth /);
      talk.say("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      await talk.hears(/never/);
    });
    expect((await juliet.reaches('failed')).fault).toBe('server-verification-failed');
  });

  test('a session that signed in with a strong mechanism takes no weaker one later', async () => {
    const juliet = await meet(async (talk, index) => {
      await talk.signIn(index === 0 ? {} : { mechanisms: ['SCRAM-SHA-1', 'PLAIN'] });
      await talk.load();
      talk.close();
    });
    await juliet.reaches('online');
    expect((await juliet.reaches('failed')).fault).toBe('sasl-no-mechanism');
    expect(server?.connections[1]?.heard()).not.toContain('<auth');
  });

  test.each([
    ['account-disabled', 'account-disabled'],
    ['not-authorized', 'password-wrong'],
    ['malformed-request', 'server-verification-failed'],
  ] as const)('failure %s', async (condition, fault) => {
    const juliet = await meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + openings.starttlsFeatures);
      await talk.hears(/<starttls[^>]*>/);
      await talk.secure();
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(`${openings.header}<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>`);
      await talk.hears(/<auth /);
      talk.say(`<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><${condition}/><text>x</text></failure>`);
      await talk.hears(/never/);
    });
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault });
  });
});

describe('after sign-in', () => {
  test.each([
    ['not a roster at all', "<query xmlns='urn:other'/>", []],
    ['items without address, with bad ones and odd subscriptions', "<query xmlns='jabber:iq:roster'><item/><item jid='@'/><item jid='a@b/c'/><item jid='x@y' subscription='friends'/><junk/><item jid='Romeo@Sotto.test' name='R' subscription='both'><group>G</group></item></query>", ['romeo@sotto.test']],
  ])('a malformed roster (%s) is told and survived', async (_name, roster, addresses) => {
    const juliet = await meet(async (talk) => {
      await talk.signIn();
      await talk.load(roster);
      await talk.hears(/never/);
    });
    await juliet.reaches('online');
    expect(juliet.all('trouble')).toEqual([{ kind: 'trouble', fault: 'roster-malformed' }]);
    expect(juliet.all('roster').flatMap(({ items }) => items.map(({ address }) => address))).toEqual(addresses);
  });

  test('pushes are believed only from our own account', async () => {
    const push = (from: string, name: string) =>
      `<iq type='set' id='${name}'${from}><query xmlns='jabber:iq:roster'><item jid='${name}@sotto.test' subscription='both'/></query></iq>`;
    const juliet = await loaded(async (talk) => {
      talk.say(push(" from='mallory@evil.test'", 'mallory'));
      talk.say(push(" from='sotto.test'", 'server'));
      talk.say(push(" from='juliet@sotto.test/other'", 'device'));
      talk.say(push(" from='juliet@sotto.test.evil.test'", 'near'));
      talk.say("<iq type='set' id='m'><query xmlns='jabber:iq:roster'><item/></query></iq>");
      talk.say(push('', 'bare'));
      talk.say(push(" from='Juliet@sotto.test'", 'own'));
      await talk.hears(/never/);
    });
    await juliet.next('roster-changed', ({ item }) => item.address === 'own@sotto.test');
    expect(juliet.all('roster-changed').map(({ item }) => item.address)).toEqual(['bare@sotto.test', 'own@sotto.test']);
    expect(juliet.all('trouble')).toEqual([{ kind: 'trouble', fault: 'roster-malformed' }]);
  });

  test('copies are believed only from our own bare address, and must concern us', async () => {
    const wrapped = (from: string, kind: string, inner: string) =>
      `<message from='${from}' to='juliet@sotto.test/balcony'><${kind}><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' ${inner}><body>${kind.slice(0, 8)} ${from}</body></message></forwarded></${kind.split(' ')[0] ?? ''}></message>`;
    const received = "received xmlns='urn:xmpp:carbons:2'";
    const sent = "sent xmlns='urn:xmpp:carbons:2'";
    const archived = "result xmlns='urn:xmpp:mam:2'";
    const toUs = "from='romeo@sotto.test/orchard' to='juliet@sotto.test/other' type='chat'";
    const juliet = await loaded(async (talk) => {
      for (const from of ['mallory@evil.test', 'sotto.test', 'juliet@sotto.test/other', 'juliet@sotto.tes']) {
        for (const kind of [received, sent, archived]) talk.say(wrapped(from, kind, toUs));
      }
      talk.say(wrapped('juliet@sotto.test', received, "from='romeo@sotto.test' to='nurse@sotto.test' type='chat'"));
      talk.say(wrapped('juliet@sotto.test', sent, toUs));
      talk.say("<message from='juliet@sotto.test'><received xmlns='urn:xmpp:carbons:2'/></message>");
      talk.say(wrapped('juliet@sotto.test', received, toUs));
      talk.say(wrapped('juliet@sotto.test', archived, toUs));
      talk.say("<message from='romeo@sotto.test/x' type='chat'><body>old</body><delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/></message>");
      talk.say("<message from='romeo@sotto.test/x' type='chat'><body>now</body></message>");
      await talk.hears(/never/);
    });
    await juliet.next('message', ({ message }) => message.text === 'now');
    expect(juliet.all('message').map(({ message }) => message.route)).toEqual(['carbon-received', 'archived', 'delayed', 'direct']);
    expect(juliet.all('message')[2]?.message.atMs).toBe(Date.UTC(2020, 0, 1));
  });

  test('stanzas with bad or missing addresses and odd shapes do no harm', async () => {
    const juliet = await loaded(async (talk) => {
      for (const from of ['@', '@x', 'a@', '/', 'a@b/', ' ', 'a b@c', '\u202e@x', 'a@b@c', 'x'.repeat(5_000)]) {
        talk.say(`<message from='${from}' type='chat'><body>bad</body></message>`);
        talk.say(`<presence from='${from}'/><presence from='${from}' type='subscribe'/>`);
        talk.say(`<iq from='${from}' type='get' id='q'><ping xmlns='urn:xmpp:ping'/></iq>`);
      }
      talk.say("<iq/><iq type='set'/><iq type='result'/><iq type='error' id='x'/><message/><presence/><message type='error'/><presence type='error'/>");
      talk.say("<message type='error' id='x' from='romeo@sotto.test'><error/></message><unknown/><r xmlns='urn:xmpp:sm:3'/><a xmlns='urn:xmpp:sm:3' h='99'/>");
      talk.say("<message from='romeo@sotto.test/x' type='chat'><body>fine</body></message>");
      await talk.hears(/never/);
    });
    await juliet.next('message', ({ message }) => message.text === 'fine');
    expect(juliet.all('message')).toHaveLength(1);
    expect(juliet.all('subscription-request')).toEqual([]);
    expect(juliet.all('connection').at(-1)?.connection.at).toBe('online');
  });

  test('answers count only from our server and with the id of their question', async () => {
    const juliet = await loaded(async (talk) => {
      const [, id = ''] = await talk.hears(/<iq type="set" id="([^"]+)"><query xmlns="jabber:iq:roster"><item/);
      talk.say(`<iq type='error' id='${id}' from='mallory@evil.test'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`);
      talk.say(`<iq type='result' id='${id}x'/>`);
      talk.say(`<iq type='error' id='${id}' from='juliet@sotto.test'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`);
      await talk.hears(/never/);
    });
    await expect(juliet.session.removeRosterItem('romeo@sotto.test')).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each([
    ['conflict', 'failed', 'resource-conflict'],
    ['system-shutdown', 'waiting', 'server-shutting-down'],
    ['policy-violation', 'waiting', 'stream-error'],
    ['see-other-host', 'waiting', 'stream-error'],
  ] as const)('the stream error %s', async (condition, at, fault) => {
    const juliet = await loaded(async (talk, index) => {
      if (index === 0) talk.say(`<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1</${condition}></stream:error></stream:stream>`);
      await talk.hears(/never/);
    });
    expect(await juliet.reaches(at)).toMatchObject({ fault });
  });

  test.each([
    ['broken XML', '<message><body></message>'],
    ['text between stanzas', '<presence/>hello<presence/>'],
    ['an element without end', `<message><body>${'x'.repeat(9_000_000)}`],
    ['elements without bottom', '<a>'.repeat(100_000)],
    ['an unknown entity', '<message><body>&xxe;</body></message>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "aaaa">]><message/>'.repeat(300_000)],
    ['an acknowledgement that cannot be', "<a xmlns='urn:xmpp:sm:3' h='4000'/>"],
  ])('%s ends the connection with a clear state, and the next one is fine', async (_name, said) => {
    const juliet = await loaded(
      async (talk, index) => {
        if (index === 0) talk.say(said);
        await talk.hears(/never/);
      },
      { managed: true },
    );
    expect((await juliet.reaches('waiting')).fault).toBe('stream-error');
    await juliet.reaches('online');
  }, 30_000);

  test('a long body is cut, and a language does not hide the plain one', async () => {
    const juliet = await loaded(async (talk) => {
      talk.say(`<message from='romeo@sotto.test/x' type='chat'><body>${'x'.repeat(1_500_000)}</body></message>`);
      talk.say("<message from='romeo@sotto.test/x'><body xml:lang='de'>eins</body><body xml:lang='fr'>un</body></message>");
      await talk.hears(/never/);
    });
    expect((await juliet.next('message')).message.text).toHaveLength(1_000_000);
    expect((await juliet.next('message')).message.text).toBe('eins');
  });

  test('a flood waits at its sender, is told once, and leaves the process its turns', async () => {
    const total = 40_000;
    let written = 0;
    const juliet = await loaded(async (talk) => {
      for (; written < total; written += 100) {
        let chunk = '';
        for (let index = 0; index < 100; index += 1) {
          chunk += `<message from='mallory@evil.test/${written + index}' type='chat'><body>${'x'.repeat(200)}</body></message>`;
        }
        talk.say(chunk);
        await talk.flushed();
      }
    });
    await juliet.next('trouble', ({ fault }) => fault === 'flood-protection', 15_000);
    const before = juliet.all('message').length;
    expect(before).toBeLessThan(1_500);
    let longestTurnMs = 0;
    for (let turn = 0, at = performance.now(); turn < 50; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      longestTurnMs = Math.max(longestTurnMs, performance.now() - at);
      at = performance.now();
    }
    expect(longestTurnMs).toBeLessThan(500);
    expect(juliet.all('message').length - before).toBeLessThan(200);
    // What is not handled has not been taken from the network either.
    expect(written).toBeLessThan(total);
    expect(juliet.all('trouble')).toHaveLength(1);
    expect(juliet.all('connection').at(-1)?.connection.at).toBe('online');
    await juliet.session.disconnect();
  }, 30_000);
});
