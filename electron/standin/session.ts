import type { Session } from 'electron';
import { Emitter } from './emitter.ts';
import { named } from './named.ts';
import { protocol } from './protocol.ts';

type Before = (details: Electron.OnBeforeRequestListenerDetails, callback: (response: Electron.CallbackResponse) => void) => void;
type Received = (
  details: Electron.OnHeadersReceivedListenerDetails,
  callback: (response: Electron.HeadersReceivedResponse) => void,
) => void;

let beforeRequest: Before | null = null;
let headersReceived: Received | null = null;

const webRequest = named('session.webRequest', {
  onBeforeRequest(...args: unknown[]): void {
    beforeRequest = args.at(-1) as Before | null;
  },
  onHeadersReceived(...args: unknown[]): void {
    headersReceived = args.at(-1) as Received | null;
  },
});

/** Whether main's `onBeforeRequest` lets a request pass. */
export function mayRequest(url: string, method: string, resourceType: string): Promise<boolean> {
  const listener = beforeRequest;
  if (listener === null) return Promise.resolve(true);
  const details = { id: 0, url, method, resourceType, timestamp: Date.now() } as unknown as Electron.OnBeforeRequestListenerDetails;
  return new Promise((resolve) => listener(details, (response) => resolve(response.cancel !== true)));
}

/** The headers as main's `onHeadersReceived` leaves them. */
export function passHeaders(url: string, headers: Record<string, string>): Promise<Record<string, string>> {
  const listener = headersReceived;
  if (listener === null) return Promise.resolve(headers);
  const responseHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  const details = { id: 0, url, responseHeaders, timestamp: Date.now() } as unknown as Electron.OnHeadersReceivedListenerDetails;
  return new Promise((resolve) =>
    listener(details, (response) => {
      const changed = response.responseHeaders ?? responseHeaders;
      resolve(Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, [value].flat().join(', ')])));
    }),
  );
}

/**
 * The one session. Chromium refuses every permission here before main's handlers could be asked: they may
 * be set, and are never called.
 */
class StandInSession extends Emitter {
  readonly protocol = protocol;
  readonly webRequest = webRequest;

  constructor() {
    super('session', [], ['will-download', 'spellcheck-dictionary-initialized', 'select-hid-device']);
  }

  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setCertificateVerifyProc(): void {}
  setSpellCheckerEnabled(): void {}
  setSpellCheckerLanguages(): void {}
  setSpellCheckerDictionaryDownloadURL(): void {}

  isPersistent(): boolean {
    return false;
  }

  async clearCache(): Promise<void> {}
  async clearStorageData(): Promise<void> {}
  async setProxy(): Promise<void> {}
}

type Implemented = Pick<
  Session,
  | 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler' | 'setCertificateVerifyProc' | 'setSpellCheckerEnabled' | 'setSpellCheckerLanguages'
  | 'setSpellCheckerDictionaryDownloadURL'
  | 'isPersistent' | 'clearCache' | 'clearStorageData' | 'setProxy'
>; // prettier-ignore

const inner: StandInSession & Implemented = new StandInSession();
export const defaultSession = named('session', inner);

export const session = named('session', { defaultSession });
