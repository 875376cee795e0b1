/**
 * `npm run bench`: this engine, libotr and the npm package `otr` on one machine in one run.
 *
 * `--only NAME` (may be repeated) leaves out all other rows, `--rounds N` sets how often everybody has a turn
 * (5), `--json FILE` writes the rows for machines, `--without-otrjs` leaves out what takes longest.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measures, names, type Measure } from './measures.ts';
import { everybody, measure, type Row } from './rounds.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    'without-otrjs': { type: 'boolean', default: false },
  },
});
const only = values.only ?? names;
const rounds = Number(values.rounds);
const unknown = only.filter((name) => !(names as readonly string[]).includes(name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`The rows are ${names.join(', ')}; --rounds is a whole number from 1.\n`);
  process.exit(2);
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const rows = await measure({
  rounds,
  only: only as readonly Measure[],
  folder: import.meta.dirname,
  sources: join(import.meta.dirname, '../../e2e/bench'),
  contenders: everybody.filter((name) => name !== 'otrjs' || !values['without-otrjs']),
  onProgress: (line) => say(`- ${line}`),
});
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
process.stdout.write(`${machine()}\n\n${table(rows)}\n`);

function machine(): string {
  const { node, openssl } = process.versions;
  return `${cpus()[0]?.model.trim() ?? 'a machine'}, ${cpus().length} cores; Node ${node}, OpenSSL ${openssl}; lower quartiles of processor time`;
}

/** Three digits that count, without an exponent. */
function digits(value: number | null): string {
  if (value === null) return '-';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function table(found: readonly Row[]): string {
  const head = ['', 'unit', 'ours', 'libotr', 'otr (npm)', 'libotr / ours', ''];
  const body = found.map(({ name, unit, ours, libotr, otrjs, ratio }) => {
    return [name, unit, digits(ours), digits(libotr), digits(otrjs), digits(ratio), measures[name].what];
  });
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i]?.length ?? 0)));
  const isText = (i: number): boolean => i < 2 || i === head.length - 1;
  return [head, ...body]
    .map((row) => row.map((cell, i) => (isText(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ').trimEnd())
    .join('\n');
}
