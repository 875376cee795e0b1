import type { WebContents } from 'electron';
import { channels } from '../../shared/contract.ts';
import type { EventName } from '../../shared/contract.ts';

/** Pushes events to the window's top frame, while there is one. */
export function createPush(windowContents: () => WebContents | null): (name: EventName, payload: unknown) => void {
  return (name, payload) => {
    const contents = windowContents();
    if (contents && !contents.isDestroyed()) contents.send(channels.event, name, payload);
  };
}
