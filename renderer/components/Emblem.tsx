import './emblem.css';

/** Sotto's emblem: a speech bubble with a lock in it. Only decoration. */
export function Emblem({ size }: { readonly size: number }) {
  return (
    <svg className="emblem" width={size} height={size} viewBox="0 0 64 64" aria-hidden>
      <rect className="emblem-ground" width="64" height="64" rx="15" />
      <g transform="translate(-4.8 -4.9) scale(1.15)">
        <path
          className="emblem-bubble"
          d="M32 14c11.6 0 20 7 20 16.2S43.6 46.4 32 46.4c-2.2 0-4.3-.25-6.2-.7-2.6 2.3-6 4.3-10.3 5-.9.15-1.4-.9-.8-1.6 1.7-2 2.7-4.3 3.1-6.6C14.2 39.5 12 35.1 12 30.2 12 21 20.4 14 32 14Z"
        />
        <path
          className="emblem-lock"
          d="M25.5 29v-2.5a6.5 6.5 0 0 1 13 0V29h.5a2 2 0 0 1 2 2v6.5a2 2 0 0 1-2 2H25a2 2 0 0 1-2-2V31a2 2 0 0 1 2-2Zm3.5 0h6v-2.5a3 3 0 0 0-6 0Z"
        />
      </g>
    </svg>
  );
}
