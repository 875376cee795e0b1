import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { conversationStore, itemsOf } from '../../store/conversation-store.ts';
import { recordInLab, viewLab } from '../../store/lab.ts';
import { tell } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { ConversationView, LabView, RecordedView } from '../../../shared/views.ts';
import { ForgeForm } from './ForgeForm.tsx';
import { Recording } from './Recording.tsx';
import './lab.css';

type Props = { readonly conversation: ConversationView; readonly onClose: () => void };

/**
 * The deniability lab: what somebody who taps the line has of this conversation, and how it is forged with
 * nothing else. It records only while it is switched on.
 */
export function LabDialog({ conversation, onClose }: Props) {
  const { id, recording } = conversation;
  const [lab, setLab] = useState<LabView>({ recording, messages: [] });
  const [forging, setForging] = useState<RecordedView | null>(null);
  const items = useStore(conversationStore, (state) => itemsOf(state, id).length);
  const name = shortName(showableLine(conversation.name));

  const look = useCallback(async () => {
    const seen = await viewLab(id);
    if (typeof seen === 'string') tell(seen);
    else setLab(seen);
  }, [id]);
  useEffect(() => void look(), [look, recording, items]);

  const switchTo = async (on: boolean) => {
    setForging(null);
    tell(await recordInLab(id, on));
    await look();
  };
  return (
    <Dialog
      title={t.lab.title}
      about={t.lab.about(name)}
      width="wide"
      onClose={onClose}
      actions={
        <>
          {lab.recording && (
            <Button className="at-start" onClick={() => void switchTo(false)}>
              {t.lab.stop}
            </Button>
          )}
          {lab.recording && <Button onClick={() => void look()}>{t.lab.look}</Button>}
          <Button look={lab.recording ? 'primary' : 'secondary'} onClick={onClose}>
            {t.common.close}
          </Button>
          {!lab.recording && (
            <Button look="primary" data-first onClick={() => void switchTo(true)}>
              {t.lab.start}
            </Button>
          )}
        </>
      }
    >
      {lab.recording ? (
        <Recording messages={lab.messages} name={name} chosen={forging?.index ?? null} onForge={setForging} />
      ) : (
        <ol className="lab-steps">
          {t.lab.steps(name).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {forging && <ForgeForm key={forging.index} conversationId={id} message={forging} name={name} />}
    </Dialog>
  );
}
