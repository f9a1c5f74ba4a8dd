import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { type DeviceKeys, type Key, lay, type Layout, LayoutVersion, type Row, type StoreName } from './keyLayout'

type Transaction<Names extends StoreName[]> = IDBPTransaction<Layout, Names, 'readwrite'>

// A counter that a power loss took back would be drawn again, and what it names refused as a replay.
const durable: IDBTransactionOptions = { durability: 'strict' }

/** The database that the tabs share. */
export interface KeyDatabase {
  open(): Promise<IDBPDatabase<Layout>>
  /** Keeps the keys of a device, unless there are some. Answers those that there are then. */
  findOrKeep(made: DeviceKeys): Promise<DeviceKeys>
  /**
   * Works in one transaction on these stores, unless this browser is no device of the identity any more: then undefined, and nothing is
   * written. What is written is on disk when this returns, unless something else is asked for.
   */
  write<Names extends StoreName[], Answer>(
    account: string,
    names: [...Names],
    work: (transaction: Transaction<Names>) => Promise<Answer>,
    durability?: IDBTransactionOptions,
  ): Promise<Answer | undefined>
  /** The same with one row of a store, which stays as it is when nothing is to follow it. Answers the row as it is then. */
  change<Name extends Exclude<StoreName, 'device'>>(
    account: string,
    name: Name,
    key: Key<Name>,
    next: (held: Row<Name> | undefined) => Row<Name> | undefined,
  ): Promise<Row<Name> | undefined>
  /** Removes all of an identity. */
  forget(account: string): Promise<void>
}

/** Above every id: arrays come after texts. */
const afterAll: string[] = []

/** The keys of an account's rows, where the account is the first part of them. */
export const allOf = (account: string): IDBKeyRange => IDBKeyRange.bound([account], [account, afterAll])

export function createKeyDatabase(name: string): KeyDatabase {
  let opened: Promise<IDBPDatabase<Layout>> | undefined

  // After the end of a connection (the browser's, or a tab's that needs a newer layout) the next use begins another one.
  const over = () => {
    opened = undefined
  }
  const giveWay = (_from: number, _to: number | null, { target }: Event) => {
    over()
    ;(target as IDBDatabase).close()
  }

  function open(): Promise<IDBPDatabase<Layout>> {
    if (opened) return opened
    opened = openDB<Layout>(name, LayoutVersion, { upgrade: lay, blocking: giveWay, terminated: over })
    opened.catch(over)
    return opened
  }

  const database: KeyDatabase = {
    open,
    async findOrKeep(made) {
      const transaction = (await open()).transaction('device', 'readwrite', durable)
      const held = await transaction.store.get(made.account)
      if (!held) await transaction.store.add(made)
      await transaction.done
      return held ?? made
    },
    async write(account, names, work, durability = durable) {
      const transaction = (await open()).transaction([...names, 'device'], 'readwrite', durability)
      const isDevice = (await transaction.objectStore('device').getKey(account)) !== undefined
      const worked = isDevice ? work(transaction as unknown as Parameters<typeof work>[0]) : undefined
      const [answer] = await Promise.all([worked, transaction.done])
      return answer
    },
    change(account, name, key, next) {
      return database.write(account, [name], async (transaction) => {
        const rows = transaction.objectStore(name)
        const held = await rows.get(key)
        const row = next(held)
        if (row) await rows.put(row)
        return row ?? held
      })
    },
    async forget(account) {
      const opened = await open()
      const names = [...opened.objectStoreNames]
      const transaction = opened.transaction(names, 'readwrite', durable)
      await Promise.all([
        ...names.flatMap((name) => [account, allOf(account)].map((rows) => transaction.objectStore(name).delete(rows))),
        transaction.done,
      ])
    },
  }
  return database
}
