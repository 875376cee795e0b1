/** A client with an engine and nothing around it, for what our own window cannot ask of a peer. Only tests import this. */
import { randomBytes } from 'node:crypto';
import { choosePrimitives, generateDsaKey, newConversation, newInstanceTag, statusOf, step } from '../../otr/index.ts';
import type { Conversation, OtrEvent, OtrInput } from '../../otr/index.ts';
import { openXmppSession } from '../../protocols/xmpp/index.ts';
import type { ProtocolSession, SessionEvent } from '../../protocols/protocol.ts';
import type { Prosody } from '../../../e2e/fixtures/prosody/index.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const env = { random, primitives: choosePrimitives() };
const policy = {
  allowV2: false,
  allowV3: true,
  requireEncryption: false,
  sendWhitespaceTag: false,
  startOnWhitespaceTag: false,
  startOnError: false,
};

export class BareClient {
  readonly told: OtrEvent[] = [];
  readonly #session: ProtocolSession;
  readonly #peer: string;
  #conversation: Conversation;
  #online = false;
  #wake: () => void = () => undefined;

  /** Signs in as `name`; it speaks to `peer` only. */
  constructor(name: string, peer: string, server: Prosody) {
    this.#peer = peer;
    const key = generateDsaKey(env, () => undefined);
    this.#conversation = newConversation({ key, instanceTag: newInstanceTag(random), policy, maxMessageSize: null });
    const settings = {
      address: `${name}@${server.domain}`,
      resource: '',
      host: server.host,
      port: server.port,
      tls: 'starttls',
      allowPlain: false,
      connectAtStart: true,
      proxy: null,
    } as const;
    const config = { settings, password: `${name}-password`, proxyPassword: null, pinnedCertificate: server.certificateSha256() };
    this.#session = openXmppSession(config, (event) => this.#heard(event));
    this.#session.setStatus({ show: 'available', text: '' });
    this.#session.connect();
  }

  get isOnline(): boolean {
    return this.#online;
  }

  get isPrivate(): boolean {
    return statusOf(this.#conversation).at === 'encrypted';
  }

  do(input: OtrInput): void {
    const { next, effects } = step(this.#conversation, input, env);
    this.#conversation = next;
    for (const effect of effects) {
      if (effect.do === 'send') this.#send(effect.text);
      else if (effect.do === 'tell') this.told.push(effect.event);
    }
    this.#wake();
  }

  /** Resolves once `look` holds; looks again whenever something happened. */
  async until(look: () => boolean): Promise<void> {
    while (!look()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  close(): Promise<void> {
    return this.#session.disconnect();
  }

  #send(text: string): void {
    const id = Buffer.from(randomBytes(8)).toString('hex');
    this.#session.send({ id, address: this.#peer, resource: null, text, otr: true });
  }

  #heard(event: SessionEvent): void {
    if (event.kind === 'connection') this.#online = event.connection.at === 'online';
    if (event.kind === 'message') this.do({ kind: 'receive', text: event.message.text, atMs: Date.now() });
    this.#wake();
  }
}
