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
      },
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

  it('comes back from settings unchanged', () => {
    const taken = settingsOf({ ...form, port: '5223', tls: 'direct', host: 'xmpp.example.org' });
    expect('settings' in taken && settingsOf(formOf(taken.settings))).toEqual(taken);
  });
});
