import type { SignedEntry } from './chainEntry'
import { decodeEntry } from './chainEntry'
import { changeDevices, type DeviceChange, type WantedChange } from './deviceChange'
import { makeGenesis } from './genesis'
import type { Sealed } from './hpke'
import type { DeviceKeys } from './keyLayout'
import { generateDecryptionKeys, generateKeysToGrant, generateSigningKeys } from './primitives'
import { newId } from './testDevices'

/** A browser's own keys. `extractable`: for vectors, which give private halves to another implementation. */
export const newKeys = async (account = newId(), extractable = false): Promise<DeviceKeys> => ({
  account,
  device: newId(),
  signing: await generateSigningKeys(),
  decryption: await (extractable ? generateKeysToGrant() : generateDecryptionKeys()),
})

/** An identity as one of its devices knows it. */
export interface TestIdentity {
  own: DeviceKeys
  entries: readonly SignedEntry[]
  /** The newest key, sealed for this device. */
  grant: Sealed
}

export async function newIdentity(own?: DeviceKeys): Promise<TestIdentity> {
  const keys = own ?? (await newKeys())
  const { entry, grant } = await makeGenesis(keys)
  const genesis = decodeEntry(entry)
  if (!genesis) throw new Error('an entry that cannot be read')
  return { own: keys, entries: [genesis], grant }
}

export async function changed({ own, entries, grant }: TestIdentity, wanted: WantedChange): Promise<DeviceChange> {
  const change = await changeDevices(own, entries, grant, wanted)
  if ('fault' in change) throw new Error(change.fault)
  return change
}

/** The same identity after a change, as this device of it knows it. */
export function seenBy(
  own: DeviceKeys,
  { entries, grant }: TestIdentity,
  { signed, keys }: DeviceChange,
): TestIdentity {
  const given = keys.grants.find(({ device }) => device === own.device)
  return { own, entries: [...entries, signed], grant: given?.sealed ?? grant }
}
