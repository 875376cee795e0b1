import { useMemo } from 'react';
import { encode } from 'uqr';
import './qr-code.css';

/** More would make a code that no camera reads. */
const longest = 400;

/** A QR code, drawn as one path; nothing where the text is too long for one. Its colours are the same in the dark. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const drawn = useMemo(() => (text.length > longest ? null : draw(text)), [text]);
  if (drawn === null) return null;
  return (
    <svg className="qr-code" role="img" aria-label={label} viewBox={`0 0 ${drawn.size} ${drawn.size}`} shapeRendering="crispEdges">
      <path d={drawn.path} />
    </svg>
  );
}

/** One rectangle for each run of dark modules in a row. */
function draw(text: string): { readonly size: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const runs = data.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1]) return [];
      const end = row.indexOf(false, x);
      return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`];
    }),
  );
  return { size, path: runs.join('') };
}
