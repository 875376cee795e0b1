import { describe, it } from 'vitest';
import { newPeer } from '../testing/pair.ts';
import { armor } from '../wire/armor.ts';
import { bytesOf, expectRefused } from './forge.ts';

describe('S1: version rollback', () => {
  it('a query rewritten to older versions starts nothing', () => {
    for (const query of ['?OTRv2?', '?OTR?v2?', '?OTR?']) expectRefused(newPeer('bob'), query);
  });

  it('messages of versions 1 and 2 are not spoken', () => {
    for (const version of [1, 2]) {
      const alice = newPeer('alice');
      alice.receive('?OTRv3?');
      const commit = bytesOf(alice.take()[0]!).slice();
      commit[1] = version;
      expectRefused(newPeer('bob'), armor(commit));
    }
  });
});
