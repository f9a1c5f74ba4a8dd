import { type Bytes, equal, toHex } from '../bytes'
import { isSameKnown, type Learned } from '../keptVault'
import type { KnownIdentity } from '../keyLayout'
import { decodeVaultHeader, openVault, sealVault, type VaultKey } from '../sealedVault'
import { mergeVaults, MostKnown, partOf, type Vault } from '../vault'

/** What is to become of a part: on this side, and on the server's. */
export interface Brought {
  learned: ReadonlyMap<string, Learned>
  /** The revision that was read and can be relied on; 0 for none. */
  seen: number
  /** To be kept in the place of what was read. */
  write: { sealed: Bytes; revision: number } | undefined
}

export const ofPart = (vault: Vault, part: number): Vault =>
  new Map([...vault].filter(([account]) => partOf(account) === part))

/** Brings together what this device knows and what lies on the server. Undefined when that is older than what was seen: it is left alone. */
export async function bringTogether(
  key: VaultKey,
  part: number,
  mine: Vault,
  read: Bytes | undefined,
  seen: number,
  decided: Readonly<Record<string, string>>,
): Promise<Brought | undefined> {
  const opened = read && (await openVault(key, part, seen, read))
  if (opened && 'fault' in opened && opened.fault === 'rollback') return undefined
  // What cannot be relied on, as under a key that whoever was removed has, is replaced by what this device knows itself.
  const theirs = opened && 'vault' in opened ? opened.vault : undefined
  const told = besideDecided(mine, theirs ?? new Map(), decided)
  const merged = mergeVaults(mine, told)
  const vault = new Map([...merged.vault, ...merged.identities.map(standing(mine, told))])
  const learned = newIn(mine, told, { ...merged, vault })
  const revision = (read && decodeVaultHeader(read)?.revision) ?? 0
  const same = theirs ? isSameVault(vault, theirs) : !read && vault.size === 0
  const fits = vault.size <= MostKnown
  const next = same || !fits ? undefined : await sealVault(key, part, revision + 1, vault)
  return { learned, seen: theirs ? revision : 0, write: next && { sealed: next, revision: revision + 1 } }
}

/** Whom the owner has accepted here, or holds for verified no more, no other device makes what they were before. */
function besideDecided(mine: Vault, theirs: Vault, decided: Readonly<Record<string, string>>): Vault {
  return new Map(
    [...theirs].flatMap(([account, known]): [string, KnownIdentity][] => {
      const ours = mine.get(account)
      if (!ours || decided[account] !== toHex(ours.pin.genesisHash)) return [[account, known]]
      const same = equal(ours.pin.genesisHash, known.pin.genesisHash)
      return same ? [[account, { pin: known.pin, verified: ours.verified }]] : []
    }),
  )
}

/** Of two identities behind one account the one whom the owner has met; otherwise the one that the vault has. */
const standing =
  (mine: Vault, theirs: Vault) =>
  (account: string): [string, KnownIdentity] => {
    const [ours, told] = [mine.get(account), theirs.get(account)]
    return [account, (outweighs(ours, told) ? ours : told) as KnownIdentity]
  }

const outweighs = (one: KnownIdentity | undefined, other: KnownIdentity | undefined): boolean =>
  one?.verified === true && other?.verified !== true

/**
 * Another identity than the one that is known here does not take its place, or a device that was deceived at first sight would deceive all others;
 * unless the owner has met that one and not this. Of two chains under one version the one that was seen here stays: that there is another the next look at it shows. */
function newIn(
  mine: Vault,
  theirs: Vault,
  { vault, forks, identities }: ReturnType<typeof mergeVaults>,
): Map<string, Learned> {
  const unmet = identities.filter((account) => !outweighs(theirs.get(account), mine.get(account)))
  const others = [...theirs.keys()].filter((account) => !forks.includes(account) && !unmet.includes(account))
  return new Map(
    others.flatMap((account): [string, Learned][] => {
      const [from, to] = [mine.get(account), vault.get(account)]
      return to && !isSameKnown(from, to) ? [[account, { from, to }]] : []
    }),
  )
}

const isSameVault = (one: Vault, other: Vault): boolean =>
  one.size === other.size && [...one].every(([account, known]) => isSameKnown(known, other.get(account)))

/** Whether it is another identity, or another state of it, than the one that was known. */
export const isNews = (from: KnownIdentity['pin'] | undefined, to: KnownIdentity['pin']): boolean =>
  !from || from.version !== to.version || !equal(from.hash, to.hash)
