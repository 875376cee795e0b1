import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../base/result.ts';
import { availableVersions, policyOf, type OtrPolicy } from '../../otr/index.ts';

export type PeerOptions = {
  readonly account: string;
  readonly protocol: string;
  readonly keyFile: string;
  readonly policy: OtrPolicy;
  readonly maxMessageSize: number | null;
};

export const usage = {
  name: 'peer',
  takes: '--account NAME --protocol NAME --key FILE [--versions 2,3] [--policy manual|opportunistic|always] [--max-size N]',
  about: 'Speaks OTR for one account: one JSON object a line on the standard input, one a line on the standard output. The key file is in libotr’s format and is made when missing.', // prettier-ignore
};

const presets = ['manual', 'opportunistic', 'always'] as const;

const known = {
  account: { type: 'string' },
  protocol: { type: 'string' },
  key: { type: 'string' },
  versions: { type: 'string', default: availableVersions.map(String).sort().join(',') },
  policy: { type: 'string', default: 'opportunistic' },
  'max-size': { type: 'string' },
} as const;

/** Reads the options of `peer`. The fault is a sentence for whoever wrote them, or "" where the usage says it. */
export function readOptions(args: readonly string[]): Result<PeerOptions> {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch {
    return fail('');
  }
  const { account, protocol, key } = values;
  if (!isName(account) || !isName(protocol) || !isName(key)) return fail('');
  const preset = presets.find((name) => name === values.policy);
  if (preset === undefined) return fail('There is no such policy.');
  const versions = values.versions.split(',');
  const spoken: readonly string[] = availableVersions.map(String).sort();
  if (!versions.every((version) => spoken.includes(version))) return fail(`The versions are ${spoken.join(' and ')}.`);
  const maxMessageSize = sizeOf(values['max-size']);
  if (maxMessageSize === undefined) return fail(`The largest size is a number of characters, ${leastSize} or more.`);
  const policy = { ...policyOf(preset), allowV2: versions.includes('2'), allowV3: versions.includes('3') };
  return ok({ account, protocol, keyFile: key, policy, maxMessageSize });
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: known, strict: true, allowPositionals: false }).values;
}

function isName(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** A fragment of version 3 has a frame of 36 characters; with less than one character more, nothing could be sent. */
const leastSize = 37;

/** `null` without a limit, `undefined` for what is no size. */
function sizeOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  return /^[1-9]\d{0,8}$/.test(text) && Number(text) >= leastSize ? Number(text) : undefined;
}
