import { type Bytes, equal, SignatureBytes } from './bytes'
import type { KeyDatabase } from './keyDatabase'
import { hashOf } from './primitives'

/** Chains of devices as they were followed, so that what was written can be checked also when the server gives them no more. */
export interface KeptChains {
  /**
   * Keeps a whole chain, unless its genesis is another than that of the identity that is known. Only what goes on from what is kept takes its
   * place, or the chain of another identity that is the known one by then; the one before is kept as a former one.
   */
  keepChain(account: string, other: string, entries: readonly Bytes[]): Promise<void>
  /** Empty when none is kept. */
  keptChain(account: string, other: string): Promise<readonly Bytes[]>
  /** The chains of those that they were before, the first one first. */
  formerChains(account: string, other: string): Promise<readonly (readonly Bytes[])[]>
}

export const createKeptChains = (database: KeyDatabase): KeptChains => ({
  async keepChain(account, other, entries) {
    const genesis = entries[0]
    if (!genesis) return
    // Before: a transaction does not wait for anything else.
    const genesisHash = await hashOf(bodyOf(genesis))
    await database.write(account, ['chain', 'former', 'identity'], async (transaction) => {
      const [held, former, identity] = await Promise.all([
        transaction.objectStore('chain').get([account, other]),
        transaction.objectStore('former').get([account, other]),
        transaction.objectStore('identity').get([account, other]),
      ])
      if (identity && !equal(identity.known.pin.genesisHash, genesisHash)) return
      const beginsAnew = identity && held && !goesOn(held.entries.slice(0, 1), entries)
      if (held && beginsAnew) {
        const chains = [...(former?.chains ?? []), held.entries]
        await transaction.objectStore('former').put({ account, other, chains })
      }
      if (!held || beginsAnew || goesOn(held.entries, entries))
        await transaction.objectStore('chain').put({ account, other, entries })
    })
  },
  async keptChain(account, other) {
    return (await (await database.open()).get('chain', [account, other]))?.entries ?? []
  },
  async formerChains(account, other) {
    return (await (await database.open()).get('former', [account, other]))?.chains ?? []
  },
})

const goesOn = (before: readonly Bytes[], entries: readonly Bytes[]): boolean =>
  before.every((entry, index) => equal(bodyOf(entry), bodyOf(entries[index] ?? new Uint8Array())))

// Without the signature, of which there are several for the same.
const bodyOf = (entry: Bytes): Bytes => entry.slice(0, -SignatureBytes)
