import { describe, expect, it } from 'vitest';
import { fromMapped, mapHeader, toMapped } from './origins.ts';

const schemes = new Set(['app']);

describe('the mapped origin', () => {
  it.each([
    ['app://sotto/', 'https://sotto.app.invalid/'],
    ['app://sotto/index.html?a=b#c', 'https://sotto.app.invalid/index.html?a=b#c'],
    ['app://two.parts/x', 'https://two.parts.app.invalid/x'],
  ])('maps %s there and back', (own, mapped) => {
    expect(toMapped(own, schemes)).toBe(mapped);
    expect(fromMapped(mapped, schemes)).toBe(own);
  });

  it.each(['https://example.org/', 'about:blank', 'data:text/html,x', 'other://sotto/'])('leaves %s as it is', (url) => {
    expect(toMapped(url, schemes)).toBe(url);
    expect(fromMapped(url, schemes)).toBe(url);
  });

  it.each([
    'http://sotto.app.invalid/',
    'https://sotto.app.invalid.example.org/',
    'https://sotto.app.invalid:8443/',
    'https://user@sotto.app.invalid/',
    'https://sotto.other.invalid/',
  ])('never takes %s for our own', (url) => {
    expect(fromMapped(url, schemes)).toBe(url);
  });

  it('maps our origin inside a policy, and nothing else there', () => {
    expect(mapHeader("script-src 'self' app://sotto; img-src https://example.org data:", schemes)).toBe(
      "script-src 'self' https://sotto.app.invalid; img-src https://example.org data:",
    );
  });
});
