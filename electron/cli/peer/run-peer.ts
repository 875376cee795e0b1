import { refuse, systemEnv, type Command } from '../command.ts';
import { openKey } from '../key-file.ts';
import { write, type Streams } from '../streams.ts';
import { openTag, tagFileOf } from '../tag-file.ts';
import { Account } from './account.ts';
import { readOptions, usage } from './options.ts';
import { serve } from './serve.ts';

/** The command `peer`: an account without a window. */
export const peer: Command = { ...usage, run: runPeer };

async function runPeer(args: readonly string[], streams: Streams): Promise<number> {
  const options = readOptions(args);
  if (!options.ok) return refuse(usage, options.fault, streams);
  const env = systemEnv();
  const { account, protocol, keyFile, policy, maxMessageSize } = options.value;
  const key = openKey(keyFile, { name: account, protocol }, env);
  if (!key.ok) {
    await write(streams.err, `The key file ${key.fault}.\n`);
    return 1;
  }
  const tag = openTag(tagFileOf(keyFile), { name: account, protocol }, env);
  if (!tag.ok) {
    await write(streams.err, `The file of instance tags beside the key file ${tag.fault}.\n`);
    return 1;
  }
  const config = { key: key.value, instanceTag: tag.value, policy, maxMessageSize };
  await serve(new Account(account, config, env), streams);
  return 0;
}
