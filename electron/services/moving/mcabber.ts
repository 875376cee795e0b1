import type { Finding } from './finding.ts';
import { proxyFrom } from './proxies.ts';

/** `mcabberrc`, of which only the HTTP proxy counts. It goes for every account of mcabber's, whose keys stand elsewhere. */
export function readMcabberProxy(finding: Finding, file: Uint8Array): void {
  const words = new Map<string, string>();
  for (const line of new TextDecoder().decode(file).split(/\r\n|\r|\n/)) {
    const [, part = '', value = ''] = /^\s*set\s+proxy_(host|port|user|pass)\s*=(.*)$/.exec(line) ?? [];
    if (part !== '') words.set(part, value.trim().replace(/^"(.*)"$/, '$1'));
  }
  const word = (name: string) => words.get(name) ?? '';
  if (word('host') === '') return;
  finding.proxyOfOthers(proxyFrom({ type: 'http', host: word('host'), port: word('port'), username: word('user'), password: word('pass') }));
}
