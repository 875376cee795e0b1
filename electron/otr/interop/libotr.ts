/**
 * The reference library itself, called through its C interface: one user with one account, whose network
 * is an array of texts. Interop tests put it across from our engine.
 *
 * It needs libotr.so.5 (Debian package `libotr5`); where that is missing, `loadLibotr` throws and says so.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi, { type LibraryHandle } from 'koffi';
import {
  messageEvents,
  prototypes,
  smpEvents,
  type Context,
  type LibotrEvent,
  type LibotrSmpEvent,
  type Pointer,
} from './libotr-abi.ts';

function bind(library: LibraryHandle) {
  const f = (prototype: string) => library.func(prototype);
  return {
    init: f('uint otrl_init(uint major, uint minor, uint sub)'),
    userstateCreate: f('void *otrl_userstate_create()'),
    userstateFree: f('void otrl_userstate_free(void *us)'),
    privkeyGenerate: f('uint otrl_privkey_generate(void *us, const char *file, const char *account, const char *protocol)'),
    instagGenerate: f('uint otrl_instag_generate(void *us, const char *file, const char *account, const char *protocol)'),
    fingerprintRaw: f(
      'void *otrl_privkey_fingerprint_raw(void *us, _Out_ uint8 *hash, const char *account, const char *protocol)',
    ),
    sending: f(
      'uint otrl_message_sending(void *us, const OtrlMessageAppOps *ops, void *opdata, const char *account, ' +
        'const char *protocol, const char *recipient, uint instag, const char *message, void *tlvs, ' +
        '_Out_ void **newMessage, int fragPolicy, _Out_ void **context, void *add, void *data)',
    ),
    receiving: f(
      'int otrl_message_receiving(void *us, const OtrlMessageAppOps *ops, void *opdata, const char *account, ' +
        'const char *protocol, const char *sender, const char *message, _Out_ void **newMessage, ' +
        '_Out_ void **tlvs, _Out_ void **context, void *add, void *data)',
    ),
    disconnect: f(
      'void otrl_message_disconnect_all_instances(void *us, const OtrlMessageAppOps *ops, void *opdata, ' +
        'const char *account, const char *protocol, const char *username)',
    ),
    find: f(
      'void *otrl_context_find(void *us, const char *user, const char *account, const char *protocol, ' +
        'uint instance, int add, _Out_ int *added, void *addData, void *data)',
    ),
    smpStart: f(
      'void otrl_message_initiate_smp(void *us, const OtrlMessageAppOps *ops, void *opdata, void *context, ' +
        'const uint8 *secret, size_t length)',
    ),
    smpAsk: f(
      'void otrl_message_initiate_smp_q(void *us, const OtrlMessageAppOps *ops, void *opdata, void *context, ' +
        'const char *question, const uint8 *secret, size_t length)',
    ),
    smpAnswer: f(
      'void otrl_message_respond_smp(void *us, const OtrlMessageAppOps *ops, void *opdata, void *context, ' +
        'const uint8 *secret, size_t length)',
    ),
    smpAbort: f('void otrl_message_abort_smp(void *us, const OtrlMessageAppOps *ops, void *opdata, void *context)'),
    symkey: f(
      'uint otrl_message_symkey(void *us, const OtrlMessageAppOps *ops, void *opdata, void *context, uint use, ' +
        'const uint8 *data, size_t length, _Out_ uint8 *key)',
    ),
    privkeyRead: f('uint otrl_privkey_read(void *us, const char *file)'),
    fingerprintsRead: f('uint otrl_privkey_read_fingerprints(void *us, const char *file, void *add, void *data)'),
    fingerprintsWrite: f('uint otrl_privkey_write_fingerprints(void *us, const char *file)'),
    instagRead: f('uint otrl_instag_read(void *us, const char *file)'),
    instagWrite: f('uint otrl_instag_write(void *us, const char *file)'),
    queryMessage: f('void *otrl_proto_default_query_msg(const char *name, uint policy)'),
    messageFree: f('void otrl_message_free(void *message)'),
    tlvFree: f('void otrl_tlv_free(void *tlv)'),
  };
}

let bound: ReturnType<typeof bind> | null = null;

/** Loads the library once; throws with what to do where it is missing. */
export function loadLibotr(): ReturnType<typeof bind> {
  if (bound !== null) return bound;
  let library: LibraryHandle;
  try {
    library = koffi.load('libotr.so.5');
  } catch (cause) {
    throw new Error('libotr.so.5 is missing: install it with "apt-get install libotr5"', { cause });
  }
  const functions = bind(library);
  if (functions.init(4, 1, 1) !== 0) throw new Error('libotr is older than 4.1.1');
  bound = functions;
  return functions;
}

