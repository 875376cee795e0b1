import { describe, expect, it } from 'vitest';
import { fingerprintGroups, hueOf, hues, initialsOf, localPart, nameWithin, shortName } from './person.ts';

describe('initialsOf', () => {
  it.each([
    ['River Tamsin', 'RT'],
    ['Ana Maria de la Cruz', 'AC'],
    ['juniper', 'JU'],
    ['marlow.quint', 'MQ'],
    ['juniper@example.org', 'JU'],
    ['@', '?'],
    ['\u{1f600} Bo', 'BO'],
    ['***', '?'],
    ['', '?'],
  ])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
});

it('shortens an address and a name', () => {
  expect(localPart('river@example.org')).toBe('river');
  expect(localPart('example.org')).toBe('example.org');
  expect(shortName('Marlow Quint')).toBe('Marlow');
});

it('gives an address always the same one of the colours', () => {
  const seen = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`buddy${n}@example.org`)));
  expect(seen.size).toBe(hues);
  expect(hueOf('river@example.org')).toBe(hueOf('river@example.org'));
});

it('reads a fingerprint in five groups of eight', () => {
  expect(fingerprintGroups('b27f09c45d1ea6837740f9de21bc85e60a93d71f')).toEqual([
    'B27F09C4',
    '5D1EA683',
    '7740F9DE',
    '21BC85E6',
    '0A93D71F',
  ]);
});

it('keeps a name within a sentence short', () => {
  expect(nameWithin('River Tamsin')).toBe('River Tamsin');
  expect(nameWithin('\u{1f6b2}'.repeat(41))).toBe(`${'\u{1f6b2}'.repeat(39)}…`);
});
