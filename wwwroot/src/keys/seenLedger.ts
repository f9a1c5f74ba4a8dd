import { type IDBPObjectStore, unwrap } from 'idb'
import { type Bytes, equal } from './bytes'
import type { KeyDatabase } from './keyDatabase'
import type { Key, Layout, SeenRow } from './keyLayout'

/** An entry of a conversation as the server gave it. */
export interface Seen {
  sequence: number
  /** Names the sender's device and the sender: whoever listed the other's device as their own could use up its counters. */
  device: string
  counter: bigint
  messageId: string
  /** Of all that was sent: the same entry has the same one. */
  digest: Bytes
  /** Whether it is no message, but something that was done to one. */
  isChange?: boolean
}

/**
 * What an entry is to whoever sees it. `replaced`: something else was seen under this number. `repeated`: this device's counter or message id
 * was seen under another number. Neither is ever noted.
 */
export type Sighting = 'new' | 'known' | 'replaced' | 'repeated'

/**
 * What was seen of conversations, so that nothing that the server gives a second time counts as said twice, and nothing is exchanged. Not on disk
 * when it is said to be noted: what a power loss takes is seen again as new, as by a browser that was not there yet.
 */
export interface SeenLedger {
  /**
   * Notes what is new, one after the other: of two in one call that cannot both be, the first one counts. To a browser that is no device of the
   * identity any more all is new.
   */
  noteSeen(account: string, conversation: string, seen: readonly Seen[]): Promise<readonly Sighting[]>
  /** The number of the last entry that was seen of a device; 0 for none. */
  lastOf(account: string, conversation: string, device: string): Promise<number>
  /** The same of what changes another entry alone, as far as that was noted. */
  lastChangeOf(account: string, conversation: string, device: string): Promise<number>
  /** The highest counter that was seen of a device; 0 for none. Two tabs count as they seal, so it need not be that of the last entry. */
  lastCounterOf(account: string, conversation: string, device: string): Promise<bigint>
  /** The number of the last entry that was seen of anybody; 0 for none. */
  lastSeen(account: string, conversation: string): Promise<number>
}

// A wait for the disk with each page would gain little.
const relaxed: IDBTransactionOptions = { durability: 'relaxed' }

export const createSeenLedger = (database: KeyDatabase): SeenLedger => ({
  async noteSeen(account, conversation, seen) {
    // One by one: whatever else somebody's entries have, a text for instance, is not to be kept here.
    const rows = seen.map(({ sequence, device, counter, messageId, digest, isChange }): SeenRow => ({
      account,
      conversation,
      sequence,
      device,
      counter: `${counter}`,
      messageId,
      digest,
      ...(isChange ? { change: sequence } : {}),
    }))
    const noted = await database.write(
      account,
      ['seen'],
      async (transaction) => {
        const store = transaction.objectStore('seen')
        const held = new Map((await heldAmong(store, rows)).map((row) => [row.sequence, row]))
        // All at once: the database takes them one after the other, and most of the time would go by between its answers.
        const added = await Promise.all(rows.map((row) => !held.has(row.sequence) && addTo(store, row)))
        return rows.map((row, index): Sighting => {
          if (added[index]) held.set(row.sequence, row)
          const there = held.get(row.sequence)
          if (added[index] || !there) return there ? 'new' : 'repeated'
          return equal(there.digest, row.digest) ? 'known' : 'replaced'
        })
      },
      relaxed,
    )
    return noted ?? rows.map(() => 'new')
  },
  lastOf: (account, conversation, device) => lastIn(database, 'device', account, conversation, device),
  lastChangeOf: (account, conversation, device) => lastIn(database, 'change', account, conversation, device),
  async lastCounterOf(account, conversation, device) {
    const rows = (await database.open()).transaction('seen').store.index('device')
    const said = await rows.getAll(allSaid(account, conversation, device))
    return said.map(({ counter }) => BigInt(counter)).reduce((most, each) => (each > most ? each : most), 0n)
  },
  async lastSeen(account, conversation) {
    const all = IDBKeyRange.bound([account, conversation], [account, conversation, Infinity])
    const rows = (await database.open()).transaction('seen').store
    return (await rows.openKeyCursor(all, 'prev'))?.primaryKey[2] ?? 0
  },
})

/** The number of the last entry of a device that an index has; 0 for none. */
async function lastIn(
  database: KeyDatabase,
  index: 'device' | 'change',
  ...[account, conversation, device]: [string, string, string]
): Promise<number> {
  const rows = (await database.open()).transaction('seen').store.index(index)
  return (await rows.openKeyCursor(allSaid(account, conversation, device), 'prev'))?.primaryKey[2] ?? 0
}

const allSaid = (account: string, conversation: string, device: string): IDBKeyRange =>
  IDBKeyRange.bound([account, conversation, device], [account, conversation, device, Infinity])

type SeenStore = IDBPObjectStore<Layout, ['seen'], 'seen', 'readwrite'>

/** What is kept under the numbers of these, and maybe between them. */
async function heldAmong(store: SeenStore, rows: readonly SeenRow[]): Promise<SeenRow[]> {
  const keys = rows
    .map(({ account, conversation, sequence }): Key<'seen'> => [account, conversation, sequence])
    .toSorted(([, , one], [, , other]) => one - other)
  const [first, last] = [keys[0], keys.at(-1)]
  // A page is read in one go; of numbers that are far from each other, what is between them is not.
  if (first && last && last[2] - first[2] < 2 * keys.length) return store.getAll(IDBKeyRange.bound(first, last))
  return (await Promise.all(keys.map((key) => store.get(key)))).filter((row) => row !== undefined)
}

/** Adds a row, unless there is one of its number, or of its device with its counter or its message id: false then. */
const addTo = (store: SeenStore, row: SeenRow): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const request = unwrap(store).add(row)
    request.onsuccess = () => resolve(true)
    request.onerror = (event) => {
      if (request.error?.name !== 'ConstraintError') return reject(request.error)
      // It is an answer, and would be the end of the transaction.
      event.preventDefault()
      event.stopPropagation()
      resolve(false)
    }
  })
