import { basename } from 'node:path';
import { Fault } from '../../base/fault.ts';
import type { Log } from '../../base/log.ts';
import type { Clock } from '../../base/ports.ts';
import { isFileFault, replaceChosenFileByParts } from '../../base/private-files.ts';
import type { HistoryScope, Store } from '../../store/records.ts';
import type { AccountId, ConversationId, TimelineItemId } from '../../../shared/ids.ts';
import type { HistoryFoundView, HistoryPageView, HistoryView, KeptConversationView, MessageItem, MessageMark } from '../../../shared/views.ts';
import { conversationIdOf, partsOf } from '../conversation-id.ts';
import type { PolicyService } from '../policy-service.ts';
import type { Publish } from '../publisher.ts';
import { readJson } from '../settings-service.ts';
import type { PutBack } from '../timeline.ts';
import { exported } from './exporting.ts';
import type { ExportFormat } from './exporting.ts';
import { itemIdOf, itemOf, keptIdOf } from './keeper.ts';
import type { Keeper, ShownLine } from './keeper.ts';
import { Removals } from './removals.ts';
import { scopeOf } from './scope.ts';
import { Soundness } from './soundness.ts';
import type { Part } from './scope.ts';
import { excerptOf, wordsOf } from './searching.ts';
import { WayBack } from './way-back.ts';

export type HistoryDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly publish: Publish;
  readonly policies: PolicyService;
  /** The address of an account. */
  readonly addressOf: (accountId: AccountId) => string;
  /** What a person is called in the list. */
  readonly nameOf: (accountId: AccountId, address: string) => string;
  /** A part of the history is about to go: it is not to be seen any more. */
  readonly onForgotten: (scope: HistoryScope) => void;
  /** What is kept from now on may have changed. */
  readonly onChoice: () => void;
};

/** Which part of a conversation is asked for: its end, or what is beside or around a line. */
export type PageEdge =
  | { readonly side: 'end' }
  | { readonly side: 'before' | 'after' | 'around'; readonly itemId: TimelineItemId };

/** Lines of a page. */
const pageLines = 100;
/** Hits that a search gives at once. */
const searchHits = 50;

