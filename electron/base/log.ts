/**
 * The log of the main process.
 *
 * It takes fixed event names and numbers, never message text, secrets or addresses: the types leave
 * no room for a free string.
 */
export type LogFields = Readonly<Record<string, number | boolean | `${LogTag}`>>;

/** Tags are lower-case words of our own code: fault codes, state names, phases. */
export type LogTag = Lowercase<string>;

export interface Log {
  info(event: LogTag, fields?: LogFields): void;
  warn(event: LogTag, fields?: LogFields): void;
  error(event: LogTag, fields?: LogFields): void;
}

/** Writes one JSON object a line through `write`. */
export function createLog(write: (line: string) => void, nowMs: () => number): Log {
  const at = (level: 'info' | 'warn' | 'error') => (event: LogTag, fields: LogFields = {}) => {
    write(JSON.stringify({ at: new Date(nowMs()).toISOString(), level, event, ...fields }));
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Drops everything; for tests that are not about the log. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
