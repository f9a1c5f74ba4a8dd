import { type Bytes, concat, fromHex, label, u32 } from './bytes'
import type { SignedEntry } from './chainEntry'
import { openSealed, type Sealed, sealTo } from './hpke'
import { hashOf, importMatchingKeys } from './primitives'

const sealedFor = ({ entry }: SignedEntry): Bytes =>
  concat(label('key-before'), fromHex(entry.account), u32(entry.encryptionKeyVersion))

/** Seals the key before (PKCS#8) for the key that an entry brings: whoever has the newest reaches all of them. */
export const sealKeyBefore = async (signed: SignedEntry, key: Bytes): Promise<Sealed> =>
  sealTo(signed.entry.encryptionKey, key, sealedFor(signed), await hashOf(signed.body))

/**
 * All versions of an identity's encryption key, from the newest one on as far back as the keys before lead. `keysBefore`: by the version that
 * each was sealed for. What was not sealed with the entry that brought that version, or is another key than the chain says, leads nowhere.
 */
export async function openHistory(
  newest: CryptoKeyPair,
  entries: readonly SignedEntry[],
  keysBefore: ReadonlyMap<number, Sealed>,
): Promise<ReadonlyMap<number, CryptoKeyPair>> {
  const opened = new Map<number, CryptoKeyPair>()
  let keys: CryptoKeyPair | undefined = newest
  for (let version = entries.at(-1)?.entry.encryptionKeyVersion ?? 0; keys && version > 0; version--) {
    opened.set(version, keys)
    keys = await keyBefore(keys, bringing(entries, version), bringing(entries, version - 1), keysBefore.get(version))
  }
  return opened
}

const bringing = (entries: readonly SignedEntry[], version: number): SignedEntry | undefined =>
  entries.find(({ entry }) => entry.encryptionKeyVersion === version)

async function keyBefore(
  keys: CryptoKeyPair,
  signed: SignedEntry | undefined,
  before: SignedEntry | undefined,
  sealed: Sealed | undefined,
): Promise<CryptoKeyPair | undefined> {
  if (!signed || !before || !sealed) return undefined
  const key = await openSealed(keys, sealed, sealedFor(signed), await hashOf(signed.body))
  return key && importMatchingKeys(key, before.entry.encryptionKey)
}