/** Keeps what the person wants kept, and gives it back. */
export class HistoryService {
  readonly #deps: HistoryDeps;
  /** Messages below are of earlier runs. */
  readonly #firstId: number;
  readonly removals: Removals;
  readonly #wayBack: WayBack;
  readonly #soundness: Soundness;
  #keeps: boolean;
  #choices = new Map<ConversationId, HistoryView['choices'][number]>();

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
    const { store } = deps;
    this.#keeps = readJson<{ keeps: boolean }>(store.settings.get('history')).keeps !== false;
    this.#soundness = new Soundness({ ...deps, onChanged: () => this.#changed() });
    this.#firstId = this.#soundness.orNull(() => store.history.lastId() + 1) ?? Infinity;
    for (const choice of store.historyChoices.list()) this.#choices.set(conversationIdOf(choice.accountId, choice.address), choice);
    this.#wayBack = new WayBack(deps.clock);
    this.removals = new Removals({ ...deps, soundness: this.#soundness });
  }

  view(): HistoryView {
    return { keeps: this.#keeps, trouble: this.#soundness.trouble(), choices: [...this.#choices.values()] };
  }

  // ------------------------------------------------------------ what is kept

  /** Whether a line with this mark is kept if it is shown now. */
  keeps(accountId: AccountId, address: string, mark: MessageMark): boolean {
    if (!this.#keeps) return false;
    if (mark !== 'clear') return !this.#deps.policies.isUnkept(accountId, address);
    return this.#choices.get(conversationIdOf(accountId, address))?.keepsClear ?? true;
  }

  /** Switches the history on or off as a whole. What is there stays. */
  setKeeps(keeps: boolean): void {
    this.#deps.store.settings.put('history', JSON.stringify({ keeps }));
    this.#keeps = keeps;
    this.#changed();
  }

  /** Chooses whether what is said in clear with a buddy is kept; `null`: as by default. */
  choose(accountId: AccountId, address: string, keepsClear: boolean | null): void {
    this.#deps.store.historyChoices.put(accountId, address, keepsClear);
    const key = conversationIdOf(accountId, address);
    if (keepsClear === null) this.#choices.delete(key);
    else this.#choices.set(key, { accountId, address, keepsClear });
    this.#changed();
  }

  /** What a conversation's timeline tells of its lines. A line that cannot be kept is shown all the same. */
  keeperOf(accountId: AccountId, address: string): Keeper {
    return {
      keep: (line) => this.#soundness.written(() => this.#keep(accountId, address, line)),
      change: (line, stanzaId) => this.#soundness.written(() => this.#change(accountId, address, line, stanzaId)) ?? false,
      remove: (id) => void this.#soundness.orNull(() => this.removals.one(id)),
    };
  }

  #keep(accountId: AccountId, address: string, line: ShownLine): TimelineItemId | null {
    if (!this.keeps(accountId, address, line.mark)) return null;
    return itemIdOf(this.#deps.store.history.add({ ...line, accountId, address, resent: line.resent ?? false }));
  }

  /** A line that became more private than what is kept here leaves the history. */
  #change(accountId: AccountId, address: string, line: MessageItem, stanzaId: string | null): boolean {
    const id = keptIdOf(line.id);
    if (id === null) return false;
    if (line.mark !== 'clear' && !this.keeps(accountId, address, line.mark) && this.#deps.store.history.get(id)?.mark === 'clear') {
      this.removals.one(line.id);
      return false;
    }
    this.#deps.store.history.update(id, { ...line, resent: line.resent ?? false, stanzaId });
    const { text, cut, former } = line;
    if (former && this.#deps.store.history.get(id)?.text !== text.normalize('NFC')) this.#deps.store.history.correct(id, { text, cut, former });
    return true;
  }

  /**
   * A buddy's program says that a line arrived which was sent by an earlier run of the app. It counts for one of the newest lines
   * that went to that address, with the random id that it went out under, and once.
   */
  arrived(accountId: AccountId, address: string, stanzaId: string): void {
    const message = this.#soundness.orNull(() => this.#deps.store.history.sentAs(accountId, address, stanzaId));
    if (message === null || message.id >= this.#firstId || message.delivery?.at !== 'sent') return;
    const changed = { ...message, delivery: { at: 'delivered' } as const };
    if (this.#soundness.written(() => (this.#deps.store.history.update(message.id, { ...changed, stanzaId: null }), true)) !== true) return;
    this.#deps.publish('history.line', { conversationId: conversationIdOf(accountId, address), item: itemOf(changed, true) });
  }

  /** Removes what is kept of an account, step by step, before the account goes. */
  async forgetAccount(accountId: AccountId): Promise<void> {
    this.#wayBack.end();
    this.removals.scope({ accountId, address: null, marks: 'all', fromMs: null, toMs: null });
    await this.removals.done();
  }

  /** The account was removed; what came meanwhile went with it. */
  drop(accountId: AccountId): void {
    this.removals.tidy();
    for (const [key, choice] of this.#choices) if (choice.accountId === accountId) this.#choices.delete(key);
    this.#changed();
  }

  // ------------------------------------------------------------ what was kept

  /** Kept lines of a conversation. Throws `Fault` (`not-found`) where the line that they are beside is gone. */
  page(conversationId: ConversationId, edge: PageEdge): HistoryPageView {
    return this.#soundness.read(() => this.#page(conversationId, edge));
  }

  #page(conversationId: ConversationId, edge: PageEdge): HistoryPageView {
    const { accountId, address } = partsOf(conversationId);
    const { history } = this.#deps.store;
    const ask = (side: 'before' | 'after', id: number | null) => history.page(accountId, address, { side, id }, pageLines + 1);
    const id = edge.side === 'end' ? null : keptIdOf(edge.itemId);
    if (edge.side !== 'end' && id === null) throw new Fault('not-found');
    const isAround = edge.side === 'around';
    const older = edge.side === 'after' ? [] : ask('before', isAround && id !== null ? id + 1 : id);
    const newer = edge.side === 'after' || isAround ? ask('after', id) : [];
    const items = [...older.slice(-pageLines), ...newer.slice(0, pageLines)];
    return {
      items: items.map((message) => itemOf(message, message.id < this.#firstId)),
      isFirst: edge.side === 'after' ? false : older.length <= pageLines,
      isLast: edge.side === 'before' ? false : newer.length <= pageLines,
    };
  }

  conversations(): readonly KeptConversationView[] {
    return this.#deps.store.history.conversations().map(({ accountId, address }) => ({
      id: conversationIdOf(accountId, address),
      accountId,
      address,
      name: this.#deps.nameOf(accountId, address),
    }));
  }

  /** The newest kept lines with all words; nothing where no word is in what was typed. */
  search(typed: string, part: Omit<Part, 'marks'>, before: TimelineItemId | null): HistoryFoundView {
    const words = wordsOf(typed);
    if (words.length === 0) return { hits: [], isLast: true };
    const beforeId = before === null ? null : keptIdOf(before);
    const scope = scopeOf({ ...part, marks: 'all' });
    const found = this.#soundness.read(() => this.#deps.store.history.search(words, scope, beforeId, searchHits + 1));
    const hits = found.slice(0, searchHits).map((hit) => {
      const { id, accountId, address } = hit.message;
      const item = itemOf(hit.message, id < this.#firstId);
      return { conversationId: conversationIdOf(accountId, address), name: this.#deps.nameOf(accountId, address), item, excerpt: excerptOf(hit) };
    });
    return { hits, isLast: found.length <= searchHits };
  }

  count(part: Part): number {
    return this.#deps.store.history.count(scopeOf(part));
  }

  /** Removes one line from the files at once. `putBack` shows it again, if it is restored. */
  remove(conversationId: ConversationId, itemId: TimelineItemId, putBack: PutBack | null): void {
    const message = this.removals.one(itemId);
    if (message !== null) this.#wayBack.offer(itemId, { message, putBack });
    this.#deps.publish('history.removed', { conversationId, itemId });
  }

  /** Puts the line back that was removed last. Throws `Fault` (`not-found`) where the time for that has passed. */
  restore(conversationId: ConversationId, itemId: TimelineItemId): void {
    const removed = this.#wayBack.take(itemId);
    if (removed === null) throw new Fault('not-found');
    const { message, putBack } = removed;
    this.#deps.store.history.restore(message);
    putBack?.();
    this.#deps.publish('history.restored', { conversationId, item: itemOf(message, message.id < this.#firstId) });
  }

  /** Removes a part, from sight at once. Resolves when no search finds it and no page of the files holds it. */
  async forget(part: Part): Promise<void> {
    const scope = scopeOf(part);
    this.#wayBack.end();
    this.removals.scope(scope);
    this.#deps.onForgotten(scope);
    await this.removals.done();
    this.#deps.publish('history.removed', { conversationId: part.conversationId, itemId: null });
  }

  /** What an export is called, unless the person says otherwise. */
  fileName(conversationId: ConversationId | null, format: ExportFormat): string {
    const name = conversationId === null ? 'sotto-history' : partsOf(conversationId).address.replace(/[^\w@.-]/g, '_').slice(0, 100);
    return `${name}.${format === 'json' ? 'json' : 'txt'}`;
  }

  /** Writes a conversation or all of them into a file, in the place of what was there; gives its name. Throws `Fault`. */
  async export(conversationId: ConversationId | null, format: ExportFormat, path: string): Promise<string> {
    try {
      await replaceChosenFileByParts(path, exported(this.#deps, conversationId, format));
    } catch (thrown) {
      throw isFileFault(thrown) ? new Fault('storage-failed', { cause: thrown }) : thrown;
    }
    return basename(path);
  }

  #changed(): void {
    this.#deps.publish('history.changed', { history: this.view() });
    this.#deps.onChoice();
  }
}
