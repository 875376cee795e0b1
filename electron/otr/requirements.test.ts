import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * The tables that tie rules and attacks to tests: whatever they name is there.
 */

const here = import.meta.dirname;
const requirements = readFileSync(join(here, 'REQUIREMENTS.md'), 'utf8');

type Row = {
  readonly number: string;
  readonly files: readonly (readonly [file: string, names: readonly string[]])[];
  readonly tests: readonly (readonly [file: string, title: string])[];
};

/** The rows of every table: number, rule, files, tests. */
function rowsOf(markdown: string): readonly Row[] {
  const lines = markdown.split('\n').filter((line) => /^\| [A-Z]\d+ \|/.test(line));
  return lines.map((line) => {
    const [, number, , files, tests, end] = line.replaceAll('\\|', '\0').split('|').map((cell) => cell.trim());
    if (files === undefined || tests === undefined || end !== '') throw new Error(`not four cells: ${line}`);
    return { number: number!, files: filesIn(files), tests: testsIn(tests) };
  });
}

/** `file` (`name`, `name`), … as pairs. */
function filesIn(cell: string): Row['files'] {
  const cited = cell.matchAll(/`([^`]+\.ts)`(?: \(([^)]*)\))?/g);
  return [...cited].map(([, file, names = '']) => [file!, [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)]);
}

/** "`file` "title"; "title"; `file` "title"" as pairs. */
function testsIn(cell: string): Row['tests'] {
  const pairs: [string, string][] = [];
  let file = '';
  for (const [, name, title] of cell.matchAll(/`([^`]+)`|"((?:[^"\\]|\\.)*)"/g)) {
    if (name !== undefined) file = name;
    else pairs.push([file, title!.replaceAll('\\"', '"')]);
  }
  return pairs;
}

/** The titles of a test file, each with those around it before it. */
function titlesOf(file: string): readonly string[] {
  const text = readFileSync(join(here, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const titles: string[] = [];
  const visit = (node: ts.Node, around: string): void => {
    const title = ts.isCallExpression(node) ? titleOf(node) : null;
    if (title?.name === 'it') titles.push(around + title.text);
    ts.forEachChild(node, (child) => visit(child, title?.name === 'describe' ? `${around}${title.text} > ` : around));
  };
  visit(source, '');
  return titles;
}

/** What `it`, `describe`, or one of them with `.each(…)`, is called with. */
function titleOf(call: ts.CallExpression): { readonly name: string; readonly text: string } | null {
  let callee: ts.Expression = call.expression;
  if (ts.isCallExpression(callee) && ts.isPropertyAccessExpression(callee.expression)) callee = callee.expression.expression;
  const [title] = call.arguments;
  if (!ts.isIdentifier(callee) || title === undefined || !ts.isStringLiteralLike(title)) return null;
  return { name: callee.text, text: title.text };
}

const titles = new Map<string, readonly string[]>();
function countOf(file: string, title: string): number {
  if (!titles.has(file)) titles.set(file, titlesOf(file));
  return titles.get(file)!.filter((one) => one === title || one.endsWith(` > ${title}`)).length;
}

describe('the table of requirements', () => {
  const rows = rowsOf(requirements);

  it('has every rule under its own number, with a file and a test', () => {
    expect(rows.length).toBeGreaterThan(130);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    expect(rows.filter(({ files, tests }) => files.length === 0 || tests.length === 0)).toEqual([]);
  });

  it('names files that there are, and what they have', () => {
    const missing = rows.flatMap(({ number, files }) =>
      files.flatMap(([file, names]) => {
        if (!existsSync(join(here, file))) return [`${number}: no ${file}`];
        const text = readFileSync(join(here, file), 'utf8');
        return names.filter((name) => !new RegExp(`\\b(function|const) ${name}\\b`).test(text)).map((name) => `${number}: no ${name} in ${file}`);
      }),
    );
    expect(missing).toEqual([]);
  });

  it('names each test so that it is found, and only it', () => {
    const wrong = rows.flatMap(({ number, tests }) =>
      tests.flatMap(([file, title]) => {
        const count = existsSync(join(here, file)) ? countOf(file, title) : 0;
        return count === 1 ? [] : [`${number}: ${file} has "${title}" ${count} times`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
