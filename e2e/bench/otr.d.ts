/** The part of the npm package `otr` that the benchmark uses. */
declare module 'otr' {
  export interface DsaKey {
    readonly p: unknown;
  }
  export interface Otr {
    ALLOW_V2: boolean;
    readonly msgstate: number;
    /** Puts a text, or the pieces of one, on the network; by itself it does so on a timer. */
    io: (message: string | readonly string[]) => void;
    on(event: 'ui', task: (text: string, encrypted: boolean) => void): void;
    on(event: 'smp', task: (kind: 'question' | 'trust' | 'abort') => void): void;
    on(event: 'error', task: (error: string, severity: string) => void): void;
    sendQueryMsg(): void;
    sendMsg(text: string): void;
    receiveMsg(text: string): void;
    smpSecret(secret: string): void;
  }
  const otr: {
    /** `nocache`: do not keep the primes for the next key. */
    readonly DSA: new (values: null, options: { readonly nocache: true }) => DsaKey;
    readonly OTR: new (options: { readonly priv: DsaKey }) => Otr;
  };
  export default otr;
}
