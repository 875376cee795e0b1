import type { FaultCode } from '../../shared/faults.ts';

/**
 * The world is wrong: offline, a refused password, a locked vault, a full disk.
 *
 * Services throw it; at the IPC only `code` crosses, and the renderer picks the words. It carries no
 * peer text, no address and no secret.
 */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'Fault';
    this.code = code;
  }
}

/** The code of a `Fault`, or `internal` for anything else that was thrown. */
export function faultCodeOf(thrown: unknown): FaultCode {
  return thrown instanceof Fault ? thrown.code : 'internal';
}
