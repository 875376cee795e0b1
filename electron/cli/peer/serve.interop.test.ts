import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newEnv } from '../../otr/index.ts';
import { LibotrUser } from '../../otr/interop/libotr.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { manual } from '../../otr/testing/pair.ts';
import { seededRng } from '../../otr/testing/seed.ts';
import { connectLibotr, DrivenPeer } from '../testing/driven.ts';
import { Account } from './account.ts';
import { serve } from './serve.ts';

/* A peer behind its pipes, with the reference library at the other end of its network. */

let user: LibotrUser;
let peer: DrivenPeer;
let input: PassThrough;
let ended: Promise<void>;
let flush: () => void;

function meet(version: 2 | 3, maxMessageSize: number | null = null): void {
  input = new PassThrough();
  const out = new PassThrough();
  const policy = { ...manual, allowV2: version === 2, allowV3: version === 3 };
  const config = { key: testKeys.alice, instanceTag: 0x1111, policy, maxMessageSize };
  ended = serve(new Account('alice', config, newEnv(seededRng('alice'))), { input, out });
  peer = new DrivenPeer(input, out);
  user = new LibotrUser({ maxMessageSize: maxMessageSize ?? 0, policy: version === 2 ? 0x02 : 0x04 });
  ({ flush } = connectLibotr(peer, user));
}

afterEach(async () => {
  input.end();
  await ended;
  user.close();
});

async function becomePrivate(): Promise<void> {
  peer.tell({ do: 'start', to: 'libotr' });
  await peer.until({ event: 'state', state: 'encrypted', fingerprint: user.fingerprint });
}

describe.each([2, 3] as const)('a peer across from libotr, version %i', (version) => {
  beforeEach(() => {
    meet(version);
  });

  it('becomes private when either side asks, and both read each other', async () => {
    user.start();
    flush();
    const { sessionId } = await peer.until({ event: 'state', state: 'encrypted', version, fingerprint: user.fingerprint });
    expect(user.session?.hex).toBe(sessionId);
    peer.tell({ do: 'send', to: 'libotr', text: 'from the pipe ä😀' });
    await peer.until({ event: 'inject' }, peer.lines.length);
    user.type('from the library ß漢');
    flush();
    await peer.until({ event: 'message', from: 'libotr', text: 'from the library ß漢', encrypted: true });
    expect(user.shown).toEqual(['from the pipe ä😀']);
  });

  it('compares a secret with it, asked by either side', async () => {
    await becomePrivate();
    peer.tell({ do: 'smp-start', to: 'libotr', secret: 'seven', question: 'how many?' });
    await peer.until({ event: 'inject' }, peer.lines.length);
    expect(user.compared.at(-1)).toMatchObject({ question: 'how many?' });
    user.answer('seven');
    flush();
    await peer.until({ event: 'smp', state: 'succeeded' });
    await peer.until({ event: 'state', trusted: true });
    const seen = peer.lines.length;
    user.compare('eight');
    flush();
    await peer.until({ event: 'smp', state: 'asked' }, seen);
    peer.tell({ do: 'smp-answer', to: 'libotr', secret: 'nine' });
    await peer.until({ event: 'smp', state: 'failed' }, seen);
  });

  it('shares an extra key with it, both ways', async () => {
    await becomePrivate();
    peer.tell({ do: 'extra-key', to: 'libotr', use: 7, data: 'c0ffee' });
    const { key } = await peer.until({ event: 'extra-key' });
    expect(user.extraKeys).toEqual([{ use: 7, data: 'c0ffee', key }]);
    const theirs = user.shareKey(9, Uint8Array.of(1, 2));
    flush();
    await peer.until({ event: 'extra-key', use: 9, data: '0102', key: theirs });
  });

  it('cuts and joins fragments', async () => {
    input.end();
    await ended;
    user.close();
    meet(version, 200);
    await becomePrivate();
    const long = 'a long line, not to be cut '.repeat(30);
    peer.tell({ do: 'send', to: 'libotr', text: long });
    user.type(long);
    flush();
    await peer.until({ event: 'message', text: long, encrypted: true });
    expect(user.shown).toEqual([long]);
    expect(peer.lines.every(({ event, text }) => event !== 'inject' || String(text).length <= 200)).toBe(true);
  });

  it('is finished when it ends', async () => {
    await becomePrivate();
    user.end();
    flush();
    await peer.until({ event: 'state', state: 'finished', with: 'libotr' });
  });
});
