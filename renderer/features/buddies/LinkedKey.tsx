import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { FingerprintText } from '../../components/FingerprintText.tsx';
import { Note } from '../../components/Note.tsx';
import { fingerprintStore, unwatchFingerprints, verifyFingerprints, watchFingerprints } from '../../store/fingerprint-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import type { FingerprintName } from '../../../shared/views.ts';

/**
 * The key that a link names, beside what is known of that person. A link proves as much as the way that it came; so it
 * verifies nothing without the person's word on that, and never a key that was not seen in a conversation.
 */
export function LinkedKey(key: FingerprintName) {
  const { accountId, address, fingerprint } = key;
  const [inPerson, setInPerson] = useState(false);
  const all = useStore(fingerprintStore, (state) => state.known);
  useEffect(() => {
    void watchFingerprints();
    return unwatchFingerprints;
  }, []);
  if (all === null) return <FingerprintText fingerprint={fingerprint} />;
  const theirs = all.filter((known) => known.accountId === accountId && known.address === address);
  const same = theirs.find((known) => known.fingerprint === fingerprint);
  return (
    <section className="linked-key" aria-label={t.xmppLink.key}>
      <p className="strong">{t.xmppLink.key}</p>
      <FingerprintText fingerprint={fingerprint} />
      {same?.verified ? (
        <Note look="quiet">{t.xmppLink.verified}</Note>
      ) : same ? (
        <>
          <Note look="caution">{t.xmppLink.known}</Note>
          <Checkbox label={t.xmppLink.inPerson} checked={inPerson} onChange={setInPerson} />
          <Button disabled={!inPerson} onClick={() => attempt(verifyFingerprints([key], true))}>
            {t.fingerprints.verifyNow}
          </Button>
        </>
      ) : theirs.length > 0 ? (
        <>
          <Note look="danger">{t.xmppLink.another(theirs.length)}</Note>
          {theirs.slice(0, 8).map((known) => (
            <FingerprintText key={known.fingerprint} fingerprint={known.fingerprint} />
          ))}
        </>
      ) : (
        <Note look="quiet">{t.xmppLink.unseen}</Note>
      )}
    </section>
  );
}
