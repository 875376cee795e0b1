import { t } from '../strings/index.ts';
import type { FaultCode } from '../../shared/faults.ts';
import { Note } from './Note.tsx';

/** What went wrong, in words that are read out at once; nothing where nothing did. */
export function FaultNote({ fault }: { readonly fault: FaultCode | null }) {
  if (fault === null) return null;
  return (
    <div role="alert">
      <Note look="danger">{t.faults[fault]}</Note>
    </div>
  );
}
