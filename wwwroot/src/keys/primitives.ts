import { type Bytes, equal, HashBytes, PointBytes } from './bytes'

const curve = 'P-256'
const signing: EcKeyImportParams = { name: 'ECDSA', namedCurve: curve }
const agreement: EcKeyImportParams = { name: 'ECDH', namedCurve: curve }
const signed: EcdsaParams = { name: 'ECDSA', hash: 'SHA-256' }

export const hashOf = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

/** A key pair whose private half nothing can take out of this browser. */
export const generateSigningKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(signing, false, ['sign', 'verify'])

export const generateDecryptionKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(agreement, false, ['deriveBits'])

/** The same with a private half that can be taken out, to be sealed under the code on paper. */
export const generateSigningKeysToSeal = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(signing, true, ['sign', 'verify'])

/** A key pair whose private half can be taken out, to be sealed for a device; what is used and kept is imported from that. */
export const generateKeysToGrant = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(agreement, true, ['deriveBits'])

/** AES-GCM, for what this browser alone opens again. */
export const generateTextKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

/** The private half (PKCS#8), where it can be taken out. */
export const privateBytesOf = async ({ privateKey }: CryptoKeyPair): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))

/** Puts a private half (PKCS#8) and a point together as they are said to belong; undefined when either is none. */
export async function importDecryptionKeys(
  privateBytes: Bytes,
  point: Bytes,
  extractable = false,
): Promise<CryptoKeyPair | undefined> {
  const publicKey = await importPoint(point, agreement, [])
  try {
    const privateKey = await crypto.subtle.importKey('pkcs8', privateBytes, agreement, extractable, ['deriveBits'])
    return publicKey && { privateKey, publicKey }
  } catch {
    return undefined
  }
}

/**
 * The same, and only when they do belong together: a private half that nothing can take out does not tell its public one, but agrees with others
 * as that one does.
 */
export async function importMatchingKeys(
  privateBytes: Bytes,
  point: Bytes,
  extractable = false,
): Promise<CryptoKeyPair | undefined> {
  const keys = await importDecryptionKeys(privateBytes, point, extractable)
  if (!keys) return undefined
  const probe = await generateDecryptionKeys()
  return equal(await agree(keys, probe), await agree(probe, keys)) ? keys : undefined
}

/** The same of signing keys, when they do belong together. */
export async function importMatchingSigningKeys(privateBytes: Bytes, point: Bytes): Promise<CryptoKeyPair | undefined> {
  const publicKey = await importPoint(point, signing, ['verify'])
  try {
    const privateKey = await crypto.subtle.importKey('pkcs8', privateBytes, signing, false, ['sign'])
    const keys = publicKey && { privateKey, publicKey }
    const probe = randomBytes(HashBytes)
    return keys && (await isSignedBy(point, probe, await sign(keys, probe))) ? keys : undefined
  } catch {
    return undefined
  }
}

/** The secret that one private half has in common with another's public half. */
export const agree = async ({ privateKey }: CryptoKeyPair, { publicKey }: CryptoKeyPair): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256))

/** The same with the public half as a point; undefined when it is none. */
export async function agreeWithPoint(keys: CryptoKeyPair, point: Bytes): Promise<Bytes | undefined> {
  const publicKey = await importPoint(point, agreement, [])
  return publicKey && agree(keys, { ...keys, publicKey })
}

/** HKDF with SHA-256 (RFC 5869), of a secret that nobody can guess. */
export async function derive(secret: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, base, length * 8))
}

/** The public half as an uncompressed point (SEC 1, 2.3.3). */
export const pointOf = async ({ publicKey }: CryptoKeyPair): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))

/** Whether it is a point of the curve, uncompressed. */
export const isPoint = async (point: Bytes): Promise<boolean> => (await importPoint(point, agreement, [])) !== undefined

/** ECDSA with SHA-256, as r and s of 32 bytes each (IEEE P1363). */
export const sign = async ({ privateKey }: CryptoKeyPair, bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign(signed, privateKey, bytes))

export async function isSignedBy(point: Bytes, bytes: Bytes, signature: Bytes): Promise<boolean> {
  const key = await importPoint(point, signing, ['verify'])
  return key !== undefined && crypto.subtle.verify(signed, key, signature, bytes)
}

async function importPoint(point: Bytes, how: EcKeyImportParams, usages: KeyUsage[]): Promise<CryptoKey | undefined> {
  // Some browsers take compressed points as well, others do not: all must agree on what is valid.
  if (point.length !== PointBytes || point[0] !== 4) return undefined
  try {
    return await crypto.subtle.importKey('raw', point, how, true, usages)
  } catch {
    return undefined
  }
}
