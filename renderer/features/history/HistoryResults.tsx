import { useRef, type KeyboardEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { levelOfMark, PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { showFound } from '../../store/history-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { HistoryHitView } from '../../../shared/views.ts';
import type { Found } from './use-search.ts';

type Props = { readonly found: Found | null; readonly typed: boolean };

/** What was found, the newest first. Arrows move, Enter goes to the place, Delete removes. */
export function HistoryResults({ found, typed }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('.history-hit') ?? [])];
    rows[rows.indexOf(document.activeElement as HTMLElement) + step]?.focus();
    event.preventDefault();
  };
  const count = found?.hits.length ?? 0;
  return (
    <div className="history-results">
      <p className="muted history-told" role="status">
        {!typed ? t.history.start : found === null ? '' : count === 0 ? t.history.nothingFound : found.isLast ? t.history.found(count) : t.history.foundMore(count)}
      </p>
      {typed && found && count > 0 && (
        <ul ref={list} className="history-list" aria-label={t.history.results} onKeyDown={onKeyDown}>
          {found.hits.map((hit) => (
            <Hit key={hit.item.id} hit={hit} />
          ))}
        </ul>
      )}
      {typed && found && !found.isLast && count > 0 && (
        <Button className="history-more" onClick={found.more}>
          {t.history.more}
        </Button>
      )}
    </div>
  );
}

function Hit({ hit: { conversationId, name, item, excerpt } }: { readonly hit: HistoryHitView }) {
  const slash = conversationId.indexOf('/');
  const show = () => attempt(showFound({ accountId: conversationId.slice(0, slash), address: conversationId.slice(slash + 1), itemId: item.id }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete') openDialog({ kind: 'remove-line', conversationId, itemId: item.id });
  };
  return (
    <li>
      <button type="button" className="history-hit" onClick={show} onKeyDown={onKeyDown}>
        <span className="history-hit-head">
          <bdi className="strong one-line">{showableLine(name)}</bdi>
          {item.from === 'me' && <span className="muted">{t.history.me}</span>}
          <PrivacyIcon level={levelOfMark[item.mark]} size={12} label={t.marks[item.mark]} />
          <time className="muted" dateTime={new Date(item.atMs).toISOString()}>
            {dateTimeOf(item.atMs)}
          </time>
        </span>
        <bdi className="history-excerpt" dir="auto">
          {excerpt.map(({ text, isHit }, at) => (isHit ? <mark key={at}>{showableLine(text)}</mark> : <span key={at}>{spaced(text)}</span>))}
        </bdi>
      </button>
    </li>
  );
}

/** On one line, with the spaces at its ends, which part it from the hits. */
function spaced(text: string): string {
  const line = showableLine(text);
  return `${/^\s/.test(text) ? ' ' : ''}${line.trim()}${line.trim() !== '' && /\s$/.test(text) ? ' ' : ''}`;
}
