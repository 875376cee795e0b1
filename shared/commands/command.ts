/** Fields that commands of several subjects have, and what a command is. */
import * as v from 'valibot';
import { limits } from '../limits.ts';
import { proxyKinds } from '../views.ts';

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.idLength));
export const address = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.addressLength));
export const text = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength));
export const fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const proxy = v.strictObject({
  kind: v.picklist(proxyKinds),
  host: v.pipe(text(limits.hostLength), v.minLength(1)),
  port,
  username: text(limits.proxyUsernameLength),
});

export const accountSettings = v.strictObject({
  address,
  resource: text(limits.resourceLength),
  host: text(limits.hostLength),
  port: v.nullable(port),
  tls: v.nullable(v.picklist(['starttls', 'direct', 'loopback-clear'])),
  allowPlain: v.boolean(),
  connectAtStart: v.boolean(),
  proxy: v.nullable(proxy),
});

/** `null`: the one that is kept goes on, as long as it is for the same proxy and user. */
export const proxyPassword = v.nullable(text(limits.passwordLength));

/** What a command without fields takes. */
export const nothing = v.strictObject({});
export const buddy = { accountId: id, address };
export const conversation = v.strictObject({ conversationId: id });

/** A command's input schema; its output is only a type, since it comes from main. */
export type Command<Input extends v.GenericSchema, Output> = { readonly input: Input; readonly output?: Output };

export function command<Output>() {
  return <Input extends v.GenericSchema>(input: Input): Command<Input, Output> => ({ input });
}
