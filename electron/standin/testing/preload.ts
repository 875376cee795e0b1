/** The preload of the fixture app: a bridge with everything that can cross one. */
import { contextBridge, ipcRenderer } from 'electron';

const secret = { only: 'in the preload' };
Object.assign(globalThis, { secretOfThePreload: secret });

contextBridge.exposeInMainWorld('fixture', {
  version: 3,
  nested: { deep: { list: [1, 'two', { three: 3 }] } },
  add: (a: number, b: number) => a + b,
  apply: (callback: (value: number) => number) => callback(20) + 1,
  make: () => (name: string) => `hello ${name}`,
  later: () => Promise.resolve({ at: new Date(0), bytes: new Uint8Array([1, 2, 3]) }),
  refuse: () => Promise.reject(new Error('refused by the preload')),
  throws: () => {
    throw new TypeError('thrown by the preload');
  },
  do: (deed: string, ...args: unknown[]) => ipcRenderer.invoke('do', deed, ...args) as Promise<unknown>,
  whoami: () => ipcRenderer.invoke('whoami') as Promise<unknown>,
  roundTrip: async (): Promise<readonly string[]> => {
    const shared = { name: 'shared' };
    const sent = { date: new Date(5), map: new Map([[1, shared]]), set: new Set([2n]), bytes: new Uint8Array([9, 8]), nan: NaN, gone: undefined, a: shared, b: shared, self: null as unknown };
    sent.self = sent;
    const back = (await ipcRenderer.invoke('do', 'echo', sent)) as typeof sent;
    return [
      `date ${String(back.date.getTime())}`, `map ${String(back.map.get(1)?.name)}`, `set ${String(back.set.has(2n))}`,
      `bytes ${back.bytes.constructor.name} ${back.bytes.join()}`, `nan ${String(back.nan)}`, `gone ${String('gone' in back)}`,
      `shared ${String(back.a === back.b)}`, `cycle ${String(back.self === back)}`,
    ]; // prettier-ignore
  },
  sendFunction: () => ipcRenderer.invoke('do', 'echo', () => {}),
  onPushed: (listener: (value: unknown) => void) => {
    const heard = (_event: unknown, value: unknown): void => listener(value);
    ipcRenderer.on('pushed', heard);
    return () => void ipcRenderer.off('pushed', heard);
  },
});
