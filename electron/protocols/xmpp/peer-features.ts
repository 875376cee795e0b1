import xml, { type Element } from '@xmpp/xml';
import type { PeerFeature, SessionEvent } from '../protocol.ts';
import type { Address } from './addresses.ts';
import { isKnownHash, readInfo, verificationOf } from './capabilities.ts';
import { ns } from './namespaces.ts';

type Ask = (child: Element, to: string) => Promise<Element>;
type Announcement = { readonly from: Address; readonly hash: string; readonly node: string; readonly ver: string };
type Question = { readonly announcers: Announcement[]; isRunning: boolean };

/** Hashes that are remembered, the ones used last; questions that wait or run; those that run at once; devices for a hash. */
const most = { known: 1_000, questions: 300, running: 4, announcers: 500, tries: 3 } as const;

const named: readonly (readonly [string, PeerFeature])[] = [
  [ns.chatStates, 'chat-states'],
  [ns.receipts, 'receipts'],
  [ns.correction, 'corrections'],
];

/**
 * What the devices of buddies can do, from the hash in their presence.
 *
 * A hash is believed only once somebody who announced it gave an answer that has this very hash; then it holds for
 * everybody with it, whoever lied about it before. Nobody is asked who does not see our presence, since the question would tell them of us. A hash
 * that three people did not live up to is not asked for again.
 * Spec: XEP-0115 sections 5.4 and 8.
 */
export class PeerFeatures {
  readonly #known = new Map<string, readonly PeerFeature[]>();
  /** Who did not live up to a hash. */
  readonly #failed = new Map<string, ReadonlySet<string>>();
  readonly #questions = new Map<string, Question>();
  readonly #emit: (event: SessionEvent) => void;
  #running = 0;

  constructor(emit: (event: SessionEvent) => void) {
    this.#emit = emit;
  }

  /** A device shows its presence. `ask`: asks it; `null` where it is not to be asked. */
  announced(from: Address, presence: Element, ask: Ask | null): void {
    const announcement = readAnnouncement(from, presence);
    if (announcement === null) return;
    const key = keyOf(announcement);
    const known = this.#known.get(key);
    if (known !== undefined) {
      put(this.#known, key, known);
      this.#tell(announcement, known);
    } else if (ask !== null) this.#queue(key, announcement, ask);
  }

  /** Nobody answers what was asked in the session that is over. */
  reset(): void {
    this.#questions.clear();
  }

  #queue(key: string, announcement: Announcement, ask: Ask): void {
    const question = this.#questions.get(key);
    if (question !== undefined) {
      if (question.announcers.length < most.announcers) question.announcers.push(announcement);
      return;
    }
    if (this.#questions.size >= most.questions || !this.#mayAsk(key, announcement)) return;
    this.#questions.set(key, { announcers: [announcement], isRunning: false });
    this.#next(ask);
  }

  /** Asks for the hashes that wait, a few at a time. */
  #next(ask: Ask): void {
    for (const [key, question] of this.#questions) {
      if (this.#running >= most.running) return;
      if (!question.isRunning) void this.#run(key, question, ask);
    }
  }

  #mayAsk(key: string, { from }: Announcement): boolean {
    const failed = this.#failed.get(key);
    return failed === undefined || (failed.size < most.tries && !failed.has(from.bare));
  }

  async #run(key: string, question: Question, ask: Ask): Promise<void> {
    this.#running += 1;
    question.isRunning = true;
    let found: readonly PeerFeature[] | null = null;
    // More announcers may come while one is asked.
    for (const announcement of question.announcers) {
      if (!this.#mayAsk(key, announcement)) continue;
      found = await verified(announcement, ask);
      if (found !== null || this.#questions.get(key) !== question) break;
      put(this.#failed, key, new Set([...(this.#failed.get(key) ?? []), announcement.from.bare]));
    }
    this.#running -= 1;
    if (this.#questions.get(key) !== question) return;
    this.#questions.delete(key);
    if (found !== null) {
      put(this.#known, key, found);
      for (const announcement of question.announcers) this.#tell(announcement, found);
    }
    this.#next(ask);
  }

  #tell({ from }: Announcement, features: readonly PeerFeature[]): void {
    this.#emit({ kind: 'features', address: from.bare, resource: from.resource, features });
  }
}

/** Remembers as the last, and forgets the first of too many. */
function put<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most.known && oldest !== undefined) map.delete(oldest);
}

/** The hash and the algorithm make the key: which program it is does not matter. */
const keyOf = ({ hash, ver }: Announcement): string => `${hash} ${ver}`;

function readAnnouncement(from: Address, presence: Element): Announcement | null {
  const { hash = '', node = '', ver = '' } = presence.getChild('c', ns.capabilities)?.attrs ?? {};
  const isReadable = isKnownHash(hash) && node !== '' && node.length <= 1_024 && /^[A-Za-z0-9+/]{20,100}={0,2}$/.test(ver);
  return isReadable && from.resource !== '' ? { from, hash, node, ver } : null;
}

/** Asks one device for what it announced; `null` where its answer is missing or has another hash. */
async function verified({ from, hash, node, ver }: Announcement, ask: Ask): Promise<readonly PeerFeature[] | null> {
  try {
    const answer = await ask(xml('query', { xmlns: ns.info, node: `${node}#${ver}` }), `${from.bare}/${from.resource}`);
    const query = answer.attrs['type'] === 'result' ? answer.getChild('query', ns.info) : undefined;
    const info = query === undefined ? null : readInfo(query);
    if (info === null || verificationOf(info, hash) !== ver) return null;
    return named.filter(([name]) => info.features.includes(name)).map(([, feature]) => feature);
  } catch {
    return null;
  }
}
