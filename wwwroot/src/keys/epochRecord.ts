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
  u64,
  u8,
} from './bytes'
import type { Sealed } from './hpke'

/** Why there is another content key. `renewed`: nobody's keys have changed. */
export type EpochReason = 'begun' | 'encryptionKey' | 'renewed'

const reasons: readonly EpochReason[] = ['begun', 'encryptionKey', 'renewed']

/** What one may do in a conversation. Of two, neither is more than the other. */
export type EpochRole = 'member'

const roles: readonly EpochRole[] = ['member']

/** One for whom the content key is sealed, and the state of their chain that the author had followed. */
export interface EpochMember {
  account: string
  chainVersion: number
  chainHash: Bytes
  encryptionKeyVersion: number
  role: EpochRole
}

/** A device that was removed, and the last that it said here while it was trusted. */
export interface ClosedDevice {
  device: string
  lastCounter: bigint
}

/** Who has which content key of a conversation, from when on. Ids are 128 bits as hex. */
export interface EpochRecord {
  conversation: string
  /** 1 for the first, and one more with each content key. */
  epoch: number
  /** The hash of the record before; zeros in the first. */
  previousHash: Bytes
  /** Names the content key, and commits to it. */
  keyId: Bytes
  author: string
  /** The device of the author that has signed it. */
  device: string
  /** The state of the author's chain in which the device is. */
  chainVersion: number
  reason: EpochReason
  /** By their ids, each once. */
  closes: readonly ClosedDevice[]
  /** By their accounts, each once. */
  members: readonly EpochMember[]
}

/** A record with its bytes: these are what is hashed and signed, and are never made anew from what was read of them. */
export interface SignedRecord {
  record: EpochRecord
  /** The record alone: what is sealed with it, opens with it alone. */
  core: Bytes
  /** The content key for each of the members, in their order. */
  wrapped: readonly Sealed[]
  /** What is signed, and hashed: the record and the wrapped keys. */
  body: Bytes
  signature: Bytes
}

export const ContentKeyBytes = 32
const TagBytes = 16
const WrappedBytes = PointBytes + ContentKeyBytes + TagBytes

/** Most devices that one record closes. */
export const MostClosed = 100

/** Most members of a conversation that has epochs. */
export const MostMembers = 100

const purpose = label('epoch')

/** The bytes of the record, without the wrapped keys and the signature. */
export const encodeRecord = (record: EpochRecord): Bytes =>
  concat(
    purpose,
    fromHex(record.conversation),
    u32(record.epoch),
    record.previousHash,
    record.keyId,
    fromHex(record.author),
    fromHex(record.device),
    u32(record.chainVersion),
    u8(reasons.indexOf(record.reason)),
    u32(record.closes.length),
    ...record.closes.map(({ device, lastCounter }) => concat(fromHex(device), u64(lastCounter))),
    u32(record.members.length),
    ...record.members.map(encodeMember),
  )

const encodeMember = ({ account, chainVersion, chainHash, encryptionKeyVersion, role }: EpochMember): Bytes =>
  concat(fromHex(account), u32(chainVersion), chainHash, u32(encryptionKeyVersion), u8(roles.indexOf(role)))

export const encodeWrapped = (wrapped: readonly Sealed[]): Bytes =>
  concat(...wrapped.flatMap(({ encapsulated, ciphertext }) => [encapsulated, ciphertext]))

/** As it is sent and kept. */
export const encodeSigned = ({ body, signature }: SignedRecord): Bytes => concat(body, signature)

/** A record with its wrapped keys and signature, as they are sent and kept; undefined for anything that is not just that. */
export function decodeRecord(bytes: Uint8Array): SignedRecord | undefined {
  const from = read(bytes)
  const named = from.bytes(purpose.length)
  const head = {
    conversation: toHex(from.bytes(IdBytes)),
    epoch: from.u32(),
    previousHash: from.bytes(HashBytes),
    keyId: from.bytes(IdBytes),
    author: toHex(from.bytes(IdBytes)),
    device: toHex(from.bytes(IdBytes)),
    chainVersion: from.u32(),
  }
  const reason = reasons[from.u8()]
  const closes = readList(from, MostClosed, readClosed)
  const members = readList(from, MostMembers, readMember)
  const wrapped = Array.from({ length: members?.length ?? 0 }, () => readWrapped(from))
  const signature = from.bytes(SignatureBytes)
  if (!from.complete() || toHex(named) !== toHex(purpose)) return undefined
  if (reason === undefined || !closes || !members?.every(hasRole)) return undefined
  if (!isSorted(closes.map(({ device }) => device)) || !isSorted(members.map(({ account }) => account)))
    return undefined
  const body = concat(bytes.subarray(0, -SignatureBytes))
  const core = body.slice(0, body.length - wrapped.length * WrappedBytes)
  return { record: { ...head, reason, closes, members }, core, wrapped, body, signature }
}

function readList<T>(from: Reader, most: number, one: (from: Reader) => T): T[] | undefined {
  const length = from.u32()
  return length > most ? undefined : Array.from({ length }, () => one(from))
}

const readClosed = (from: Reader): ClosedDevice => ({
  device: toHex(from.bytes(IdBytes)),
  lastCounter: from.u64(),
})

const readMember = (from: Reader) => ({
  account: toHex(from.bytes(IdBytes)),
  chainVersion: from.u32(),
  chainHash: from.bytes(HashBytes),
  encryptionKeyVersion: from.u32(),
  role: roles[from.u8()],
})

const hasRole = (member: ReturnType<typeof readMember>): member is EpochMember => member.role !== undefined

const readWrapped = (from: Reader): Sealed => ({
  encapsulated: from.bytes(PointBytes),
  ciphertext: from.bytes(ContentKeyBytes + TagBytes),
})

// One order and nobody twice: the same is said in one way only.
const isSorted = (ids: readonly string[]): boolean => ids.every((id, at) => at === 0 || (ids[at - 1] ?? '') < id)
