import * as v from 'valibot';
import type { Db } from './database.ts';
import type { Store } from './records.ts';

const row = v.object({ value: v.pipe(v.string(), v.check(isJson)) });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const putValue = `
  INSERT INTO settings (name, value) VALUES ($name, $value)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`;

/** Small values by name. What comes back is JSON; its shape is for the caller to check. */
export function settingsOf(db: Db): Store['settings'] {
  return {
    get: (name) => db.first(row, 'SELECT value FROM settings WHERE name = $name', { name })?.value ?? null,
    put: (name, value) => void db.run(putValue, { name, value }),
  };
}
