import { expect, test } from 'vitest';
import xml from '@xmpp/xml';
import { StreamManagement } from './stream-management.ts';

function sent(count: number): StreamManagement {
  const management = new StreamManagement();
  for (let index = 0; index < count; index += 1) management.sent(xml('message', {}), String(index));
  return management;
}

const ids = (list: readonly { readonly messageId: string | null }[] | null) => list?.map(({ messageId }) => messageId) ?? null;

test('acknowledgements take what they count off the queue, oldest first (XEP-0198 section 4)', () => {
  const management = sent(5);
  expect(ids(management.acknowledge('2'))).toEqual(['0', '1']);
  expect(ids(management.acknowledge('2'))).toEqual([]);
  expect(ids(management.acknowledge('5'))).toEqual(['2', '3', '4']);
  expect(management.pending).toBe(0);
});

test.each([undefined, '', '-1', '1.5', 'x', '6', '1', '4294967296', '99999999999'])('a count that cannot be (%s) changes nothing', (h) => {
  const management = sent(5);
  management.acknowledge('2');
  expect(management.acknowledge(h)).toBeNull();
  expect(ids(management.unacknowledged())).toEqual(['2', '3', '4']);
});

test('a session is kept only where the server says so, and never for ever (XEP-0198 section 5)', () => {
  const kept = (attrs: Record<string, string>) => {
    const management = new StreamManagement();
    management.enabled(xml('enabled', attrs));
    return management.keptSeconds;
  };
  expect(kept({})).toBeNull();
  expect(kept({ id: 'x' })).toBeNull();
  expect(kept({ resume: 'true' })).toBeNull();
  expect(kept({ id: 'x', resume: 'true' })).toBe(300);
  expect(kept({ id: 'x', resume: '1', max: '60' })).toBe(60);
  expect(kept({ id: 'x', resume: 'true', max: '999999999' })).toBe(3_600);
  expect(kept({ id: 'x', resume: 'true', max: 'long' })).toBe(300);
});

test('what came in is counted for the server', () => {
  const management = new StreamManagement();
  management.enabled(xml('enabled', { id: 'x', resume: 'true' }));
  management.received();
  management.received();
  expect(management.acknowledgement().attrs['h']).toBe('2');
  expect(management.resume().attrs).toMatchObject({ previd: 'x', h: '2' });
});
