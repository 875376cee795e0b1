/**
 * Runs in the preload's own world: gives the preload its `require('electron')` with `contextBridge` and
 * `ipcRenderer`, and then runs it, once a document and in the top frame only.
 *
 * `standinNames` and `standinPreload` are put in front of this file by web-contents.ts.
 */
import type { ContextBridge, IpcRenderer } from 'electron';
import { named, notImplemented } from '../named.ts';
import { carry, uncarry } from './carry.ts';
import { openCrossing } from './crossing.ts';
import type { ToMain, ToPreload } from './messages.ts';
import type { Names } from './names.ts';

declare const standinNames: Names;
declare const standinPreload: (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: object },
  process: object,
) => void;

type RendererPart = Pick<
  IpcRenderer,
  'invoke' | 'send' | 'on' | 'addListener' | 'once' | 'off' | 'removeListener' | 'removeAllListeners'
>;
type Listener = (event: Electron.IpcRendererEvent, ...args: unknown[]) => void;

function start(): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const toMain = world[standinNames.binding] as (text: string) => void;
  const tell = (message: ToMain): void => toMain(JSON.stringify(message));
  const listeners = new Map<string, { listener: Listener; wrapped: Listener }[]>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;

  const crossing = openCrossing(standinNames.toPage, standinNames.toPreload, (message) => {
    if (message.do === 'open') {
      tell({ kind: 'open', url: message.url, frameName: message.frameName, features: message.features });
    }
  });

  const listen = (channel: string, listener: Listener, wrapped = listener): IpcRenderer => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, wrapped }]);
    return ipcRenderer as IpcRenderer;
  };
  const unlisten = (channel: string, listener: Listener): IpcRenderer => {
    const all = listeners.get(channel) ?? [];
    const at = all.findLastIndex((each) => each.listener === listener);
    listeners.set(channel, all.filter((_, index) => index !== at));
    return ipcRenderer as IpcRenderer;
  };

  const ipcRenderer: RendererPart = named<RendererPart>(
    'ipcRenderer',
    {
      invoke: (channel: string, ...args: unknown[]): Promise<unknown> => {
        const carried = carry(args);
        lastId += 1;
        const id = lastId;
        return new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          tell({ kind: 'invoke', id, channel, args: carried });
        });
      },
      send: (channel: string, ...args: unknown[]): void => tell({ kind: 'send', channel, args: carry(args) }),
      on: (channel: string, listener: Listener) => listen(channel, listener),
      addListener: (channel: string, listener: Listener) => listen(channel, listener),
      once: (channel: string, listener: Listener) =>
        listen(channel, listener, (event, ...args) => {
          unlisten(channel, listener);
          listener(event, ...args);
        }),
      off: (channel: string, listener: Listener) => unlisten(channel, listener),
      removeListener: (channel: string, listener: Listener) => unlisten(channel, listener),
      removeAllListeners: (channel?: string) => {
        if (channel === undefined) listeners.clear();
        else listeners.delete(channel);
        return ipcRenderer as IpcRenderer;
      },
    },
  );

  const contextBridge = named<Pick<ContextBridge, 'exposeInMainWorld'>>('contextBridge', {
    exposeInMainWorld(key: string, api: unknown): void {
      if (exposed.has(key)) throw new Error('Cannot bind an API on top of an existing property on the window object');
      exposed.add(key);
      crossing.send({ do: 'expose', key, value: crossing.cross(api) });
    },
  });
  const exposed = new Set<string>();

  world[standinNames.deliver] = (message: ToPreload): void => {
    if (message.kind === 'event') {
      const event = { sender: ipcRenderer, ports: [] } as unknown as Electron.IpcRendererEvent;
      const args = uncarry(message.args) as unknown[];
      for (const { wrapped } of listeners.get(message.channel) ?? []) wrapped(event, ...args);
      return;
    }
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') waiter?.resolve(uncarry(message.value));
    else waiter?.reject(new Error(message.message));
  };

  for (const event of ['focus', 'blur', 'resize'] as const) {
    window.addEventListener(event, () => tell({ kind: 'window', event }));
  }

  const electron = named('preload electron', { ipcRenderer, contextBridge });
  const module = { exports: {} };
  standinPreload(
    module.exports,
    (name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron;
      throw notImplemented(`require("${name}") in a sandboxed preload`);
    },
    module,
    named('preload process', { type: 'renderer', sandboxed: true, contextIsolated: true, env: {}, versions: {} }),
  );
}

if (window.top === window) start();
