import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultCodeOf } from '../../base/fault.ts';
import { own, TwoDevices, type Name } from './testing/two-devices.ts';

/* Two whole Sottos of one person, and what passes between them. */

const river = 'river@sotto.test';
const [first, second] = ['a'.repeat(40), 'b'.repeat(40)];
const everything = { replaceKeys: true, takeVerified: true, preferences: true };

let two: TwoDevices;

beforeEach(async () => {
  two = await TwoDevices.open();
  const { store } = two.old.services;
  const record = { accountId: two.old.accountId, address: river, firstSeenMs: 10, lastSeenMs: 20, undecided: false, highestVersion: 3 as const };
  store.fingerprints.put({ ...record, fingerprint: first, verified: true, verifiedAtMs: 15, verifiedHow: 'question' });
  store.fingerprints.put({ ...record, fingerprint: second, verified: false, verifiedAtMs: null, verifiedHow: null });
  store.guesses.put(two.old.accountId, river, { count: 2, lastMs: 5 });
  two.old.services.policies.save(two.old.accountId, river, { enabled: true, automatic: true, required: true, unkept: true });
  two.old.services.settings.save({ ...two.old.services.settings.view(), theme: 'dark', sidebarWidth: 300, collapsedGroups: ['Work'] });
});

afterEach(() => two.close());

/** Everything that the new device keeps and a transfer could change. */
function kept(name: Name = 'fresh'): unknown {
  const { store, settings } = two[name].services;
  const accounts = store.accounts.list();
  return accounts.map((record) => [
    record,
    store.keys.get(record.id)?.key,
    store.fingerprints.list(record.id),
    store.policies.list(record.id),
    store.guesses.list(record.id),
    store.instanceTags.get(record.id),
    settings.view(),
  ]);
}

const keyOf = (name: Name) => two[name].services.accounts.fingerprint(two[name].accountId);

test('what is here comes over, and nothing is written before the person says so', () => {
  const [before, tag] = [kept(), two.fresh.services.store.instanceTags.get(two.fresh.accountId)];
  two.bring();
  expect(two.at('old')).toEqual({ at: 'sent' });
  const found = { address: own, isHere: true, key: 'other', fingerprint: keyOf('old'), ownFingerprint: keyOf('fresh'), fingerprints: 2, verified: 1, hasPassword: false };
  expect(two.at('fresh')).toEqual({ at: 'choosing', found: { accounts: [found], raised: 0 } });
  expect(kept()).toEqual(before);
  two.fresh.services.transfer.bringIn(everything);
  const account = { address: own, added: false, key: 'brought', fingerprints: 2, verified: 1, policies: 1 };
  expect(two.at('fresh')).toEqual({ at: 'brought', report: { accounts: [account], skipped: [], preferences: true } });
  const { store, settings, policies, accounts } = two.fresh.services;
  expect(keyOf('fresh')).toBe(keyOf('old'));
  expect(accounts.identity(two.fresh.accountId)?.instanceTag).toBe(tag);
  expect(store.fingerprints.of(two.fresh.accountId, river)).toEqual(
    two.old.services.store.fingerprints.of(two.old.accountId, river).map((record) => ({ ...record, accountId: two.fresh.accountId })),
  );
  expect(store.guesses.get(two.fresh.accountId, river)).toEqual({ count: 2, lastMs: 5 });
  expect(policies.name(two.fresh.accountId, river)).toBe('always');
  expect(settings.view()).toMatchObject({ theme: 'dark', sidebarWidth: 300, collapsedGroups: ['Work'] });
});

