import { limits } from '../../shared/limits.ts';

/**
 * The address of a person with the fingerprint of their key, as other messengers scan it.
 *
 * `address`: a bare address; `fingerprint`: 40 lower-case hex digits. Spec: RFC 5122; the query is the one that
 * Conversations and its kin read.
 */
export function fingerprintUri(address: string, fingerprint: string): string {
  const at = address.lastIndexOf('@');
  const parts = at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
  return `xmpp:${parts.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('@')}?otr-fingerprint=${fingerprint}`;
}

/** What a link asks for; `other`: something that Sotto does not do. */
export type XmppAction = 'message' | 'add' | 'other';

export type XmppUri = {
  /** Bare, in lower case, and not checked further: main says whether it is one. */
  readonly address: string;
  readonly action: XmppAction;
  /** A text for the composer, a name and a group for the list; empty where the link has none. */
  readonly body: string;
  readonly name: string;
  readonly group: string;
  /** 40 lower-case hex digits of a key of theirs. */
  readonly fingerprint: string | null;
};

const actions: Readonly<Record<string, XmppAction>> = { '': 'message', message: 'message', roster: 'add', subscribe: 'add' };
const hidden = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/u;

/**
 * Reads a link as anybody may have written it (RFC 5122, XEP-0147); `null` where it names nobody, carries what
 * cannot be seen in its address, or is not encoded as it should be. Whatever it asks for is only shown and offered.
 */
export function parseXmppUri(text: string): XmppUri | null {
  const parts = /^xmpp:(?:\/\/(?<account>[^/?#]*)\/?)?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/iu.exec(text)?.groups;
  if (!parts) return null;
  try {
    // An authority is whose account to use; some write the address there and leave the path empty.
    const path = decodeURIComponent(parts['path'] || parts['account'] || '');
    const address = (path.split('/', 1)[0] ?? '').toLowerCase();
    if (address === '' || address.length > limits.addressLength || hidden.test(address) || /\s/u.test(address)) return null;
    return { address, ...readQuery(parts['query'] ?? '') };
  } catch {
    return null;
  }
}

/** The first part without a value says what is asked for; of a field that comes twice the first counts. Throws `URIError`. */
function readQuery(query: string): Omit<XmppUri, 'address'> {
  const fields = new Map<string, string>();
  let action = '';
  for (const [at, part] of query.split(/[;&]/u).entries()) {
    const equals = part.indexOf('=');
    if (equals < 0) {
      if (at === 0) action = part.toLowerCase();
      continue;
    }
    const name = part.slice(0, equals).toLowerCase();
    if (!fields.has(name)) fields.set(name, decodeURIComponent(part.slice(equals + 1)));
  }
  const line = (name: string, length: number) => (fields.get(name) ?? '').slice(0, length).replace(/\s+/gu, ' ').trim();
  const fingerprint = (fields.get('otr-fingerprint') ?? '').replaceAll(' ', '').toLowerCase();
  return {
    action: Object.hasOwn(actions, action) ? (actions[action] ?? 'other') : 'other',
    body: (fields.get('body') ?? '').slice(0, limits.messageLength),
    name: line('name', limits.nameLength),
    group: line('group', limits.groupLength),
    fingerprint: /^[0-9a-f]{40}$/.test(fingerprint) ? fingerprint : null,
  };
}
