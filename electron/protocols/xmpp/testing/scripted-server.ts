import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { createAuthority, createCertificate } from '../../../../e2e/fixtures/prosody/certificates.ts';

/** What one connection to the scripted server is given to work with. */
export type Talk = {
  /** Everything that the client has said so far, over this connection. */
  heard(): string;
  /** Resolves when what the client says from now on matches; gives the match. */
  hears(pattern: RegExp): Promise<RegExpExecArray>;
  say(xml: string): void;
  /** Waits until what was said has left, if need be until the client reads it. */
  flushed(): Promise<void>;
  /** Answers STARTTLS' `proceed` and goes on encrypted. */
  secure(): Promise<void>;
  /** From the stream's start to a bound resource, over TLS. */
  signIn(options?: SignInOptions): Promise<void>;
  /** Answers everything from the bound resource to being online, with an empty roster. */
  load(roster?: string): Promise<void>;
  close(): void;
};

export type SignInOptions = {
  readonly mechanisms?: readonly string[];
  readonly features?: string;
  readonly iterations?: number;
  /** Changes the server's last SASL message. */
  readonly proof?: (proof: string) => string;
  readonly nonce?: (clientNonce: string) => string;
  /** The address that the server binds. */
  readonly bound?: string;
  /** The `sm` feature and its answer. */
  readonly managed?: boolean;
};

export type ScriptedServer = {
  readonly port: number;
  readonly authorityPem: string;
  /** All that was ever heard, of all connections. */
  readonly connections: readonly Talk[];
  stop(): Promise<void>;
};

const header = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='x' from='sotto.test' version='1.0'>";
const saslNs = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const starttlsFeatures = `<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>`;

/** Made once a test file: keys take their time. */
let identity: ReturnType<typeof createIdentity> | undefined;

function createIdentity() {
  const authority = createAuthority();
  const certificate = createCertificate('signed', ['sotto.test'], authority);
  return { authority, context: createSecureContext({ cert: certificate.certificatePem, key: certificate.keyPem }) };
}

/** A server on loopback that does what `script` says with each connection; the domain is sotto.test, the password `secret`. */
export async function scriptedServer(script: (talk: Talk, index: number) => Promise<void>): Promise<ScriptedServer> {
  const { authority, context } = (identity ??= createIdentity());
  const connections: Connection[] = [];
  const server = createServer((socket) => {
    const connection = new Connection(socket, context);
    connections.push(connection);
    // A script whose client went away ends there; what the test expects, it checks itself.
    script(connection, connections.length - 1).catch(() => connection.close());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    authorityPem: authority.pem,
    connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.close();
      }),
  };
}