test('wrong answers of a buddy are forgotten by none of it, and preferences stay where they are not wanted', () => {
  const [old, fresh] = [two.old.services.store, two.fresh.services.store];
  const others = ['marlow@sotto.test', 'noor@sotto.test'] as const;
  fresh.guesses.put(two.fresh.accountId, river, { count: 5, lastMs: 7 });
  old.guesses.put(two.old.accountId, others[0], { count: 3, lastMs: two.fresh.nowMs + 3_600_000 });
  const before = [two.fresh.services.settings.view(), fresh.settings.get('settings')];
  two.bring();
  two.fresh.services.transfer.bringIn({ ...everything, preferences: false });
  expect(fresh.guesses.get(two.fresh.accountId, river)).toEqual({ count: 5, lastMs: 7 });
  // No clock of the other device makes the rest longer.
  expect(fresh.guesses.get(two.fresh.accountId, others[0])).toEqual({ count: 3, lastMs: two.fresh.nowMs });
  expect(fresh.guesses.get(two.fresh.accountId, others[1]).count).toBe(0);
  // Neither now nor after a restart.
  expect([two.fresh.services.settings.view(), fresh.settings.get('settings')]).toEqual(before);
  expect(two.at('fresh')).toMatchObject({ at: 'brought', report: { preferences: false } });
});

test('and is there after a restart', async () => {
  two.bring();
  two.fresh.services.transfer.bringIn(everything);
  await two.fresh.restart();
  expect(keyOf('fresh')).toBe(keyOf('old'));
  expect(two.fresh.services.settings.view().theme).toBe('dark');
  expect(two.run('fresh')).toBeNull();
});

test('other accounts come with their key; their password only where the person wants that, their resource never', async () => {
  const proxy = { kind: 'socks5', host: 'localhost', port: 9050, username: 'juniper' } as const;
  const settings = { address: 'second@sotto.test', resource: 'desk', host: 'h', port: 5223, tls: 'direct', allowPlain: false, connectAtStart: true, proxy } as const;
  // The sessions of further accounts say nothing here.
  const [oldSays, freshSays] = [two.old.say, two.fresh.say];
  const second = two.old.services.accounts.add(settings, 'open sesame', true, 'proxy sesame');
  two.old.say = oldSays;
  two.old.services.accounts.bringKey(second, two.old.services.accounts.identity(two.old.accountId)!.key, true);
  for (const passwords of [false, true]) {
    two.bring(passwords);
    two.fresh.services.transfer.bringIn({ ...everything, replaceKeys: false });
    two.fresh.say = freshSays;
    const accountId = two.fresh.services.accounts.idOf('second@sotto.test') ?? '';
    const record = two.fresh.services.store.accounts.list().find(({ id }) => id === accountId);
    expect(record).toMatchObject({ settings: { ...settings, resource: '' }, password: passwords ? 'open sesame' : null, proxyPassword: passwords ? 'proxy sesame' : null });
    const view = two.fresh.services.accounts.views().find(({ id }) => id === accountId);
    expect(view?.connection).toEqual(passwords ? { at: 'offline' } : { at: 'failed', fault: 'password-needed' });
    await two.fresh.sotto.removeAccount(accountId);
  }
});

test('without the second yes this device keeps its key, and says so', () => {
  const before = keyOf('fresh');
  two.bring();
  two.fresh.services.transfer.bringIn({ ...everything, replaceKeys: false, preferences: false });
  expect(keyOf('fresh')).toBe(before);
  expect(two.fresh.services.settings.view().theme).toBe('system');
  expect(two.at('fresh')).toMatchObject({
    report: { accounts: [{ key: 'kept' }], skipped: [{ account: own, buddy: null, why: 'key-kept' }], preferences: false },
  });
});

test('a key that is being made stays, whatever was said about replacing', () => {
  const before = two.fresh.services.store.keys.get(two.fresh.accountId)?.key;
  two.bring();
  two.fresh.services.accounts.replaceKey(two.fresh.accountId);
  expect(two.fresh.services.accounts.ownKey(two.fresh.accountId).at).toBe('generating');
  two.fresh.services.transfer.bringIn(everything);
  expect(two.at('fresh')).toMatchObject({ report: { accounts: [{ key: 'kept' }], skipped: [{ account: own, buddy: null, why: 'key-kept' }] } });
  expect(two.fresh.services.store.keys.get(two.fresh.accountId)?.key).toEqual(before);
});

test('with equal keys on both devices a second transfer goes as well', () => {
  two.bring();
  two.fresh.services.transfer.bringIn(everything);
  two.bring();
  expect(two.at('fresh')).toMatchObject({ at: 'choosing', found: { accounts: [{ key: 'same' }] } });
  two.fresh.services.transfer.bringIn(everything);
  expect(two.at('fresh')).toMatchObject({ at: 'brought', report: { accounts: [{ key: 'same', fingerprints: 0, verified: 0, policies: 0 }] } });
});