/** libotr's policy bits. */
export const [allowV2, allowV3, requireEncryption] = [0x02, 0x04, 0x08];
export const [sendWhitespaceTag, startOnWhitespaceTag, startOnError] = [0x10, 0x20, 0x40];
/** What it says for each of libotr's codes: encryption error, not in private, unreadable, malformed. */
export const errorTexts = ['none', 'the encryption failed', 'not in private', 'unreadable', 'malformed'] as const;
const bestInstance = 1;
const sendAllFragments = 1;
const states = ['plaintext', 'encrypted', 'finished'] as const;

/** libotr's reading and writing of its files, each time in a fresh user state. */
export class LibotrFiles {
  readonly #lib = loadLibotr();
  readonly #folder = mkdtempSync(join(tmpdir(), 'sotto-libotr-'));

  #with<T>(task: (us: Pointer, file: string) => T): T {
    const us = this.#lib.userstateCreate() as Pointer;
    try {
      return task(us, join(this.#folder, 'file'));
    } finally {
      this.#lib.userstateFree(us);
    }
  }

  /** A file with keys that libotr makes for these accounts, and their fingerprints. */
  makeKeys(names: readonly string[], network: string): { readonly file: Uint8Array; readonly fingerprints: readonly string[] } {
    return this.#with((us, file) => {
      for (const name of names) this.#must(this.#lib.privkeyGenerate(us, file, name, network));
      const fingerprints = names.map((name) => this.#fingerprint(us, name, network) ?? '');
      return { file: readFileSync(file), fingerprints };
    });
  }

  /** The fingerprint that libotr finds for an account in a file; `null` where it has none or reads nothing. */
  fingerprintIn(content: string | Uint8Array, name: string, network: string): string | null {
    return this.#with((us, file) => {
      writeFileSync(file, content);
      this.#lib.privkeyRead(us, file);
      return this.#fingerprint(us, name, network);
    });
  }

  /** The same for several accounts of one file. */
  fingerprintsIn(content: string | Uint8Array, names: readonly string[], network: string): readonly (string | null)[] {
    return this.#with((us, file) => {
      writeFileSync(file, content);
      this.#must(this.#lib.privkeyRead(us, file));
      return names.map((name) => this.#fingerprint(us, name, network));
    });
  }

  /** What libotr writes after it has read a file of fingerprints. */
  rewriteFingerprints(text: string): string {
    return this.#with((us, file) => {
      writeFileSync(file, text);
      this.#must(this.#lib.fingerprintsRead(us, file, null, null));
      this.#must(this.#lib.fingerprintsWrite(us, file));
      return readFileSync(file, 'utf8');
    });
  }

  /** What libotr writes after it has read a file of instance tags. */
  rewriteTags(text: string): string {
    return this.#with((us, file) => {
      writeFileSync(file, text);
      this.#must(this.#lib.instagRead(us, file));
      this.#must(this.#lib.instagWrite(us, file));
      return readFileSync(file, 'utf8');
    });
  }

  #fingerprint(us: Pointer, name: string, network: string): string | null {
    const hash = new Uint8Array(20);
    const found: Pointer = this.#lib.fingerprintRaw(us, hash, name, network);
    return found === null ? null : Buffer.from(hash).toString('hex');
  }

  #must(error: number): void {
    if (error !== 0) throw new Error(`libotr failed with ${error}`);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const account = 'reference@example.org';
const protocol = 'prpl-jabber';
const peer = 'sotto@example.org';

function hexAt(pointer: Pointer, length: number): string {
  if (length === 0) return '';
  return Buffer.from(koffi.decode(pointer, koffi.array('uint8', length)) as Uint8Array).toString('hex');
}

