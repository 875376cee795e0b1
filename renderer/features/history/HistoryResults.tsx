import { Trash2 } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { Button, IconButton } from '../../components/Button.tsx';
import { levelOfMark, PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { removeLine, showFound } from '../../store/history-store.ts';
import { attempt } from '../../store/ui-store.ts';
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
    const at = rows.findIndex((row) => row.parentElement?.contains(document.activeElement));
    rows[at + step]?.focus();
    event.preventDefault();
  };
  // The row that has the keyboard goes; the next one gets it, else the one before.
  const remove = ({ conversationId, item }: HistoryHitView, from: Element) => {
    const row = from.closest('li');
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    (next?.querySelector<HTMLElement>('.history-hit') ?? document.querySelector<HTMLElement>('.history-search input'))?.focus();
    removeLine(conversationId, item.id);
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
            <Hit key={hit.item.id} hit={hit} onRemove={(from) => remove(hit, from)} />
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

type HitProps = { readonly hit: HistoryHitView; readonly onRemove: (from: Element) => void };

function Hit({ hit: { conversationId, name, item, excerpt }, onRemove }: HitProps) {
  const slash = conversationId.indexOf('/');
  const show = () => attempt(showFound({ accountId: conversationId.slice(0, slash), address: conversationId.slice(slash + 1), itemId: item.id }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete') onRemove(event.currentTarget);
  };
  return (
    <li className="history-row">
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
      <IconButton icon={Trash2} label={t.history.remove} className="history-remove" onClick={({ currentTarget }) => onRemove(currentTarget)} />
    </li>
  );
}

/** On one line, with the spaces at its ends, which part it from the hits. */
function spaced(text: string): string {
  const line = showableLine(text);
  return `${/^\s/.test(text) ? ' ' : ''}${line.trim()}${line.trim() !== '' && /\s$/.test(text) ? ' ' : ''}`;
}
