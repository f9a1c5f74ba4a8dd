import type { Bytes } from './bytes'
import { type ChainFault, faultOf } from './chain'
import { type ChainEntry, type DeviceRecord, type SignedEntry, signEntry } from './chainEntry'
import type { EntryKeys } from './entryKeys'
import { type EntryKeysFault, faultOfKeys, needGrants } from './entryKeysRules'
import { grantedWith, openGrant, sealGrant } from './grant'
import type { Sealed } from './hpke'
import { sealKeyBefore } from './keyHistory'
import type { DeviceKeys } from './keyLayout'
import { generateKeysToGrant, hashOf, importDecryptionKeys, pointOf, privateBytesOf } from './primitives'

/** What is to become of the list of devices. */
export interface WantedChange {
  added?: readonly DeviceRecord[]
  /** By their ids. */
  removed?: readonly string[]
  /** The private halves of a device on paper that is added, sealed under its code. */
  recovery?: Bytes
}

/** Why nothing was changed. `grant`: the key that is to be given does not open. */
export type ChangeFault = ChainFault | EntryKeysFault | 'grant'

/** The next entry of a chain, and all that goes with it. */
export interface DeviceChange {
  signed: SignedEntry
  keys: EntryKeys
  /** Another identity encryption key, when a device was removed; nothing can take its private half out of this browser. */
  identityKeys: CryptoKeyPair | undefined
}

/**
 * Adds devices, and gives them the key that there is; or removes some, which brings another key for those that remain. `grant`: the newest key,
 * as it was sealed for this device.
 */
export async function changeDevices(
  own: DeviceKeys,
  entries: readonly SignedEntry[],
  grant: Sealed,
  { added = [], removed = [], recovery }: WantedChange,
): Promise<DeviceChange | { fault: ChangeFault }> {
  const [head, granting] = [entries.at(-1), grantedWith(entries, own.device)]
  const held = granting && (await openGrant(own, granting, grant, true))
  if (!head || !held) return { fault: 'grant' }
  const { devices } = head.entry
  if (!removed.every((one) => devices.some(({ id }) => id === one))) return { fault: 'devices' }
  // What can be taken out of keys ends with this function.
  const made = removed.length > 0 ? await generateKeysToGrant() : undefined
  const remaining = devices.filter(({ id }) => !removed.includes(id))
  const next = { ...(await following(head, own.device)), devices: [...remaining, ...added] }
  const signed = await signEntry(made ? await withKey(next, made) : next, own.signing)
  const unfit = await faultOf(own.account, signed, entries)
  if (unfit) return { fault: unfit }
  const key = await privateBytesOf(made ?? held)
  const keys = {
    entryHash: await hashOf(signed.body),
    grants: await grantTo(needGrants(signed.entry, head.entry), signed, key),
    keyBefore: made && (await sealKeyBefore(signed, await privateBytesOf(held))),
    recovery,
  }
  const fault = await faultOfKeys(signed, head.entry, keys)
  if (fault) return { fault }
  return { signed, keys, identityKeys: made && (await importDecryptionKeys(key, signed.entry.encryptionKey)) }
}

const following = async ({ entry, body }: SignedEntry, signer: string): Promise<ChainEntry> => ({
  ...entry,
  version: entry.version + 1,
  previousHash: await hashOf(body),
  signer,
})

const withKey = async (entry: ChainEntry, keys: CryptoKeyPair): Promise<ChainEntry> => ({
  ...entry,
  encryptionKeyVersion: entry.encryptionKeyVersion + 1,
  encryptionKey: await pointOf(keys),
})

const grantTo = (devices: readonly DeviceRecord[], signed: SignedEntry, key: Bytes) =>
  Promise.all(
    devices
      .map(({ id }) => id)
      .toSorted()
      .map(async (device) => ({ device, sealed: await sealGrant(signed, device, key) })),
  )
