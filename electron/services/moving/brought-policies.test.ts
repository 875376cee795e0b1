import { expect, test } from 'vitest';
import { defaultSwitches, type PrivacySwitches } from '../../../shared/views.ts';
import { isLaxer } from '../policy-service.ts';
import { bringPolicies } from './brought-policies.ts';

/* Never, manual, opportunistic and always, in the words of libotr; kept where a capital says so. */
const switches = (name: 'never' | 'manual' | 'opportunistic' | 'always', unkept = true): PrivacySwitches => ({
  enabled: name !== 'never',
  automatic: name === 'opportunistic' || name === 'always',
  required: name === 'always',
  unkept,
});
const bring = (came: readonly [string | null, PrivacySwitches][], here: readonly [string | null, PrivacySwitches][] = []) => {
  const { put, left } = bringPolicies(new Map(came), new Map(here));
  return { put: [...put], left };
};

test('settings that nobody chose here come as they were', () => {
  expect(bring([[null, switches('opportunistic')], ['river', switches('always')]])).toEqual({
    put: [[null, switches('opportunistic')], ['river', switches('always')]],
    left: [],
  });
});

test('what holds anyway is no choice', () => {
  expect(bring([[null, defaultSwitches], ['river', defaultSwitches]])).toEqual({ put: [], left: [] });
  // The order of the lists does not count: the account's come first.
  expect(bring([['river', switches('always')], [null, switches('always')]])).toEqual({ put: [[null, switches('always')]], left: [] });
});

test('a buddy for whom less is required stays an exception where the account becomes stricter, and no laxer than before', () => {
  expect(bring([[null, switches('always')], ['river', switches('manual')]])).toEqual({
    put: [[null, switches('always')], ['river', switches('manual')]],
    left: [],
  });
});

test('what is stricter here stays, and what is stricter there comes all the same', () => {
  expect(bring([['river', switches('never')]])).toEqual({ put: [], left: [{ address: 'river', why: 'policy-laxer' }] });
  expect(bring([[null, switches('never')]])).toEqual({ put: [], left: [{ address: null, why: 'policy-laxer' }] });
  expect(bring([['river', switches('always', false)]])).toEqual({
    put: [['river', switches('always')]],
    left: [{ address: 'river', why: 'policy-laxer' }],
  });
  expect(bring([['river', switches('opportunistic')]], [[null, switches('always')]])).toEqual({
    put: [],
    left: [{ address: 'river', why: 'policy-laxer' }],
  });
});

test('what was chosen here stays, and is named where it differs', () => {
  expect(bring([['river', switches('always')]], [['river', switches('manual')]])).toEqual({
    put: [],
    left: [{ address: 'river', why: 'policy-here' }],
  });
  expect(bring([[null, switches('manual')]], [[null, switches('manual')]])).toEqual({ put: [], left: [] });
});

test('nothing that holds for anybody ever becomes laxer', () => {
  const names = ['never', 'manual', 'opportunistic', 'always'] as const;
  const all = names.flatMap((name) => [switches(name), switches(name, false)]);
  const some = [undefined, ...all];
  const holds = (policies: ReadonlyMap<string | null, PrivacySwitches>, after: ReadonlyMap<string | null, PrivacySwitches>) =>
    after.get('river') ?? policies.get('river') ?? after.get(null) ?? policies.get(null) ?? defaultSwitches;
  let tried = 0;
  for (const mine of some) for (const ours of some) for (const theirs of some) for (const there of some) {
    const of = (account?: PrivacySwitches, river?: PrivacySwitches) =>
      new Map<string | null, PrivacySwitches>([...(account ? [[null, account] as const] : []), ...(river ? [['river', river] as const] : [])]);
    const here = of(ours, mine);
    const { put } = bringPolicies(of(theirs, there), here);
    expect(isLaxer(holds(here, put), holds(here, new Map()))).toBe(false);
    tried += 1;
  }
  expect(tried).toBe(9 ** 4);
});
