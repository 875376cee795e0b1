import { beforeEach, describe, expect, test } from 'vitest';
import type { SessionEvent } from '../protocol.ts';
import { Deliveries } from './deliveries.ts';

const romeo = 'romeo@sotto.test';
const beside = { wantsReceipt: true, isActive: false, replaces: null };
let told: SessionEvent[];
let deliveries: Deliveries;

beforeEach(() => {
  told = [];
  deliveries = new Deliveries((event) => told.push(event));
  deliveries.sent({ id: 'bare', address: romeo, resource: null, text: '', otr: false, beside });
  deliveries.sent({ id: 'full', address: romeo, resource: 'orchard', text: '', otr: true, beside });
  deliveries.sent({ id: 'unasked', address: romeo, resource: null, text: '', otr: false });
});

describe('receipts (XEP-0184)', () => {
  test('one counts from any device where the message went to all, and once', () => {
    deliveries.received('bare', { bare: romeo, resource: 'x' });
    deliveries.received('bare', { bare: romeo, resource: 'x' });
    expect(told).toEqual([{ kind: 'received-by-buddy', id: 'bare', address: romeo }]);
  });

  test('one counts from the very device that the message went to', () => {
    deliveries.received('full', { bare: romeo, resource: 'orchard' });
    expect(told).toHaveLength(1);
  });

  test('one for what this session did not send is told as such: an earlier run may have sent it', () => {
    deliveries.received('other', { bare: romeo, resource: 'orchard' });
    expect(told).toEqual([{ kind: 'received-earlier', id: 'other', address: romeo }]);
  });

  test.each([
    ['somebody else', 'bare', { bare: 'mallory@sotto.test', resource: 'x' }],
    ['another device', 'full', { bare: romeo, resource: 'x' }],
    ['no device', 'full', { bare: romeo, resource: '' }],
    ['a message that asked for none', 'unasked', { bare: romeo, resource: 'orchard' }],
  ])('a forged one from %s changes nothing', (_who, id, from) => {
    deliveries.received(id, from);
    expect(told).toEqual([]);
  });

  test('one for a message that came back does not count for it', () => {
    deliveries.refused('bare', { bare: romeo, resource: '' }, 'recipient-not-found');
    deliveries.received('bare', { bare: romeo, resource: 'x' });
    expect(told.map(({ kind }) => kind)).toEqual(['delivery-failed', 'received-earlier']);
  });
});
