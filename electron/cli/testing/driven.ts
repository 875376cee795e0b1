/** A peer that is driven through its pipes, a network between two of them, and one to the reference library. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { LibotrUser } from '../../otr/interop/libotr.ts';

const patienceMs = 15_000;

/** A line that a peer put out. */
export type Line = { readonly event: string; readonly [field: string]: unknown };

/** Whether a line has these fields with these values. */
function fits(line: Line, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([name, value]) => line[name] === value);
}

export class DrivenPeer {
  /** Every line so far. */
  readonly lines: Line[] = [];
  /** What the peer puts on the network. */
  carry: (text: string) => void = () => {};
  readonly #stdin: Writable;
  readonly #waiting = new Set<() => void>();

  constructor(stdin: Writable, stdout: Readable) {
    this.#stdin = stdin;
    createInterface({ input: stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      this.lines.push(line);
      if (line.event === 'inject') this.carry(line['text'] as string);
      for (const look of this.#waiting) look();
    });
  }

  /** Writes one line. */
  say(line: string): void {
    this.#stdin.write(`${line}\n`);
  }

  tell(command: Readonly<Record<string, unknown>>): void {
    this.say(JSON.stringify(command));
  }

  /** The first line with these fields that comes, or came behind the first `after` lines. */
  async until(wanted: Readonly<Record<string, unknown>>, after = 0): Promise<Line> {
    return new Promise((resolve, reject) => {
      const stop = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`no ${JSON.stringify(wanted)} within ${patienceMs} ms, but ${JSON.stringify(this.lines.slice(-5))}`));
      }, patienceMs);
      const look = (): void => {
        const found = this.lines.slice(after).find((line) => fits(line, wanted));
        if (found === undefined) return;
        clearTimeout(stop);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** Lets two peers, who know each other as `alice` and `bob`, reach each other. */
export function connect(alice: DrivenPeer, bob: DrivenPeer): void {
  alice.carry = (text) => bob.tell({ do: 'receive', from: 'alice', text });
  bob.carry = (text) => alice.tell({ do: 'receive', from: 'bob', text });
}

/** Lets a peer reach a user of libotr, whom it knows as `libotr`; `flush` hands over what that one wrote by itself. */
export function connectLibotr(peer: DrivenPeer, user: LibotrUser): { readonly flush: () => void } {
  const flush = (): void => {
    for (const text of user.outbox.splice(0)) peer.tell({ do: 'receive', from: 'libotr', text });
  };
  peer.carry = (text) => {
    user.receive(text);
    flush();
  };
  return { flush };
}
