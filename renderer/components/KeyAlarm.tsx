import { TriangleAlert } from 'lucide-react';
import './key-alarm.css';

/** Stands where a shield would: the buddy's key changed, and nobody has decided about it. Its words are the row's. */
export function KeyAlarm({ size }: { readonly size: number }) {
  return (
    <span className="key-alarm" aria-hidden>
      <TriangleAlert size={size} />
    </span>
  );
}
