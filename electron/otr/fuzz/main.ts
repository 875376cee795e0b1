/**
 * `npm run fuzz`: the command. It prints how it goes, and one JSON line of findings at its end, also where a signal ends it
 * early, which `electron/dev/fuzz.mjs` writes down as vectors. That has looked at the options.
 */
import { parseArgs } from 'node:util';
import { run, type Report } from './run.ts';
import { encodeFinding } from './vectors.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string' }, inputs: { type: 'string' } },
});
const numberOf = (name: 'seed' | 'minutes' | 'inputs', otherwise: number): number => {
  const value = Number(values[name] ?? otherwise);
  if (!(value >= 0)) throw new Error(`--${name} takes a number`);
  return value;
};
const seed = numberOf('seed', Date.now() % 0x7fff_ffff);
const minutes = numberOf('minutes', values.inputs === undefined ? 1 : Number.POSITIVE_INFINITY);

let told = 0;

function line({ inputs, scripts, tookMs, slowestMs, memory, door, parties }: Report): string {
  const rate = Math.round(inputs / (tookMs / 1_000));
  const held = (memory.held / 1e6).toFixed(1);
  const found = door.length + parties.length;
  for (const finding of [...door, ...parties].slice(told)) process.stdout.write(`found: ${finding.what}\n`);
  told = found;
  return `${inputs} inputs, ${rate} a second, ${scripts} scripts, slowest ${slowestMs.toFixed(1)} ms, ${held} MB, ${found} findings\n`;
}

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));
process.stdout.write(`seed ${seed}\n`);
const limits = { seed, inputs: numberOf('inputs', Number.POSITIVE_INFINITY), ms: minutes * 60_000 };
let shown = 0;
const report = await run(
  limits,
  () => stopped,
  (so) => {
    if (so.tookMs < shown + 10_000) return;
    shown = so.tookMs;
    process.stdout.write(line(so));
  },
);
if (stopped) process.stdout.write('stopped before its end\n');
process.stdout.write(line(report));
const { growth, fault } = report.memory;
if (growth !== null) process.stdout.write(`memory grew by ${(growth / 1e6).toFixed(1)} MB\n`);
const findings = { door: report.door.map(encodeFinding), scripts: report.parties };
const failed = findings.door.length + findings.scripts.length > 0 || fault !== null;
process.stdout.write(`${JSON.stringify({ ...findings, memory: fault })}\n`);
process.exitCode = failed ? 1 : 0;
