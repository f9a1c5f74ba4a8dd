import { equal } from './bytes'
import { follow } from './chain'
import { encodeDevice, type SignedEntry } from './chainEntry'
import { changeDevices, type ChangeFault } from './deviceChange'
import { openGrant } from './grant'
import type { Sealed } from './hpke'
import type { DeviceKeys } from './keyLayout'
import type { PairAccept, PairGrant, PairStart } from './pairingMessages'
import { faultOfPairGrant, type PairGrantFault } from './pairingRules'
import { isMacOf, macOf, type PairingSecrets } from './pairingSecrets'
import { hashOf } from './primitives'

/** A device that its owner trusts, with the newest key as it was sealed for it. */
export interface TrustedDevice {
  keys: DeviceKeys
  grant: Sealed
}

/** Adds the device that asked to the chain as it is now, and proves that it was this device that did so. */
export async function makePairGrant(
  { keys, grant }: TrustedDevice,
  { pairing, record }: PairStart,
  secrets: PairingSecrets,
  entries: readonly SignedEntry[],
): Promise<PairGrant | { fault: ChangeFault }> {
  const change = await changeDevices(keys, entries, grant, { added: [record] })
  if ('fault' in change) return change
  const [signed, sealed] = [change.signed, change.keys.grants[0]?.sealed]
  if (!sealed) throw new Error('nothing was sealed for a device that was added')
  const mac = await macOf(secrets.trustedKey, secrets.transcript, { entry: signed, sealed })
  return { kind: 'grant', pairing, mac, sealed, entry: signed }
}

/** What a new device has been given. */
export interface AddedDevice {
  /** The entry that added it. */
  entry: SignedEntry
  /** The identity encryption key of that entry; nothing can take its private half out of this browser. */
  identityKeys: CryptoKeyPair
  /** The same, sealed for this device. */
  grant: Sealed
}

/** `mac`: not by whoever knows the code. `chain`: no chain that begins where the trusted device said and has this entry in it. `key`: not the key of it. */
export type GrantFault = PairGrantFault | 'mac' | 'chain' | 'key'

/** Checks all that a new device can check. Whether it is the owner's own identity it was added to, only the owner sees. */
export async function openPairGrant(
  own: DeviceKeys,
  asked: { start: PairStart; accept: PairAccept; secrets: PairingSecrets },
  message: PairGrant,
  entries: readonly SignedEntry[],
): Promise<AddedDevice | { fault: GrantFault }> {
  const { start, accept, secrets } = asked
  const { entry, sealed, mac } = message
  if (!(await isMacOf(secrets.trustedKey, secrets.transcript, message, mac))) return { fault: 'mac' }
  const followed = await follow(own.account, entries)
  const earlier = entries.slice(0, entry.entry.version - 1)
  const [before, stored] = [earlier.at(-1), entries[earlier.length]]
  if (!('head' in followed) || !before || !stored || !equal(stored.body, entry.body)) return { fault: 'chain' }
  const hashes = await Promise.all(earlier.map(({ body }) => hashOf(body)))
  if (!hashes.some((hash) => equal(hash, accept.headHash))) return { fault: 'chain' }
  const fault = await faultOfPairGrant(start, accept, message, before.entry)
  if (fault) return { fault }
  // Another device may have removed it since.
  if (!followed.head.devices.some((device) => equal(encodeDevice(device), encodeDevice(start.record))))
    return { fault: 'device' }
  const identityKeys = await openGrant(own, entry, sealed)
  return identityKeys ? { entry, identityKeys, grant: sealed } : { fault: 'key' }
}
