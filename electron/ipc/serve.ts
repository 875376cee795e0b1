import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { faultCodeOf } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import { channels, commands } from '../../shared/contract.ts';
import type { Answer, CommandInput, CommandName, CommandOutput } from '../../shared/contract.ts';

/** One handler a command; each may throw a `Fault`. */
export type Handlers = {
  readonly [Name in CommandName]: (input: CommandInput<Name>) => CommandOutput<Name> | Promise<CommandOutput<Name>>;
};

/** The handlers of one group of the contract: those whose names start with `Prefix`. */
export type HandlersOf<Prefix extends string> = {
  readonly [Name in CommandName as Name extends `${Prefix}.${string}` ? Name : never]: Handlers[Name];
};

type ServeDeps = {
  readonly handlers: Handlers;
  /** Whether this frame is the main window's top frame, showing our own origin. */
  readonly maySpeak: (event: IpcMainInvokeEvent) => boolean;
  readonly log: Log;
};

/**
 * Answers the window's commands: sender, then shape, then handler.
 *
 * Nothing but a fault code leaves on failure. A frame that may not speak learns nothing, not even
 * whether a command exists.
 */
export function serve(ipcMain: Pick<IpcMain, 'handle'>, deps: ServeDeps): void {
  ipcMain.handle(channels.call, (event, name: unknown, input: unknown) => answer(deps, event, name, input));
}

async function answer(
  { handlers, maySpeak, log }: ServeDeps,
  event: IpcMainInvokeEvent,
  name: unknown,
  input: unknown,
): Promise<Answer<unknown>> {
  if (!maySpeak(event)) {
    log.warn('ipc-wrong-sender');
    return { ok: false, fault: 'bad-request' };
  }
  // Every input is an object; the schema library would let an empty array pass for an empty one.
  if (!isCommandName(name) || Array.isArray(input)) return { ok: false, fault: 'bad-request' };
  const parsed = v.safeParse(commands[name].input, input);
  if (!parsed.success) return { ok: false, fault: 'bad-request' };
  try {
    const handler = handlers[name] as (input: unknown) => unknown;
    return { ok: true, value: await handler(parsed.output) };
  } catch (thrown) {
    const fault = faultCodeOf(thrown);
    if (fault === 'internal') log.error('ipc-internal', { command: name.toLowerCase() as Lowercase<string> });
    return { ok: false, fault };
  }
}

function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(commands, name);
}
