import { describe, expect, it } from 'vitest';
import { emptyForm, formOf, settingsOf } from './account-form.ts';

const form = { ...emptyForm, address: ' river@example.org ' };

describe('settingsOf', () => {
  it('trims, and takes empty fields as "look it up"', () => {
    expect(settingsOf(form)).toEqual({
      settings: {
        address: 'river@example.org',
        resource: '',
        host: '',
        port: null,
        tls: null,
        allowPlain: false,
        connectAtStart: true,
        proxy: null,
      },
      proxyPassword: null,
    });
  });

  it.each(['', 'river', '@example.org', 'river@', 'a b@example.org', 'river@example.org/phone', 'a@b@c'])(
    'refuses the address %j',
    (address) => expect(settingsOf({ ...form, address })).toEqual({ problem: 'address' }),
  );

  it.each(['0', '65536', '-1', '52.5', 'x'])('refuses the port %j', (port) => {
    expect(settingsOf({ ...form, port })).toEqual({ problem: 'port' });
  });

  it('allows a connection without TLS only to this computer', () => {
    const clear = { ...form, tls: 'loopback-clear' as const };
    expect(settingsOf(clear)).toEqual({ problem: 'loopback' });
    expect(settingsOf({ ...clear, host: '127.0.0.1.example.org' })).toEqual({ problem: 'loopback' });
    for (const host of ['localhost', '127.0.0.1', '::1']) expect(settingsOf({ ...clear, host })).toHaveProperty('settings');
  });

  const proxied = { ...form, proxyKind: 'socks5' as const, proxyHost: ' localhost ' };

  it('takes a proxy with the port that is usual for its kind, and a user only where one is named', () => {
    expect(settingsOf(proxied)).toMatchObject({
      settings: { proxy: { kind: 'socks5', host: 'localhost', port: 1080, username: '' } },
      proxyPassword: null,
    });
    expect(settingsOf({ ...proxied, proxyKind: 'http-connect', proxyUsername: 'me', proxyPassword: ' x ' })).toMatchObject({
      settings: { proxy: { kind: 'http-connect', port: 8080, username: 'me' } },
      proxyPassword: ' x ',
    });
  });

  it('refuses a proxy that is not whole, and none without encryption', () => {
    expect(settingsOf({ ...proxied, proxyHost: ' ' })).toEqual({ problem: 'proxy-host' });
    expect(settingsOf({ ...proxied, proxyHost: 'http://proxy' })).toEqual({ problem: 'proxy-host' });
    expect(settingsOf({ ...proxied, proxyPort: '0' })).toEqual({ problem: 'proxy-port' });
    expect(settingsOf({ ...proxied, proxyKind: 'http-connect', proxyUsername: 'a:b' })).toEqual({ problem: 'proxy-username' });
    expect(settingsOf({ ...proxied, host: 'localhost', tls: 'loopback-clear' })).toEqual({ problem: 'loopback' });
  });

  it('comes back from settings unchanged', () => {
    const taken = settingsOf({ ...form, port: '5223', tls: 'direct', host: 'xmpp.example.org', proxyKind: 'socks5', proxyHost: '::1', proxyPort: '9050', proxyUsername: 'me' });
    expect('settings' in taken && settingsOf(formOf(taken.settings))).toEqual(taken);
  });
});
