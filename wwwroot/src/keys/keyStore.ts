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
 * What a browser keeps of the identities that are in it; each of them has its own. Tabs share it: what two of them do at once is done one
 * after the other.
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
  /** Remembers what was seen of a chain. What was seen already is never taken back, and another identity does not replace the one that is known. */
  notePin(account: string, other: string, pin: ChainPin): Promise<void>
  /** The owner has been told that it is another identity now, or has met this one: from here on it is the one that is known. */
  accept(account: string, other: string, known: KnownIdentity): Promise<void>
  /** From 1 on, and never the same one twice. */
  nextCounter(account: string, conversation: string): Promise<bigint>
  /** Forgets all of an identity. */
  forget(account: string): Promise<void>
}

interface Kept extends DBSchema {
  device: { key: string; value: DeviceKeys }
  identityKey: { key: [string, number]; value: { account: string; version: number; keys: CryptoKeyPair } }
  identity: { key: [string, string]; value: { account: string; other: string; known: KnownIdentity } }
  counter: { key: [string, string]; value: { account: string; conversation: string; last: bigint } }
}

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

  async function noteIdentity(
    account: string,
    other: string,
    next: (held?: KnownIdentity) => KnownIdentity | undefined,
  ) {
    const transaction = (await database()).transaction('identity', 'readwrite')
    const known = next((await transaction.store.get([account, other]))?.known)
    if (known) await transaction.store.put({ account, other, known })
    await transaction.done
  }

  return {
    find: async (account) => (await database()).get('device', account),
    async findOrMake(account, device) {
      const known = await (await database()).get('device', account)
      if (known) return known
      // Made before: a transaction does not wait for anything else.
      const made = { account, device, signing: await generateSigningKeys(), decryption: await generateDecryptionKeys() }
      const transaction = (await database()).transaction('device', 'readwrite')
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
      await (await database()).put('identityKey', { account, version, keys })
    },
    known: async (account, other) => (await (await database()).get('identity', [account, other]))?.known,
    notePin: (account, other, pin) =>
      noteIdentity(account, other, (held) =>
        !held || goesOn(held.pin, pin) ? { pin, verified: held?.verified ?? false } : undefined,
      ),
    accept: (account, other, known) => noteIdentity(account, other, () => known),
    async nextCounter(account, conversation) {
      const transaction = (await database()).transaction('counter', 'readwrite')
      const held = await transaction.store.get([account, conversation])
      const last = (held?.last ?? 0n) + 1n
      await transaction.store.put({ account, conversation, last })
      await transaction.done
      return last
    },
    async forget(account) {
      const stores = ['device', 'identityKey', 'identity', 'counter'] as const
      const transaction = (await database()).transaction(stores, 'readwrite')
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

const goesOn = (held: ChainPin, pin: ChainPin): boolean =>
  equal(held.genesisHash, pin.genesisHash) && pin.version > held.version
