import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import type { Bytes } from './bytes'
import { isPoint } from './primitives'

/** RFC 9180 in its base mode: whoever has the private half opens it, and it says nothing of who has sealed it. */
const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })

/** What was sealed for the owner of one key pair. */
export interface Sealed {
  /** The public half of a key pair that there was for this one time. */
  encapsulated: Bytes
  /** With its tag. */
  ciphertext: Bytes
}

/** Seals for whoever has the private half of this point. `info` and `additional`: what it is for; it opens with the same ones alone. */
export async function sealTo(point: Bytes, plain: Bytes, info: Bytes, additional: Bytes): Promise<Sealed> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(point)
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plain, additional)
  return { encapsulated: new Uint8Array(enc), ciphertext: new Uint8Array(ct) }
}

/** Undefined for what was not sealed for these keys, or for something else. The private half may be one that nothing can take out. */
export async function openSealed(
  keys: CryptoKeyPair,
  { encapsulated, ciphertext }: Sealed,
  info: Bytes,
  additional: Bytes,
): Promise<Bytes | undefined> {
  if (!(await isPoint(encapsulated))) return undefined
  try {
    // As a pair, since the public half cannot be told from a private one that nothing can take out.
    const opened = await suite.open({ recipientKey: keys, enc: encapsulated, info }, ciphertext, additional)
    return new Uint8Array(opened)
  } catch {
    return undefined
  }
}
