import * as v from 'valibot';

/** Strict base64 of `minLength` to `maxLength` bytes; the bytes own their buffer. */
export function base64(minLength: number, maxLength: number) {
  return v.pipe(
    v.string(),
    v.maxLength(4 * Math.ceil(maxLength / 3)),
    v.base64(),
    v.transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
    v.check((bytes) => bytes.length >= minLength && bytes.length <= maxLength),
  );
}

/** The text that `base64` reads. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The value of JSON text that fits a schema; `null` for any other text. */
export function parseJson<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return parsed.success ? parsed.output : null;
}
