import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prosody } from '../fixtures/prosody/index.ts';
import type { Terminal } from './terminal.ts';

export type SignIn = { readonly address: string; readonly password: string };

/**
 * Starts a client in a fresh home folder, and resolves once it is `ready`. Where anything of that fails, the client
 * is closed and the folder is gone; else the folder goes with the client's `close`.
 */
export async function signedIn<Client extends { close(): Promise<void> }>(
  program: string,
  start: (home: string) => Promise<Client>,
  ready: (client: Client) => Promise<unknown>,
): Promise<Client> {
  const home = mkdtempSync(join(tmpdir(), `sotto-${program}-`));
  try {
    const client = await start(home);
    try {
      await ready(client);
      return client;
    } catch (error) {
      await client.close();
      throw error;
    }
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

export function signInOf(server: Prosody, name: string, password: string): SignIn {
  return { address: `${name}@${server.domain}`, password };
}

/** Somebody at a client in a terminal, which takes commands that begin with a slash. */
export abstract class TerminalClient {
  readonly address: string;
  readonly #home: string;
  protected readonly terminal: Terminal;

  constructor(address: string, home: string, terminal: Terminal) {
    this.address = address;
    this.#home = home;
    this.terminal = terminal;
  }

  /** A command, or a line for the buddy in front. */
  enter(line: string): void {
    this.terminal.enter(line);
  }

  /** What stands on the screen. */
  shown(): Promise<string> {
    return this.terminal.shown();
  }

  /** Quits as a person does. Can be called twice. */
  async close(): Promise<void> {
    this.enter('/quit');
    await this.terminal.end();
    rmSync(this.#home, { recursive: true, force: true });
  }
}
