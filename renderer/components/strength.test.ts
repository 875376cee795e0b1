import { expect, it } from 'vitest';
import { strengthOf } from './strength.ts';

it.each([
  ['', 'weak'],
  ['password', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['Blue-b1cycle', 'fair'],
  ['seven quiet otters mend a bicycle', 'strong'],
])('%j is %s', (passphrase, strength) => expect(strengthOf(passphrase)).toBe(strength));
