import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { describe, expect, test } from 'vitest';
import { Fault } from '../base/fault.ts';
import { createLog } from '../base/log.ts';
import { commandNames } from '../../shared/contract.ts';
import type { CommandInput, CommandName } from '../../shared/contract.ts';
import { serve } from './serve.ts';
import type { Handlers } from './serve.ts';

const settings = { address: 'a@b.test', resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: true, proxy: null };
const buddy = { accountId: 'a', address: 'c@d.test' };
const fingerprint = '0123456789abcdef0123456789abcdef01234567';

/** One input of the right shape for every command; a command that is missing here does not compile. */
const goodInputs: { readonly [Name in CommandName]: CommandInput<Name> } = {
  'app.snapshot': {},
  'app.quit': {},
  'history.setKeeps': { keeps: false },
  'history.choose': { accountId: 'a', address: 'b@c.test', keepsClear: null },
  'history.conversations': {},
  'history.search': { words: 'heron', conversationId: null, fromMs: null, toMs: 5, before: null },
  'history.count': { conversationId: 'a/b@c.test', fromMs: null, toMs: null, marks: 'clear' },
  'history.forget': { conversationId: null, fromMs: 1, toMs: 2, marks: 'all' },
  'history.remove': { conversationId: 'a/b@c.test', itemId: 'k1' },
  'history.restore': { conversationId: 'a/b@c.test', itemId: 'k1' },
  'history.export': { conversationId: null, format: 'json' },
  'history.page': { conversationId: 'a/b@c.test', side: 'around', itemId: 'k1' },
  'settings.save': { sharing: { typing: true, typingInPrivate: false, receipts: true, time: false, version: false }, theme: 'dark', sidebarWidth: 280, collapsedGroups: [], hideOffline: false, sortBy: 'name', ownGroups: [], recentEmoji: [], spelling: true },
  'tabs.save': { open: ['a/b'], front: null },
  'vault.create': { passphrase: 'correct horse' },
  'vault.unlock': { passphrase: 'correct horse' },
  'vault.keepCopy': {},
  'vault.startAnew': {},
  'accounts.add': { settings, password: 'secret', rememberPassword: true, proxyPassword: null },
  'accounts.update': { accountId: 'a', settings, proxyPassword: 'x', keepPassword: false, keepPin: true },
  'accounts.password': { accountId: 'a', password: 'secret', rememberPassword: true },
  'accounts.changePassword': { accountId: 'a', current: 'secret', password: 'better' },
  'accounts.connect': { accountId: 'a' },
  'accounts.disconnect': { accountId: 'a' },
  'accounts.remove': { accountId: 'a' },
  'accounts.status': { accountId: 'a', status: { show: 'away', text: '' } },
  'accounts.makeKey': { accountId: 'a' },
  'accounts.replaceKey': { accountId: 'a' },
  'accounts.certificate': { accountId: 'a', sha256: 'ab'.repeat(32), answer: 'pin' },
  'registration.ask': { settings, proxyPassword: null, pinned: 'ab'.repeat(32) },
  'registration.submit': { values: [{ name: 'username', value: 'juniper' }], rememberPassword: true },
  'registration.cancel': {},
  'buddies.add': { ...buddy, name: '', groups: [], message: '' },
  'buddies.update': { ...buddy, name: '', groups: [] },
  'buddies.note': { ...buddy, note: 'met in June' },
  'buddies.remove': { ...buddy, keepTheirs: true },
  'buddies.renameGroup': { group: 'Work', name: 'Office' },
  'buddies.removeGroup': { group: 'Work' },
  'buddies.answer': { ...buddy, answer: 'deny' },
  'blocking.block': buddy,
  'blocking.unblock': buddy,
  'pictures.get': buddy,
  'pictures.publish': { accountId: 'a', picture: 'iVBORw0KGgo=' },
  'persons.join': { members: ['a/b@c.test', 'a/d@c.test'] },
  'persons.split': { conversationId: 'a/b@c.test' },
  'persons.order': { person: 'p', members: ['a/b@c.test', 'a/d@c.test'] },
  'policies.save': { ...buddy, switches: { enabled: true, automatic: false, required: false, unkept: true } },
  'conversations.open': buddy,
  'conversations.close': { conversationId: 'a/b' },
  'conversations.read': { conversationId: 'a/b' },
  'conversations.accept': { conversationId: 'a/b' },
  'conversations.send': { conversationId: 'a/b', text: 'hello', privacy: 'private' },
  'links.take': {},
  'conversations.draft': { conversationId: 'a/b', text: 'hel', typedFor: 'private' },
  'conversations.retry': { conversationId: 'a/b', itemId: '1' },
  'conversations.correct': { conversationId: 'a/b', itemId: '1', text: 'hello' },
  'conversations.typing': { conversationId: 'a/b', typing: true },
  'conversations.takeBack': { conversationId: 'a/b', itemId: '1' },
  'conversations.chooseDevice': { conversationId: 'a/b', device: 'best' },
  'conversations.startPrivate': { conversationId: 'a/b' },
  'conversations.endPrivate': { conversationId: 'a/b' },
  'conversations.verify': { conversationId: 'a/b', fingerprint, verified: true },
  'conversations.acceptKey': { conversationId: 'a/b', fingerprint },
  'fingerprints.list': {},
  'fingerprints.verify': { keys: [{ ...buddy, fingerprint }], verified: true },
  'fingerprints.forget': { keys: [{ ...buddy, fingerprint }] },
  'fingerprints.undo': {},
  'fingerprints.export': { keys: [{ ...buddy, fingerprint }], style: 'pidgin' },
  'authentication.ask': { conversationId: 'a/b', fingerprint, question: 'Where?', secret: 'there' },
  'authentication.answer': { conversationId: 'a/b', run: 1, secret: 'there' },
  'authentication.cancel': { conversationId: 'a/b', run: 1 },
  'authentication.dismiss': { conversationId: 'a/b', run: 1 },
  'moving.find': {},
  'moving.choose': { what: 'folder' },
  'moving.unlock': { finding: '0 coyim', passphrase: 'x' },
  'moving.bringIn': { finding: 'pidgin', addresses: ['a@example.org'], replaceKeys: false, passphrase: null },
  'moving.export': { style: 'pidgin', keys: true, fingerprints: true },
  'keys.export': { accountId: 'a', passphrase: 'x' },
  'keys.choose': {},
  'keys.open': { passphrase: 'x' },
  'keys.bring': { accountId: 'a', fingerprint: '0'.repeat(40), passphrase: null, replace: false },
  'transfer.offer': { accountId: 'a', passwords: false },
  'transfer.receive': { accountId: 'a', resource: 'desk', code: 'ABC' },
  'transfer.bringIn': { replaceKeys: false, takeVerified: false, preferences: true },
  'transfer.cancel': {},
  'transfer.dismiss': {},
  'lab.view': { conversationId: 'a/b' },
  'lab.record': { conversationId: 'a/b', on: true },
  'lab.forge': { conversationId: 'a/b', index: 0, text: 'x' },
  'links.open': { url: 'https://example.org/' },
  'clipboard.copy': { text: 'x' },
};

