/**
 * The arithmetic of the reference library: its own functions for keys, signatures and shared secrets, over
 * the numbers of libgcrypt, which it stands on.
 */
import koffi, { type LibraryHandle } from 'koffi';
import type { DsaPrivateKey } from '../api.ts';
import { writeNumber } from '../keyfiles/s-expression.ts';
import type { KeyPair } from '../primitives/group.ts';
import { loadLibotr } from './libotr.ts';
import type { Pointer } from './libotr-abi.ts';

koffi.struct('OtrlPrivKey', {
  next: 'void *', tous: 'void *', accountname: 'void *', protocol: 'void *',
  pubkey_type: 'ushort', privkey: 'void *', pubkey_data: 'void *', pubkey_datalen: 'size_t',
}); // prettier-ignore
koffi.struct('DhSessionKeys', {
  sendctr: koffi.array('uint8', 16),
  rcvctr: koffi.array('uint8', 16),
  sendenc: 'void *',
  rcvenc: 'void *',
  sendmac: 'void *',
  sendmackey: koffi.array('uint8', 20),
  sendmacused: 'int',
  rcvmac: 'void *',
  rcvmackey: koffi.array('uint8', 20),
  rcvmacused: 'int',
  extrakey: koffi.array('uint8', 32),
});

function bind(otr: LibraryHandle, gcrypt: LibraryHandle) {
  return {
    sign: otr.func('uint otrl_privkey_sign(_Out_ void **signature, _Out_ size_t *length, OtrlPrivKey *key, const uint8 *data, size_t size)'),
    verify: otr.func('uint otrl_privkey_verify(const uint8 *signature, size_t length, ushort type, void *key, const uint8 *data, size_t size)'),
    session: otr.func('uint otrl_dh_session(_Out_ DhSessionKeys *keys, const DhKeypair *pair, void *theirs)'),
    sessionFree: otr.func('void otrl_dh_session_free(_Inout_ DhSessionKeys *keys)'),
    power: gcrypt.func('void gcry_mpi_powm(void *result, void *base, void *exponent, void *modulus)'),
    scan: gcrypt.func('uint gcry_mpi_scan(_Out_ void **number, int format, const uint8 *bytes, size_t length, void *scanned)'),
    print: gcrypt.func('uint gcry_mpi_print(int format, _Out_ uint8 *bytes, size_t room, _Out_ size_t *written, void *number)'),
    make: gcrypt.func('void *gcry_mpi_new(uint bits)'),
    release: gcrypt.func('void gcry_mpi_release(void *number)'),
    expression: gcrypt.func('uint gcry_sexp_new(_Out_ void **expression, const char *text, size_t length, int detect)'),
    printExpression: gcrypt.func('size_t gcry_sexp_sprint(void *expression, int mode, _Out_ uint8 *bytes, size_t room)'),
    expressionRelease: gcrypt.func('void gcry_sexp_release(void *expression)'),
  };
}

let bound: ReturnType<typeof bind> | null = null;

function lib(): ReturnType<typeof bind> {
  loadLibotr();
  bound ??= bind(koffi.load('libotr.so.5'), koffi.load('libgcrypt.so.20'));
  return bound;
}

const unsigned = 5;
/** libgcrypt's form of expressions for people, which libotr's files have. */
const advanced = 3;
/** libotr's number for the group of 1,536 bits. */
const group = 5;
const free = koffi.load('libc.so.6').func('void free(void *bytes)');

function must(error: number): void {
  if (error !== 0) throw new Error(`libgcrypt failed with ${error}`);
}

/** Runs a task with numbers of libgcrypt, which are freed after it. */
function withNumbers<Value>(values: readonly Uint8Array[], task: (...numbers: Pointer[]) => Value): Value {
  const numbers = values.map((bytes) => {
    const made: [Pointer] = [null];
    must(lib().scan(made, unsigned, bytes, bytes.length, null));
    return made[0];
  });
  try {
    return task(...numbers);
  } finally {
    for (const number of numbers) lib().release(number);
  }
}

function bytesOf(number: Pointer, room: number): Uint8Array {
  const bytes = new Uint8Array(room);
  const written: [number] = [0];
  must(lib().print(unsigned, bytes, room, written, number));
  return bytes.slice(0, Number(written[0]));
}

/** base^exponent modulo a number, without leading zeros. */
export function power(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  return withNumbers([base, exponent, modulus], (b, e, m) => {
    const result = lib().make(modulus.length * 8) as Pointer;
    lib().power(result, b, e, m);
    const bytes = bytesOf(result, modulus.length);
    lib().release(result);
    return bytes;
  });
}

/** What libotr derives from our exponent and their public value. */
export function sessionKeys({ secret, open }: KeyPair, theirs: Uint8Array) {
  return withNumbers([secret, open, theirs], (priv, pub, y) => {
    const keys: Record<string, unknown> = {};
    must(lib().session(keys, { groupid: group, priv, pub }, y));
    const hex = (name: string): string => Buffer.from(keys[name] as Uint8Array).toString('hex');
    const found = { sendMac: hex('sendmackey'), receiveMac: hex('rcvmackey'), extra: hex('extrakey') };
    lib().sessionFree(keys);
    return found;
  });
}

/** A DSA key in libgcrypt's hands. */
export class ReferenceKey {
  readonly #expression: Pointer;

  constructor(key: DsaPrivateKey) {
    const numbers = (['p', 'q', 'g', 'y', 'x'] as const).map((name) => `(${name} ${writeNumber(key[name])})`);
    const text = `(private-key (dsa ${numbers.join('')}))`;
    const made: [Pointer] = [null];
    must(lib().expression(made, text, text.length, 1));
    this.#expression = made[0];
  }

  /** The key as libgcrypt writes it into libotr's files. */
  get expression(): Uint8Array {
    const bytes = new Uint8Array(4_096);
    return bytes.slice(0, Number(lib().printExpression(this.#expression, advanced, bytes, bytes.length)));
  }

  /** libotr's signature of a byte string, 40 bytes. */
  sign(data: Uint8Array): Uint8Array {
    const signature: [Pointer] = [null];
    const key = { pubkey_type: 0, privkey: this.#expression };
    must(lib().sign(signature, [0], key, data, data.length));
    const bytes = new Uint8Array(koffi.decode(signature[0], koffi.array('uint8', 40)) as Uint8Array);
    free(signature[0]);
    return bytes;
  }

  /** Whether libotr takes a signature for this key's. */
  verify(data: Uint8Array, signature: Uint8Array): boolean {
    return lib().verify(signature, signature.length, 0, this.#expression, data, data.length) === 0;
  }

  close(): void {
    lib().expressionRelease(this.#expression);
  }
}
