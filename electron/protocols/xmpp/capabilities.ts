import { createHash } from 'node:crypto';
import type { Element } from '@xmpp/xml';
import { ns } from './namespaces.ts';

export type Identity = { readonly category: string; readonly type: string; readonly language: string; readonly name: string };
type Field = { readonly name: string; readonly values: readonly string[] };
type Form = { readonly type: string; readonly fields: readonly Field[] };

/** What a device says that it is and can do. */
export type Info = { readonly identities: readonly Identity[]; readonly features: readonly string[]; readonly forms: readonly Form[] };

/** Of one answer; what has more is no answer. */
const most = { identities: 30, features: 500, forms: 10, fields: 60, values: 100, characters: 100_000 } as const;

/** The names that XEP-0300 has for them, and Node's. */
const hashes: Readonly<Record<string, string>> = { 'sha-1': 'sha1', 'sha-256': 'sha256', 'sha-512': 'sha512' };

export function isKnownHash(name: string): boolean {
  return Object.hasOwn(hashes, name);
}

/**
 * The verification string, hashed and in base64.
 * Spec: XEP-0115 section 5.1. Order is that of UTF-8's bytes (`i;octet`).
 */
export function verificationOf({ identities, features, forms }: Info, hash = 'sha-1'): string {
  const parts = sorted(identities.map(({ category, type, language, name }) => `${category}/${type}/${language}/${name}`));
  parts.push(...sorted(features));
  for (const { type, fields } of [...forms].sort((a, b) => octets(a.type, b.type))) {
    parts.push(type);
    for (const { name, values } of [...fields].sort((a, b) => octets(a.name, b.name))) parts.push(name, ...sorted(values));
  }
  return createHash(hashes[hash] ?? 'sha1').update(parts.map((part) => `${part}<`).join(''), 'utf8').digest('base64');
}

/**
 * Reads an answer to `disco#info`; `null` where it breaks a rule that somebody needs broken who wants two answers to have
 * one hash: something twice, a form of two types or two forms of one, or the separator within a part. A form that does
 * not say its type is passed over.
 * Spec: XEP-0115 section 5.4, steps 3.3 to 3.7; section 8.
 */
export function readInfo(query: Element): Info | null {
  const identityElements = query.getChildren('identity', ns.info);
  const featureElements = query.getChildren('feature', ns.info);
  const formElements = query.getChildren('x', ns.form);
  if (identityElements.length > most.identities || featureElements.length > most.features || formElements.length > most.forms) return null;
  const identities = identityElements.map(({ attrs }) => ({
    category: attrs['category'] ?? '',
    type: attrs['type'] ?? '',
    language: attrs['xml:lang'] ?? '',
    name: attrs['name'] ?? '',
  }));
  const features = featureElements.map(({ attrs }) => attrs['var'] ?? '');
  const forms = readForms(formElements);
  if (forms === null) return null;
  const info = { identities, features, forms };
  return isHonest(info) ? info : null;
}

function readForms(elements: readonly Element[]): readonly Form[] | null {
  const forms: Form[] = [];
  for (const element of elements) {
    const fieldElements = element.getChildren('field', ns.form);
    if (fieldElements.length > most.fields) return null;
    let type: string | null = null;
    const fields: Field[] = [];
    for (const field of fieldElements) {
      const values = field.getChildren('value', ns.form).slice(0, most.values + 1).map((value) => value.text());
      if (values.length > most.values) return null;
      if (field.attrs['var'] !== 'FORM_TYPE') fields.push({ name: field.attrs['var'] ?? '', values });
      else if (type !== null || values.length !== 1) return null;
      else if (field.attrs['type'] === 'hidden') type = values[0] ?? '';
    }
    if (type !== null) forms.push({ type, fields });
  }
  return forms;
}

function isHonest({ identities, features, forms }: Info): boolean {
  const names = identities.map(({ category, type, language, name }) => [category, type, language, name]);
  const isUnique = (texts: readonly string[]) => new Set(texts).size === texts.length;
  if (!isUnique(names.map((parts) => parts.join('/'))) || !isUnique(features) || !isUnique(forms.map(({ type }) => type))) return false;
  const ofForms = forms.flatMap(({ type, fields }) => [type, ...fields.flatMap(({ name, values }) => [name, ...values])]);
  const texts = [...names.flat(), ...features, ...ofForms];
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return length <= most.characters && identities.length > 0 && !texts.some((text) => text.includes('<'));
}

const octets = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const sorted = (texts: readonly string[]): string[] => [...texts].sort(octets);