describe('privacy settings', () => {
  const [account, other] = [null, 'other@sotto.test'] as const;
  const manual = { enabled: true, automatic: false, required: false, unkept: true };
  const always = { ...manual, automatic: true, required: true };
  const save = (name: Name, address: string | null, switches: typeof manual | null) =>
    two[name].services.policies.save(two[name].accountId, address, switches);
  const skipped = (buddy: string | null) => ({ account: own, buddy, why: 'policy-here' });
  const chosen = () => two.fresh.services.policies.views().map(({ address, switches }) => [address, switches]);
  function brings(): unknown {
    two.bring();
    two.fresh.services.transfer.bringIn(everything);
    const state = two.at('fresh');
    return state?.at === 'brought' && { policies: state.report.accounts[0]?.policies, skipped: state.report.skipped };
  }

  test('of a buddy come where they are as strict as what the account here requires, and else stay out', () => {
    save('fresh', account, always);
    save('old', other, manual);
    expect(brings()).toEqual({ policies: 1, skipped: [skipped(other)] });
    expect(two.fresh.services.policies.name(two.fresh.accountId, other)).toBe('always');
    expect(chosen()).toEqual([[account, always], [river, always]]);
  });

  test.each([
    ['off', { ...manual, enabled: false }],
    ['kept', { ...always, unkept: false }],
  ])('that are laxer than ours stay out, of the account as of a buddy: %s', (_what, switches) => {
    save('old', account, switches);
    save('old', other, switches);
    expect(brings()).toEqual({ policies: 1, skipped: [skipped(account), skipped(other)] });
    expect(chosen()).toEqual([[river, always]]);
  });

  test('that are stricter come for the account too', () => {
    save('old', account, always);
    expect(brings()).toEqual({ policies: 2, skipped: [] });
    expect(chosen()).toEqual([[account, always], [river, always]]);
  });

  test('of an account that was not here come as they are', async () => {
    const settings = { address: 'second@sotto.test', resource: '', host: '', port: null, tls: null, allowPlain: false, connectAtStart: false, proxy: null } as const;
    const [oldSays, freshSays] = [two.old.say, two.fresh.say];
    const second = two.old.services.accounts.add(settings, 'secret', true);
    two.old.say = oldSays;
    two.old.services.policies.save(second, other, { ...manual, enabled: false, unkept: false });
    expect(brings()).toMatchObject({ skipped: [] });
    two.fresh.say = freshSays;
    const accountId = two.fresh.services.accounts.idOf(settings.address) ?? '';
    expect(two.fresh.services.policies.name(accountId, other)).toBe('never');
  });
});

test('much is moved in parts, each asked for', () => {
  const { store } = two.old.services;
  for (let n = 0; n < 300; n += 1) {
    const fingerprint = n.toString(16).padStart(40, '0');
    store.fingerprints.put({ accountId: two.old.accountId, address: `buddy${n}@sotto.test`, fingerprint, verified: true, verifiedAtMs: 1, verifiedHow: 'secret', firstSeenMs: 1, lastSeenMs: 1, undecided: false, highestVersion: null });
  }
  const percents: number[] = [];
  two.offer();
  two.receive();
  two.pass((text) => {
    const state = two.at('fresh');
    if (state?.at === 'moving') percents.push(state.percent);
    return text;
  });
  expect(new Set(percents).size).toBeGreaterThan(3);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(two.at('fresh')).toMatchObject({ at: 'choosing', found: { accounts: [{ fingerprints: 302 }] } });
  for (const { text } of two.passed) expect(text.length).toBeLessThan(32_768);
});

test('all that passes is OTR, to the full address of the other device, and says nothing in clear', () => {
  two.bring(true);
  for (const [name, to] of [['old', 'fresh'], ['fresh', 'old']] as const) {
    for (const message of two[name].sent) {
      expect(message).toMatchObject({ address: own, resource: to, otr: true });
      expect(message.text).toMatch(/^\?OTR(v3\?|:AAM)/);
    }
  }
  // No conversation with oneself came of it, on either device.
  for (const name of ['old', 'fresh'] as const) {
    expect(two[name].sotto.snapshot().conversations).toEqual([]);
    expect(two[name].services.store.fingerprints.of(two[name].accountId, own)).toEqual([]);
  }
});

