import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Prosody } from '../fixtures/prosody/index.ts';
import { signedIn, signInOf, TerminalClient } from './client.ts';
import type { SignIn } from './client.ts';
import { Reading, Terminal } from './terminal.ts';

/** A person at Debian's mcabber: libotr 4 in a terminal, version 3 of the protocol, whitespace tags. */
export class Mcabber extends TerminalClient {
  /** The conversation in front. */
  readonly #chat: Reading;
  /** What the program says of itself, below. */
  readonly #log: Reading;

  private constructor(address: string, home: string, terminal: Terminal) {
    super(address, home, terminal);
    this.#chat = new Reading(terminal, chatRows);
    this.#log = new Reading(terminal, logRows);
  }

  /** Starts it with a fresh home folder, and resolves when the account is signed in and has a key. */
  static signIn(server: Prosody, name: string, password: string): Promise<Mcabber> {
    const signIn = signInOf(server, name, password);
    const start = async (home: string) => {
      writeProfile(home, server, signIn);
      return new Mcabber(signIn.address, home, await Terminal.start(home, ['mcabber']));
    };
    return signedIn('mcabber', start, async (mcabber) => {
      await mcabber.reads(/OTR key generated/);
      await mcabber.reads(/Your status has been set/);
    });
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

function writeProfile(home: string, server: Prosody, { address, password }: SignIn): void {
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
