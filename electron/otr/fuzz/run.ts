import { Door, type Finding } from './door.ts';
import { newScript, Parties, type Script } from './parties.ts';
import { Memory } from './watch.ts';

/*
 * A run of the fuzzer: rounds at the text door and scripts of two parties by turns.
 */

export type Limits = { readonly seed: number; readonly inputs: number; readonly ms: number };
export type Report = {
  readonly inputs: number;
  /** Of those, in scripts of two parties. */
  readonly inScripts: number;
  readonly scripts: number;
  readonly tookMs: number;
  readonly slowestMs: number;
  readonly memory: Memory;
  readonly door: readonly Finding[];
  readonly parties: readonly (Script & { readonly what: string })[];
};

/** Inputs at the text door between two scripts: a script has about a hundred inputs, and key exchanges. */
const doorInputsAScript = 4_000;
/** One finding tells little less than a hundred of its kind. */
const findingsKept = 50;

/**
 * Runs until either limit, or until `isStopped`, which is asked after each round; `onProgress` gets what there is so far,
 * once in 100,000 inputs.
 */
export async function run(limits: Limits, isStopped: () => boolean, onProgress: (report: Report) => void): Promise<Report> {
  const began = performance.now();
  const door = new Door(limits.seed);
  const memory = new Memory();
  const found: { door: Finding[]; parties: (Script & { what: string })[] } = { door: [], parties: [] };
  let [scripts, inScripts, seen] = [0, 0, 0];
  const report = (): Report => {
    const tookMs = performance.now() - began;
    return { inputs: door.count + inScripts, inScripts, scripts, tookMs, slowestMs: door.slowestMs, memory, ...found };
  };
  const done = (): boolean => isStopped() || door.count + inScripts >= limits.inputs || performance.now() - began >= limits.ms;
  while (!done()) {
    // A signal is heard only between two rounds.
    await new Promise((resolve) => setImmediate(resolve));
    for (const until = door.count + doorInputsAScript; door.count < until; ) {
      const finding = door.round();
      if (finding !== null && found.door.length < findingsKept) found.door.push(finding);
    }
    scripts += 1;
    const script = newScript(limits.seed, scripts);
    const parties = new Parties(script);
    const what = parties.run(script);
    inScripts += parties.count;
    if (what !== null && found.parties.length < findingsKept) found.parties.push({ ...script, what });
    if (door.count + inScripts < seen + 100_000) continue;
    seen = door.count + inScripts;
    memory.look();
    onProgress(report());
  }
  memory.look();
  return report();
}
