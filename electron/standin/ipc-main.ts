import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { EventEmitter } from 'node:events';
import { carry, uncarry, type Carried } from './worlds/carry.ts';
import type { ToPreload } from './worlds/messages.ts';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;
type Sender = { readonly contents: WebContents; readonly frame: WebFrameMain; answer(message: ToPreload): void };

/** Main's side of the IPC: one handler a channel for `invoke`, any number of listeners for `send`. */
class StandInIpcMain extends EventEmitter implements Pick<IpcMain, 'handle' | 'handleOnce' | 'removeHandler'> {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** A preload called `ipcRenderer.send`. */
  receive(sender: Sender, channel: string, args: Carried): void {
    this.emit(channel, eventOf(sender), ...(uncarry(args) as unknown[]));
  }

  /** A preload called `ipcRenderer.invoke`; the answer, or the fault's name and message, goes back. */
  async invoke(sender: Sender, id: number, channel: string, args: Carried): Promise<void> {
    try {
      const handler = this.#handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const value = await handler(eventOf(sender), ...(uncarry(args) as unknown[]));
      sender.answer({ kind: 'answer', id, value: carry(value) });
    } catch (error) {
      sender.answer({ kind: 'refused', id, message: `Error invoking remote method '${channel}': ${String(error)}` });
    }
  }
}

function eventOf({ contents, frame }: Sender): IpcMainInvokeEvent {
  return {
    type: 'frame',
    sender: contents,
    senderFrame: frame,
    processId: frame.processId,
    frameId: frame.routingId,
    preventDefault: () => {},
    defaultPrevented: false,
  };
}

export const innerIpcMain = new StandInIpcMain();
