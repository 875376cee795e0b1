/**
 * The reference library itself, called through its C interface: one user with one account, whose network
 * is an array of texts. Interop tests put it across from our engine.
 *
 * It needs libotr.so.5 (Debian package `libotr5`); where that is missing, `loadLibotr` throws and says so.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi, { type LibraryHandle } from 'koffi';

/** A pointer of C; opaque to JavaScript. */
type Pointer = unknown;

// The public part of libotr 4.1.1's structures, up to the fields that the tests read.
koffi.struct('DhKeypair', { groupid: 'uint', priv: 'void *', pub: 'void *' });
koffi.struct('OtrlAuthInfo', {
  authstate: 'int',
  context: 'void *',
  our_dh: 'DhKeypair',
  our_keyid: 'uint',
  encgx: 'void *',
  encgx_len: 'size_t',
  r: koffi.array('uint8', 16),
  hashgx: koffi.array('uint8', 32),
  their_pub: 'void *',
  their_keyid: 'uint',
  enc_c: 'void *',
  enc_cp: 'void *',
  mac_m1: 'void *',
  mac_m1p: 'void *',
  mac_m2: 'void *',
  mac_m2p: 'void *',
  their_fingerprint: koffi.array('uint8', 20),
  initiated: 'int',
  protocol_version: 'uint',
  secure_session_id: koffi.array('uint8', 20),
  secure_session_id_len: 'size_t',
  session_id_half: 'int',
  lastauthmsg: 'void *',
  commit_sent_time: 'long',
});
koffi.struct('OtrlFingerprint', {
  next: 'void *',
  tous: 'void *',
  fingerprint: 'void *',
  context: 'void *',
  trust: 'void *',
});
koffi.struct('ConnContext', {
  next: 'void *',
  tous: 'void *',
  context_priv: 'void *',
  username: 'void *',
  accountname: 'void *',
  protocol: 'void *',
  m_context: 'void *',
  recent_rcvd_child: 'void *',
  recent_sent_child: 'void *',
  recent_child: 'void *',
  our_instance: 'uint',
  their_instance: 'uint',
  msgstate: 'int',
  auth: 'OtrlAuthInfo',
  fingerprint_root: 'OtrlFingerprint',
  active_fingerprint: 'OtrlFingerprint *',
  sessionid: koffi.array('uint8', 20),
  sessionid_len: 'size_t',
  sessionid_half: 'int',
  protocol_version: 'uint',
});

/** What the tests read of a context. */
type Context = {
  readonly our_instance: number;
  readonly their_instance: number;
  readonly msgstate: number;
  readonly active_fingerprint: Pointer;
  readonly sessionid: Uint8Array;
  readonly sessionid_half: number;
  readonly protocol_version: number;
};

/** The callbacks that libotr asks for, in the order of its structure; those that we leave null are absent. */
const callbacks = {
  policy: 'uint OtrPolicyCb(void *opdata, ConnContext *context)',
  create_privkey: null,
  is_logged_in: 'int OtrOnlineCb(void *opdata, const char *account, const char *protocol, const char *recipient)',
  inject_message:
    'void OtrInjectCb(void *opdata, const char *account, const char *protocol, const char *recipient, const char *message)',
  update_context_list: null,
  new_fingerprint: null,
  write_fingerprints: null,
  gone_secure: 'void OtrSecureCb(void *opdata, ConnContext *context)',
  gone_insecure: null,
  still_secure: 'void OtrStillCb(void *opdata, ConnContext *context, int is_reply)',
  max_message_size: 'int OtrSizeCb(void *opdata, ConnContext *context)',
  account_name: null,
  account_name_free: null,
  received_symkey: null,
  otr_error_message: null,
  otr_error_message_free: null,
  resent_msg_prefix: null,
  resent_msg_prefix_free: null,
  handle_smp_event: null,
  handle_msg_event:
    'void OtrEventCb(void *opdata, int event, ConnContext *context, const char *message, uint error)',
  create_instag: null,
  convert_msg: null,
  convert_free: null,
  timer_control: null,
} as const;

const prototypes = Object.fromEntries(
  Object.entries(callbacks).map(([name, prototype]) => [name, prototype === null ? null : koffi.proto(prototype)]),
);
koffi.struct(
  'OtrlMessageAppOps',
  Object.fromEntries(
    Object.entries(prototypes).map(([name, type]) => [name, type === null ? 'void *' : koffi.pointer(type)]),
  ),
);

const messageEvents = [
  'none',
  'encryption-required',
  'encryption-error',
  'connection-ended',
  'setup-error',
  'reflected',
  'resent',
  'not-in-private',
  'unreadable',
  'malformed',
  'heartbeat-received',
  'heartbeat-sent',
  'general-error',
  'unencrypted',
  'unrecognised',
  'other-instance',
] as const;
export type LibotrEvent = (typeof messageEvents)[number];

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
const allowV3 = 0x04;
const bestInstance = 1;
const sendAllFragments = 1;
const states = ['plaintext', 'encrypted', 'finished'] as const;

const account = 'reference@example.org';
const protocol = 'prpl-jabber';
const peer = 'sotto@example.org';

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
  secured = 0;
  refreshed = 0;

  constructor(options: { readonly maxMessageSize?: number; readonly policy?: number } = {}) {
    this.#us = this.#lib.userstateCreate();
    this.#must(this.#lib.privkeyGenerate(this.#us, join(this.#folder, 'keys'), account, protocol));
    this.#must(this.#lib.instagGenerate(this.#us, join(this.#folder, 'tags'), account, protocol));
    const functions: Readonly<Record<string, (...args: never[]) => unknown>> = {
      policy: () => options.policy ?? allowV3,
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
    const query = this.#own(this.#lib.queryMessage(account, allowV3));
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

  end(): void {
    this.#lib.disconnect(this.#us, this.#ops, null, account, protocol, peer);
  }

  #context(): Context | null {
    const added: [number] = [0];
    const pointer: Pointer = this.#lib.find(this.#us, peer, account, protocol, bestInstance, 0, added, null, null);
    return pointer === null ? null : (koffi.decode(pointer, 'ConnContext') as Context);
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
