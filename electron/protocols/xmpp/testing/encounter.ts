import type { SessionConfig } from '../../protocol.ts';
import { person, testPorts, type Person } from './person.ts';
import { openings, scriptedServer, type ScriptedServer, type SignInOptions, type Talk } from './scripted-server.ts';

export type Script = (talk: Talk, index: number) => Promise<void>;

/** A client and the scripted server that it connects to; one at a time. */
export type Encounter = {
  /** Starts connecting to a server that follows `script`. */
  meet(script: Script, config?: Partial<Omit<SessionConfig, 'settings'>>): Promise<Person>;
  /** Online with a server that signs the client in honestly, and goes on with `script` only then. */
  loaded(script: Script, options?: SignInOptions): Promise<Person>;
  /** All that the server heard, of all connections. */
  heard(): string;
  server(): ScriptedServer;
  end(): Promise<void>;
};

export function encounter(): Encounter {
  let server: ScriptedServer | null = null;
  let one: Person | null = null;
  const self: Encounter = {
    async meet(script, config = {}) {
      server = await scriptedServer(script);
      one = person({ ...config, settings: { address: 'juliet@sotto.test', port: server.port } }, testPorts([server.authorityPem]));
      one.session.connect();
      return one;
    },
    async loaded(script, options) {
      let goOn = () => {};
      const isOnline = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const juliet = await self.meet(async (talk, index) => {
        await talk.signIn(options);
        await talk.load();
        await isOnline;
        await script(talk, index);
      });
      await juliet.reaches('online');
      goOn();
      return juliet;
    },
    heard: () => server?.connections.map((talk) => talk.heard()).join('') ?? '',
    server() {
      if (server === null) throw new Error('there is no server yet');
      return server;
    },
    async end() {
      await one?.session.disconnect();
      await server?.stop();
    },
  };
  return self;
}

/** A server's side up to the first SASL element, with these features. */
export async function untilAuth(talk: Talk, mechanisms: readonly string[]): Promise<void> {
  await talk.hears(/<stream:stream[^>]*>/);
  talk.say(openings.header + openings.starttlsFeatures);
  await talk.hears(/<starttls[^>]*>/);
  await talk.secure();
  await talk.hears(/<stream:stream[^>]*>/);
  const offers = mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join('');
  talk.say(`${openings.header}<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${offers}</mechanisms></stream:features>`);
  await talk.hears(/<auth /);
}
