/** A whole Sotto without its window, for tests: real vault, store, engine and network. Only tests import this. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../base/log.ts';
import { profileFiles } from '../../base/profile.ts';
import { choosePrimitives, generateDsaKey } from '../../otr/index.ts';
import { openXmppRegistration, openXmppSession } from '../../protocols/xmpp/index.ts';
import { openStore, rescueOf } from '../../store/index.ts';
import { openVault } from '../../vault/index.ts';
import type { AccountSettings, ConversationView, MessageItem, Snapshot, TimelineItem } from '../../../shared/views.ts';
import type { Prosody } from '../../../e2e/fixtures/prosody/index.ts';
import { createPublisher } from '../publisher.ts';
import { Sotto } from '../sotto.ts';
import type { OpenServices } from '../build-services.ts';

const passphrase = 'a passphrase for tests';
const patienceMs = 12_000;

const random = (length: number) => new Uint8Array(randomBytes(length));
const env = { random, primitives: choosePrimitives() };

/** One profile with one account. */
export class Person {
  readonly name: string;
  readonly server: Prosody;
  readonly directory = mkdtempSync(join(tmpdir(), 'sotto-person-'));
  readonly #watchers = new Set<() => void>();
  /** How far this person's clock goes ahead; tests move it instead of waiting. */
  aheadMs = 0;
  #startedAtMs = 0;
  sotto: Sotto;

  constructor(name: string, server: Prosody) {
    this.name = name;
    this.server = server;
    this.sotto = this.#build();
  }

  get address(): string {
    return `${this.name}@${this.server.domain}`;
  }

  get services(): OpenServices {
    return this.sotto.services();
  }

  get accountId(): string {
    const [account] = this.services.accounts.views();
    if (!account) throw new Error(`${this.name} has no account`);
    return account.id;
  }

  snapshot(): Snapshot {
    return this.sotto.snapshot();
  }

  conversation(other: Person): ConversationView | undefined {
    return this.snapshot().conversations.find((conversation) => conversation.address === other.address);
  }

  idOf(other: Person): string {
    return this.services.conversations.open(this.accountId, other.address);
  }

  items(other: Person): readonly TimelineItem[] {
    return this.snapshot().timelines[`${this.accountId}/${other.address}`] ?? [];
  }

  messages(other: Person): readonly MessageItem[] {
    return this.items(other).filter((item) => item.kind === 'message');
  }

  notices(other: Person): readonly string[] {
    return this.items(other).flatMap((item) => (item.kind === 'notice' ? [item.code] : []));
  }

  /** Resolves with what `look` gives once that is neither null, undefined nor false; looks again after each event. */
  until<Value>(what: string, look: () => Value | null | undefined | false): Promise<Value> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#watchers.delete(check);
      };
      const check = () => {
        const found = look();
        if (found === null || found === undefined || found === false) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`${this.name} waited in vain: ${what}; ${JSON.stringify(this.snapshot(), null, 1).slice(0, 6_000)}`));
      }, patienceMs);
      this.#watchers.add(check);
      check();
    });
  }

  /** Makes the vault, adds the account, pins the server's certificate and waits until it is online with a key. */
  async signIn(changes: Partial<AccountSettings> = {}): Promise<void> {
    await this.sotto.start();
    await this.sotto.createVault(passphrase);
    const settings: AccountSettings = {
      address: this.address,
      resource: '',
      host: this.server.host,
      port: this.server.port,
      tls: 'starttls',
      allowPlain: false,
      connectAtStart: true,
      proxy: null,
      ...changes,
    };
    const accountId = this.services.accounts.add(settings, `${this.name}-password`, true);
    const question = await this.until('the certificate question', () => this.snapshot().certificates[0]);
    await this.services.accounts.answerCertificate(accountId, question.certificate.sha256, 'pin');
    await this.online();
  }

  /** Signed in with a key, and the server knows that messages can come here. */
  async online(): Promise<void> {
    await this.until('being online with a key', () => {
      const [account] = this.snapshot().accounts;
      return account?.connection.at === 'online' && account.key.at === 'ready';
    });
    await this.server.wire.waitFor(
      ({ direction, session, xml, atMs }) =>
        direction === 'in' && atMs >= this.#startedAtMs && session.startsWith(`${this.address}/`) && xml.startsWith('<presence'),
    );
  }

  /** Ends the app in order, and starts it again on the same profile. */
  async restart(): Promise<void> {
    await this.sotto.stop();
    this.sotto = this.#build();
    await this.sotto.start();
    await this.sotto.unlockVault(passphrase);
  }

  async remove(): Promise<void> {
    await this.sotto.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #build(): Sotto {
    this.#startedAtMs = Date.now();
    const clock = {
      nowMs: () => Date.now() + this.aheadMs,
      after: (delayMs: number, task: () => void) => {
        const timer = setTimeout(task, delayMs);
        return () => clearTimeout(timer);
      },
    };
    const publisher = createPublisher(() => {
      queueMicrotask(() => this.#watchers.forEach((check) => check()));
    });
    return new Sotto({
      clock,
      random,
      log: silentLog,
      publisher,
      // No keychain here, as on a system without one: the passphrase path is the real one.
      vault: openVault({
        directory: this.directory,
        keychain: { kind: () => 'none', seal: () => Buffer.alloc(0), open: () => '' },
        clock,
        random,
      }),
      openStore: (key) => openStore(join(this.directory, profileFiles.database), key),
      rescue: rescueOf(this.directory, () => Date.now()),
      openSession: openXmppSession,
      openRegistration: openXmppRegistration,
      makeKey: (onProgress) => ({ done: Promise.resolve().then(() => generateDsaKey(env, onProgress)), cancel: () => undefined }),
      env,
      applySettings: () => undefined,
      versions: { sotto: '0', runtime: 'test' },
      canSpell: false,
      home: { platform: 'linux', home: '/nonexistent', env: {} },
    });
  }
}

/** Both see each other in their buddy lists, online. */
export async function befriend(a: Person, b: Person): Promise<void> {
  await a.services.buddies.add(a.accountId, b.address, '', [], 'hello');
  await b.until('the request', () => b.snapshot().requests.some((request) => request.address === a.address));
  await b.services.buddies.answer(b.accountId, a.address, 'approve');
  await a.until('the request back', () => a.snapshot().requests.some((request) => request.address === b.address));
  await a.services.buddies.answer(a.accountId, b.address, 'approve');
  for (const [person, other] of [[a, b], [b, a]] as const) {
    await person.until('the other online', () =>
      person.snapshot().buddies.some((buddy) => buddy.address === other.address && buddy.show !== 'offline' && buddy.subscription === 'both'),
    );
  }
}

/** `a` starts a private conversation with `b`; resolves when both have it. */
export async function goPrivate(a: Person, b: Person): Promise<void> {
  a.services.conversations.startPrivate(a.idOf(b));
  for (const [person, other] of [[a, b], [b, a]] as const) {
    await person.until('a private conversation', () => {
      const privacy = person.conversation(other)?.privacy;
      return privacy === 'unverified' || privacy === 'private';
    });
  }
}
