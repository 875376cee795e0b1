import type { Answer, CommandInput, CommandName, CommandOutput, EventName, EventPayload, SottoBridge } from '../shared/contract.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly sotto: SottoBridge;
  }
}

/** Calls main. Never rejects: a bridge that fails answers `internal`. */
export async function call<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<Answer<CommandOutput<Name>>> {
  try {
    return await window.sotto.call[name](input);
  } catch {
    return { ok: false, fault: 'internal' };
  }
}

/** Listens to one event of main; the answer ends it. */
export function on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
  return window.sotto.on[name](listener);
}
