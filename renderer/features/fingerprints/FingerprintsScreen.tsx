import { ArrowLeft, Search } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { SearchField } from '../../components/Field.tsx';
import { Segments } from '../../components/Segments.tsx';
import { unwatchFingerprints, watchFingerprints } from '../../store/fingerprint-store.ts';
import { openDialog, showScreen } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { KnownFingerprints } from './KnownFingerprints.tsx';
import { MyKeys } from './MyKeys.tsx';
import './fingerprints.css';

type Part = 'known' | 'mine';

/** Every fingerprint that is known, and our own keys. Stands in place of the conversations until it is closed. */
export function FingerprintsScreen() {
  const [part, setPart] = useState<Part>('known');
  const [filter, setFilter] = useState('');
  useEffect(() => {
    void watchFingerprints();
    return unwatchFingerprints;
  }, []);

  const close = () => showScreen('messenger');
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape in a dialog of this screen closes the dialog only.
    const inDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key !== 'Escape' || inDialog) return;
    if (filter === '') close();
    else setFilter('');
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
            icon={Search}
            label={t.fingerprints.filter}
            value={filter}
            autoFocus
            onChange={(event) => setFilter(event.target.value)}
          />
        </search>
        <Button onClick={() => openDialog({ kind: 'move-in' })}>{t.fingerprints.import}</Button>
        <Button onClick={() => openDialog({ kind: 'export' })}>{t.fingerprints.export}</Button>
      </header>
      <Segments
        label={t.fingerprints.title}
        value={part}
        onChange={setPart}
        options={[
          { value: 'known', label: t.fingerprints.known },
          { value: 'mine', label: t.fingerprints.mine },
        ]}
      />
      {part === 'known' ? <KnownFingerprints filter={filter} /> : <MyKeys />}
    </main>
  );
}