class Connection implements Talk {
  #socket: Socket;
  readonly #raw: Socket;
  readonly #context: ReturnType<typeof createSecureContext>;
  #heard = '';
  #read = 0;
  #isGone = false;
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket, context: ReturnType<typeof createSecureContext>) {
    this.#raw = socket;
    this.#socket = socket;
    this.#context = context;
    this.#watch(socket);
  }

  heard(): string {
    return this.#heard;
  }

  hears(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.#heard.slice(this.#read));
        if (match === null && !this.#isGone) return;
        this.#waiting.delete(look);
        if (match === null) {
          reject(new Error('the client went away'));
          return;
        }
        this.#read += match.index + match[0].length;
        resolve(match);
      };
      this.#waiting.add(look);
      look();
    });
  }

  say(xml: string): void {
    if (!this.#isGone) this.#socket.write(xml);
  }

  flushed(): Promise<void> {
    if (!this.#socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.once('drain', resolve);
      this.#socket.once('close', () => resolve());
    });
  }

  async secure(): Promise<void> {
    this.say("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    this.#raw.removeAllListeners('data');
    const socket = new TLSSocket(this.#raw, { isServer: true, secureContext: this.#context });
    this.#socket = socket;
    this.#watch(socket);
    await new Promise<void>((resolve) => socket.once('secure', resolve));
  }

  async signIn(options: SignInOptions = {}): Promise<void> {
    const { mechanisms = ['SCRAM-SHA-256'], features = '', managed = false, bound = 'juliet@sotto.test/balcony' } = options;
    await this.hears(/<stream:stream[^>]*>/);
    this.say(header + starttlsFeatures);
    await this.hears(/<starttls[^>]*>/);
    await this.secure();
    await this.hears(/<stream:stream[^>]*>/);
    const offers = mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join('');
    this.say(`${header}<stream:features>${features}<mechanisms ${saslNs}>${offers}</mechanisms></stream:features>`);
    await this.#scram(options);
    await this.hears(/<stream:stream[^>]*>/);
    const bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
    this.say(`${header}<stream:features>${bind}${managed ? "<sm xmlns='urn:xmpp:sm:3'/>" : ''}</stream:features>`);
    const asked = /<resume [^>]*>|<iq type="set" id="([^"]+)"><bind xmlns=[^>]*>/;
    let [, id] = await this.hears(asked);
    if (id === undefined) {
      this.say("<failed xmlns='urn:xmpp:sm:3'/>");
      [, id = ''] = await this.hears(asked);
    }
    this.say(`<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${bound}</jid></bind></iq>`);
    if (!managed) return;
    await this.hears(/<enable xmlns="urn:xmpp:sm:3"[^>]*>/);
    this.say("<enabled xmlns='urn:xmpp:sm:3' id='s1' resume='true'/>");
  }

  async load(roster = "<query xmlns='jabber:iq:roster'/>"): Promise<void> {
    const [, rosterId] = await this.hears(/<iq type="get" id="([^"]+)"><query xmlns="jabber:iq:roster"\/><\/iq>/);
    this.say(`<iq type='result' id='${rosterId ?? ''}'>${roster}</iq>`);
    const [, carbonsId] = await this.hears(/<iq type="set" id="([^"]+)"><enable xmlns="urn:xmpp:carbons:2"\/><\/iq>/);
    this.say(`<iq type='result' id='${carbonsId ?? ''}'/>`);
  }

  close(): void {
    this.#socket.destroy();
    this.#raw.destroy();
  }

  /** The server's side of SCRAM, written from RFC 5802 without our client's code. */
  async #scram({ iterations = 4096, proof = (text) => text, nonce = (text) => `${text}server` }: SignInOptions): Promise<void> {
    const [, mechanism = '', firstBase64 = ''] = await this.hears(/<auth [^>]*mechanism="([^"]+)"[^>]*>([^<]*)<\/auth>/);
    const hash = mechanism.includes('SHA-256') ? 'sha256' : 'sha1';
    const firstBare = Buffer.from(firstBase64, 'base64').toString().replace(/^[^,]*,[^,]*,/, '');
    const salt = randomBytes(16);
    const serverFirst = `r=${nonce(/r=(.*)$/.exec(firstBare)?.[1] ?? '')},s=${salt.toString('base64')},i=${iterations}`;
    this.say(`<challenge ${saslNs}>${Buffer.from(serverFirst).toString('base64')}</challenge>`);
    const [, finalBase64 = ''] = await this.hears(/<response [^>]*>([^<]*)<\/response>/);
    const final = Buffer.from(finalBase64, 'base64').toString();
    const salted = pbkdf2Sync('secret', salt, iterations, hash === 'sha256' ? 32 : 20, hash);
    const exchange = `${firstBare},${serverFirst},${final.replace(/,p=.*$/, '')}`;
    const sign = (key: Uint8Array, text: string) => createHmac(hash, key).update(text).digest();
    const clientKey = sign(salted, 'Client Key');
    const signature = sign(createHash(hash).update(clientKey).digest(), exchange);
    const expected = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64');
    if (!final.endsWith(`,p=${expected}`)) {
      this.say(`<failure ${saslNs}><not-authorized/></failure>`);
      throw new Error('wrong proof');
    }
    const last = proof(`v=${sign(sign(salted, 'Server Key'), exchange).toString('base64')}`);
    this.say(`<success ${saslNs}>${Buffer.from(last).toString('base64')}</success>`);
  }

  #watch(socket: Socket): void {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#heard += chunk.toString('utf8');
      for (const look of [...this.#waiting]) look();
    });
    socket.on('close', () => {
      this.#isGone = true;
      for (const look of [...this.#waiting]) look();
    });
  }
}

/** What servers say first. */
export const openings = { header, starttlsFeatures } as const;
