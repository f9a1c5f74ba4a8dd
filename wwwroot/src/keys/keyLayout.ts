import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Bytes } from './bytes'
import type { ChainPin } from './chain'
import type { CodeAttempts } from './codeAttempts'
import type { Arrival, DeviceNotes, KeptJoining, KeptRequest, OwnChange } from './deviceRows'
import type { Sealed } from './hpke'

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

/** What is sent again as it is until the server has taken it: sealed again, it would be another message under the same id. */
export interface SealedMessage {
  /** In the envelope. */
  messageId: string
  bytes: Bytes
}

/** The rows of all identities that are in this browser: the first part of each key is the account that a row belongs to. */
export interface Layout extends DBSchema {
  device: { key: string; value: DeviceKeys }
  identityKey: {
    key: [string, number]
    value: { account: string; version: number; keys: CryptoKeyPair; grant?: Sealed }
  }
  identity: { key: [string, string]; value: { account: string; other: string; known: KnownIdentity } }
  counter: { key: [string, string]; value: { account: string; conversation: string; last: bigint } }
  chain: { key: [string, string]; value: { account: string; other: string; entries: readonly Bytes[] } }
  sealed: {
    key: [string, string, string]
    value: { account: string; conversation: string; id: string; sealed: SealedMessage }
  }
  seen: {
    key: [string, string, number]
    value: SeenRow
    indexes: {
      counter: [string, string, string, string]
      message: [string, string, string, string]
      device: [string, string, string, number]
      change: [string, string, string, number]
      item: [string, string, string]
    }
  }
  /** Up to which item what was sealed is not kept any more, whatever became of it. */
  forgotten: { key: [string, string]; value: { account: string; conversation: string; upTo: string } }
  textKey: { key: string; value: { account: string; key: CryptoKey } }
  /** The chains of those that somebody was before the identity that is known, as far as each was followed: the first one first. */
  former: {
    key: [string, string]
    value: { account: string; other: string; chains: readonly (readonly Bytes[])[] }
  }
  joining: { key: string; value: KeptJoining }
  arrival: { key: string; value: Arrival }
  request: { key: [string, string]; value: KeptRequest }
  attempts: { key: string; value: { account: string; attempts: CodeAttempts } }
  ownChange: { key: string; value: OwnChange }
  deviceNotes: { key: string; value: DeviceNotes }
  /** Where this browser was a device, until another one removed it. */
  removed: { key: string; value: { account: string } }
  /** The highest revision of each part of the vault that was seen. */
  vaultPart: { key: [string, number]; value: { account: string; part: number; revision: number } }
}

export interface SeenRow {
  account: string
  conversation: string
  sequence: number
  device: string
  /** As a decimal text: a database has no bigints in its keys, and numbers end before counters do. */
  counter: string
  messageId: string
  digest: Bytes
  /** Of a change its number once more, of a message nothing: so that an index has the changes alone. */
  change?: number
  /** Of a message of this browser the item of the outbox, where that is not called as it is. */
  item?: string
}

export type StoreName = StoreNames<Layout>
export type Row<Name extends StoreName> = Layout[Name]['value']
export type Key<Name extends StoreName> = Layout[Name]['key']
export const LayoutVersion = 5

type Upgrade = IDBPTransaction<Layout, StoreName[], 'versionchange'>

/** Each version adds to the one before: what is there stays as it is. */
export function lay(database: IDBPDatabase<Layout>, from: number, _to: number | null, upgrade: Upgrade) {
  if (from < 1) {
    database.createObjectStore('device', { keyPath: 'account' })
    database.createObjectStore('identityKey', { keyPath: ['account', 'version'] })
    database.createObjectStore('identity', { keyPath: ['account', 'other'] })
    database.createObjectStore('counter', { keyPath: ['account', 'conversation'] })
  }
  if (from < 2) {
    database.createObjectStore('chain', { keyPath: ['account', 'other'] })
    database.createObjectStore('sealed', { keyPath: ['account', 'conversation', 'id'] })
    const seen = database.createObjectStore('seen', { keyPath: ['account', 'conversation', 'sequence'] })
    seen.createIndex('counter', ['account', 'conversation', 'device', 'counter'], { unique: true })
    seen.createIndex('message', ['account', 'conversation', 'device', 'messageId'], { unique: true })
    seen.createIndex('device', ['account', 'conversation', 'device', 'sequence'])
    database.createObjectStore('textKey', { keyPath: 'account' })
  }
  if (from < 3) {
    // What was seen before is in it as nothing: who asks for the last change learns of none, which claims nothing.
    upgrade.objectStore('seen').createIndex('change', ['account', 'conversation', 'device', 'change'])
  }
  if (from < 4) {
    upgrade.objectStore('seen').createIndex('item', ['account', 'conversation', 'item'])
    database.createObjectStore('forgotten', { keyPath: ['account', 'conversation'] })
  }
  if (from < 5) {
    database.createObjectStore('former', { keyPath: ['account', 'other'] })
    database.createObjectStore('joining', { keyPath: 'account' })
    database.createObjectStore('arrival', { keyPath: 'account' })
    database.createObjectStore('request', { keyPath: ['account', 'pairing'] })
    database.createObjectStore('attempts', { keyPath: 'account' })
    database.createObjectStore('ownChange', { keyPath: 'account' })
    database.createObjectStore('deviceNotes', { keyPath: 'account' })
    database.createObjectStore('removed', { keyPath: 'account' })
    database.createObjectStore('vaultPart', { keyPath: ['account', 'part'] })
  }
}
