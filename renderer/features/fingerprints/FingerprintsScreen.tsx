import { ArrowLeft, Search } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { SearchField } from '../../components/Field.tsx';
import { Segments } from '../../components/Segments.tsx';
import { unwatchFingerprints, watchFingerprints } from '../../store/fingerprint-store.ts';
import { openDialog, showScreen } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { FingerprintFilters } from './FingerprintFilters.tsx';
import { KnownFingerprints } from './KnownFingerprints.tsx';
import { MyKeys } from './MyKeys.tsx';
import { noFilter, type Filter } from './rows.ts';
import './fingerprints.css';

type Part = 'known' | 'mine';

/** Every fingerprint that is known, and our own keys. Stands in place of the conversations until it is closed. */
export function FingerprintsScreen() {
  const [part, setPart] = useState<Part>('known');
  const [filter, setFilter] = useState(noFilter);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    void watchFingerprints();
    return unwatchFingerprints;
  }, []);

  const narrow = (next: Filter) => {
    const isNone = next.words === '' && next.accountId === null && next.state === 'all';
    setFilter(isNone ? noFilter : next);
  };
  const clear = () => {
    setFilter(noFilter);
    field.current?.focus();
  };
  const close = () => showScreen('messenger');
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape in a dialog of this screen closes the dialog only.
    const inDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key !== 'Escape' || inDialog) return;
    if (filter === noFilter) close();
    else clear();
  };

  return (
    <main className="fingerprints" onKeyDown={onKeyDown} aria-labelledby="fingerprints-title">
      <header className="fingerprints-header">
        <Button look="quiet" icon={ArrowLeft} onClick={close}>
          {t.fingerprints.close}
        </Button>
        <h2 id="fingerprints-title">{t.fingerprints.title}</h2>
        <search className="fingerprints-filter" hidden={part !== 'known'}>
          <SearchField
            ref={field}
            icon={Search}
            label={t.fingerprints.filter}
            value={filter.words}
            autoFocus
            onChange={(event) => narrow({ ...filter, words: event.target.value })}
          />
        </search>
        <div className="fingerprints-doors">
          <Button onClick={() => openDialog({ kind: 'move-in' })}>{t.fingerprints.import}</Button>
          <Button onClick={() => openDialog({ kind: 'export' })}>{t.fingerprints.export}</Button>
        </div>
      </header>
      <div className="fingerprints-bar">
        <Segments
          label={t.fingerprints.title}
          value={part}
          onChange={setPart}
          options={[
            { value: 'known', label: t.fingerprints.known },
            { value: 'mine', label: t.fingerprints.mine },
          ]}
        />
        {part === 'known' && <FingerprintFilters filter={filter} onChange={narrow} />}
      </div>
      {part === 'known' ? <KnownFingerprints filter={filter} onClearFilter={clear} /> : <MyKeys />}
    </main>
  );
}
