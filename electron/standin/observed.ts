import { appendFileSync, readFileSync } from 'node:fs';

/**
 * What the app did to the desktop: dialogs, notifications, links opened, text copied, requests refused, a window
 * brought to the front.
 *
 * One JSON object a line, appended to the file that `SOTTO_STANDIN_LOG` names; nothing is written
 * without it.
 */
export function observe(kind: string, details: Readonly<Record<string, unknown>> = {}): void {
  const file = process.env['SOTTO_STANDIN_LOG'];
  if (file === undefined || file === '') return;
  appendFileSync(file, `${JSON.stringify({ kind, ...details })}\n`, { mode: 0o600 });
}

type Answer = Readonly<Record<string, unknown>> & { readonly dialog: string };
const used = new Set<number>();

/**
 * The next scripted answer to a dialog, or `null`: then the dialog counts as cancelled.
 *
 * Answers are JSON lines such as `{"dialog":"showMessageBox","response":1}` in the file that
 * `SOTTO_STANDIN_ANSWERS` names; each is used once, in order.
 */
export function scriptedAnswer(dialog: string): Answer | null {
  const file = process.env['SOTTO_STANDIN_ANSWERS'];
  if (file === undefined || file === '') return null;
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null;
  }
  for (const [index, line] of lines.entries()) {
    if (used.has(index) || line.trim() === '') continue;
    const answer = JSON.parse(line) as Answer;
    if (answer.dialog !== dialog) continue;
    used.add(index);
    return answer;
  }
  return null;
}
