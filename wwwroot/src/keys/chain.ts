import { limits } from '../contract'
import { type Bytes, equal, HashBytes } from './bytes'
import { type ChainEntry, type DeviceRecord, encodeDevice, type SignedEntry } from './chainEntry'
import { hashOf, isPoint, isSignedBy } from './primitives'

/** The first thing that is wrong with an entry. */
export type ChainFault =
  'version' | 'previous' | 'account' | 'devices' | 'encryptionKey' | 'unchanged' | 'signer' | 'signature'

/**
 * What is wrong with an entry that is to follow these others, all from the genesis on, or, without any, to be the genesis of this account;
 * undefined when nothing is. A device that is removed takes along what it knows: then the shared key must be one that there never was, and
 * nobody removes themselves, for whoever signs has made that key.
 */
export async function faultOf(
  account: string,
  { entry, body, signature }: SignedEntry,
  earlier: readonly SignedEntry[],
): Promise<ChainFault | undefined> {
  const before = earlier.at(-1)
  if (entry.version !== (before?.entry.version ?? 0) + 1) return 'version'
  if (!equal(entry.previousHash, before ? await hashOf(before.body) : new Uint8Array(HashBytes))) return 'previous'
  if (entry.account !== account) return 'account'
  if (!(await areDevices(entry.devices))) return 'devices'
  if (!(await isPoint(entry.encryptionKey)) || !mayHaveKey(entry, earlier)) return 'encryptionKey'
  if (before && isSame(entry, before.entry)) return 'unchanged'
  const signer = (before ?? { entry }).entry.devices.find(({ id }) => id === entry.signer)
  if (!signer || !keepsAll([signer], entry.devices)) return 'signer'
  return (await isSignedBy(signer.signingKey, body, signature)) ? undefined : 'signature'
}

async function areDevices(devices: readonly DeviceRecord[]): Promise<boolean> {
  if (devices.length === 0 || devices.length > limits.devicesPerUser) return false
  if (new Set(devices.map(({ id }) => id)).size < devices.length) return false
  if (devices.filter(({ kind }) => kind === 'paper').length > 1) return false
  const points = devices.flatMap(({ signingKey, decryptionKey }) => [signingKey, decryptionKey])
  return (await Promise.all(points.map(isPoint))).every(Boolean)
}

function mayHaveKey(entry: ChainEntry, earlier: readonly SignedEntry[]): boolean {
  const before = earlier.at(-1)?.entry
  if (!before) return entry.encryptionKeyVersion === 1
  if (entry.encryptionKeyVersion === before.encryptionKeyVersion)
    return equal(entry.encryptionKey, before.encryptionKey) && keepsAll(before.devices, entry.devices)
  return (
    entry.encryptionKeyVersion === before.encryptionKeyVersion + 1 &&
    !earlier.some((one) => equal(one.entry.encryptionKey, entry.encryptionKey))
  )
}

// Whoever could append entries without end could fill the chain with them.
const isSame = (entry: ChainEntry, before: ChainEntry): boolean =>
  entry.encryptionKeyVersion === before.encryptionKeyVersion && keepsAll(entry.devices, before.devices)

// By all that is said of them: as many as before are not the same ones.
const keepsAll = (before: readonly DeviceRecord[], now: readonly DeviceRecord[]): boolean =>
  before.every((device) => now.some((kept) => equal(encodeDevice(device), encodeDevice(kept))))

/** What was seen of an identity's chain, and is never forgotten. */
export interface ChainPin {
  genesisHash: Bytes
  version: number
  hash: Bytes
}

/**
 * What became of following a chain: its newest state and what to remember of it, that there is none yet, or why it cannot be the one that
 * was followed before.
 */
export type Followed =
  { head: ChainEntry; pin: ChainPin } | { none: true } | { broken: 'invalid' | 'rollback' | 'fork' | 'anotherIdentity' }

/** Checks a whole chain as it was served, and that it goes on from what is pinned. */
export async function follow(account: string, served: readonly SignedEntry[], pin?: ChainPin): Promise<Followed> {
  const hashes = await Promise.all(served.map(({ body }) => hashOf(body)))
  const faults = await Promise.all(served.map((entry, index) => faultOf(account, entry, served.slice(0, index))))
  const [genesis, head, hash] = [hashes[0], served.at(-1), hashes.at(-1)]
  if (!genesis || !head || !hash) return pin ? { broken: 'rollback' } : { none: true }
  if (faults.some(Boolean)) return { broken: 'invalid' }
  if (pin && !equal(pin.genesisHash, genesis)) return { broken: 'anotherIdentity' }
  if (pin && pin.version > served.length) return { broken: 'rollback' }
  if (pin && !equal(pin.hash, hashes[pin.version - 1] ?? genesis)) return { broken: 'fork' }
  return { head: head.entry, pin: { genesisHash: genesis, version: head.entry.version, hash } }
}
