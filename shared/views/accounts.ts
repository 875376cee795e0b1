import type { FaultCode } from '../faults.ts';
import type { AccountId, Fingerprint } from '../ids.ts';

/* Accounts, their connections and certificates. */

export type Show = 'available' | 'chat' | 'away' | 'extended-away' | 'do-not-disturb' | 'offline';

/** What a person chose for themselves. */
export type OwnStatus = { readonly show: Exclude<Show, 'chat' | 'extended-away'> | 'invisible'; readonly text: string };

export type ConnectionView =
  | { readonly at: 'offline' }
  | { readonly at: 'connecting'; readonly step: 'looking-up' | 'reaching' | 'securing' | 'authenticating' | 'loading' }
  | { readonly at: 'online'; readonly secured: 'tls' | 'pinned' | 'loopback-clear' }
  /** Will try again by itself. */
  | { readonly at: 'waiting'; readonly fault: FaultCode; readonly retryAtMs: number }
  /** Needs the person: `fault` says what. */
  | { readonly at: 'failed'; readonly fault: FaultCode };

export type OwnKeyView =
  | { readonly at: 'none' }
  | { readonly at: 'generating'; /** 0 to 100. */ readonly percent: number }
  | { readonly at: 'ready'; readonly fingerprint: Fingerprint };

export type TlsMode = 'starttls' | 'direct' | 'loopback-clear';

export const proxyKinds = ['socks5', 'http-connect'] as const;

/** What everything of an account goes through, name look-ups too; its password travels inward only. */
export type ProxySettings = {
  readonly kind: (typeof proxyKinds)[number];
  readonly host: string;
  readonly port: number;
  /** Empty: nobody signs in there. */
  readonly username: string;
};

/** The editable part of an account; passwords travel inward only. */
export type AccountSettings = {
  readonly address: string;
  readonly resource: string;
  /** Empty: looked up by SRV, or with a proxy the domain. */
  readonly host: string;
  /** `null`: looked up by SRV, else 5222 or 5223; with a proxy the latter. */
  readonly port: number | null;
  /** `null`: whatever SRV offers, always with TLS. */
  readonly tls: TlsMode | null;
  readonly allowPlain: boolean;
  readonly connectAtStart: boolean;
  readonly proxy: ProxySettings | null;
};

export type AccountView = {
  readonly id: AccountId;
  readonly settings: AccountSettings;
  /** Kept for the next start too; else the person is asked then. */
  readonly hasPassword: boolean;
  readonly hasProxyPassword: boolean;
  readonly connection: ConnectionView;
  readonly status: OwnStatus;
  readonly key: OwnKeyView;
  /** SHA-256 of the pinned certificate, 64 lower-case hex digits. */
  readonly pinnedCertificate: string | null;
  /** The SHA-1 of the own picture, 40 hex digits; `null` where there is none. */
  readonly picture: string | null;
  /** Something was wrong with what the server sent, and the session goes on; since the last sign-in. */
  readonly trouble: FaultCode | null;
};

export type CertificateView = {
  readonly subject: string;
  readonly issuer: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly names: readonly string[];
  /** 64 lower-case hex digits. */
  readonly sha256: string;
};

/** A certificate that the system does not trust, waiting for the person's answer. */
export type CertificateQuestionView = {
  readonly accountId: AccountId;
  readonly host: string;
  readonly reason: Extract<
    FaultCode,
    'certificate-untrusted' | 'certificate-expired' | 'certificate-wrong-name' | 'certificate-pin-changed'
  >;
  readonly certificate: CertificateView;
  /** For `certificate-pin-changed`: what was pinned. Such a certificate is refused; the question only informs. */
  readonly pinnedSha256: string | null;
};
