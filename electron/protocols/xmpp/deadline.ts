import type { Clock } from '../../base/ports.ts';
import type { FaultCode } from '../../../shared/faults.ts';
import { ConnectFault, connectFaultOf } from './connect-fault.ts';

/**
 * Settles as `work` does, but rejects with `connection-timeout` after `limitMs`, and with `connection-lost` as
 * soon as `signal` is aborted; always with a `ConnectFault`. What `work` holds is the caller's to let go of.
 */
export function within<Value>(
  work: Promise<Value>,
  limitMs: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = (fault: FaultCode) => {
      end();
      reject(new ConnectFault(fault));
    };
    const onAbort = () => giveUp('connection-lost');
    const cancel = clock.after(limitMs, () => giveUp('connection-timeout'));
    const end = () => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    work.then(
      (value) => {
        end();
        resolve(value);
      },
      (error: unknown) => {
        end();
        reject(connectFaultOf(error, 'internal'));
      },
    );
  });
}
