import { afterEach, describe, expect, test } from 'vitest';
import { startRelay, type ProsodyOptions } from '../../../e2e/fixtures/prosody/index.ts';
import type { Person } from './testing/person.ts';
import { openStage, type Stage } from './testing/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

async function open(options: ProsodyOptions = {}): Promise<Stage> {
  stage = await openStage(options);
  return stage;
}

/** The SASL mechanisms that clients started, as the server saw them. */
function mechanismsUsed(): string[] {
  return stage.prosody.wire
    .elements()
    .filter(({ direction, xml }) => direction === 'in' && xml.startsWith('<auth'))
    .map(({ xml }) => /mechanism='([^']+)'/.exec(xml)?.[1] ?? '');
}

describe('mechanisms (RFC 5802, RFC 7677, RFC 9266)', () => {
  test('SCRAM-SHA-256 where the server offers no channel binding', async () => {
    await open();
    expect(await connecting('juliet').reaches('online')).toEqual({ at: 'online', secured: 'tls' });
    expect(mechanismsUsed()).toEqual(['SCRAM-SHA-256']);
  });

  test('SCRAM-SHA-256-PLUS with tls-exporter where it does', async () => {
    await open({ channelBinding: true });
    await connecting('juliet').reaches('online');
    expect(mechanismsUsed()).toEqual(['SCRAM-SHA-256-PLUS']);
  });

  test('TLS 1.2 with a server that knows only tls-unique', async () => {
    await open({ newestTls: '1.2' });
    await connecting('juliet').reaches('online');
    expect(mechanismsUsed()).toEqual(['SCRAM-SHA-256']);
  });

  test('PLAIN is refused, and nothing is sent, until the person allows it', async () => {
    await open({ mechanisms: 'plain-only' });
    expect(await connecting('juliet').reaches('failed')).toEqual({ at: 'failed', fault: 'password-plain-refused' });
    expect(mechanismsUsed()).toEqual([]);
    const allowed = stage.meet('juliet', { allowPlain: true });
    allowed.session.connect();
    await allowed.reaches('online');
    expect(mechanismsUsed()).toEqual(['PLAIN']);
  });

  test('a password beyond ASCII is prepared as the server prepares it', async () => {
    await open();
    stage.prosody.addUser('juliet', 'I\u00adX \u2168 ünïcode');
    const juliet = stage.meet('juliet', {}, { password: 'IX IX u\u0308nïcode' });
    juliet.session.connect();
    await juliet.reaches('online');
  });

  test('a wrong password fails at once and is not tried again', async () => {
    await open();
    const juliet = stage.meet('juliet', {}, { password: 'wrong' });
    juliet.session.connect();
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: 'password-wrong' });
    const stranger = stage.meet('nobody');
    stranger.session.connect();
    expect(await stranger.reaches('failed')).toEqual({ at: 'failed', fault: 'password-wrong' });
    expect(juliet.all('connection').at(-1)?.connection.at).toBe('failed');
    expect(mechanismsUsed()).toHaveLength(2);
  });
});

