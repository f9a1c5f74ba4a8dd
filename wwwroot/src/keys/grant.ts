import { type Bytes, concat, fromHex, label, u32 } from './bytes'
import type { SignedEntry } from './chainEntry'
import { openSealed, type Sealed, sealTo } from './hpke'
import type { DeviceKeys } from './keyStore'
import { hashOf, importMatchingKeys } from './primitives'

/** What a grant is for: this device, and this version of the identity's encryption key. */
const grantedFor = (account: string, version: number, device: string): Bytes =>
  concat(label('grant'), fromHex(account), u32(version), fromHex(device))

/**
 * Seals an identity encryption key (PKCS#8) for a device that is in an entry of the chain, which says what the key is: the grant opens for
 * this device, and as part of no other entry.
 */
export async function sealGrant({ entry, body }: SignedEntry, device: string, key: Bytes): Promise<Sealed> {
  const record = entry.devices.find(({ id }) => id === device)
  if (!record) throw new RangeError(`${device} is no device of the entry`)
  const info = grantedFor(entry.account, entry.encryptionKeyVersion, device)
  return sealTo(record.decryptionKey, key, info, await hashOf(body))
}

/** The entry with which the newest key came to a device, and that its grant is bound to; undefined when it is not in the list. */
export function grantedWith(entries: readonly SignedEntry[], device: string): SignedEntry | undefined {
  const newest = entries.at(-1)?.entry.encryptionKeyVersion
  // Of one version devices only come: whoever goes takes the version along.
  return entries.find(
    ({ entry }) => entry.encryptionKeyVersion === newest && entry.devices.some(({ id }) => id === device),
  )
}

/**
 * The identity encryption key that the entry says, out of the grant that was sealed with it. Undefined for what was not sealed for this device
 * and entry, or is another key: whoever seals proves nothing by it. `extractable` only to seal it for another device, and to be dropped then.
 */
export async function openGrant(
  { account, device, decryption }: DeviceKeys,
  { entry, body }: SignedEntry,
  grant: Sealed,
  extractable = false,
): Promise<CryptoKeyPair | undefined> {
  const info = grantedFor(account, entry.encryptionKeyVersion, device)
  const key = await openSealed(decryption, grant, info, await hashOf(body))
  return key && importMatchingKeys(key, entry.encryptionKey, extractable)
}
