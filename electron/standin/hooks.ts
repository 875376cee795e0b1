/** Node's resolve hook: `electron` is our module beside this file; everything else stays as it is. */
type Resolved = { readonly url: string; readonly shortCircuit?: boolean };
type Next = (specifier: string, context: object) => Resolved | Promise<Resolved>;

const standIn = new URL('./electron.js', import.meta.url).href;

export function resolve(specifier: string, context: object, next: Next): Resolved | Promise<Resolved> {
  if (specifier === 'electron' || specifier === 'electron/main') return { url: standIn, shortCircuit: true };
  return next(specifier, context);
}
