import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { equal } from './bytes'
import type { ChainPin } from './chain'
import { generateDecryptionKeys, generateSigningKeys } from './primitives'

/** What makes this browser a device of an identity. Nothing can take the private halves out of it. */
export interface DeviceKeys {
  account: string
  /** 128 bits as hex. */
  device: string
  signing: CryptoKeyPair
  decryption: CryptoKeyPair
}

/** What was seen of somebody's chain of devices, and whether its owner was met. */
export interface KnownIdentity {
  pin: ChainPin
  /** Whether the safety number was compared. */
  verified: boolean
}

/**
 * What a browser keeps of the identities that are in it; each of them has its own. Tabs share it: what is written is on disk, and decided by
 * what is there at that moment. Of an identity that was forgotten, also in another tab, nothing is written any more.
 */
export interface KeyStore {
  /** Undefined when this browser is no device of the identity. */
  find(account: string): Promise<DeviceKeys | undefined>
  /** The same, made when there is none: then under this id, which a device keeps for ever. */
  findOrMake(account: string, device: string): Promise<DeviceKeys>
  /** Of the identity encryption key, all versions that this device was given. */
  identityKeys(account: string): Promise<ReadonlyMap<number, CryptoKeyPair>>
  keepIdentityKey(account: string, version: number, keys: CryptoKeyPair): Promise<void>
  known(account: string, other: string): Promise<KnownIdentity | undefined>
  /**
   * Remembers where a chain was followed to, from what was remembered of it. False when that is something else by now: then the chain is to be
   * followed anew, from there, or two tabs could be shown two chains.
   */
  notePin(account: string, other: string, from: ChainPin | undefined, to: ChainPin): Promise<boolean>
  /**
   * The owner has been told that it is another identity now, or has met this one: from here on it is the one that is known. Of the same identity
   * nothing that was seen is taken back.
   */
  accept(account: string, other: string, known: KnownIdentity): Promise<void>
  /** From 1 on, and never the same one twice; undefined when this browser is no device of the identity any more. */
  nextCounter(account: string, conversation: string): Promise<bigint | undefined>
  /** Forgets all of an identity. */
  forget(account: string): Promise<void>
}

interface Kept extends DBSchema {
  device: { key: string; value: DeviceKeys }
  identityKey: { key: [string, number]; value: { account: string; version: number; keys: CryptoKeyPair } }
  identity: { key: [string, string]; value: { account: string; other: string; known: KnownIdentity } }
  counter: { key: [string, string]; value: { account: string; conversation: string; last: bigint } }
}

// A counter that a power loss took back would be drawn again, and what it names refused as a replay.
const durable: IDBTransactionOptions = { durability: 'strict' }

/** Above every id: arrays come after texts. */
const afterAll: string[] = []

export function createKeyStore(name = 'chatmux-keys'): KeyStore {
  let opened: Promise<IDBPDatabase<Kept>> | undefined

  // After the end of a connection (the browser's, or a tab's that needs a newer layout) the next use begins another one.
  const over = () => {
    opened = undefined
  }
  const giveWay = (_from: number, _to: number | null, { target }: Event) => {
    over()
    ;(target as IDBDatabase).close()
  }

  function database(): Promise<IDBPDatabase<Kept>> {
    if (opened) return opened
    opened = openDB<Kept>(name, 1, { upgrade: lay, blocking: giveWay, terminated: over })
    opened.catch(over)
    return opened
  }

  /** Changes one row of a store, unless this browser is no device of the identity any more. Answers the row as it is then. */
  async function change<Name extends 'identityKey' | 'identity' | 'counter'>(
    account: string,
    name: Name,
    key: Kept[Name]['key'],
    next: (held: Kept[Name]['value'] | undefined) => Kept[Name]['value'] | undefined,
  ): Promise<Kept[Name]['value'] | undefined> {
    const transaction = (await database()).transaction(['device', name], 'readwrite', durable)
    const rows = transaction.objectStore(name)
    const isDevice = (await transaction.objectStore('device').getKey(account)) !== undefined
    const held = await rows.get(key)
    const row = isDevice ? next(held) : undefined
    if (row) await rows.put(row)
    await transaction.done
    return row ?? held
  }

  return {
    find: async (account) => (await database()).get('device', account),
    async findOrMake(account, device) {
      const known = await (await database()).get('device', account)
      if (known) return known
      // Made before: a transaction does not wait for anything else.
      const made = { account, device, signing: await generateSigningKeys(), decryption: await generateDecryptionKeys() }
      const transaction = (await database()).transaction('device', 'readwrite', durable)
      const meanwhile = await transaction.store.get(account)
      if (!meanwhile) await transaction.store.add(made)
      await transaction.done
      return meanwhile ?? made
    },
    async identityKeys(account) {
      const all = await (await database()).getAll('identityKey', IDBKeyRange.bound([account], [account, afterAll]))
      return new Map(all.map(({ version, keys }) => [version, keys]))
    },
    async keepIdentityKey(account, version, keys) {
      await change(account, 'identityKey', [account, version], () => ({ account, version, keys }))
    },
    known: async (account, other) => (await (await database()).get('identity', [account, other]))?.known,
    async notePin(account, other, from, to) {
      const row = await change(account, 'identity', [account, other], (held) =>
        isSame(held?.known.pin, from)
          ? { account, other, known: { pin: to, verified: held?.known.verified ?? false } }
          : undefined,
      )
      return isSame(row?.known.pin, to)
    },
    async accept(account, other, known) {
      await change(account, 'identity', [account, other], (held) => ({
        account,
        other,
        known: { pin: later(held?.known.pin, known.pin), verified: known.verified },
      }))
    },
    async nextCounter(account, conversation) {
      let drawn: bigint | undefined
      await change(account, 'counter', [account, conversation], (held) => {
        drawn = (held?.last ?? 0n) + 1n
        return { account, conversation, last: drawn }
      })
      return drawn
    },
    async forget(account) {
      const stores = ['device', 'identityKey', 'identity', 'counter'] as const
      const transaction = (await database()).transaction(stores, 'readwrite', durable)
      const all = IDBKeyRange.bound([account], [account, afterAll])
      await Promise.all([
        transaction.objectStore('device').delete(account),
        transaction.objectStore('identityKey').delete(all),
        transaction.objectStore('identity').delete(all),
        transaction.objectStore('counter').delete(all),
        transaction.done,
      ])
    },
  }
}

function lay(database: IDBPDatabase<Kept>) {
  database.createObjectStore('device', { keyPath: 'account' })
  database.createObjectStore('identityKey', { keyPath: ['account', 'version'] })
  database.createObjectStore('identity', { keyPath: ['account', 'other'] })
  database.createObjectStore('counter', { keyPath: ['account', 'conversation'] })
}

const isSame = (one: ChainPin | undefined, other: ChainPin | undefined): boolean =>
  one && other
    ? one.version === other.version && equal(one.hash, other.hash) && equal(one.genesisHash, other.genesisHash)
    : one === other

const later = (held: ChainPin | undefined, pin: ChainPin): ChainPin =>
  held && equal(held.genesisHash, pin.genesisHash) && held.version > pin.version ? held : pin
