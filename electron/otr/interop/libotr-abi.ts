/**
 * The structures and callbacks of libotr 4.1.1's C interface, as koffi types.
 */
import koffi from 'koffi';

/** A pointer of C; opaque to JavaScript. */
export type Pointer = unknown;

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

koffi.struct('OtrlSessionKeysOfPair', {
  counters: koffi.array('uint8', 32),
  handles: koffi.array('void *', 3),
  sendmackey: koffi.array('uint8', 20),
  sendmacused: 'int',
  rcvmac: 'void *',
  rcvmackey: koffi.array('uint8', 20),
  rcvmacused: 'int',
  extrakey: koffi.array('uint8', 32),
});
koffi.struct('ConnContextPriv', {
  fragment: 'void *',
  fragment_len: 'size_t',
  fragment_n: 'ushort',
  fragment_k: 'ushort',
  their_keyid: 'uint',
  their_y: 'void *',
  their_old_y: 'void *',
  our_keyid: 'uint',
  our_dh_key: 'DhKeypair',
  our_old_dh_key: 'DhKeypair',
  sesskeys: koffi.array('OtrlSessionKeysOfPair', 4),
  numsavedkeys: 'uint',
  saved_mac_keys: 'void *',
  generation: 'uint',
  lastsent: 'long',
  lastrecv: 'long',
  lastmessage: 'void *',
  may_retransmit: 'int',
});

/** What the tests read of a context. */
export type Context = {
  readonly context_priv: Pointer;
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
  received_symkey:
    'void OtrSymkeyCb(void *opdata, ConnContext *context, uint use, const uint8 *data, size_t length, const uint8 *key)',
  otr_error_message: 'void *OtrErrorTextCb(void *opdata, ConnContext *context, int code)',
  otr_error_message_free: null,
  resent_msg_prefix: null,
  resent_msg_prefix_free: null,
  handle_smp_event: 'void OtrSmpCb(void *opdata, int event, ConnContext *context, uint16 percent, const char *question)',
  handle_msg_event:
    'void OtrEventCb(void *opdata, int event, ConnContext *context, const char *message, uint error)',
  create_instag: null,
  convert_msg: null,
  convert_free: null,
  timer_control: null,
} as const;

/** The callbacks that we answer, as types of C; `null` for the others. */
export const prototypes = Object.fromEntries(
  Object.entries(callbacks).map(([name, prototype]) => [name, prototype === null ? null : koffi.proto(prototype)]),
);
koffi.struct(
  'OtrlMessageAppOps',
  Object.fromEntries(
    Object.entries(prototypes).map(([name, type]) => [name, type === null ? 'void *' : koffi.pointer(type)]),
  ),
);

/** libotr's message events, by number. */
export const messageEvents = [
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

/** libotr's SMP events, by number. */
export const smpEvents = [
  'none',
  'error',
  'abort',
  'cheated',
  'ask-for-answer',
  'ask-for-secret',
  'in-progress',
  'success',
  'failure',
] as const;
export type LibotrSmpEvent = (typeof smpEvents)[number];
