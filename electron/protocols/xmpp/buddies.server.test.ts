import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
}, 30_000);
afterEach(() => stage.close());

test('the roster keeps names and groups, and tells every device of changes (RFC 6121 section 2)', async () => {
  const home = await stage.online('juliet', { resource: 'home' });
  const away = await stage.online('juliet', { resource: 'away' });
  const address = stage.address('romeo');
  await home.session.setRosterItem({ address, name: 'Romeo & "Co" <3', groups: ['Verona', 'Family', 'Verona'] });
  const item = { address, name: 'Romeo & "Co" <3', subscription: 'none', asked: false };
  for (const one of [home, away]) {
    const { item: told } = await one.next('roster-changed');
    expect({ ...told, groups: [...told.groups].sort() }).toEqual({ ...item, groups: ['Family', 'Verona'] });
  }
  await home.session.setRosterItem({ address, name: '', groups: [] });
  expect((await away.next('roster-changed')).item).toMatchObject({ name: '', groups: [] });
  await away.session.disconnect();
  const later = await stage.online('juliet');
  expect(later.all('roster')[0]?.items).toEqual([{ ...item, name: '', groups: [] }]);
  await later.session.removeRosterItem(address);
  expect(await home.next('roster-removed')).toEqual({ kind: 'roster-removed', address });
  await expect(later.session.removeRosterItem(address)).rejects.toMatchObject({ code: 'not-found' });
  await expect(later.session.setRosterItem({ address: 'no address', name: '', groups: [] })).rejects.toMatchObject({
    code: 'address-invalid',
  });
});

test('a request is seen, approved and shows presence both ways; a denial ends it (RFC 6121 section 3)', async () => {
  const juliet = await stage.online('juliet', { resource: 'balcony' });
  const romeo = await stage.online('romeo', { resource: 'orchard' });
  const [julietAt, romeoAt] = [stage.address('juliet'), stage.address('romeo')];
  await juliet.session.setRosterItem({ address: romeoAt, name: 'Romeo', groups: [] });
  juliet.session.requestSubscription(romeoAt, 'It is me <juliet>');
  expect(await romeo.next('subscription-request')).toEqual({
    kind: 'subscription-request',
    address: julietAt,
    message: 'It is me <juliet>',
  });
  expect((await juliet.next('roster-changed', ({ item }) => item.asked)).item.subscription).toBe('none');
  romeo.session.approveSubscription(julietAt);
  await juliet.next('roster-changed', ({ item }) => item.subscription === 'to');
  expect(await juliet.next('presence', ({ address, show }) => address === romeoAt && show !== 'offline')).toEqual({
    kind: 'presence',
    address: romeoAt,
    resource: 'orchard',
    show: 'available',
    text: '',
    priority: 5,
    showsHtml: false,
  });
  romeo.session.setStatus({ show: 'do-not-disturb', text: 'fencing' });
  expect(await juliet.next('presence', ({ show }) => show === 'do-not-disturb')).toMatchObject({ text: 'fencing', priority: 3 });
  romeo.session.setStatus({ show: 'invisible', text: '' });
  await juliet.next('presence', ({ show }) => show === 'offline');
  romeo.session.setStatus({ show: 'away', text: '' });
  await juliet.next('presence', ({ show }) => show === 'away');

  romeo.session.requestSubscription(julietAt, '');
  await juliet.next('subscription-request');
  juliet.session.denySubscription(romeoAt);
  await romeo.next('roster-changed', ({ item }) => !item.asked && item.subscription === 'from');
  await romeo.session.disconnect();
  await juliet.next('presence', ({ address, show }) => address === romeoAt && show === 'offline');
});

test('several devices of one buddy are kept apart, and invisible means unseen from the start', async () => {
  const juliet = await stage.online('juliet');
  const first = await stage.online('romeo', { resource: 'orchard' });
  juliet.session.requestSubscription(stage.address('romeo'), '');
  await first.next('subscription-request');
  first.session.approveSubscription(stage.address('juliet'));
  await juliet.next('presence', ({ resource }) => resource === 'orchard');
  await stage.online('romeo', { resource: 'mantua' });
  await juliet.next('presence', ({ resource, show }) => resource === 'mantua' && show === 'available');
  const hidden = stage.meet('romeo', { resource: 'hidden' });
  hidden.session.setStatus({ show: 'invisible', text: '' });
  hidden.session.connect();
  await hidden.reaches('online');
  await first.session.disconnect();
  await juliet.next('presence', ({ resource, show }) => resource === 'orchard' && show === 'offline');
  expect(juliet.all('presence').filter(({ resource }) => resource === 'hidden')).toEqual([]);
});

test('nothing can be sent before sign-in or after sign-off', async () => {
  const juliet = stage.meet('juliet');
  const message = { id: 'x', address: stage.address('romeo'), resource: null, text: 'early', otr: false };
  const notConnected = expect.objectContaining({ code: 'not-connected' });
  expect(() => juliet.session.send(message)).toThrow(notConnected);
  expect(() => juliet.session.requestSubscription(stage.address('romeo'), '')).toThrow(notConnected);
  await expect(juliet.session.removeRosterItem(stage.address('romeo'))).rejects.toEqual(notConnected);
  juliet.session.connect();
  await juliet.reaches('online');
  await juliet.session.disconnect();
  expect(() => juliet.session.send(message)).toThrow(notConnected);
  juliet.session.connect();
  await juliet.reaches('online');
  juliet.session.send(message);
  await juliet.next('delivered-to-server');
});
