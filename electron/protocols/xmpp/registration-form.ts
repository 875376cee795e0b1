import xml, { type Element } from '@xmpp/xml';
import type { RegistrationField, RegistrationForm } from '../../../shared/views.ts';
import { limits } from '../../../shared/limits.ts';
import { ns } from './namespaces.ts';

/** A form as it came: what the person sees of it, and what goes back unseen. */
export type CameForm = {
  readonly view: RegistrationForm;
  readonly isDataForm: boolean;
  /** Values of hidden fields, by name. */
  readonly hidden: ReadonlyMap<string, readonly string[]>;
};

/** The fields that a server without data forms may ask for. Spec: XEP-0077 section 14.1 (the schema). */
const legacyNames: readonly string[] = [
  'username', 'nick', 'password', 'name', 'first', 'last', 'email', 'address', 'city', 'state', 'zip', 'phone', 'url', 'date', 'misc', 'text',
];

/**
 * Reads the form with which a server makes accounts; `null` for one that cannot be read, or has more fields, choices or
 * longer names than `limits` allow. Texts that are too long are cut. Where there is a data form it counts alone.
 * Spec: XEP-0077 sections 3.1 and 4, XEP-0004 section 3, XEP-0066, XEP-0221.
 */
export function readForm(query: Element): CameForm | null {
  const instructions = textOf(query, 'instructions');
  const elsewhere = webPage(query.getChild('x', ns.outOfBand)?.getChild('url', ns.outOfBand)?.text());
  const form = query.getChildren('x', ns.form).find(({ attrs }) => (attrs['type'] ?? 'form') === 'form');
  if (form !== undefined) return readDataForm(form, instructions, elsewhere);
  const names = query.getChildElements().map((child) => child.getName());
  const fields = legacyNames.filter((name) => names.includes(name)).map(
    (name): RegistrationField => ({
      name,
      kind: name === 'password' ? 'secret' : 'text',
      label: '',
      required: true,
      value: cut(textOf(query, name), limits.formValueLength),
      options: [],
    }),
  );
  if (fields.length === 0 && elsewhere === null && instructions === '') return null;
  const key = query.getChild('key', ns.register)?.text();
  return {
    view: { title: '', instructions: cut(instructions, limits.formInstructionsLength), fields, elsewhere, asksPicture: false },
    isDataForm: false,
    hidden: new Map(key === undefined ? [] : [['key', [cut(key, limits.formValueLength)]]]),
  };
}

function readDataForm(form: Element, around: string, elsewhere: string | null): CameForm | null {
  const all = form.getChildren('field', ns.form);
  if (all.length > limits.formFields) return null;
  const fields: RegistrationField[] = [];
  const hidden = new Map<string, readonly string[]>();
  for (const element of all) {
    const name = element.attrs['var'] ?? '';
    if (element.attrs['type'] === 'hidden') {
      if (name.length > limits.formNameLength) return null;
      hidden.set(name, valuesOf(element));
      continue;
    }
    const field = readField(element, name, fields.length);
    if (field === null || hidden.has(field.name) || fields.some((other) => other.name === field.name)) return null;
    fields.push(field);
  }
  const inside = form.getChildren('instructions', ns.form).map((line) => line.text()).join('\n');
  const view: RegistrationForm = {
    title: cut(textOf(form, 'title', ns.form), limits.formLabelLength),
    instructions: cut(inside || around, limits.formInstructionsLength),
    fields,
    elsewhere,
    asksPicture: all.some((element) => element.getChild('media', ns.media) !== undefined),
  };
  return { view, isDataForm: true, hidden };
}

const kinds: Readonly<Record<string, RegistrationField['kind']>> = {
  boolean: 'switch',
  fixed: 'words',
  'jid-multi': 'lines',
  'list-multi': 'choices',
  'list-single': 'choice',
  'text-multi': 'lines',
  'text-private': 'secret',
};

function readField(element: Element, given: string, index: number): RegistrationField | null {
  const kind = kinds[element.attrs['type'] ?? ''] ?? 'text';
  const name = kind === 'words' && given === '' ? ` words ${index}` : given;
  const choices = element.getChildren('option', ns.form);
  if (name === '' || name.length > limits.formNameLength || choices.length > limits.formOptions) return null;
  const values = valuesOf(element);
  const value = kind === 'switch' ? String(Number(['1', 'true'].includes(values[0] ?? ''))) : values.join('\n');
  return {
    name,
    kind,
    label: cut(kind === 'words' ? value : (element.attrs['label'] ?? ''), kind === 'words' ? limits.formInstructionsLength : limits.formLabelLength),
    required: element.getChild('required', ns.form) !== undefined,
    value: kind === 'words' ? '' : cut(value, limits.formValueLength),
    options: choices.flatMap((choice) => {
      const [option = ''] = valuesOf(choice);
      return option === '' || option.length > limits.formValueLength ? [] : [{ value: option, label: cut(choice.attrs['label'] ?? option, limits.formLabelLength) }];
    }),
  };
}

/** The form filled in, as it goes back. Spec: XEP-0077 section 3.1, XEP-0004 section 3.3. */
export function filledForm({ view, isDataForm, hidden }: CameForm, values: ReadonlyMap<string, string>): Element {
  const given = view.fields.flatMap(({ name, kind, required }): readonly (readonly [string, readonly string[]])[] => {
    const value = values.get(name) ?? '';
    if (kind === 'words' || (value === '' && !required)) return [];
    return [[name, kind === 'lines' || kind === 'choices' ? value.split('\n') : [value]]];
  });
  const all = [...hidden, ...given];
  if (!isDataForm) return xml('query', { xmlns: ns.register }, ...all.map(([name, [value = '']]) => xml(name, {}, value)));
  const fields = all.map(([name, each]) => xml('field', { var: name }, ...each.map((value) => xml('value', {}, value))));
  return xml('query', { xmlns: ns.register }, xml('x', { xmlns: ns.form, type: 'submit' }, ...fields));
}

/** The names of required fields that are empty. */
export function missingIn({ fields }: RegistrationForm, values: ReadonlyMap<string, string>): readonly string[] {
  return fields.filter(({ name, kind, required }) => required && kind !== 'words' && (values.get(name) ?? '') === '').map(({ name }) => name);
}

function valuesOf(element: Element): readonly string[] {
  return element.getChildren('value', ns.form).map((value) => value.text());
}

function textOf(element: Element, name: string, namespace: string = ns.register): string {
  return element.getChild(name, namespace)?.text() ?? '';
}

/** Without half a character at its end. */
function cut(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
}

function webPage(text: string | undefined): string | null {
  if (text === undefined || text.length > 2_000 || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}
