import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { Note } from '../../components/Note.tsx';
import { forgeInLab } from '../../store/lab.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { RecordedView } from '../../../shared/views.ts';

type Props = { readonly conversationId: ConversationId; readonly message: RecordedView; readonly name: string };

/** Makes a recorded message say something else, and shows that nobody can tell. */
export function ForgeForm({ conversationId, message, name }: Props) {
  const [text, setText] = useState(message.said ?? '');
  const [forged, setForged] = useState<{ readonly wire: string; readonly says: string } | null>(null);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    result.current?.scrollIntoView({ block: 'nearest' });
  }, [forged]);
  const forge = async () => {
    const made = await forgeInLab(conversationId, message.index, text);
    setFault(typeof made === 'string' ? made : null);
    setForged(typeof made === 'string' ? null : made);
  };
  return (
    <section className="forge" aria-label={t.lab.forge}>
      <div className="forge-line">
        <TextField
          label={t.lab.wouldHaveSaid(name)}
          value={text}
          autoFocus
          error={fault === null ? null : t.faults[fault]}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void forge();
          }}
        />
        <Button look="primary" onClick={() => void forge()}>
          {t.lab.forgeNow}
        </Button>
      </div>
      {forged && (
        <div ref={result} role="status" className="forged">
          <Note look="caution">{t.lab.holds(name, showableLine(forged.says.trimEnd()))}</Note>
          <code className="selectable" dir="ltr" tabIndex={0}>
            {forged.wire}
          </code>
        </div>
      )}
    </section>
  );
}
