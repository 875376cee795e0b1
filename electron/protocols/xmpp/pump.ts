import type { Element } from '@xmpp/xml';
import type { FaultCode } from '../../../shared/faults.ts';
import { FloodGate } from './flood-gate.ts';
import { readStreamError } from './stream-error.ts';
import type { XmppStream } from './stream.ts';
import type { XmppPorts } from './ports.ts';

type Handlers = {
  readonly handle: (element: Element) => void;
  /** Asks the server for a sign of life. */
  readonly probe: () => void;
  readonly onTrouble: (fault: FaultCode) => void;
  /** Told once; the pump has stopped. */
  readonly onDown: (fault: FaultCode) => void;
};

/** So many elements are handled before everything else in the process has its turn. */
const perTurn = 50;
/** A flood that does not end within this time ends the connection. */
const longestFloodMs = 30_000;

/**
 * Moves what comes in from a stream to its handler, a bounded number at a time, and watches that the server lives.
 *
 * Above the flood gate's rate it leaves the rest where it is, which stops the sender; that is told once as
 * `flood-protection`, and a flood that goes on ends the connection with the same fault.
 */
export class Pump {
  readonly #stream: XmppStream;
  readonly #ports: XmppPorts;
  readonly #handlers: Handlers;
  readonly #gate: FloodGate;
  #isRunning = true;
  #isScheduled = false;
  #floodSinceMs: number | null = null;
  #heardAtMs: number;
  #stopWaiting: () => void = () => {};
  #stopQuiet: () => void = () => {};
  #stopDeadline: (() => void) | null = null;

  constructor(stream: XmppStream, ports: XmppPorts, handlers: Handlers) {
    this.#stream = stream;
    this.#ports = ports;
    this.#handlers = handlers;
    this.#heardAtMs = ports.clock.nowMs();
    this.#gate = new FloodGate(this.#heardAtMs);
    stream.listen(() => {
      this.#heardAtMs = ports.clock.nowMs();
      this.#schedule();
    });
    this.#schedule();
    this.#watchQuiet(ports.timings.quietMs);
  }

  stop(): void {
    this.#isRunning = false;
    this.#stream.listen(() => {});
    this.#stopWaiting();
    this.#stopQuiet();
    this.#stopDeadline?.();
  }

  /** Something was sent that the server must answer: without any sign of life in time, the connection is lost. */
  expectAnswer(): void {
    if (this.#stopDeadline !== null) return;
    const { clock, timings } = this.#ports;
    const askedAtMs = clock.nowMs();
    this.#stopDeadline = clock.after(timings.answerMs, () => {
      this.#stopDeadline = null;
      if (this.#heardAtMs < askedAtMs && this.#floodSinceMs === null) this.#down('connection-timeout');
    });
  }

  #watchQuiet(delayMs: number): void {
    const { clock, timings } = this.#ports;
    this.#stopQuiet = clock.after(delayMs, () => {
      const quietForMs = clock.nowMs() - this.#heardAtMs;
      if (quietForMs >= timings.quietMs) {
        this.#handlers.probe();
        this.expectAnswer();
      }
      this.#watchQuiet(quietForMs >= timings.quietMs ? timings.quietMs : timings.quietMs - quietForMs);
    });
  }

  #schedule(): void {
    if (this.#isScheduled || !this.#isRunning) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    for (let count = 0; count < perTurn; count += 1) {
      if (!this.#isRunning) return;
      const waitMs = this.#gate.waitMs(this.#ports.clock.nowMs());
      if (waitMs > 0) {
        this.#flooded(waitMs);
        return;
      }
      const element = this.#stream.take();
      if (element === null) {
        this.#floodSinceMs = null;
        if (this.#stream.end !== null) this.#down(this.#stream.end.fault);
        return;
      }
      const fault = readStreamError(element);
      if (fault !== null) {
        this.#down(fault);
        return;
      }
      this.#gate.passed(element);
      this.#handlers.handle(element);
    }
    this.#schedule();
  }

  #flooded(waitMs: number): void {
    const { clock } = this.#ports;
    const nowMs = clock.nowMs();
    if (this.#floodSinceMs === null) {
      this.#floodSinceMs = nowMs;
      this.#handlers.onTrouble('flood-protection');
    } else if (nowMs - this.#floodSinceMs > longestFloodMs) {
      this.#down('flood-protection');
      return;
    }
    this.#stopWaiting = clock.after(waitMs, () => this.#schedule());
  }

  #down(fault: FaultCode): void {
    this.stop();
    this.#handlers.onDown(fault);
  }
}
