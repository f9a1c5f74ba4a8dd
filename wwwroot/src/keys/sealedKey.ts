import { type Bytes, concat, PointBytes, read, type Reader } from './bytes'
import type { Sealed } from './hpke'

/** The private half of a key pair (PKCS#8), as browsers write it: with the public one. */
export const PrivateKeyBytes = 138
const TagBytes = 16

/** A private half that is sealed for somebody. */
export const SealedKeyBytes = PointBytes + PrivateKeyBytes + TagBytes

export function encodeSealedKey({ encapsulated, ciphertext }: Sealed): Bytes {
  const bytes = concat(encapsulated, ciphertext)
  if (bytes.length !== SealedKeyBytes) throw new RangeError(`a sealed key of ${bytes.length} bytes`)
  return bytes
}

export const readSealedKey = (from: Reader): Sealed => ({
  encapsulated: from.bytes(PointBytes),
  ciphertext: from.bytes(PrivateKeyBytes + TagBytes),
})

/** Undefined for anything that is not just one. */
export function decodeSealedKey(bytes: Uint8Array): Sealed | undefined {
  const from = read(bytes)
  const sealed = readSealedKey(from)
  return from.complete() ? sealed : undefined
}
