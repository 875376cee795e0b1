import { concat } from '../../base/bytes.ts';

/** The longest line that is read, in bytes: a whole message of the engine's largest size, escaped. */
export const longestLine = 16 * 1024 * 1024;

/**
 * The lines of a stream without their ends, decoded as UTF-8; `null` for each that is too long, of which
 * nothing is kept. An unfinished line at the end counts; empty ones do not.
 */
export async function* linesIn(input: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const take = (): string | null => {
    const line = length > longestLine ? null : new TextDecoder().decode(concat(...pieces)).trim();
    pieces = [];
    length = 0;
    return line;
  };
  const keep = (piece: Uint8Array): void => {
    length += piece.length;
    if (length <= longestLine) pieces.push(piece);
    else pieces = [];
  };
  for await (const bytes of input) {
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      keep(bytes.subarray(from, end));
      const line = take();
      if (line !== '') yield line;
      from = end + 1;
    }
    keep(bytes.subarray(from));
  }
  const last = take();
  if (last !== '') yield last;
}
