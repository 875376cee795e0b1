import * as tls from 'node:tls';

let roots: readonly string[] | undefined;
let areRead = false;

/**
 * The certificate authorities that this system trusts, in PEM: those that Node brings and, where the runtime
 * can read it, the system's own store. `undefined` leaves the choice to Node.
 */
export function systemRoots(): readonly string[] | undefined {
  if (!areRead) {
    areRead = true;
    roots = readRoots();
  }
  return roots;
}

function readRoots(): readonly string[] | undefined {
  // Node 22.15 and later.
  if (typeof tls.getCACertificates !== 'function') return undefined;
  try {
    return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
  } catch {
    return undefined;
  }
}
