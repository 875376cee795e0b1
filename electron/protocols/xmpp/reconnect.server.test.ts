import { afterEach, expect, test } from 'vitest';
import { startRelay, type ProsodyOptions, type Relay } from '../../../e2e/fixtures/prosody/index.ts';
import type { Person } from './testing/person.ts';
import { openStage, type Stage } from './testing/stage.ts';
import { ordinaryTimings, systemPorts } from './ports.ts';

let stage: Stage;
let relay: Relay;

async function open(options: ProsodyOptions = {}): Promise<void> {
  stage = await openStage(options);
  relay = await startRelay(stage.prosody);
}
afterEach(async () => {
  await stage.close();
  await relay.stop();
});

const quick = { ...ordinaryTimings, answerMs: 400, quietMs: 300, firstRetryMs: 50, longestRetryMs: 200, stableMs: 50 };
const toRomeo = (id: string) => ({ id, address: stage.address('romeo'), resource: null, text: id, otr: false });

function connections(one: Person): string[] {
  return one.all('connection').map(({ connection }) => connection.at);
}

/** How often each text arrived. */
function texts(one: Person): string[] {
  return one.all('message').map(({ message }) => message.text);
}

test('a cut connection is resumed: nothing is lost, nothing comes twice (XEP-0198)', async () => {
  await open();
  const juliet = await stage.online('juliet', { port: relay.port, resource: 'balcony' });
  const romeo = await stage.online('romeo', { resource: 'orchard' });
  juliet.session.send(toRomeo('before'));
  await juliet.next('delivered-to-server');
  // What is written now reaches the relay and not the server.
  relay.mute(true);
  juliet.session.send(toRomeo('in between'));
  romeo.session.send({ id: 'r', address: stage.address('juliet'), resource: 'balcony', text: 'meanwhile', otr: false });
  await romeo.next('delivered-to-server');
  relay.cut();
  relay.mute(false);
  expect((await juliet.reaches('waiting')).fault).toBe('connection-lost');
  await juliet.reaches('online');
  await juliet.next('delivered-to-server', ({ id }) => id === 'in between');
  // It was said to this session, so it is no late word for the engine to pass over.
  expect(await juliet.next('message', ({ message }) => message.text === 'meanwhile')).toMatchObject({ message: { route: 'direct' } });
  juliet.session.send(toRomeo('after'));
  await romeo.next('message', ({ message }) => message.text === 'after');
  expect(texts(romeo)).toEqual(['before', 'in between', 'after']);
  expect(texts(juliet)).toEqual(['meanwhile']);
  expect(juliet.all('roster')).toHaveLength(1);
  expect(juliet.all('delivery-failed')).toEqual([]);
  expect(stage.prosody.wire.elements().some(({ xml }) => xml.startsWith('<resumed'))).toBe(true);
});

test.each([['forward', 1], ['back', -1]])('a clock that was set %s by a day meanwhile makes nothing of it late', async (_way, days) => {
  await open();
  let movedMs = 0;
  const { clock } = systemPorts();
  const juliet = stage.meet('juliet', { port: relay.port, resource: 'balcony' }, {}, { clock: { ...clock, nowMs: () => clock.nowMs() + movedMs } });
  juliet.session.connect();
  await juliet.reaches('online');
  const romeo = await stage.online('romeo', { resource: 'orchard' });
  movedMs = days * 24 * 60 * 60 * 1_000;
  // Heard after the clock was set, so that the last sign of life has the new time.
  juliet.session.send(toRomeo('before'));
  await juliet.next('delivered-to-server');
  relay.mute(true);
  romeo.session.send({ id: 'r', address: stage.address('juliet'), resource: 'balcony', text: 'meanwhile', otr: false });
  await romeo.next('delivered-to-server');
  relay.cut();
  relay.mute(false);
  await juliet.reaches('waiting');
  expect(await juliet.next('message', ({ message }) => message.text === 'meanwhile')).toMatchObject({ message: { route: 'direct' } });
});

test('what the offline store kept is of another time, in a resumed session too (XEP-0160, XEP-0198)', async () => {
  await open();
  const juliet = await stage.online('juliet', { port: relay.port, resource: 'balcony' });
  const romeo = await stage.online('romeo', { resource: 'orchard' });
  relay.cut();
  await juliet.reaches('waiting');
  await juliet.reaches('online');
  juliet.session.setStatus({ show: 'invisible', text: '' });
  await stage.prosody.wire.waitFor(({ xml, direction }) => direction === 'in' && /^<presence[^>]*unavailable/.test(xml));
  romeo.session.send({ id: 'r', address: stage.address('juliet'), resource: null, text: 'read me later', otr: false });
  await romeo.next('delivered-to-server');
  juliet.session.setStatus({ show: 'available', text: '' });
  const { message } = await juliet.next('message');
  expect(message).toMatchObject({ route: 'delayed', text: 'read me later' });
  expect(stage.prosody.wire.elements().some(({ xml }) => xml.startsWith('<resumed'))).toBe(true);
});

