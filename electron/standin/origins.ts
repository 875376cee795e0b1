/**
 * The mapped origin: Chromium cannot be taught a scheme from outside, so a page of `app://sotto/` is
 * shown at an https origin under `.invalid`, a name that resolves nowhere (RFC 6761). Main sees only
 * its own scheme: every address is mapped on the way in and on the way out.
 */
const suffix = '.invalid';

/** `app://sotto/a?b#c` as `https://sotto.app.invalid/a?b#c`; other addresses unchanged. */
export function toMapped(url: string, schemes: ReadonlySet<string>): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  if (match === null || !schemes.has(match[1]!.toLowerCase())) return url;
  const rest = match[3]!;
  return `https://${match[2]!}.${match[1]!.toLowerCase()}${suffix}${rest.startsWith('/') ? '' : '/'}${rest}`;
}

/** The way back: `https://sotto.app.invalid/a` as `app://sotto/a`; other addresses unchanged. */
export function fromMapped(url: string, schemes: ReadonlySet<string>): string {
  const match = /^https:\/\/([^/?#:@]+)\.([^/?#.:@]+)\.invalid(?=[/?#]|$)(.*)$/i.exec(url);
  if (match === null || !schemes.has(match[2]!.toLowerCase())) return url;
  return `${match[2]!}://${match[1]!}${match[3]!}`;
}

/** Maps addresses of our schemes inside a header such as a Content-Security-Policy. */
export function mapHeader(value: string, schemes: ReadonlySet<string>): string {
  return value.replace(/\b([a-z][a-z0-9+.-]*):\/\/([a-z0-9.-]+)/gi, (whole) =>
    toMapped(whole, schemes) === whole ? whole : toMapped(whole, schemes).replace(/\/$/, ''),
  );
}