/** A user of the reference library who talks to one peer. */
export class LibotrUser {
  readonly #lib = loadLibotr();
  readonly #us: Pointer;
  readonly #folder = mkdtempSync(join(tmpdir(), 'sotto-libotr-'));
  readonly #registered: bigint[] = [];
  readonly #ops: Readonly<Record<string, bigint | null>>;
  /** What it put on the network and nobody has taken. */
  readonly outbox: string[] = [];
  /** What it showed its user. */
  readonly shown: string[] = [];
  readonly events: LibotrEvent[] = [];
  /** What SMP told its user, in order; `question` where there was one. */
  readonly compared: { readonly event: LibotrSmpEvent; readonly percent: number; readonly question: string | null }[] =
    [];
  /** Extra symmetric keys that the peer announced. */
  readonly extraKeys: { readonly use: number; readonly data: string; readonly key: string }[] = [];
  secured = 0;
  refreshed = 0;

  readonly #policy: number;
  /** The error texts as strings of C; they live as long as the user. */
  readonly #errors = errorTexts.map((text) => {
    const memory = koffi.alloc('char', text.length + 1) as Pointer;
    koffi.encode(memory, 'char', text, text.length + 1);
    return memory;
  });

  constructor(options: { readonly maxMessageSize?: number; readonly policy?: number } = {}) {
    this.#policy = options.policy ?? allowV3;
    this.#us = this.#lib.userstateCreate();
    this.#must(this.#lib.privkeyGenerate(this.#us, join(this.#folder, 'keys'), account, protocol));
    this.#must(this.#lib.instagGenerate(this.#us, join(this.#folder, 'tags'), account, protocol));
    const functions: Readonly<Record<string, (...args: never[]) => unknown>> = {
      policy: () => this.#policy,
      is_logged_in: () => 1,
      inject_message: (_o: Pointer, _a: string, _p: string, _r: string, message: string) => {
        this.outbox.push(message);
      },
      gone_secure: () => {
        this.secured += 1;
      },
      still_secure: () => {
        this.refreshed += 1;
      },
      max_message_size: () => options.maxMessageSize ?? 0,
      received_symkey: (_o: Pointer, _c: Pointer, use: number, data: Pointer, length: number, key: Pointer) => {
        this.extraKeys.push({ use, data: hexAt(data, Number(length)), key: hexAt(key, 32) });
      },
      otr_error_message: (_o: Pointer, _c: Pointer, code: number) => this.#errors[code] ?? null,
      handle_smp_event: (_o: Pointer, event: number, _c: Pointer, percent: number, question: string | null) => {
        this.compared.push({ event: smpEvents[event] ?? 'none', percent, question });
      },
      handle_msg_event: (_o: Pointer, event: number) => {
        this.events.push(messageEvents[event] ?? 'none');
      },
    };
    this.#ops = Object.fromEntries(
      Object.entries(prototypes).map(([name, type]) => {
        const task = functions[name];
        if (type === null || task === undefined) return [name, null];
        const pointer = koffi.register(task, koffi.pointer(type));
        this.#registered.push(pointer);
        return [name, pointer];
      }),
    );
  }

  #must(error: number): void {
    if (error !== 0) throw new Error(`libotr failed with ${error}`);
  }

  /** Takes a string that libotr made, and frees it. */
  #own(pointer: Pointer): string | null {
    if (pointer === null || pointer === undefined) return null;
    const text = koffi.decode(pointer, 'char', -1) as string;
    this.#lib.messageFree(pointer);
    return text;
  }

  get fingerprint(): string {
    const hash = new Uint8Array(20);
    this.#lib.fingerprintRaw(this.#us, hash, account, protocol);
    return Buffer.from(hash).toString('hex');
  }

  /** Asks for a private conversation. */
  start(): void {
    const query = this.#own(this.#lib.queryMessage(account, this.#policy));
    if (query !== null) this.outbox.push(query);
  }

  type(text: string): void {
    const message: [Pointer] = [null];
    const context: [Pointer] = [null];
    const error = this.#lib.sending(
      this.#us, this.#ops, null, account, protocol, peer, bestInstance, text, null,
      message, sendAllFragments, context, null, null,
    );
    this.#must(error);
    // With nothing made of it the text goes out as it is; otherwise the fragments went out by themselves.
    if (this.#own(message[0]) === null) this.outbox.push(text);
  }

  receive(text: string): void {
    const message: [Pointer] = [null];
    const tlvs: [Pointer] = [null];
    const context: [Pointer] = [null];
    const internal = this.#lib.receiving(
      this.#us, this.#ops, null, account, protocol, peer, text, message, tlvs, context, null, null,
    );
    this.#lib.tlvFree(tlvs[0]);
    const changed = this.#own(message[0]);
    if (internal === 0) this.shown.push(changed ?? text);
  }

  /** Begins SMP, with a question where there is one. */
  compare(secret: string, question: string | null = null): void {
    const bytes = new TextEncoder().encode(secret);
    const [us, ops, context] = [this.#us, this.#ops, this.#pointer()];
    if (question === null) this.#lib.smpStart(us, ops, null, context, bytes, bytes.length);
    else this.#lib.smpAsk(us, ops, null, context, question, bytes, bytes.length);
  }

  answer(secret: string): void {
    const bytes = new TextEncoder().encode(secret);
    this.#lib.smpAnswer(this.#us, this.#ops, null, this.#pointer(), bytes, bytes.length);
  }

  /** Announces a use of the extra symmetric key and gives the key, in hex. */
  shareKey(use: number, data: Uint8Array): string {
    const key = new Uint8Array(32);
    this.#must(this.#lib.symkey(this.#us, this.#ops, null, this.#pointer(), use, data, data.length, key));
    return Buffer.from(key).toString('hex');
  }

  abort(): void {
    this.#lib.smpAbort(this.#us, this.#ops, null, this.#pointer());
  }

  end(): void {
    this.#lib.disconnect(this.#us, this.#ops, null, account, protocol, peer);
  }

  #pointer(): Pointer {
    const added: [number] = [0];
    return this.#lib.find(this.#us, peer, account, protocol, bestInstance, 0, added, null, null) as Pointer;
  }

  #context(): Context | null {
    const pointer = this.#pointer();
    return pointer === null ? null : (koffi.decode(pointer, 'ConnContext') as Context);
  }

  /** The tag of the device that speaks here; 0 before it has spoken with anybody. */
  get instanceTag(): number {
    return this.#context()?.our_instance ?? 0;
  }

  /** Makes it seem as if it had sent nothing for some seconds: libotr looks at the clock of the machine. */
  wasSilentFor(seconds: number): void {
    const { context_priv: own } = this.#context()!;
    const offset = koffi.offsetof('ConnContextPriv', 'lastsent');
    const lastSent = koffi.decode(own, offset, 'long') as number;
    koffi.encode(own, offset, 'long', lastSent - seconds);
  }

  get state(): (typeof states)[number] {
    const context = this.#context();
    return context === null ? 'plaintext' : (states[context.msgstate] ?? 'plaintext');
  }

  /** 16 hex digits of the session, and the half that libotr shows in bold. */
  get session(): { readonly hex: string; readonly bold: 'first' | 'second'; readonly version: number } | null {
    const context = this.#context();
    if (context === null) return null;
    const hex = Buffer.from(context.sessionid.subarray(0, 8)).toString('hex');
    return { hex, bold: context.sessionid_half === 0 ? 'first' : 'second', version: context.protocol_version };
  }

  /** The fingerprint that it sees the peer under. */
  get theirFingerprint(): string | null {
    const active = this.#context()?.active_fingerprint ?? null;
    if (active === null) return null;
    const { fingerprint } = koffi.decode(active, 'OtrlFingerprint') as { readonly fingerprint: Pointer };
    return Buffer.from(koffi.decode(fingerprint, koffi.array('uint8', 20)) as Uint8Array).toString('hex');
  }

  /** Frees everything; the user is of no use afterwards. */
  close(): void {
    this.#lib.userstateFree(this.#us);
    for (const pointer of this.#registered) koffi.unregister(pointer);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
