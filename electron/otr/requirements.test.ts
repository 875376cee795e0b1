import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import mutants from './attacks/mutants.json' with { type: 'json' };

/*
 * The tables that tie rules and attacks to tests: whatever they name is there.
 */

const here = import.meta.dirname;
const requirements = readFileSync(join(here, 'REQUIREMENTS.md'), 'utf8');
const readme = readFileSync(join(here, 'README.md'), 'utf8');

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
  const cited = cell.matchAll(/`([^`]+\.tsx?)`(?: \(([^)]*)\))?/g);
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
    if (title?.name === 'it' || title?.name === 'test') titles.push(around + title.text);
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

/** What a cell of files names and is not there. */
function missingIn(files: Row['files']): readonly string[] {
  return files.flatMap(([file, names]) => {
    if (!existsSync(join(here, file))) return [`no ${file}`];
    const text = readFileSync(join(here, file), 'utf8');
    return names.filter((name) => !new RegExp(`\\b(function|const|class) ${name}\\b`).test(text)).map((name) => `no ${name} in ${file}`);
  });
}

/** The tests of a cell that are not there, or there more than once. */
function unclearIn(tests: Row['tests']): readonly string[] {
  return tests.flatMap(([file, title]) => {
    const count = existsSync(join(here, file)) ? countOf(file, title) : 0;
    return count === 1 ? [] : [`${file} has "${title}" ${count} times`];
  });
}

describe('the table of requirements', () => {
  const rows = rowsOf(requirements);

  it('has every rule under its own number, with a file and a test', () => {
    expect(rows.length).toBeGreaterThan(130);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    expect(rows.filter(({ files, tests }) => files.length === 0 || tests.length === 0)).toEqual([]);
  });

  it('names files that there are, and what they have', () => {
    expect(rows.flatMap(({ number, files }) => missingIn(files).map((fault) => `${number}: ${fault}`))).toEqual([]);
  });

  it('names each test so that it is found, and only it', () => {
    expect(rows.flatMap(({ number, tests }) => unclearIn(tests).map((fault) => `${number}: ${fault}`))).toEqual([]);
  });
});

describe('the tables of attacks', () => {
  const rows = [...readme.matchAll(/^\| [^|]+ \| `(attacks\/[^`]+)` \| ([^|]+) \|$/gm)].map((match) => [match[1]!, match[2]!] as const);

  it('have every file of the folder, and what stops each', () => {
    const files = readdirSync(join(here, 'attacks')).filter((name) => name.endsWith('.test.ts')).map((name) => `attacks/${name}`);
    expect(rows.map(([file]) => file).toSorted()).toEqual(files.toSorted());
    expect(rows.flatMap(([file, checks]) => (filesIn(checks).length === 0 ? [`${file}: nothing`] : missingIn(filesIn(checks))))).toEqual([]);
  });

  it('name the tests of what the application stops', () => {
    const others = rowsOf(readme);
    expect(others.length).toBeGreaterThan(4);
    expect(others.flatMap(({ files, tests }) => [...missingIn(files), ...unclearIn(tests)])).toEqual([]);
  });

  it('have mutants for each, which still fit the sources', () => {
    expect(new Set(mutants.map(({ attack }) => `attacks/${attack}.test.ts`))).toEqual(new Set(rows.map(([file]) => file)));
    const stale = mutants.flatMap(({ attack, check, edits }) =>
      edits.flatMap(({ file, from }) => {
        const count = readFileSync(join(here, '..', file), 'utf8').split(from).length - 1;
        return count === 1 ? [] : [`${attack}, ${check}: ${count} times in ${file}: ${from}`];
      }),
    );
    expect(stale).toEqual([]);
  });
});
