import { type Bytes, concat, equal, fromHex, HashBytes, IdBytes, read, type Reader, toHex, u32, u8 } from './bytes'
import type { KnownIdentity } from './keyLayout'

/** What an identity's devices know of others, by their accounts: a device that is new trusts nobody at first sight who is met already. */
export type Vault = ReadonlyMap<string, KnownIdentity>

/** As many parts as there are first digits of an account. Each is small enough for one frame, with more friends than anybody may have. */
export const VaultParts = 16

/** Most people in one part. */
export const MostKnown = 300

/** Which part somebody is in. */
export const partOf = (account: string): number => Number.parseInt(account.slice(0, 1), 16)

export const encodeVault = (vault: Vault): Bytes =>
  concat(
    ...[...vault]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([account, { pin, verified }]) =>
        concat(fromHex(account), pin.genesisHash, u32(pin.version), pin.hash, u8(verified ? 1 : 0)),
      ),
  )

const KnownBytes = IdBytes + HashBytes + 4 + HashBytes + 1

/** Undefined for anything that is not just a part of a vault. */
export function decodeVault(bytes: Uint8Array): Vault | undefined {
  const from = read(bytes)
  const count = bytes.length / KnownBytes
  if (!Number.isInteger(count) || count > MostKnown) return undefined
  const all = Array.from({ length: count }, () => readKnown(from))
  const known = all.filter((one) => one !== undefined)
  // One order and nobody twice: the same is said in one way only.
  const sorted = known.every(([account], at) => at === 0 || (known[at - 1]?.[0] ?? '') < account)
  return known.length === all.length && sorted ? new Map(known) : undefined
}

function readKnown(from: Reader): [string, KnownIdentity] | undefined {
  const account = toHex(from.bytes(IdBytes))
  const pin = { genesisHash: from.bytes(HashBytes), version: from.u32(), hash: from.bytes(HashBytes) }
  const verified = from.u8()
  return verified > 1 ? undefined : [account, { pin, verified: verified === 1 }]
}

/** What two devices know together, and about whom they were shown what cannot both be true. */
export interface MergedVault {
  vault: Vault
  /** Two states of one version of one chain: a server has shown two chains. */
  forks: readonly string[]
  /** Two identities behind one account: one of the two devices has not noticed yet, or somebody is deceived. */
  identities: readonly string[]
}

/**
 * Of somebody whom both know the later state of the chain is what is known. Who was verified stays so for that same identity alone. The order
 * of the two is of no importance.
 */
export function mergeVaults(one: Vault, other: Vault): MergedVault {
  const [vault, forks, identities] = [new Map(one), [] as string[], [] as string[]]
  for (const [account, theirs] of other) {
    const ours = one.get(account)
    if (ours && !equal(ours.pin.genesisHash, theirs.pin.genesisHash)) identities.push(account)
    else if (ours && ours.pin.version === theirs.pin.version && !equal(ours.pin.hash, theirs.pin.hash))
      forks.push(account)
    vault.set(account, ours ? later(ours, theirs) : theirs)
  }
  return { vault, forks, identities }
}

function later(one: KnownIdentity, other: KnownIdentity): KnownIdentity {
  const [pin, less] = isLater(one, other) ? [one, other] : [other, one]
  const same = equal(pin.pin.genesisHash, less.pin.genesisHash)
  return { pin: pin.pin, verified: pin.verified || (same && less.verified) }
}

// Of the same version one of the two, and always the same one.
const isLater = ({ pin: one }: KnownIdentity, { pin: other }: KnownIdentity): boolean =>
  one.version === other.version ? textOf(one) > textOf(other) : one.version > other.version

const textOf = ({ genesisHash, hash }: KnownIdentity['pin']): string => toHex(genesisHash) + toHex(hash)
