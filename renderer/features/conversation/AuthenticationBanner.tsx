import { MessageCircleQuestionMark, ShieldEllipsis } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { cancelAuthentication, dismissAuthentication } from '../../store/authentication-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { shortName } from '../../text/person.ts';
import type { AuthenticationView, ConversationView } from '../../../shared/views.ts';

type Props = { readonly conversation: ConversationView; readonly run: AuthenticationView };

/** A run of authentication whose dialog is not open: what it waits for, or what came of it. */
export function AuthenticationBanner({ conversation, run }: Props) {
  const { id } = conversation;
  const name = shortName(showableLine(conversation.name));
  const asked = run.state.at === 'asked';
  const Icon = asked ? MessageCircleQuestionMark : ShieldEllipsis;
  const open = () => openDialog({ kind: 'authenticate', conversationId: id });
  return (
    <section className={asked ? 'banner banner-asks' : 'banner banner-quiet'} aria-label={t.banners.authentication}>
      <Icon size={18} aria-hidden />
      <p>{textOf(run, name)}</p>
      <div className="banner-actions">
        <Button look={asked ? 'primary' : 'secondary'} onClick={open}>
          {asked ? t.verify.answerDots : run.state.at === 'running' ? t.verify.show : t.verify.details}
        </Button>
        {run.state.at === 'ended' ? (
          <Button look="quiet" onClick={() => attempt(dismissAuthentication(id, run.run))}>
            {t.common.dismiss}
          </Button>
        ) : (
          <Button look="quiet" onClick={() => attempt(cancelAuthentication(id, run.run))}>
            {asked ? t.verify.decline : t.common.cancel}
          </Button>
        )}
      </div>
    </section>
  );
}

function textOf({ state, question }: AuthenticationView, name: string): string {
  if (state.at === 'ended') return t.notices[`authentication-${state.outcome}`](name);
  if (state.at === 'asked') return question === null ? t.banners.asksSecret(name) : t.banners.asksQuestion(name);
  return state.awaited === 'proof' ? t.verify.awaitsProof : question === null ? t.verify.awaitsSecret(name) : t.banners.awaitsAnswer(name);
}
