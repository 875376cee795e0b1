import './progress.css';

/** A thin bar; without a value it says only that something is under way. */
export function Progress({ label, percent }: { readonly label: string; readonly percent?: number | undefined }) {
  return (
    <div
      className={percent === undefined ? 'progress progress-endless' : 'progress'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </div>
  );
}
