import { ArrowLeft, FileDown, Search, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { SearchField, SelectField, TextField } from '../../components/Field.tsx';
import { keptConversations } from '../../store/history-store.ts';
import { openDialog, showScreen, uiStore } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { KeptConversationView } from '../../../shared/views.ts';
import { HistoryResults } from './HistoryResults.tsx';
import { startOf } from './period.ts';
import { useSearch } from './use-search.ts';
import './history.css';

/** One search over everything that is kept. Stands in place of the conversations until it is closed. */
export function HistoryScreen() {
  const startedWith = useStore(uiStore, (state) => state.historyOf);
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [conversationId, setConversationId] = useState<ConversationId | null>(startedWith);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const conversations = useConversations();
  const found = useSearch(words, { conversationId, fromMs: startOf(from), toMs: startOf(to, 1) });

  const close = () => showScreen('messenger');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    if (words === '') close();
    else {
      setWords('');
      // The row that has the keyboard goes.
      field.current?.focus();
    }
  };
  return (
    <main className="history" onKeyDown={onKeyDown} aria-labelledby="history-title">
      <header className="history-header">
        <Button look="quiet" icon={ArrowLeft} onClick={close}>
          {t.history.close}
        </Button>
        <h2 id="history-title">{t.history.title}</h2>
        <search className="history-search">
          <SearchField ref={field} icon={Search} label={t.history.search} value={words} autoFocus onChange={(event) => setWords(event.target.value)} />
        </search>
      </header>
      <div className="history-filters">
        <SelectField label={t.history.conversation} value={conversationId ?? ''} onChange={(event) => setConversationId(event.target.value || null)}>
          <option value="">{t.history.allConversations}</option>
          {optionsOf(conversations, conversationId).map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </SelectField>
        <TextField type="date" label={t.history.from} value={from} onChange={(event) => setFrom(event.target.value)} />
        <TextField type="date" label={t.history.to} value={to} onChange={(event) => setTo(event.target.value)} />
        <div className="history-doors">
          <Button icon={FileDown} onClick={() => openDialog({ kind: 'export-history', conversationId })}>
            {t.history.export}
          </Button>
          <Button icon={Trash2} onClick={() => openDialog({ kind: 'forget-history', conversationId, marks: null })}>
            {t.history.forget}
          </Button>
        </div>
      </div>
      <HistoryResults found={found} typed={words.trim() !== ''} />
    </main>
  );
}

/** All conversations that something is kept of. */
function useConversations(): readonly KeptConversationView[] {
  const [conversations, setConversations] = useState<readonly KeptConversationView[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void keptConversations().then((kept) => isCurrent && setConversations(kept));
    return () => {
      isCurrent = false;
    };
  }, []);
  return conversations;
}

type Option = { readonly id: ConversationId; readonly label: string };

/** The one that is chosen is there too, if nothing of it is kept. */
function optionsOf(conversations: readonly KeptConversationView[], chosen: ConversationId | null): readonly Option[] {
  const options = conversations.map(({ id, name, address }) => ({ id, label: name === address ? showableLine(name) : showableLine(`${name} (${address})`) }));
  if (chosen === null || options.some(({ id }) => id === chosen)) return options;
  return [...options, { id: chosen, label: showableLine(chosen.slice(chosen.indexOf('/') + 1)) }];
}
