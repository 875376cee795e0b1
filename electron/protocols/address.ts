/**
 * The bare form of an XMPP address that a person typed, normalised for comparison; `null` for what is none.
 *
 * A bare address here has a local part and a domain, each of 1 to 1023 bytes, neither with spaces,
 * control, direction or invisible characters; the resource, if any, is dropped, case is folded. Spec: RFC 7622.
 */
export function bareAddress(text: string): string | null {
  const [bare = ''] = text.trim().normalize('NFC').toLowerCase().split('/', 1);
  const at = bare.indexOf('@');
  if (at < 1) return null;
  const local = bare.slice(0, at);
  const domain = bare.slice(at + 1).replace(/\.$/, '');
  if (!isPart(local) || !isPart(domain)) return null;
  return `${local}@${domain}`;
}

/** The part before the @, for where a person gave no name. */
export function localPart(address: string): string {
  return address.split('@', 1)[0] ?? address;
}

function isPart(part: string): boolean {
  const bytes = Buffer.byteLength(part);
  return bytes > 0 && bytes <= 1023 && !/["&'/:<>@\\\p{White_Space}\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{DI}\u2800]/u.test(part);
}
