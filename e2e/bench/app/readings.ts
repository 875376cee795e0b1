/** What is read off a running app, and the rows that come of it. */
import { appendFileSync, readFileSync } from 'node:fs';
import type { App } from '../../fixtures/app.ts';
import { launchApp } from '../../fixtures/app.ts';

/** One line of the table. `floor`: the same for an empty window, where that means something. */
export type Row = {
  readonly name: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB';
  readonly ours: number;
  readonly floor: number | null;
};

export function put(row: Row): void {
  const file = process.env['SOTTO_BENCH_ROWS'];
  if (file === undefined) throw new Error('run it by npm run bench:app');
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}

export const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** From the start of the process until the largest text stood in the window. */
export async function readableMs({ page, startedAtMs }: App): Promise<number> {
  const at = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const last = list.getEntries().at(-1);
          if (last) resolve(performance.timeOrigin + last.startTime);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  return at - startedAtMs;
}

/** Resident memory of main and of the window's process, in MB. */
export async function memoryOf({ page, pid }: App): Promise<{ readonly main: number; readonly window: number }> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no connection to the window');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMb(id));
  return { main: residentMb(pid), window: Math.max(...renderers) };
}

function residentMb(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) / 1_024;
}

/** An app with an empty window, for as long as `work` takes. */
export async function withEmpty<Value>(work: (app: App) => Promise<Value>): Promise<Value> {
  const app = await launchApp({ main: 'e2e/bench/app/empty.mjs' });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
