import { equal } from './bytes'
import { allOf, type KeyDatabase } from './keyDatabase'
import type { KnownIdentity } from './keyLayout'
import type { Vault } from './vault'

/** What other devices have told of somebody, and what was known of them when it was read. */
export interface Learned {
  from: KnownIdentity | undefined
  to: KnownIdentity
}

/** What a browser knows of others, as the devices of an identity share it. */
export interface KeptVault {
  /** All others whom this identity knows. */
  allKnown(account: string): Promise<Vault>
  /** Takes in what other devices know, unless something else is known by now. */
  learn(account: string, learned: ReadonlyMap<string, Learned>): Promise<void>
  /** The highest revision of a part that was seen or written; 0 for none. */
  vaultSeen(account: string, part: number): Promise<number>
  noteVaultSeen(account: string, part: number, revision: number): Promise<void>
}

export const createKeptVault = (database: KeyDatabase): KeptVault => ({
  async allKnown(account) {
    const all = await (await database.open()).getAll('identity', allOf(account))
    return new Map(all.filter(({ other }) => other !== account).map(({ other, known }) => [other, known]))
  },
  async learn(account, learned) {
    await database.write(account, ['identity'], async (transaction) => {
      const rows = transaction.objectStore('identity')
      for (const [other, { from, to }] of learned) {
        const held = (await rows.get([account, other]))?.known
        if (isSameKnown(held, from)) await rows.put({ account, other, known: to })
      }
    })
  },
  async vaultSeen(account, part) {
    return (await (await database.open()).get('vaultPart', [account, part]))?.revision ?? 0
  },
  async noteVaultSeen(account, part, revision) {
    await database.change(account, 'vaultPart', [account, part], (held) =>
      (held?.revision ?? 0) < revision ? { account, part, revision } : undefined,
    )
  },
})

export const isSameKnown = (one: KnownIdentity | undefined, other: KnownIdentity | undefined): boolean =>
  one && other
    ? one.verified === other.verified &&
      one.pin.version === other.pin.version &&
      equal(one.pin.hash, other.pin.hash) &&
      equal(one.pin.genesisHash, other.pin.genesisHash)
    : one === other
