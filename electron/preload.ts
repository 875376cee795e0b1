/**
 * Builds `window.sotto` from the contract's names; no logic.
 *
 * It runs sandboxed in its own world. The window can call the commands and hear the events of
 * `shared/contract.ts`, and nothing else; no part of Electron reaches it.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { channels, commandNames, eventNames } from '../shared/contract.ts';

type Listener = (payload: unknown) => void;
const listeners = new Map<string, Set<Listener>>(eventNames.map((name) => [name, new Set()]));

ipcRenderer.on(channels.event, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

const call = commandNames.map((name) => [name, (input: unknown) => ipcRenderer.invoke(channels.call, name, input)] as const);

const on = eventNames.map((name) => {
  const subscribe = (listener: Listener) => {
    listeners.get(name)?.add(listener);
    return () => {
      listeners.get(name)?.delete(listener);
    };
  };
  return [name, subscribe] as const;
});

contextBridge.exposeInMainWorld('sotto', { call: Object.fromEntries(call), on: Object.fromEntries(on) });
