import type { KeptMessage, Store } from '../../store/records.ts';
import type { AccountId, ConversationId } from '../../../shared/ids.ts';
import { partsOf } from '../conversation-id.ts';

export type ExportFormat = 'text' | 'json';

/** Messages that are read and written at once. */
const pageLines = 500;

type Kept = { readonly accountId: AccountId; readonly address: string };
type Deps = { readonly store: Store; readonly addressOf: (accountId: AccountId) => string };

/** What is kept of one conversation or of all, as the text of a file, in parts that are made when they are asked for. */
export function* exported(deps: Deps, conversationId: ConversationId | null, format: ExportFormat): Generator<string> {
  const conversations = conversationId === null ? deps.store.history.conversations() : [partsOf(conversationId)];
  if (format === 'json') yield '{"format":"sotto-history","version":1,"conversations":[';
  for (const [n, conversation] of conversations.entries()) {
    const who = { account: deps.addressOf(conversation.accountId), address: conversation.address };
    if (format === 'json') yield* jsonOf(deps.store, conversation, who, n === 0);
    else yield* textOf(deps.store, conversation, who, n === 0);
  }
  if (format === 'json') yield '\n]}\n';
}

type Who = { readonly account: string; readonly address: string };

function* jsonOf(store: Store, conversation: Kept, who: Who, isFirst: boolean): Generator<string> {
  yield `${isFirst ? '' : ','}\n{"account":${JSON.stringify(who.account)},"address":${JSON.stringify(who.address)},"messages":[`;
  let isFirstMessage = true;
  for (const page of pagesOf(store, conversation)) {
    const lines = page.map(({ atMs, from, text, mark, arrivedUnencrypted, delivery }) =>
      JSON.stringify({ at: new Date(atMs).toISOString(), from: from === 'me' ? who.account : who.address, mark, arrivedUnencrypted, delivery: delivery?.at ?? null, text }),
    );
    yield `${isFirstMessage ? '' : ','}\n${lines.join(',\n')}`;
    isFirstMessage = false;
  }
  yield '\n]}';
}

function* textOf(store: Store, conversation: Kept, who: Who, isFirst: boolean): Generator<string> {
  yield `${isFirst ? '' : '\n'}# ${who.account} - ${who.address}\n`;
  for (const page of pagesOf(store, conversation)) {
    yield page.map((message) => `${stampOf(message.atMs)} [${message.mark}] ${message.from === 'me' ? who.account : who.address}: ${indented(message.text)}\n`).join('');
  }
}

function* pagesOf(store: Store, { accountId, address }: Kept): Generator<readonly KeptMessage[]> {
  let id: number | null = null;
  for (;;) {
    const page: readonly KeptMessage[] = store.history.page(accountId, address, { side: 'after', id }, pageLines);
    if (page.length === 0) return;
    yield page;
    id = page.at(-1)?.id ?? null;
  }
}

/** 2026-11-24 10:21:03Z */
function stampOf(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').replace(/\.\d+/, '');
}

/** Further lines of a message are set in, so that none can pass for a message; what moves a terminal's cursor goes. */
function indented(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n').replace(/[\0-\x08\x0e-\x1f\x7f-\x9f]/g, '').replaceAll('\n', '\n    ');
}
