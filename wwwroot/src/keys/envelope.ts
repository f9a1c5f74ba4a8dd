import { type Bytes, concat, equal, label, SignatureBytes, u32 } from './bytes'
import { decodeHeader, encodeHeader, type EnvelopeHeader, HeaderBytes, NonceBytes } from './envelopeHeader'
import type { EpochKeys } from './epochKeys'
import { isSignedBy, sign } from './primitives'

const LengthBytes = 4
const TagBytes = 16
const SmallestPadded = 256
const LargestPadded = 16_384

/** Most bytes of a body that one envelope holds. */
export const BodyBytes = LargestPadded - SignatureBytes - LengthBytes

const purpose = label('sig')

/** Of a signature, a length and a body: powers of two, so that the server learns little of how much was written. */
function paddedLength(body: number): number {
  let length = SmallestPadded
  while (length < SignatureBytes + LengthBytes + body) length *= 2
  return length
}

/**
 * Signs, pads and encrypts. The signature is inside: the server gets no proof of who wrote what. What was sealed once is sent again as it
 * is: sealed again, it would be another message under the same id.
 */
export async function seal(
  about: Omit<EnvelopeHeader, 'keyId'>,
  body: Bytes,
  keys: EpochKeys,
  device: CryptoKeyPair,
): Promise<Bytes> {
  if (body.length > BodyBytes) throw new RangeError(`a body of ${body.length} bytes does not go into an envelope`)
  const nonce = crypto.getRandomValues(new Uint8Array(NonceBytes))
  const head = encodeHeader({ ...about, keyId: keys.keyId }, nonce)
  const said = concat(u32(body.length), body)
  const plain = new Uint8Array(paddedLength(body.length))
  plain.set(concat(await sign(device, concat(purpose, head, said)), said))
  const key = await keys.messageKey(about.sender, about.device)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: head }, key, plain)
  return concat(head, new Uint8Array(sealed))
}

/** Why an envelope cannot be shown as a message. `keyId`: it was sealed with another content key. */
export type EnvelopeFault = 'malformed' | 'keyId' | 'undecryptable' | 'padding' | 'signature'

export type Opened = { header: EnvelopeHeader; body: Bytes } | { fault: EnvelopeFault }

/**
 * Decrypts, and checks that this device has signed just that. What is authenticated are the bytes that came. Whether it belongs here (the
 * conversation, the device in its sender's chain, not seen before) is for whoever asks.
 */
export async function open(envelope: Bytes, keys: EpochKeys, signingKey: Bytes): Promise<Opened> {
  const read = decodeHeader(envelope)
  const length = envelope.length - HeaderBytes - TagBytes
  if (!read || length < SmallestPadded || length > LargestPadded || (length & (length - 1)) !== 0)
    return { fault: 'malformed' }
  const { header, nonce } = read
  if (!equal(header.keyId, keys.keyId)) return { fault: 'keyId' }
  const head = envelope.slice(0, HeaderBytes)
  const key = await keys.messageKey(header.sender, header.device)
  const plain = await decrypt(key, nonce, head, envelope.subarray(HeaderBytes))
  if (!plain) return { fault: 'undecryptable' }
  const bodyLength = new DataView(plain.buffer).getUint32(SignatureBytes)
  const end = SignatureBytes + LengthBytes + bodyLength
  if (end > plain.length || paddedLength(bodyLength) !== plain.length || plain.subarray(end).some(Boolean))
    return { fault: 'padding' }
  const said = plain.slice(SignatureBytes, end)
  if (!(await isSignedBy(signingKey, concat(purpose, head, said), plain.slice(0, SignatureBytes))))
    return { fault: 'signature' }
  return { header, body: said.slice(LengthBytes) }
}

async function decrypt(key: CryptoKey, iv: Bytes, additionalData: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed))
  } catch {
    return undefined
  }
}
