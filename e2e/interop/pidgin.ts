import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeXml } from '../fixtures/raw-peer.ts';
import type { Prosody } from '../fixtures/prosody/index.ts';
import { signedIn, signInOf } from './client.ts';
import type { SignIn } from './client.ts';
import { Desktop } from './desktop.ts';

const waitMs = 20_000;
const service = 'im.pidgin.purple.PurpleService';
const plugin = '/usr/lib/pidgin/pidgin-otr.so';

/** A person at Debian's Pidgin with pidgin-otr: its windows are typed into, and libpurple says what stands in them. */
export class Pidgin {
  readonly address: string;
  readonly #home: string;
  readonly #desktop: Desktop;
  /** What libpurple has told so far, as a number. */
  #news = 0;
  #wake: () => void = () => undefined;
  #conversation = 0;
  #title = '';
  readonly #rows: string[] = [];
  #next = 0;

  private constructor(address: string, home: string, desktop: Desktop) {
    this.address = address;
    this.#home = home;
    this.#desktop = desktop;
  }

  /** Starts it with a fresh home folder, and resolves when the account is signed in. */
  static signIn(server: Prosody, name: string, password: string): Promise<Pidgin> {
    const signIn = signInOf(server, name, password);
    const start = async (home: string) => {
      writeProfile(home, server, signIn);
      return new Pidgin(signIn.address, home, await Desktop.start(home, ['pidgin', '--config', join(home, 'purple')]));
    };
    return signedIn('pidgin', start, async (pidgin) => {
      await pidgin.#listen();
      await pidgin.#until('to be signed in', async () => ((await pidgin.#account()) === 0 ? null : true));
    });
  }

  /** Opens the window of a conversation, which later steps type into and read. */
  async open(buddy: { readonly address: string; readonly name: string }): Promise<void> {
    this.#conversation = await this.#number('ConversationNew', 1, await this.#account(), buddy.address);
    this.#title = `^${buddy.name}$`;
  }

  /** Types a line into the conversation; `?OTR?` asks for a private one. */
  say(text: string): Promise<void> {
    return this.#desktop.enter(this.#title, text);
  }

  /** Types into the dialog that authenticates. */
  answer(secret: string): Promise<void> {
    return this.#desktop.enter('^Authenticate Buddy$', secret);
  }

  /** Closes the dialog that authenticates or shows how far it is, which breaks off what runs. */
  cancel(): Promise<void> {
    return this.#desktop.press('^Authenticat', 'Escape');
  }

  /** Waits for a line of the conversation that matches, below the one that was waited for last, and answers it as it is shown. */
  sees(pattern: RegExp): Promise<string> {
    return this.#until(String(pattern), async () => {
      await this.#read();
      const at = this.#rows.findIndex((row, index) => index >= this.#next && pattern.test(row));
      if (at < 0) return null;
      this.#next = at + 1;
      return this.#rows[at] ?? '';
    });
  }

  /** What stands in the conversation, and what is open. */
  async shown(): Promise<string> {
    return [...this.#rows, await this.#desktop.shown()].join('\n');
  }

  /** Quits as a person does. Can be called twice. */
  async close(): Promise<void> {
    await this.#call('CoreQuit').catch(() => '');
    await this.#desktop.end();
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** Reads the lines that came since, the oldest first. */
  async #read(): Promise<void> {
    const newestFirst = numbersIn(await this.#call('ConversationGetMessageHistory', this.#conversation));
    for (const message of newestFirst.reverse().slice(this.#rows.length)) {
      const html = textIn(await this.#call('ConversationMessageGetMessage', message));
      this.#rows.push(textIn(await this.#call('MarkupStripHtml', html)));
    }
  }

  /** The account's number while it is signed in, else 0. */
  #account(): Promise<number> {
    return this.#number('AccountsFindConnected', `${this.address}/laptop`, 'prpl-jabber');
  }

  async #number(method: string, ...args: readonly (string | number)[]): Promise<number> {
    return numbersIn(await this.#call(method, ...args))[0] ?? 0;
  }

  /** Calls libpurple; the answer is a tuple as GLib writes values. */
  #call(method: string, ...args: readonly (string | number)[]): Promise<string> {
    const where = ['--session', '--dest', service, '--object-path', '/im/pidgin/purple/PurpleObject'];
    const written = args.map((argument) => JSON.stringify(argument));
    return this.#desktop.gdbus('call', ...where, '--method', `im.pidgin.purple.PurpleInterface.Purple${method}`, '--', ...written);
  }

  /** Resolves once libpurple is there; from then on every signal of it is news. */
  async #listen(): Promise<void> {
    let said = '';
    this.#desktop.monitor(service).stdout.on('data', (data) => {
      said += String(data);
      this.#news += 1;
      this.#wake();
    });
    await this.#until('libpurple', () => Promise.resolve(/is owned by/.test(said) ? true : null));
  }

  async #until<T>(wanted: string, find: () => Promise<T | null>): Promise<T> {
    for (const endsAt = Date.now() + waitMs; ; ) {
      const before = this.#news;
      const found = await find();
      if (found !== null) return found;
      const leftMs = endsAt - Date.now();
      if (leftMs <= 0) throw new Error(`Pidgin waited in vain for ${wanted}; it shows:\n${await this.shown()}`);
      if (this.#news === before) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, leftMs);
          this.#wake = () => (clearTimeout(timer), resolve());
        });
      }
    }
  }
}

function numbersIn(tuple: string): number[] {
  return [...tuple.matchAll(/\d+(?=[,\])])/g)].map(([digits]) => Number(digits));
}

/** The text in a tuple of one, as GLib writes it. */
function textIn(tuple: string): string {
  return tuple.slice(2, -3).replaceAll(/\\(?:u([\da-f]{4})|U([\da-f]{8})|(.))/g, (_all, short: string | undefined, long: string | undefined, one: string | undefined) => {
    if (one !== undefined) return { n: '\n', t: '\t', r: '\r' }[one] ?? one;
    return String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16));
  });
}

function writeProfile(home: string, server: Prosody, { address, password }: SignIn): void {
  const folder = join(home, 'purple');
  const known = join(folder, 'certificates/x509/tls_peers');
  mkdirSync(known, { recursive: true, mode: 0o700 });
  const write = (file: string, text: string) => writeFileSync(file, text, { mode: 0o600 });
  write(join(known, server.host), server.certificatePem());
  const setting = (name: string, type: string, value: string | number) => `<setting name="${name}" type="${type}">${value}</setting>`;
  const settings = [setting('connect_server', 'string', server.host), setting('port', 'int', server.port), setting('connection_security', 'string', 'require_tls')];
  const account = [
    '<protocol>prpl-jabber</protocol>',
    `<name>${escapeXml(address)}/laptop</name><password>${escapeXml(password)}</password>`,
    `<settings>${settings.join('')}</settings>`,
    `<settings ui="gtk-gaim">${setting('auto-login', 'bool', 1)}</settings>`,
  ];
  write(join(folder, 'accounts.xml'), `<account version="1.0"><account>${account.join('')}</account></account>`);
  const loaded = `<pref name="plugins"><pref name="loaded" type="pathlist"><item value="${plugin}"/></pref></pref>`;
  write(join(folder, 'prefs.xml'), `<pref version="1" name="/"><pref name="pidgin">${loaded}</pref></pref>`);
}