describe('TLS (RFC 6120 section 5, XEP-0368)', () => {
  test('a server without STARTTLS is refused before it hears anything', async () => {
    await open({ tls: 'none' });
    expect(await connecting('juliet').reaches('failed')).toEqual({ at: 'failed', fault: 'tls-not-offered' });
    expect(stage.prosody.wire.elements().filter(({ direction }) => direction === 'in')).toEqual([]);
  });

  test('in clear only on this machine, and only when asked to', async () => {
    await open({ tls: 'none' });
    const juliet = await stage.online('juliet', { tls: 'loopback-clear' });
    expect(juliet.all('connection').at(-1)?.connection).toEqual({ at: 'online', secured: 'loopback-clear' });
    const far = stage.meet('juliet', { tls: 'loopback-clear', host: '192.0.2.1' });
    far.session.connect();
    expect(await far.reaches('failed')).toEqual({ at: 'failed', fault: 'tls-not-offered' });
  });

  test('TLS from the first byte', async () => {
    await open({ direct: true });
    const juliet = stage.meet('juliet', { tls: 'direct', port: stage.prosody.directPort });
    juliet.session.connect();
    expect(await juliet.reaches('online')).toEqual({ at: 'online', secured: 'tls' });
  });

  test.each([
    ['self-signed', 'certificate-untrusted'],
    ['expired', 'certificate-expired'],
    ['wrong-name', 'certificate-wrong-name'],
  ] as const)('a certificate that is %s is shown and refused; pinned, it is taken', async (certificate, reason) => {
    await open({ certificate });
    const { prosody } = stage;
    const juliet = connecting('juliet');
    const question = await juliet.next('certificate');
    expect(question).toMatchObject({ host: 'sotto.test', reason, pinnedSha256: null });
    expect(question.certificate).toMatchObject({
      sha256: prosody.certificateSha256(),
      subject: expect.stringContaining(certificate === 'wrong-name' ? 'CN=elsewhere.test' : 'CN=sotto.test'),
      issuer: expect.stringContaining(certificate === 'self-signed' ? 'CN=sotto.test' : 'CN=Sotto test authority'),
      names: certificate === 'wrong-name' ? ['elsewhere.test'] : ['sotto.test', 'localhost'],
    });
    expect(question.certificate.validFromMs).toBeLessThan(Date.now());
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: reason });
    expect(mechanismsUsed()).toEqual([]);

    const again = stage.meet('juliet', {}, { pinnedCertificate: question.certificate.sha256 });
    again.session.connect();
    expect(await again.reaches('online')).toEqual({ at: 'online', secured: 'pinned' });
  });

  test('a certificate other than the pinned one is refused, even a trusted one', async () => {
    await open();
    const pinned = 'a'.repeat(64);
    const juliet = stage.meet('juliet', {}, { pinnedCertificate: pinned });
    juliet.session.connect();
    expect(await juliet.next('certificate')).toMatchObject({
      reason: 'certificate-pin-changed',
      pinnedSha256: pinned,
      certificate: { sha256: stage.prosody.certificateSha256() },
    });
    expect(await juliet.reaches('failed')).toEqual({ at: 'failed', fault: 'certificate-pin-changed' });
    expect(mechanismsUsed()).toEqual([]);
  });
});

describe('reaching the server', () => {
  test('a closed port waits and tries again', async () => {
    await open();
    await stage.prosody.kill();
    const juliet = connecting('juliet');
    expect(await juliet.reaches('waiting')).toMatchObject({ fault: 'connection-refused' });
    await stage.prosody.restart();
    await juliet.reaches('online');
  });

  test('a name that does not exist says so', async () => {
    await open();
    const juliet = stage.meet('juliet', { host: 'no-such-host.invalid' });
    juliet.session.connect();
    // A machine without any DNS cannot know that the name does not exist.
    expect(['host-not-found', 'host-unreachable']).toContain((await juliet.reaches('waiting', 15_000)).fault);
  });

  test('a server that says nothing is given up in time', async () => {
    await open();
    const relay = await startRelay(stage.prosody);
    try {
      const timings = { lookUpMs: 500, reachMs: 500, proxyMs: 500, secureMs: 500, answerMs: 300, requestMs: 500, closeMs: 100, quietMs: 500, firstRetryMs: 50, longestRetryMs: 50, stableMs: 100 };
      relay.mute(true);
      const juliet = stage.meet('juliet', { port: relay.port }, {}, { timings });
      juliet.session.connect();
      expect((await juliet.reaches('waiting')).fault).toBe('connection-timeout');
      relay.mute(false);
      await juliet.reaches('online');
    } finally {
      await relay.stop();
    }
  });

  test('signing off in the middle of an attempt ends it', async () => {
    await open();
    const juliet = connecting('juliet');
    await juliet.next('connection', ({ connection }) => connection.at === 'connecting' && connection.step === 'securing');
    await juliet.session.disconnect();
    expect(juliet.all('connection').at(-1)?.connection).toEqual({ at: 'offline' });
    const told = juliet.events.length;
    const romeo = connecting('romeo');
    await romeo.reaches('online');
    expect(juliet.events).toHaveLength(told);
  });
});

/** Starts connecting; the outcome is the test's to await. */
function connecting(name: string): Person {
  const one = stage.meet(name);
  one.session.connect();
  return one;
}
