import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Prosody } from '../fixtures/prosody/index.ts';
import { signedIn, signInOf, TerminalClient } from './client.ts';
import type { SignIn } from './client.ts';
import { Reading, Terminal } from './terminal.ts';

/** A person at Debian's profanity: libotr 4 in a terminal, version 2 of the protocol. */
export class Profanity extends TerminalClient {
  /** The window in front, below its title. */
  #front: Reading;

  private constructor(address: string, home: string, terminal: Terminal) {
    super(address, home, terminal);
    this.#front = new Reading(terminal, belowTitle);
  }

  /** Starts it with a fresh home folder, and resolves when the account is signed in and has a key. */
  static signIn(server: Prosody, name: string, password: string): Promise<Profanity> {
    const signIn = signInOf(server, name, password);
    const start = async (home: string) => {
      writeProfile(home, server, signIn);
      return new Profanity(signIn.address, home, await Terminal.start(home, ['profanity', '--account', 'me']));
    };
    return signedIn('profanity', start, async (profanity) => {
      await profanity.sees(/logged in successfully/);
      profanity.enter('/otr gen');
      await profanity.sees(/Private key generation complete/);
    });
  }

  /** Waits for a row that matches, below the one that was waited for last, and answers it. */
  sees(pattern: RegExp): Promise<string> {
    return this.#front.sees(pattern);
  }

  /** Waits until the title of the window in front has these words: whom it is with, and how private. */
  async titled(...words: readonly string[]): Promise<void> {
    await this.terminal.until(([title = '']) => (words.every((word) => title.includes(word)) ? title : null), `a title with ${words.join(' ')}`);
  }

  /** Agrees to see and to be seen, once the other has asked, and brings their window to the front. */
  async befriend(address: string): Promise<void> {
    this.enter(`/msg ${address}`);
    await this.titled(address);
    this.#front = new Reading(this.terminal, belowTitle);
    await this.sees(/Authorization request/);
    this.enter('/sub allow');
    this.enter('/sub request');
  }

  /** Keys of a line that is not sent yet. */
  type(keys: string): void {
    this.terminal.type(keys);
  }

  /** A fingerprint that it prints after a command, 40 upper-case hex digits. */
  async fingerprint(command: '/otr myfp' | '/otr theirfp'): Promise<string> {
    this.enter(command);
    const row = await this.sees(/OTR fingerprint: ([0-9A-F]{8} ?){5}$/);
    return row.slice(row.lastIndexOf(':') + 1).replaceAll(' ', '');
  }
}

const belowTitle = (rows: readonly string[]): readonly string[] => rows.slice(1);

function writeProfile(home: string, server: Prosody, { address, password }: SignIn): void {
  const write = (folder: string, name: string, lines: readonly string[]) => {
    mkdirSync(join(home, folder), { recursive: true });
    writeFileSync(join(home, folder, name), `${lines.join('\n')}\n`, { mode: 0o600 });
  };
  write('.config/profanity', 'profrc', ['[ui]', 'splash=false', 'occupants=false', 'roster=false']);
  const where = [`server=${server.host}`, `port=${server.port}`, 'tls.policy=trust'];
  write('.local/share/profanity', 'accounts', ['[me]', 'enabled=true', `jid=${address}`, `password=${password}`, 'resource=laptop', ...where]);
}
