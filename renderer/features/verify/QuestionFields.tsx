import { Note } from '../../components/Note.tsx';
import { SecretField, TextField } from '../../components/Field.tsx';
import { t } from '../../strings/index.ts';
import { limits } from '../../../shared/limits.ts';
import { isShort, warningOf } from './warnings.ts';

/** What stands in the fields; kept while the person looks at another way. */
export type Typed = { readonly question: string; readonly secret: string };
export const emptyTyped: Typed = { question: '', secret: '' };

type Fields = {
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** The person has tried to go on, so what is missing is said. */
  readonly tried: boolean;
};

type QuestionProps = Fields & {
  readonly name: string;
  /** The question stands from an earlier try, so the answer is typed first. */
  readonly isAsked: boolean;
};

/** A question of one's own, and the answer that only the buddy knows. */
export function QuestionFields({ name, isAsked, typed, onChange, tried }: QuestionProps) {
  const { question, secret } = typed;
  const warning = warningOf(question, secret);
  return (
    <>
      <TextField
        label={t.verify.askQuestion(name)}
        hint={t.verify.askQuestionHint(name)}
        error={tried && question.trim() === '' ? t.verify.questionMissing : null}
        value={question}
        maxLength={limits.questionLength}
        spellCheck
        data-first={isAsked ? undefined : true}
        onChange={(event) => onChange({ question: event.target.value, secret })}
      />
      <SecretField
        label={t.verify.askAnswer}
        hint={t.verify.answerHint}
        error={tried && secret === '' ? t.verify.answerMissing : null}
        value={secret}
        maxLength={limits.secretLength}
        data-first={isAsked ? true : undefined}
        onChange={(event) => onChange({ question, secret: event.target.value })}
      />
      <Warning text={warning === 'in-question' ? t.verify.inQuestion : warning === 'short' ? t.verify.short : null} />
    </>
  );
}

/** A secret that both agreed on before. */
export function SecretFields({ typed: { question, secret }, onChange, tried }: Fields) {
  return (
    <>
      <SecretField
        label={t.verify.secret}
        hint={t.verify.answerHint}
        error={tried && secret === '' ? t.verify.secretMissing : null}
        value={secret}
        maxLength={limits.secretLength}
        onChange={(event) => onChange({ question, secret: event.target.value })}
      />
      <Warning text={isShort(secret) ? t.verify.short : null} />
    </>
  );
}

/** Said to screen readers as it appears, and never in the way. */
function Warning({ text }: { readonly text: string | null }) {
  return <div role="status">{text !== null && <Note look="caution">{text}</Note>}</div>;
}