test('a server that was killed is found again; what it cannot have taken comes back as failed', async () => {
  await open();
  const juliet = await stage.online('juliet', { port: relay.port });
  relay.mute(true);
  juliet.session.send(toRomeo('lost'));
  await stage.prosody.kill();
  relay.cut();
  const waiting = await juliet.reaches('waiting');
  expect(waiting.retryAtMs).toBeGreaterThan(Date.now() - 1_000);
  expect(() => juliet.session.send(toRomeo('offline'))).toThrow(expect.objectContaining({ code: 'not-connected' }));
  relay.mute(false);
  await stage.prosody.restart();
  await juliet.reaches('online', 15_000);
  expect(await juliet.next('delivery-failed')).toEqual({
    kind: 'delivery-failed',
    id: 'lost',
    address: stage.address('romeo'),
    fault: 'connection-lost',
  });
  expect(juliet.all('roster')).toHaveLength(2);
}, 30_000);

test('a server that is restarted is found again', async () => {
  await open();
  const juliet = await stage.online('juliet');
  const restarted = stage.prosody.restart();
  // Prosody closes its ports before it has said why.
  expect(['server-shutting-down', 'connection-lost']).toContain((await juliet.reaches('waiting')).fault);
  await restarted;
  await juliet.reaches('online', 15_000);
}, 30_000);

test('a connection that falls silent is noticed and replaced', async () => {
  await open();
  const juliet = stage.meet('juliet', { port: relay.port }, {}, { timings: quick });
  juliet.session.connect();
  await juliet.reaches('online');
  relay.mute(true);
  expect((await juliet.reaches('waiting')).fault).toBe('connection-timeout');
  relay.cut();
  relay.mute(false);
  await juliet.reaches('online');
});

test('a quiet connection stays up', async () => {
  await open();
  const juliet = stage.meet('juliet', {}, {}, { timings: { ...quick, quietMs: 100 } });
  juliet.session.connect();
  await juliet.reaches('online');
  const { wire } = stage.prosody;
  const asked = () => wire.elements().filter(({ xml, direction }) => direction === 'in' && xml.startsWith('<r')).length;
  await wire.waitFor(() => asked() >= 4);
  expect(connections(juliet).at(-1)).toBe('online');
});

test('without stream management a ping tells what the server has', async () => {
  await open({ streamManagement: false });
  const juliet = await stage.online('juliet', { port: relay.port });
  const romeo = await stage.online('romeo');
  for (const id of ['one', 'two', 'three']) juliet.session.send(toRomeo(id));
  await juliet.next('delivered-to-server', ({ id }) => id === 'three');
  await romeo.next('message', ({ message }) => message.text === 'three');
  expect(juliet.all('delivered-to-server').map(({ id }) => id)).toEqual(['one', 'two', 'three']);
  relay.mute(true);
  juliet.session.send(toRomeo('four'));
  relay.cut();
  relay.mute(false);
  expect(await juliet.next('delivery-failed')).toMatchObject({ id: 'four', fault: 'connection-lost' });
  await juliet.reaches('online');
});

test('another program with the same resource takes over, and the first stays off', async () => {
  await open();
  const first = await stage.online('juliet', { resource: 'balcony' });
  await stage.online('juliet', { resource: 'balcony' });
  expect(await first.reaches('failed')).toEqual({ at: 'failed', fault: 'resource-conflict' });
});

test('signing off delivers the last words first', async () => {
  await open();
  const juliet = await stage.online('juliet');
  const romeo = await stage.online('romeo');
  juliet.session.send(toRomeo('farewell'));
  await juliet.session.disconnect();
  expect(juliet.all('delivered-to-server')).toEqual([{ kind: 'delivered-to-server', id: 'farewell' }]);
  await romeo.next('message', ({ message }) => message.text === 'farewell');
  expect(connections(juliet).at(-1)).toBe('offline');
});

test('signing off while waiting ends the waiting, and what was pending failed', async () => {
  await open();
  const juliet = await stage.online('juliet', { port: relay.port });
  relay.mute(true);
  juliet.session.send(toRomeo('lost'));
  relay.refuse(true);
  relay.cut();
  await juliet.reaches('waiting');
  await juliet.session.disconnect();
  expect(juliet.all('delivery-failed')).toMatchObject([{ id: 'lost' }]);
  expect(connections(juliet).at(-1)).toBe('offline');
});
