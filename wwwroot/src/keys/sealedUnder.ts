import { type Bytes, concat } from './bytes'
import { derive, randomBytes } from './primitives'

const NonceBytes = 12
const TagBytes = 16
/** What sealing adds to the length: a nonce before, a tag behind. */
export const SealingBytes = NonceBytes + TagBytes

/** A key (AES-256-GCM) from a secret that nobody can guess, for one purpose. */
export const keyUnder = async (secret: Bytes, salt: Bytes, info: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', await derive(secret, salt, info, 32), 'AES-GCM', false, ['encrypt', 'decrypt'])

/** `additional`: what it belongs to; it opens with the same alone. */
export async function sealUnder(key: CryptoKey, plain: Bytes, additional: Bytes): Promise<Bytes> {
  const nonce = randomBytes(NonceBytes)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: additional }, key, plain)
  return concat(nonce, new Uint8Array(sealed))
}

/** Undefined for what was not sealed under this key, or belongs to something else. */
export async function openUnder(key: CryptoKey, sealed: Bytes, additional: Bytes): Promise<Bytes | undefined> {
  const [iv, rest] = [sealed.slice(0, NonceBytes), sealed.slice(NonceBytes)]
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: additional }, key, rest))
  } catch {
    return undefined
  }
}
