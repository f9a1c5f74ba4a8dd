import { type Bytes, concat, fromHex, IdBytes, read, toHex, u32, u64 } from './bytes'

/** What is in an envelope, as far as the server may know: it counts messages as unread, and nothing else. */
export type EnvelopeType = 'message' | 'change' | 'signal'

const types: readonly (EnvelopeType | undefined)[] = [undefined, 'message', 'change', 'signal']

/** What everybody on the way can read of an envelope, and nobody can change. Ids are 128 bits as hex. */
export interface EnvelopeHeader {
  type: EnvelopeType
  conversation: string
  sender: string
  device: string
  messageId: string
  epoch: number
  /** The state of the sender's chain that the sender's device knew. */
  chainVersion: number
  /** One more with each that this device sends in this conversation: what is missing is noticed. */
  counter: bigint
  keyId: Bytes
}

export const HeaderBytes = 112
export const NonceBytes = 12
const version = 1
const suite = 1
const flags = 0

export const encodeHeader = (header: EnvelopeHeader, nonce: Bytes): Bytes =>
  concat(
    Uint8Array.of(version, suite, types.indexOf(header.type), flags),
    fromHex(header.conversation),
    fromHex(header.sender),
    fromHex(header.device),
    fromHex(header.messageId),
    u32(header.epoch),
    u32(header.chainVersion),
    u64(header.counter),
    header.keyId,
    nonce,
  )

/** Undefined for what is no envelope of this version: a version that is not known is never read as if it were. */
export function decodeHeader(bytes: Uint8Array): { header: EnvelopeHeader; nonce: Bytes } | undefined {
  const from = read(bytes.subarray(0, HeaderBytes))
  const known = from.u8() === version && from.u8() === suite
  const type = types[from.u8()]
  const plain = from.u8() === flags
  const id = () => toHex(from.bytes(IdBytes))
  const header = {
    conversation: id(),
    sender: id(),
    device: id(),
    messageId: id(),
    epoch: from.u32(),
    chainVersion: from.u32(),
    counter: from.u64(),
    keyId: from.bytes(IdBytes),
  }
  const nonce = from.bytes(NonceBytes)
  if (!known || !plain || type === undefined || !from.complete()) return undefined
  return { header: { type, ...header }, nonce }
}
