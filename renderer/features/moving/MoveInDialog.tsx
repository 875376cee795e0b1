import { FileSearch, FolderSearch } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Progress } from '../../components/Progress.tsx';
import { bringIn, chooseOthers, findOthers } from '../../store/moving.ts';
import { t } from '../../strings/index.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import type { FindingView } from '../../../shared/views.ts';
import { chosenAtFirst, chosenToo, isChosen, replacing, toggled, type Chosen } from './choice.ts';
import { FindingChoice } from './FindingChoice.tsx';
import { MovedReport, type Report } from './MovedReport.tsx';
import { ReplacingQuestion } from './ReplacingQuestion.tsx';
import './moving.css';

type State = { readonly at: 'choosing' | 'asking' } | { readonly at: 'done'; readonly reports: readonly Report[] };

/** What is there to choose from, and what opens the locked of it. */
function useFindings(onFault: (fault: FaultCode | null) => void) {
  const [looked, setFindings] = useState<readonly FindingView[] | null>(null);
  const [chosen, setChosen] = useState<Chosen>(new Set());
  const [passphrases, setPassphrases] = useState<ReadonlyMap<string, string>>(new Map());
  const [nothingIn, setNothingIn] = useState(false);

  useEffect(() => {
    void findOthers().then((asked) => {
      onFault('fault' in asked ? asked.fault : null);
      const found = 'value' in asked ? asked.value : [];
      setFindings(found);
      setChosen(chosenAtFirst(found));
    });
  }, [onFault]);
  const findings = looked ?? [];
  const choose = async (what: 'folder' | 'file') => {
    const asked = await chooseOthers(what);
    onFault('fault' in asked ? asked.fault : null);
    const more = 'value' in asked ? asked.value : null;
    if (more === null) return;
    setNothingIn(more.length === 0);
    setChosen(chosenToo(chosen, findings, more));
    setFindings([...findings, ...more]);
  };
  const opened = (finding: FindingView, passphrase: string) => {
    setPassphrases(new Map(passphrases).set(finding.id, passphrase));
    setChosen(chosenToo(chosen, findings, [finding]));
    setFindings(findings.map((one) => (one.id === finding.id ? finding : one)));
  };
  const toggle = (finding: FindingView, address: string) => setChosen(toggled(chosen, finding.id, address));
  return { isLooking: looked === null, findings, chosen, passphrases, nothingIn, choose, opened, toggle };
}

/** Moving in from other programs: what each of them holds, a choice, and a report of what came of it. */
export function MoveInDialog({ onClose }: { readonly onClose: () => void }) {
  const [state, setState] = useState<State>({ at: 'choosing' });
  const [replaceKeys, setReplaceKeys] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const { isLooking, findings, chosen, passphrases, nothingIn, choose, opened, toggle } = useFindings(setFault);
  const replaced = replacing(findings, chosen);

  const run = async () => {
    setFault(null);
    const reports: Report[] = [];
    for (const finding of findings) {
      const addresses = finding.accounts.map(({ address }) => address).filter((address) => isChosen(chosen, finding.id, address));
      if (addresses.length === 0) continue;
      const asked = await bringIn(finding.id, addresses, replaceKeys, passphrases.get(finding.id) ?? null);
      if ('fault' in asked) {
        setFault(asked.fault);
        break;
      }
      reports.push({ finding, moved: asked.value });
    }
    setState(reports.length === 0 ? { at: 'choosing' } : { at: 'done', reports });
  };

  if (state.at === 'asking') {
    return <ReplacingQuestion addresses={replaced} onBack={() => setState({ at: 'choosing' })} onReplace={() => void run()} />;
  }
  const submit = () => {
    if (state.at === 'done') onClose();
    else if (chosen.size > 0 && replaceKeys && replaced.length > 0) setState({ at: 'asking' });
    else if (chosen.size > 0) void run();
  };
  return (
    <Dialog
      key={state.at === 'done' ? 'done' : 'choice'}
      title={t.moving.title}
      about={state.at === 'done' ? t.moving.doneAbout : findings.length > 0 ? t.moving.about : undefined}
      width="wide"
      onClose={onClose}
      onSubmit={submit}
      actions={
        state.at === 'done' ? (
          <Button look="primary" type="submit" data-first>
            {t.common.close}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t.common.cancel}</Button>
            <Button look="primary" type="submit" disabled={chosen.size === 0}>
              {t.moving.bringIn}
            </Button>
          </>
        )
      }
    >
      <FaultNote fault={fault} />
      {isLooking && <Progress label={t.moving.looking} />}
      {state.at === 'done' ? (
        <MovedReport reports={state.reports} />
      ) : (
        <>
          {!isLooking && findings.length === 0 && <p className="muted">{t.moving.nothing}</p>}
          {findings.map((finding) => (
            <FindingChoice
              key={finding.id}
              finding={finding}
              chosen={chosen}
              onToggle={(address) => toggle(finding, address)}
              onOpened={opened}
            />
          ))}
          {replaced.length > 0 && (
            <Checkbox label={t.moving.replace} hint={t.moving.replaceHint} checked={replaceKeys} onChange={setReplaceKeys} />
          )}
          {!isLooking && <Elsewhere nothingIn={nothingIn} onChoose={(what) => void choose(what)} />}
        </>
      )}
    </Dialog>
  );
}

type ElsewhereProps = { readonly nothingIn: boolean; readonly onChoose: (what: 'folder' | 'file') => void };

/** The way to files in no usual place. */
function Elsewhere({ nothingIn, onChoose }: ElsewhereProps) {
  return (
    <div className="moving-elsewhere">
      <p className="muted" aria-live="polite">
        {nothingIn ? t.moving.nothingIn : t.moving.elsewhere}
      </p>
      <Button icon={FolderSearch} onClick={() => onChoose('folder')}>
        {t.moving.chooseFolder}
      </Button>
      <Button icon={FileSearch} onClick={() => onChoose('file')}>
        {t.moving.chooseFile}
      </Button>
    </div>
  );
}
