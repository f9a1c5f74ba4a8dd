// Fixed binary layouts: every number is big-endian.

export type Bytes = Uint8Array<ArrayBuffer>

export const IdBytes = 16
export const HashBytes = 32
/** An uncompressed point of P-256. */
export const PointBytes = 65
export const SignatureBytes = 64

export const u8 = (value: number): Bytes => Uint8Array.of(value)

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

export function u64(value: bigint): Bytes {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value)
  return bytes
}

/** What a signature or a derived key is for: the label and a zero byte, so that no label begins another one. */
export const label = (purpose: string): Bytes => new TextEncoder().encode(`ChatMux/v1/${purpose}\0`)

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Of public bytes: it tells by its time how much of them is equal. */
export const equal = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Of an id as it is written everywhere: lowercase hex. */
export const fromHex = (hex: string): Bytes =>
  Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))

/** Reads a layout from the front. What is missing reads as zeros: whether all was there and nothing more is asked at the end. */
export interface Reader {
  bytes(length: number): Bytes
  u8(): number
  u32(): number
  u64(): bigint
  /** All that has not been read yet. */
  rest(): Bytes
  /** Whether every byte was read, and none that was not there. */
  complete(): boolean
}

export function read(from: Uint8Array): Reader {
  let at = 0
  const bytes = (length: number) => {
    const taken = new Uint8Array(length)
    taken.set(from.subarray(at, at + length))
    at += length
    return taken
  }
  const view = (length: number) => new DataView(bytes(length).buffer)
  return {
    bytes,
    u8: () => view(1).getUint8(0),
    u32: () => view(4).getUint32(0),
    u64: () => view(8).getBigUint64(0),
    rest: () => bytes(Math.max(0, from.length - at)),
    complete: () => at === from.length,
  }
}
