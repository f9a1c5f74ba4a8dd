import { type Bytes, HashBytes } from './bytes'
import { bytesOf, signEntry, type SignedEntry } from './chainEntry'
import { recordOf } from './deviceRecord'
import { encodeEntryKeys } from './entryKeys'
import { sealGrant } from './grant'
import type { Sealed } from './hpke'
import type { DeviceKeys } from './keyStore'
import { generateKeysToGrant, hashOf, importDecryptionKeys, pointOf, privateBytesOf } from './primitives'

/** What goes with a genesis: its key, for the device that has made it. */
export const keysOfGenesis = async ({ entry, body }: SignedEntry, grant: Sealed): Promise<Bytes> =>
  encodeEntryKeys({
    entryHash: await hashOf(body),
    grants: [{ device: entry.signer, sealed: grant }],
    keyBefore: undefined,
    recovery: undefined,
  })

/** What an identity begins with. */
export interface Genesis {
  /** The whole entry with its signature, as it is appended to the chain. */
  entry: Bytes
  /** The first identity encryption key, whose private half nothing can take out of this browser. */
  identityKeys: CryptoKeyPair
  /** The same key, sealed for this device: from this, and nothing else, it can be given to another device later. */
  grant: Sealed
}

/** Makes the first entry of an account's chain, in which this device is the only one, and the key that its devices will share. */
export async function makeGenesis(keys: DeviceKeys): Promise<Genesis> {
  const { account, device } = keys
  const made = await generateKeysToGrant()
  const encryptionKey = await pointOf(made)
  const entry = {
    version: 1,
    previousHash: new Uint8Array(HashBytes),
    account,
    encryptionKeyVersion: 1,
    encryptionKey,
    devices: [await recordOf(keys)],
    signer: device,
  }
  const signed = await signEntry(entry, keys.signing)
  // The only time that it is out of the key; what can be taken out ends with this function.
  const privateBytes = await privateBytesOf(made)
  const grant = await sealGrant(signed, device, privateBytes)
  const identityKeys = await importDecryptionKeys(privateBytes, encryptionKey)
  if (!identityKeys) throw new Error('a key that was just made cannot be imported')
  return { entry: bytesOf(signed), identityKeys, grant }
}
