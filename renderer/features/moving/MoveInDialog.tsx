import { useEffect, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Note } from '../../components/Note.tsx';
import { Progress } from '../../components/Progress.tsx';
import { bringIn, findOthers } from '../../store/moving.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { FindingView } from '../../../shared/views.ts';
import { chosenAtFirst, isChosen, needsReplacing, toggled, type Chosen } from './choice.ts';
import { FindingChoice } from './FindingChoice.tsx';
import { MovedReport, type Report } from './MovedReport.tsx';
import './moving.css';

type State =
  | { readonly at: 'looking' }
  | { readonly at: 'choosing'; readonly findings: readonly FindingView[] }
  | { readonly at: 'done'; readonly reports: readonly Report[] };

/** Moving in from other programs: what each of them holds, a choice, and a report of what came of it. */
export function MoveInDialog({ onClose }: { readonly onClose: () => void }) {
  const [state, setState] = useState<State>({ at: 'looking' });
  const [chosen, setChosen] = useState<Chosen>(new Set());
  const [replaceKeys, setReplaceKeys] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);

  useEffect(() => {
    void findOthers().then((asked) => {
      if ('fault' in asked) setFault(asked.fault);
      const findings = 'value' in asked ? asked.value : [];
      setChosen(chosenAtFirst(findings));
      setState({ at: 'choosing', findings });
    });
  }, []);

  const findings = state.at === 'choosing' ? state.findings : [];
  const run = async () => {
    const reports: Report[] = [];
    for (const { client, accounts, skipped } of findings) {
      const addresses = accounts.map(({ address }) => address).filter((address) => isChosen(chosen, client, address));
      if (addresses.length === 0) continue;
      const asked = await bringIn(client, addresses, replaceKeys);
      if ('fault' in asked) {
        setFault(asked.fault);
        break;
      }
      reports.push({ client, moved: asked.value, skipped });
    }
    setState({ at: 'done', reports });
  };

  const hasAny = findings.length > 0;
  return (
    <Dialog
      title={t.moving.title}
      about={state.at === 'done' ? t.moving.doneAbout : hasAny ? t.moving.about : undefined}
      width="wide"
      onClose={onClose}
      onSubmit={state.at === 'choosing' && hasAny ? () => void run() : onClose}
      actions={
        state.at === 'choosing' && hasAny ? (
          <>
            <Button onClick={onClose}>{t.common.cancel}</Button>
            <Button look="primary" type="submit" disabled={chosen.size === 0}>
              {t.moving.bringIn}
            </Button>
          </>
        ) : (
          <Button look="primary" type="submit" data-first>
            {t.common.close}
          </Button>
        )
      }
    >
      {fault && (
        <div role="alert">
          <Note look="danger">{t.faults[fault]}</Note>
        </div>
      )}
      {state.at === 'looking' && <Progress label={t.moving.looking} />}
      {state.at === 'choosing' && !hasAny && <p className="muted">{t.moving.nothing}</p>}
      {findings.map((finding) => (
        <FindingChoice
          key={finding.client}
          finding={finding}
          chosen={chosen}
          onToggle={(address) => setChosen(toggled(chosen, finding.client, address))}
        />
      ))}
      {needsReplacing(findings, chosen) && (
        <label className="choice">
          <input type="checkbox" checked={replaceKeys} onChange={(event) => setReplaceKeys(event.target.checked)} />
          <span>
            {t.moving.replace}
            <span className="field-hint moving-hint">{t.moving.replaceHint}</span>
          </span>
        </label>
      )}
      {state.at === 'done' && <MovedReport reports={state.reports} />}
    </Dialog>
  );
}
