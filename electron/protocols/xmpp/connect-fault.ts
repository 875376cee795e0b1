import type { FaultCode } from '../../../shared/faults.ts';
import type { SessionEvent } from '../protocol.ts';

export type CertificateEvent = Extract<SessionEvent, { kind: 'certificate' }>;

/** Why a connection did not come about or ended. It never leaves this folder: the session turns it into events. */
export class ConnectFault extends Error {
  readonly fault: FaultCode;
  /** The question for the person, where the certificate was the reason. */
  readonly certificate: CertificateEvent | null;

  constructor(fault: FaultCode, options: { cause?: unknown; certificate?: CertificateEvent } = {}) {
    super(fault, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'ConnectFault';
    this.fault = fault;
    this.certificate = options.certificate ?? null;
  }
}

/** The fault that was thrown, or `otherwise` for anything else. */
export function connectFaultOf(thrown: unknown, otherwise: FaultCode): ConnectFault {
  return thrown instanceof ConnectFault ? thrown : new ConnectFault(otherwise, { cause: thrown });
}

/** Faults that trying again does not heal: the person has to do something. */
const personNeeded: ReadonlySet<FaultCode> = new Set([
  'address-invalid',
  'password-needed',
  'password-wrong',
  'channel-binding-refused',
  'password-plain-refused',
  'sasl-no-mechanism',
  'account-disabled',
  'tls-not-offered',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-wrong-name',
  'certificate-pin-changed',
  'certificate-rejected',
  'server-verification-failed',
  'resource-conflict',
  'proxy-auth-failed',
]);

/** Whether the session must not try again by itself after this fault. */
export function needsPerson(fault: FaultCode): boolean {
  return personNeeded.has(fault);
}
