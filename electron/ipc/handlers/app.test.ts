import { expect, test } from 'vitest';
import { faultCodeOf } from '../../base/fault.ts';
import type { Sotto } from '../../services/sotto.ts';
import { LinkInbox } from '../../services/link-inbox.ts';
import { appHandlers } from './app.ts';

const opened: string[] = [];
const sotto = {} as Sotto;
const handlers = appHandlers(sotto, { openLink: (url) => Promise.resolve(void opened.push(url)), copy: () => undefined, quit: () => undefined, chooseFolder: () => Promise.resolve(null) }, new LinkInbox(() => undefined));

async function faultOf(url: string): Promise<string> {
  try {
    await handlers['links.open']({ url });
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
  return 'none';
}

test('a link to a web page leaves the app, in the form that a browser reads', async () => {
  expect(await faultOf('https://Example.org/a b')).toBe('none');
  expect(opened.splice(0)).toEqual(['https://example.org/a%20b']);
});

test.each([
  'http://example.org/',
  'file:///etc/passwd',
  'FILE:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'app://sotto/index.html',
  'smb://example.org/share',
  'ms-msdt:/id',
  'mailto:a@example.org',
  'https://example.org@evil.test/',
  'https://:secret@evil.test/',
  'https://',
  '/etc/passwd',
  '',
])('%s does not', async (url) => {
  expect(await faultOf(url)).toBe('bad-request');
  expect(opened).toEqual([]);
});
