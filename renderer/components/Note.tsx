import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './note.css';

/** A boxed sentence beside what it is about. */
export function Note({ look, children }: { readonly look: 'quiet' | 'caution' | 'danger'; readonly children: ReactNode }) {
  const Icon = look === 'quiet' ? Info : TriangleAlert;
  return (
    <div className={`note note-${look}`}>
      <Icon size={16} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
