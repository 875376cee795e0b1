import './badge.css';

/** A count of unread messages, above 99 it only says so; or that somebody waits for an answer, or something came of it. */
export function Badge({ count }: { readonly count: number | '?' | '!' }) {
  return (
    <span className="badge" aria-hidden>
      {typeof count === 'number' && count > 99 ? '99+' : count}
    </span>
  );
}
