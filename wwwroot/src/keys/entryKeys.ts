import { type Bytes, concat, fromHex, HashBytes, IdBytes, label, read, type Reader, toHex, u8 } from './bytes'
import type { Sealed } from './hpke'
import { encodeSealedKey, readSealedKey } from './sealedKey'

/** The identity encryption key, sealed for a device. */
export interface DeviceGrant {
  device: string
  sealed: Sealed
}

/** The keys that go with an entry of the chain, all of them sealed: stored together with it, or not at all. */
export interface EntryKeys {
  entryHash: Bytes
  /** The key of the entry for each device that does not have it yet; by their ids, each once. */
  grants: readonly DeviceGrant[]
  /** The key before, sealed for this one. */
  keyBefore: Sealed | undefined
  /** The private halves of a device on paper that comes with the entry, sealed under its code. */
  recovery: Bytes | undefined
}

/** Private halves of a device on paper, as they lie on the server. */
export const RecoveryBytes = 320

const purpose = label('entry-keys')

export const encodeEntryKeys = ({ entryHash, grants, keyBefore, recovery }: EntryKeys): Bytes =>
  concat(
    purpose,
    entryHash,
    u8(grants.length),
    ...grants.map(({ device, sealed }) => concat(fromHex(device), encodeSealedKey(sealed))),
    ...(keyBefore ? [u8(1), encodeSealedKey(keyBefore)] : [u8(0)]),
    ...(recovery ? [u8(1), recovery] : [u8(0)]),
  )

/** Undefined for anything that is not just that. */
export function decodeEntryKeys(bytes: Uint8Array): EntryKeys | undefined {
  const from = read(bytes)
  const named = from.bytes(purpose.length)
  const entryHash = from.bytes(HashBytes)
  const grants = Array.from({ length: from.u8() }, () => ({
    device: toHex(from.bytes(IdBytes)),
    sealed: readSealedKey(from),
  }))
  const keyBefore = readIfThere(from, readSealedKey)
  const recovery = readIfThere(from, () => from.bytes(RecoveryBytes))
  if (!from.complete() || toHex(named) !== toHex(purpose) || !keyBefore || !recovery) return undefined
  // One order and nobody twice: the same is said in one way only.
  if (!grants.every(({ device }, at) => at === 0 || (grants[at - 1]?.device ?? '') < device)) return undefined
  return { entryHash, grants, keyBefore: keyBefore.one, recovery: recovery.one }
}

// A number before it says whether it is there; undefined for any other number than one and none.
function readIfThere<T>(from: Reader, one: (from: Reader) => T): { one: T | undefined } | undefined {
  const count = from.u8()
  return count > 1 ? undefined : { one: count === 1 ? one(from) : undefined }
}
