import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encounter, type Encounter } from './testing/encounter.ts';
import { openings, scriptedServer } from './testing/scripted-server.ts';

let play: Encounter;
beforeEach(() => {
  play = encounter();
});
afterEach(() => play.end());

describe('before TLS (RFC 6120 section 5)', () => {
  test.each([
    ['features without STARTTLS', '<stream:features/>'],
    ['mechanisms in clear', "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>"],
    ['SASL2 in clear', "<stream:features><authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism></authentication></stream:features>"],
    ['STARTTLS of another namespace', "<stream:features><starttls xmlns='urn:example'/></stream:features>"],
    ['STARTTLS inside something else', "<stream:features><x><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></x></stream:features>"],
  ])('%s: refused, and not a word more was said', async (_name, features) => {
    const juliet = await play.meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + features);
      await talk.hears(/never/);
    });
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: 'tls-not-offered' });
    expect(play.heard().replace(/<\?xml[^>]*>|<stream:stream[^>]*>/g, '')).toBe('');
    expect(play.heard()).not.toMatch(/juliet|auth/);
  });

  test('STARTTLS that is refused ends the attempt', async () => {
    const juliet = await play.meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + openings.starttlsFeatures);
      await talk.hears(/<starttls[^>]*>/);
      talk.say("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      await talk.hears(/never/);
    });
    expect((await juliet.reaches('waiting')).fault).toBe('tls-failed');
    expect(play.heard()).not.toContain('auth');
  });

  test('what was slipped in with the proceed is not read as if it were secure', async () => {
    const juliet = await play.meet(async (talk) => {
      await talk.hears(/<stream:stream[^>]*>/);
      talk.say(openings.header + openings.starttlsFeatures);
      await talk.hears(/<starttls[^>]*>/);
      talk.say(
        "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
      );
      await talk.hears(/never/);
    });
    expect(['tls-failed', 'connection-timeout']).toContain((await juliet.reaches('waiting')).fault);
    expect(play.heard()).not.toContain('<auth');
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
    const juliet = await play.meet(async (talk) => {
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
      const juliet = await play.meet(async (talk) => {
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
