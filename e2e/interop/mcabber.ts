import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prosody } from '../fixtures/prosody/index.ts';
import { Reading, Terminal } from './terminal.ts';

/** A person at Debian's mcabber: libotr 4 in a terminal, version 3 of the protocol, whitespace tags. */
export class Mcabber {
  readonly address: string;
  readonly #home: string;
  readonly #terminal: Terminal;
  /** The conversation in front. */
  readonly #chat: Reading;
  /** What the program says of itself, below. */
  readonly #log: Reading;

  private constructor(address: string, home: string, terminal: Terminal) {
    this.address = address;
    this.#home = home;
    this.#terminal = terminal;
    this.#chat = new Reading(terminal, chatRows);
    this.#log = new Reading(terminal, logRows);
  }

  /** Starts it with a fresh home folder, and resolves when the account is signed in and has a key. */
  static async signIn(server: Prosody, name: string, password: string): Promise<Mcabber> {
    const address = `${name}@${server.domain}`;
    const home = mkdtempSync(join(tmpdir(), 'sotto-mcabber-'));
    try {
      writeProfile(home, server, { address, password });
      const mcabber = new Mcabber(address, home, await Terminal.start(home, ['mcabber']));
      try {
        await mcabber.reads(/OTR key generated/);
        await mcabber.reads(/Your status has been set/);
        return mcabber;
      } catch (error) {
        await mcabber.close();
        throw error;
      }
    } catch (error) {
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }

  /** A command, or a line for the buddy in front. */
  enter(line: string): void {
    this.#terminal.enter(line);
  }

  /** Waits for a row of the conversation that matches, below the one that was waited for last, and answers it. */
  sees(pattern: RegExp): Promise<string> {
    return this.#chat.sees(pattern);
  }

  /** The same for what the program says of itself. */
  reads(pattern: RegExp): Promise<string> {
    return this.#log.sees(pattern);
  }

  /** Agrees to see and to be seen, once the other has asked, and brings their conversation to the front. */
  async befriend(address: string): Promise<void> {
    await this.reads(/wants to subscribe to your presence updates/);
    this.enter(`/authorization allow ${address}`);
    this.enter(`/authorization request ${address}`);
    this.enter(`/roster search ${address}`);
  }

  /** Its own fingerprint and that of the buddy in front, 40 upper-case hex digits each. */
  async fingerprints(): Promise<{ readonly mine: string; readonly theirs: string }> {
    this.enter('/otr key');
    const mine = await this.reads(/^.{11}\S+: ([0-9A-F]{8} ?){5}$/);
    this.enter('/otr fingerprint .');
    const theirs = await this.reads(/ \[([0-9A-F]{8} ?){5}\]: /);
    return { mine: hexIn(mine), theirs: hexIn(theirs) };
  }

  /** What stands on the screen. */
  shown(): Promise<string> {
    return this.#terminal.shown();
  }

  /** Quits as a person does. Can be called twice. */
  async close(): Promise<void> {
    this.enter('/quit');
    await this.#terminal.end();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** Right of the list of buddies, without the date. */
function chatRows(rows: readonly string[]): readonly string[] {
  return rows.filter((row) => row.includes('│')).map((row) => row.slice(row.indexOf('│') + 1).replace(/^\d\d-\d\d \d\d:\d\d /, ''));
}

function logRows(rows: readonly string[]): readonly string[] {
  return rows.filter((row) => /^\[\d\d:\d\d:\d\d\] /.test(row));
}

function hexIn(row: string): string {
  return (/([0-9A-F]{8} ?){5}/.exec(row)?.[0] ?? '').replaceAll(' ', '');
}

function writeProfile(home: string, server: Prosody, { address, password }: { readonly address: string; readonly password: string }): void {
  mkdirSync(join(home, '.mcabber/otr'), { recursive: true, mode: 0o700 });
  const lines = [
    `set jid = ${address}`,
    `set password = ${password}`,
    'set resource = laptop',
    `set server = ${server.host}`,
    `set port = ${server.port}`,
    'set tls = 1',
    `set ssl_fingerprint = SHA256:${server.certificateSha256()}`,
    'set otr = 1',
    'set log_win_height = 100',
    'otrpolicy default manual',
  ];
  writeFileSync(join(home, '.mcabber/mcabberrc'), `${lines.join('\n')}\n`, { mode: 0o600 });
}