describe('the code', () => {
  test('another one than is shown ends it on both, and is spent', () => {
    const before = kept();
    two.offer();
    const shown = two.code;
    two.receive(codeBeside(shown));
    two.pass();
    expect([two.at('old'), two.at('fresh')]).toEqual([{ at: 'ended', why: 'code-wrong' }, { at: 'ended', why: 'code-wrong' }]);
    two.receive(shown);
    two.pass();
    two.fresh.tick(31_000);
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'unreachable' });
    expect(kept()).toEqual(before);
    expect(two.passed.filter(({ text }) => text.length > 20_000)).toEqual([]);
  });

  test('one with a slip in it is told at once, and is not spent', () => {
    two.offer();
    const code = two.code;
    expect(refusal(() => two.receive(code.slice(0, -1)))).toBe('transfer-code-invalid');
    expect(two.fresh.sent).toEqual([]);
    two.receive(code.toLowerCase().replaceAll(' ', ''));
    two.pass();
    expect(two.at('fresh')).toMatchObject({ at: 'choosing' });
  });

  test('after five minutes it is no code any more', () => {
    two.offer();
    const code = two.code;
    two.old.tick(299_000);
    expect(two.at('old')).toMatchObject({ at: 'code' });
    two.old.tick(1_000);
    expect(two.at('old')).toEqual({ at: 'ended', why: 'expired' });
    two.receive(code);
    expect(two.pass()).toBe(1);
    two.fresh.tick(31_000);
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'unreachable' });
  });

  test('each is another one', () => {
    const codes = new Set<string>();
    for (let n = 0; n < 20; n += 1) {
      two.offer();
      codes.add(two.code);
      two.old.services.transfer.cancel();
    }
    expect(codes.size).toBe(20);
  });
});

describe('broken off', () => {
  /** An undisturbed transfer: 5 of the key exchange, 4 of SMP, ready, key, part, whole, done, and two farewells. */
  const texts = 16;
  /** Before it has heard the first of these, the old device has not let anything go, nor the new one before the second. */
  const [whole, done] = [12, 13];

  test('the way has as many steps as are tried below', () => {
    two.offer();
    two.receive();
    expect(two.pass()).toBe(texts);
  });

  test.each((['old', 'fresh'] as const).flatMap((name) => Array.from({ length: name === 'old' ? done : whole }, (_, step) => [name, step] as const)))(
    'by the person at the %s device, before text %i arrives',
    (name, step) => {
      const before = kept();
      two.offer();
      two.receive();
      two.pass((text, _from, count) => {
        if (count === step) two[name].services.transfer.cancel();
        return text;
      });
      for (const one of ['old', 'fresh'] as const) two[one].tick(400_000);
      expect(two.at(name)).toEqual({ at: 'ended', why: 'cancelled-by-us' });
      expect(two.at(name === 'old' ? 'fresh' : 'old')?.at).toBe('ended');
      expect(kept()).toEqual(before);
      expectQuiet();
    },
  );

  test('by a network that loses the last word: the new device does not ask', () => {
    const before = kept();
    two.offer();
    two.receive();
    two.pass((text, _from, count) => (count >= done ? null : text));
    two.fresh.tick(400_000);
    expect([two.at('old'), two.at('fresh')]).toEqual([{ at: 'sent' }, { at: 'ended', why: 'timed-out' }]);
    expect(kept()).toEqual(before);
  });

  test.each(Array.from({ length: done }, (_, step) => [step] as const))('by a network that loses everything from text %i on', (step) => {
    const before = kept();
    two.offer();
    two.receive();
    two.pass((text, _from, count) => (count >= step ? null : text));
    for (const name of ['old', 'fresh'] as const) two[name].tick(400_000);
    for (const name of ['old', 'fresh'] as const) expect(two.at(name)?.at).toBe('ended');
    expect(kept()).toEqual(before);
  });

  test.each([
    ['signs off', () => two.fresh.say({ kind: 'connection', connection: { at: 'offline' } })],
    ['fails', () => two.fresh.say({ kind: 'connection', connection: { at: 'failed', fault: 'connection-lost' } })],
    ['comes back as another session', () => two.fresh.say({ kind: 'roster', items: [] })],
    ['sees the other go', () => two.show('old', 'offline')],
    ['gets a text back', () => two.fresh.say({ kind: 'delivery-failed', id: two.fresh.sent.at(-1)?.id ?? '', address: own, fault: 'recipient-unavailable' })],
  ])('when the connection of the new device %s midway', (_what, happen) => {
    const before = kept();
    two.offer();
    two.receive();
    two.pass((text, _from, count) => {
      if (count === 9) happen();
      return text;
    });
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'lost' });
    expect(kept()).toEqual(before);
  });

  test('and an outage that the server bridges breaks nothing', () => {
    two.offer();
    two.receive();
    two.pass((text, _from, count) => {
      if (count === 9) {
        two.fresh.say({ kind: 'connection', connection: { at: 'waiting', fault: 'connection-lost', retryAtMs: 0 } });
        two.fresh.tick(60_000);
        two.fresh.say({ kind: 'connection', connection: { at: 'online', secured: 'tls' } });
      }
      return text;
    });
    expect(two.at('fresh')).toMatchObject({ at: 'choosing' });
  });

  test('what has come and is not wanted is forgotten', () => {
    const before = kept();
    two.bring();
    two.fresh.services.transfer.cancel();
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'cancelled-by-us' });
    expect(refusal(() => two.fresh.services.transfer.bringIn(everything))).toBe('transfer-over');
    expect(kept()).toEqual(before);
  });

  test('when what came cannot be written, nothing of it is', () => {
    two.bring();
    const before = kept();
    const { store } = two.fresh.services;
    const { put } = store.guesses;
    Object.assign(store.guesses, { put: () => { throw new Error('the disk is full'); } });
    expect(() => two.fresh.services.transfer.bringIn(everything)).toThrow('the disk is full');
    Object.assign(store.guesses, { put });
    expect(kept()).toEqual(before);
    expect(two.at('fresh')).toMatchObject({ at: 'choosing' });
    two.fresh.services.transfer.bringIn(everything);
    expect(two.at('fresh')).toMatchObject({ at: 'brought' });
  });
});

