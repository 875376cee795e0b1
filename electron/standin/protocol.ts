import type { CustomScheme, Protocol } from 'electron';
import { fromMapped, mapHeader, toMapped } from './origins.ts';
import { named } from './named.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const schemes = new Set<string>();
const handlers = new Map<string, Handler>();

/** An address of one of our schemes as the page's Chromium knows it. */
export const mapped = (url: string): string => toMapped(url, schemes);
/** The way back, for everything that main sees. */
export const unmapped = (url: string): string => fromMapped(url, schemes);

export type Served = { readonly status: number; readonly headers: Record<string, string>; readonly body: Buffer };

/**
 * Main's own answer to a request of the page, or `null` where no handler of main's is responsible: such
 * a request goes nowhere.
 */
export async function serve(url: string, init: { method: string; headers: Record<string, string>; body: Buffer | null }): Promise<Served | null> {
  const own = unmapped(url);
  const handler = handlers.get(own.slice(0, own.indexOf(':')));
  if (own === url || handler === undefined) return null;
  const { method, body } = init;
  const request = new Request(own, { method, headers: init.headers, ...(body === null ? {} : { body: new Uint8Array(body) }) });
  const response = await handler(request);
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = mapHeader(value, schemes);
  });
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) };
}

export const protocol: Pick<
  Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
> = named('protocol', {
  registerSchemesAsPrivileged(custom: CustomScheme[]): void {
    for (const { scheme, privileges } of custom) {
      if (privileges?.standard !== true || privileges.secure !== true) {
        throw new Error(`electron stand-in: the scheme ${scheme} must be standard and secure`);
      }
      schemes.add(scheme);
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    if (!schemes.has(scheme)) throw new Error(`electron stand-in: the scheme ${scheme} was not registered as privileged`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
});
