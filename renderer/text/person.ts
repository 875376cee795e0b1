/** The part of an address before its domain. */
export function localPart(address: string): string {
  const at = address.indexOf('@');
  return at > 0 ? address.slice(0, at) : address;
}

/** Up to two letters that stand for a name or an address: of its first and last word, or its first two. */
export function initialsOf(name: string): string {
  const words = localPart(name).split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.length > 1 ? words.at(-1) : undefined;
  const letters = last === undefined ? [...first].slice(0, 2) : [[...first][0], [...last][0]];
  return letters.join('').toLocaleUpperCase();
}

/** The first word of a name, for sentences such as "Authenticate Marlow". */
export function shortName(name: string): string {
  return name.split(/\s+/u)[0] || name;
}

/** A name for use within a sentence of ours, which it must not outgrow. */
export function nameWithin(name: string): string {
  const letters = [...name];
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : name;
}

export const hues = 8;

/** One of the avatar's colours, always the same for an address. */
export function hueOf(address: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < address.length; at += 1) hash = Math.imul(hash ^ address.charCodeAt(at), 16_777_619);
  const mixed = Math.imul(hash ^ (hash >>> 15), 2_246_822_519);
  return (mixed >>> 13) % hues;
}

/** A fingerprint as it is read aloud: five groups of eight in capitals. */
export function fingerprintGroups(fingerprint: string): readonly string[] {
  return fingerprint.toUpperCase().match(/.{1,8}/g) ?? [];
}
