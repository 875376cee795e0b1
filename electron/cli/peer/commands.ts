import * as v from 'valibot';
import { fail, ok, type Result } from '../../base/result.ts';

/*
 * The lines that a peer takes: one JSON object each.
 */

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(3_071));
const hex = v.pipe(v.string(), v.regex(/^(?:[0-9a-fA-F]{2})*$/));
const use = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));

const schema = v.variant('do', [
  v.strictObject({ do: v.literal('receive'), from: name, text: v.string() }),
  v.strictObject({ do: v.literal('send'), to: name, text: v.string() }),
  v.strictObject({ do: v.literal('start'), to: name }),
  v.strictObject({ do: v.literal('end'), to: name }),
  v.strictObject({ do: v.literal('release'), to: name }),
  v.strictObject({
    do: v.literal('smp-start'),
    to: name,
    secret: v.string(),
    question: v.optional(v.nullable(v.string()), null),
  }),
  v.strictObject({ do: v.literal('smp-answer'), to: name, secret: v.string() }),
  v.strictObject({ do: v.literal('smp-abort'), to: name }),
  v.strictObject({ do: v.literal('extra-key'), to: name, use, data: v.optional(hex, '') }),
  v.strictObject({ do: v.literal('quit') }),
]);

export type Command = v.InferOutput<typeof schema>;

/** Reads one line. The fault is a sentence for whoever wrote it; nothing of the line is in it. */
export function readCommand(line: string): Result<Command> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fail('The line is not JSON.');
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const at = v.getDotPath(issue);
  if (at === null) return fail('The line is not a JSON object.');
  return fail(at === 'do' ? 'There is no such "do".' : `The field ${JSON.stringify(at.slice(0, 40))} is missing, unknown or wrong.`);
}