const windowFrame = { frame: 'main window' } as unknown as IpcMainInvokeEvent;
const otherFrame = { frame: 'other' } as unknown as IpcMainInvokeEvent;

function open(thrown?: unknown) {
  const called: [string, unknown][] = [];
  const logged: string[] = [];
  const handlers = Object.fromEntries(
    commandNames.map((name) => [
      name,
      (input: unknown) => {
        called.push([name, input]);
        if (thrown !== undefined) throw thrown;
        return 'done';
      },
    ]),
  ) as unknown as Handlers;
  let listener: Parameters<IpcMain['handle']>[1] | undefined;
  serve(
    { handle: (_channel, given) => (listener = given) },
    { handlers, maySpeak: (event) => event === windowFrame, log: createLog((line) => logged.push(line), () => 0) },
  );
  const call = async (event: IpcMainInvokeEvent, name: unknown, input: unknown) =>
    (await listener?.(event, name, input)) as unknown;
  return { call, called, logged };
}

/** The input with each of its strings, in turn, blown up beyond every limit. */
function oversized(input: unknown): unknown[] {
  if (typeof input === 'string') return ['x'.repeat(100_000)];
  if (Array.isArray(input)) return [Array.from({ length: 5_000 }, () => 'x')];
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) => oversized(value).map((big) => ({ ...input, [key]: big })));
}

describe.each(commandNames)('%s', (name) => {
  const good: unknown = goodInputs[name];

  test('reaches its handler from the window, with its input', async () => {
    const { call, called } = open();
    expect(await call(windowFrame, name, good)).toEqual({ ok: true, value: 'done' });
    expect(called).toEqual([[name, good]]);
  });

  test('is refused from any other frame', async () => {
    const { call, called } = open();
    expect(await call(otherFrame, name, good)).toEqual({ ok: false, fault: 'bad-request' });
    expect(called).toEqual([]);
  });

  test('is refused with another shape', async () => {
    const { call, called } = open();
    const wrong = [undefined, null, 1, 'x', [], { ...(good as object), unasked: 1 }, ...Object.keys(good as object).map((key) => ({ ...(good as object), [key]: { a: 1 } }))];
    for (const input of wrong) expect(await call(windowFrame, name, input)).toEqual({ ok: false, fault: 'bad-request' });
    expect(called).toEqual([]);
  });

  test('is refused when a part of it is too large', async () => {
    const { call, called } = open();
    for (const input of oversized(good)) expect(await call(windowFrame, name, input)).toEqual({ ok: false, fault: 'bad-request' });
    expect(called).toEqual([]);
  });
});

test.each(['nothing', '', 1, null, '__proto__', 'constructor', 'toString'])('no command is called %s', async (name) => {
  const { call, called } = open();
  expect(await call(windowFrame, name, {})).toEqual({ ok: false, fault: 'bad-request' });
  expect(called).toEqual([]);
});

test('a fault crosses as its code alone', async () => {
  const { call } = open(new Fault('not-connected', { cause: new Error('alice@example.org') }));
  expect(await call(windowFrame, 'app.snapshot', {})).toEqual({ ok: false, fault: 'not-connected' });
});

test('a mistake of ours crosses as internal, and its words are neither sent nor logged', async () => {
  const { call, logged } = open(new Error('secret of alice@example.org'));
  expect(await call(windowFrame, 'app.snapshot', {})).toEqual({ ok: false, fault: 'internal' });
  expect(logged.join()).toContain('ipc-internal');
  expect(logged.join()).not.toMatch(/alice|secret/);
});
