import {
  type Bytes,
  concat,
  fromHex,
  HashBytes,
  IdBytes,
  label,
  PointBytes,
  read,
  type Reader,
  SignatureBytes,
  toHex,
  u32,
  u8,
} from './bytes'
import { sign } from './primitives'

/** What a device is: a browser, or the code on paper with which everything can be recovered. */
export type DeviceKind = 'browser' | 'paper'

const kinds: readonly DeviceKind[] = ['browser', 'paper']

/** A device of an identity, as the others know it. Keys are uncompressed P-256 points. */
export interface DeviceRecord {
  kind: DeviceKind
  /** 128 bits as hex. */
  id: string
  /** Verifies what the device signs. */
  signingKey: Bytes
  /** Seals for the device what only it may open. */
  decryptionKey: Bytes
}

/** One state of the list of an identity's devices, and of the key that they share. */
export interface ChainEntry {
  /** 1 for the genesis, and one more with each entry. */
  version: number
  /** The hash of the entry before; zeros in the genesis. */
  previousHash: Bytes
  /** The identity, 128 bits as hex. */
  account: string
  encryptionKeyVersion: number
  /** The identity encryption key: conversation keys are sealed for it. */
  encryptionKey: Bytes
  devices: readonly DeviceRecord[]
  /** The device that has signed it. */
  signer: string
}

/** An entry with its bytes: these are what is hashed and signed, and are never made anew from what was read of them. */
export interface SignedEntry {
  entry: ChainEntry
  body: Bytes
  signature: Bytes
}

const purpose = label('manifest')

/** The bytes that are signed. */
export const encodeEntry = (entry: ChainEntry): Bytes =>
  concat(
    purpose,
    u32(entry.version),
    entry.previousHash,
    fromHex(entry.account),
    u32(entry.encryptionKeyVersion),
    entry.encryptionKey,
    u8(entry.devices.length),
    ...entry.devices.map(encodeDevice),
    fromHex(entry.signer),
  )

export const encodeDevice = ({ kind, id, signingKey, decryptionKey }: DeviceRecord): Bytes =>
  concat(u8(kinds.indexOf(kind)), fromHex(id), signingKey, decryptionKey)

export async function signEntry(entry: ChainEntry, device: CryptoKeyPair): Promise<SignedEntry> {
  const body = encodeEntry(entry)
  return { entry, body, signature: await sign(device, body) }
}

/** As it is sent and kept. */
export const bytesOf = ({ body, signature }: SignedEntry): Bytes => concat(body, signature)

/** What was signed and its signature, as they are sent and kept; undefined for anything that is not just that. */
export function decodeEntry(bytes: Uint8Array): SignedEntry | undefined {
  const from = read(bytes)
  const named = from.bytes(purpose.length)
  const head = {
    version: from.u32(),
    previousHash: from.bytes(HashBytes),
    account: toHex(from.bytes(IdBytes)),
    encryptionKeyVersion: from.u32(),
    encryptionKey: from.bytes(PointBytes),
  }
  const listed = Array.from({ length: from.u8() }, () => readDevice(from))
  const entry = { ...head, signer: toHex(from.bytes(IdBytes)) }
  const signature = from.bytes(SignatureBytes)
  if (!from.complete() || toHex(named) !== toHex(purpose)) return undefined
  const devices = listed.filter((device) => device !== undefined)
  if (devices.length < listed.length) return undefined
  return { entry: { ...entry, devices }, body: concat(bytes.subarray(0, -SignatureBytes)), signature }
}

/** Undefined for a device of no known kind. */
export function readDevice(from: Reader): DeviceRecord | undefined {
  const kind = kinds[from.u8()]
  const keys = {
    id: toHex(from.bytes(IdBytes)),
    signingKey: from.bytes(PointBytes),
    decryptionKey: from.bytes(PointBytes),
  }
  return kind && { kind, ...keys }
}
