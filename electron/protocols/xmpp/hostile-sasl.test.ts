import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encounter, untilAuth, type Encounter } from './testing/encounter.ts';
import type { SignInOptions } from './testing/scripted-server.ts';

let play: Encounter;
beforeEach(() => {
  play = encounter();
});
afterEach(() => play.end());

describe('SASL (RFC 5802)', () => {
  test('the scripted server signs in an honest client', async () => {
    await play.loaded(async (talk) => {
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
    const juliet = await play.meet((talk) => talk.signIn(options));
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: 'server-verification-failed' });
    expect(play.heard()).not.toContain('<iq');
  });

  test('success without any exchange is not believed', async () => {
    const juliet = await play.meet(async (talk) => {
      await untilAuth(talk, ['SCRAM-SHA-1']);
      talk.say("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      await talk.hears(/never/);
    });
    expect((await juliet.reaches('failed')).fault).toBe('server-verification-failed');
  });

  test.each(['', `v=${Buffer.alloc(20).toString('base64')}`])('a proof of "%s" that comes as one more challenge is not believed', async (proof) => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const sasl = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
    const juliet = await play.meet(async (talk) => {
      await untilAuth(talk, ['SCRAM-SHA-1']);
      const nonce = /r=(\w+)/.exec(Buffer.from((await talk.hears(/>([^<]+)<\/auth>/))[1] ?? '', 'base64').toString())?.[1] ?? '';
      talk.say(`<challenge ${sasl}>${base64(`r=${nonce}server,s=QUJD,i=4096`)}</challenge>`);
      await talk.hears(/<\/response>/);
      talk.say(`<challenge ${sasl}>${base64(proof)}</challenge><success ${sasl}/>`);
      await talk.hears(/never/);
    });
    expect((await juliet.reaches('failed')).fault).toBe('server-verification-failed');
    expect(play.heard().match(/<response/g)).toHaveLength(1);
  });

  test('a session that signed in with a strong mechanism takes no weaker one later', async () => {
    const juliet = await play.meet(async (talk, index) => {
      await talk.signIn(index === 0 ? {} : { mechanisms: ['SCRAM-SHA-1', 'PLAIN'] });
      await talk.load();
      talk.close();
    });
    await juliet.reaches('online');
    expect((await juliet.reaches('failed')).fault).toBe('sasl-no-mechanism');
    expect(play.server().connections[1]?.heard()).not.toContain('<auth');
  });

  test.each([
    ['account-disabled', 'account-disabled'],
    ['not-authorized', 'password-wrong'],
    ['malformed-request', 'server-verification-failed'],
  ] as const)('failure %s', async (condition, fault) => {
    const juliet = await play.meet(async (talk) => {
      await untilAuth(talk, ['SCRAM-SHA-1']);
      talk.say(`<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><${condition}/><text>x</text></failure>`);
      await talk.hears(/never/);
    });
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault });
  });
});