describe('one at a time', () => {
  test('on each device, and only while it is online with a key', () => {
    two.offer();
    expect(refusal(() => two.offer())).toBe('transfer-under-way');
    expect(refusal(() => two.old.services.transfer.receive(two.old.accountId, 'fresh', two.code))).toBe('transfer-under-way');
    expect(refusal(() => two.old.services.transfer.dismiss())).toBe('transfer-under-way');
    two.fresh.say({ kind: 'connection', connection: { at: 'offline' } });
    expect(refusal(() => two.fresh.services.transfer.offer(two.fresh.accountId, false))).toBe('not-connected');
  });

  test('a device that is not there is not asked', () => {
    two.offer();
    two.show('old', 'offline');
    expect(refusal(() => two.receive())).toBe('recipient-unavailable');
    expect(two.fresh.services.transfer.view().devices).toEqual([]);
  });

  test('another key of the account’s own ends it', () => {
    two.offer();
    two.old.services.accounts.replaceKey(two.old.accountId);
    expect(two.at('old')).toEqual({ at: 'ended', why: 'lost' });
  });

  test('the account’s removal ends it, and forgets what came', async () => {
    two.bring();
    await two.fresh.sotto.removeAccount(two.fresh.accountId);
    expect(two.at('fresh')).toEqual({ at: 'ended', why: 'lost' });
  });
});

/** Both devices are back where they can begin anew. */
function expectQuiet(): void {
  for (const name of ['old', 'fresh'] as const) two[name].services.transfer.dismiss();
  two.bring();
  expect(two.at('fresh')).toMatchObject({ at: 'choosing' });
}

/** A code that Sotto could show, and does not. */
function codeBeside(code: string): string {
  two.old.services.transfer.cancel();
  two.offer();
  const other = two.code;
  expect(other).not.toBe(code);
  // The one that was shown first; the second is on the screen now.
  return code;
}

function refusal(work: () => void): string {
  try {
    work();
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
  return 'none';
}
