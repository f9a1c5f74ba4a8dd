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
} from './bytes'
import { bytesOf, decodeEntry, type DeviceRecord, encodeDevice, readDevice, type SignedEntry } from './chainEntry'
import type { Sealed } from './hpke'
import { encodeSealedKey, readSealedKey } from './sealedKey'

/** A device asks to become one of the identity's, and commits to what it will reveal. */
export interface PairStart {
  kind: 'start'
  /** 128 bits as hex, in all messages of one pairing. */
  pairing: string
  record: DeviceRecord
  /** By the device itself. */
  signature: Bytes
  commitment: Bytes
}

/** A trusted device has been told by its owner to go on, without knowing yet what the other will reveal. */
export interface PairAccept {
  kind: 'accept'
  pairing: string
  ephemeralKey: Bytes
  nonce: Bytes
  /** The newest state of the chain that the trusted device knows. */
  headHash: Bytes
  device: string
}

/** What the new device has committed to: from here on both know the code. */
export interface PairReveal {
  kind: 'reveal'
  pairing: string
  ephemeralKey: Bytes
  nonce: Bytes
}

/** The code was right: the entry that adds the device, and the key that it is to have. */
export interface PairGrant {
  kind: 'grant'
  pairing: string
  mac: Bytes
  sealed: Sealed
  entry: SignedEntry
}

/** The owner has seen on the trusted device that it was added, and has said so on the new one. */
export interface PairDone {
  kind: 'done'
  pairing: string
  mac: Bytes
}

export type PairingMessage = PairStart | PairAccept | PairReveal | PairGrant | PairDone

export const PairingNonceBytes = 32
export const MacBytes = 32

const purposes = {
  start: label('pair-start'),
  accept: label('pair-accept'),
  reveal: label('pair-reveal'),
  grant: label('pair-grant'),
  done: label('pair-done'),
}

export const encodePairing = (message: PairingMessage): Bytes =>
  concat(purposes[message.kind], fromHex(message.pairing), bodyOf(message))

function bodyOf(message: PairingMessage): Bytes {
  switch (message.kind) {
    case 'start':
      return concat(encodeDevice(message.record), message.signature, message.commitment)
    case 'accept':
      return concat(message.ephemeralKey, message.nonce, message.headHash, fromHex(message.device))
    case 'reveal':
      return concat(message.ephemeralKey, message.nonce)
    case 'grant':
      return concat(message.mac, encodeSealedKey(message.sealed), bytesOf(message.entry))
    case 'done':
      return message.mac
  }
}

/** Undefined for anything that is not just one of them. */
export function decodePairing(bytes: Uint8Array): PairingMessage | undefined {
  const kinds = Object.keys(purposes) as PairingMessage['kind'][]
  const kind = kinds.find((one) => purposes[one].every((byte, at) => byte === bytes[at]))
  if (!kind) return undefined
  const from = read(bytes.subarray(purposes[kind].length))
  const message = messageOf(kind, from, toHex(from.bytes(IdBytes)))
  return from.complete() ? message : undefined
}

function messageOf(kind: PairingMessage['kind'], from: Reader, pairing: string): PairingMessage | undefined {
  switch (kind) {
    case 'start': {
      const record = readDevice(from)
      const rest = { signature: from.bytes(SignatureBytes), commitment: from.bytes(HashBytes) }
      return record && { kind, pairing, record, ...rest }
    }
    case 'accept':
      return {
        kind,
        pairing,
        ...readHalf(from),
        headHash: from.bytes(HashBytes),
        device: toHex(from.bytes(IdBytes)),
      }
    case 'reveal':
      return { kind, pairing, ...readHalf(from) }
    case 'grant': {
      const head = { mac: from.bytes(MacBytes), sealed: readSealedKey(from) }
      const entry = decodeEntry(from.rest())
      return entry && { kind, pairing, ...head, entry }
    }
    case 'done':
      return { kind, pairing, mac: from.bytes(MacBytes) }
  }
}

const readHalf = (from: Reader) => ({
  ephemeralKey: from.bytes(PointBytes),
  nonce: from.bytes(PairingNonceBytes),
})
