import { showableText } from '../../text/neutralise.ts';

/** A question as it was asked: always text, in a box of its own, whatever stands in it. */
export function QuestionText({ question, label }: { readonly question: string; readonly label?: string | undefined }) {
  return (
    <blockquote className="question-text selectable" aria-label={label} tabIndex={0}>
      <bdi>{showableText(question)}</bdi>
    </blockquote>
  );
}
