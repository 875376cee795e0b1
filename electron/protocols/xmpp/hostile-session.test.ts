import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encounter, type Encounter } from './testing/encounter.ts';

let play: Encounter;
beforeEach(() => {
  play = encounter();
});
afterEach(() => play.end());

describe('after sign-in', () => {
  test.each(['romeo@sotto.test/balcony', 'juliet@sotto.test', 'juliet@evil.test/balcony', '@'])(
    'an address that is not ours is not taken as ours: %s (RFC 6120 section 7)',
    async (bound) => {
      const juliet = await play.meet(async (talk) => {
        await talk.signIn({ bound });
        await talk.hears(/never/);
      });
      expect((await juliet.reaches('waiting')).fault).toBe('stream-error');
      expect(play.heard()).not.toContain('jabber:iq:roster');
    },
  );

  test.each([
    ['not a roster at all', "<query xmlns='urn:other'/>", []],
    ['items without address, with bad ones and odd subscriptions', "<query xmlns='jabber:iq:roster'><item/><item jid='@'/><item jid='a@b/c'/><item jid='x@y' subscription='friends'/><junk/><item jid='Romeo@Sotto.test' name='R' subscription='both'><group>G</group></item></query>", ['romeo@sotto.test']],
  ])('a malformed roster (%s) is told and survived', async (_name, roster, addresses) => {
    const juliet = await play.meet(async (talk) => {
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
    const juliet = await play.loaded(async (talk) => {
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
    const juliet = await play.loaded(async (talk) => {
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
    const juliet = await play.loaded(async (talk) => {
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
    const juliet = await play.loaded(async (talk) => {
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
    const juliet = await play.loaded(async (talk, index) => {
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
    const juliet = await play.loaded(
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
    const juliet = await play.loaded(async (talk) => {
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
    const juliet = await play.loaded(async (talk) => {
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
    for (let turn = 0; turn < 50; turn += 1) {
      const begun = process.cpuUsage();
      await new Promise((resolve) => setTimeout(resolve, 10));
      // Of processor time: what else the machine does is not the flood's.
      const { user, system } = process.cpuUsage(begun);
      longestTurnMs = Math.max(longestTurnMs, (user + system) / 1_000);
    }
    expect(longestTurnMs).toBeLessThan(500);
    expect(juliet.all('message').length - before).toBeLessThan(200);
    // What is not handled has not been taken from the network either.
    expect(written).toBeLessThan(total);
    expect(juliet.all('trouble')).toHaveLength(1);
    expect(juliet.all('connection').at(-1)?.connection.at).toBe('online');
    await juliet.session.disconnect();
  }, 30_000);

  test('ten thousand buddies and their presence come in a moment', async () => {
    const count = 10_000;
    const address = (index: number) => `buddy-${index}@sotto.test`;
    const numbers = Array.from({ length: count }, (_, index) => index);
    const items = numbers.map((index) => `<item jid='${address(index)}' name='Buddy ${index}' subscription='both'><group>Group ${index % 50}</group></item>`);
    const juliet = await play.meet(async (talk) => {
      await talk.signIn();
      await talk.load(`<query xmlns='jabber:iq:roster'>${items.join('')}</query>`);
      talk.say(numbers.map((index) => `<presence from='${address(index)}/home'><status>here</status></presence>`).join(''));
      await talk.hears(/never/);
    });
    await juliet.next('presence', (event) => event.address === address(count - 1), 15_000);
    expect(juliet.all('roster')[0]?.items).toHaveLength(count);
    expect(juliet.all('presence')).toHaveLength(count);
    expect(juliet.all('trouble')).toEqual([]);
  });
});
