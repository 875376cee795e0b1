import { KeyRound } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { t, timeOf } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { RecordedView } from '../../../shared/views.ts';

type Props = {
  readonly messages: readonly RecordedView[];
  readonly name: string;
  readonly chosen: number | null;
  readonly onForge: (message: RecordedView) => void;
};

/** Everything that went over the network, as somebody who listens sees it. */
export function Recording({ messages, name, chosen, onForge }: Props) {
  if (messages.length === 0) return <p className="muted">{t.lab.nothingYet}</p>;
  return (
    <ul className="recording" aria-label={t.lab.recording} tabIndex={0}>
      {messages.map((message) => (
        <li key={message.index} className={message.index === chosen ? 'recorded recorded-chosen' : 'recorded'}>
          <div className="recorded-words">
            <span className="strong">
              {message.from === 'me' ? t.lab.fromMe : name} · {t.lab.kinds[message.kind]} · {timeOf(message.atMs)}
            </span>
            <code className="one-line" dir="ltr">
              {showableLine(message.wire)}
            </code>
            {message.said && <span className="one-line muted">{t.lab.said(showableLine(message.said))}</span>}
            {message.revealed > 0 && (
              <span className="recorded-keys">
                <KeyRound size={14} aria-hidden />
                {t.lab.revealed(message.revealed)}
              </span>
            )}
          </div>
          {message.isForgeable && (
            <Button aria-label={t.lab.forgeThis(showableLine(message.said ?? ''))} onClick={() => onForge(message)}>
              {t.lab.forge}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
