import type { Bytes } from './bytes'
import type { Sealed } from './hpke'
import type { DeviceKeys } from './keyLayout'
import type { NewDeviceState } from './pairingNewDevice'
import type { TrustedDeviceState } from './pairingTrustedDevice'

/** A browser on its way to become a device. Its keys are none of the identity's as long as they are only here. */
export interface KeptJoining {
  account: string
  state: NewDeviceState
  /** None when they were thrown away. */
  keys: DeviceKeys | undefined
  /** What the server may not have yet. */
  unsent: Bytes | undefined
  /** The chain in which this browser was added, as it was followed. */
  entries: readonly Bytes[]
}

/** An entry with which this browser becomes a device by itself: by the code on paper, or as the first one of an identity that starts over. */
export interface Arrival {
  account: string
  keys: DeviceKeys
  /** The whole chain with the entry at its end. */
  entries: readonly Bytes[]
  /** What goes with the entry. */
  entryKeys: Bytes
  encryptionKeyVersion: number
  identityKeys: CryptoKeyPair
  grant: Sealed
  /** The device on paper whose code was used, if one was. */
  paper: string | undefined
}

/** A browser that asks this one to add it. */
export interface KeptRequest {
  account: string
  pairing: string
  name: string
  /** What the server forgets it at, by this browser's clock. */
  endsAt: number
  state: TrustedDeviceState
  unsent: Bytes | undefined
  /** Another device has gone on with it. */
  elsewhere: boolean
  /** The owner does not want to see it any more. */
  hidden: boolean
}

/** A change of the devices by this one, which may or may not be in the chain. */
export interface OwnChange {
  account: string
  entry: Bytes
  entryKeys: Bytes
  /** The key that it brings, if it does, with what was sealed of it for this device. */
  rotated: { version: number; identityKeys: CryptoKeyPair; grant: Sealed } | undefined
}

/** What became of a device while its owner was not looking. */
export interface KeptNews {
  device: string
  kind: 'added' | 'removed' | 'newCode'
  /** As it was called then, since nobody knows the name of what was removed. */
  name: string | undefined
}

export interface DeviceNotes {
  account: string
  /** Up to which state of the chain news were looked for. */
  lookedAt: number
  news: readonly KeptNews[]
  /** What devices were called when they were listed last. */
  names: Readonly<Record<string, string>>
  /** The device on paper by whose code this browser came. */
  cameBy: string | undefined
  /** Of whom the owner has decided something here, by the genesis of their identity then: what other devices know does not undo it. */
  decided: Readonly<Record<string, string>>
}

export const noNotes = (account: string): DeviceNotes => ({
  account,
  lookedAt: 0,
  news: [],
  names: {},
  cameBy: undefined,
  decided: {},
})
