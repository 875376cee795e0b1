import type { Show } from '../../shared/views.ts';
import './avatar.css';

const shapes: Record<Show | 'invisible', 'available' | 'away' | 'busy' | 'unseen' | 'gone'> = {
  available: 'available',
  chat: 'available',
  away: 'away',
  'extended-away': 'away',
  'do-not-disturb': 'busy',
  offline: 'gone',
  invisible: 'unseen',
};

/** Presence as a shape and a colour: a disc, a crescent, a disc with a bar, a broken ring, a ring. Only decoration. */
export function PresenceMark({ show }: { readonly show: Show | 'invisible' }) {
  const shape = shapes[show];
  return (
    <svg className={`presence presence-${shape}`} width="8" height="8" viewBox="0 0 8 8" aria-hidden>
      {shape === 'available' && <circle cx="4" cy="4" r="4" fill="currentColor" />}
      {shape === 'away' && <path d="M5.2 0.2A4 4 0 1 0 7.8 5.2 3.4 3.4 0 0 1 5.2 0.2Z" fill="currentColor" />}
      {shape === 'busy' && (
        <path fillRule="evenodd" d="M4 0a4 4 0 1 1 0 8a4 4 0 0 1 0-8ZM1.8 3.2v1.6h4.4V3.2Z" fill="currentColor" />
      )}
      {shape === 'unseen' && (
        <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3.14 1.57" />
      )}
      {shape === 'gone' && <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="2" />}
    </svg>
  );
}
