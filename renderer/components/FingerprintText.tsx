import { fingerprintGroups } from '../text/person.ts';
import './fingerprint.css';

/** A fingerprint in five groups of eight, in a fixed width, to be read aloud and compared. */
export function FingerprintText({ fingerprint }: { readonly fingerprint: string }) {
  return (
    <code className="fingerprint selectable">
      {fingerprintGroups(fingerprint).map((group, at) => (
        <span key={at}>{group} </span>
      ))}
    </code>
  );
}
