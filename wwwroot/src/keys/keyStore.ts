import { type Bytes, equal } from './bytes'
import type { ChainPin } from './chain'
import type { Genesis } from './genesis'
import type { Sealed } from './hpke'
import { createKeptChains, type KeptChains } from './keptChains'
import { createKeptDevices, type KeptDevices } from './keptDevices'
import { createKeptVault, type KeptVault } from './keptVault'
import { allOf, createKeyDatabase } from './keyDatabase'
import type { DeviceKeys, KnownIdentity } from './keyLayout'
import { generateDecryptionKeys, generateSigningKeys, generateTextKey } from './primitives'
import { createSealedOutbox, type SealedOutbox } from './sealedOutbox'
import { createSeenLedger, type SeenLedger } from './seenLedger'

export type { DeviceKeys, KnownIdentity } from './keyLayout'

/**
 * What a browser keeps of the identities that are in it; each of them has its own. Tabs share it: what is written is on disk, unless it is said
 * otherwise, and decided by what is there at that moment. Of an identity that was forgotten, also in another tab, nothing is written any more.
 */
export interface KeyStore extends KeptChains, KeptDevices, KeptVault, SealedOutbox, SeenLedger {
  /** Undefined when this browser is no device of the identity. */
  find(account: string): Promise<DeviceKeys | undefined>
  /** The same, made when there is none: then under this id, which a device keeps for ever. */
  findOrMake(account: string, device: string): Promise<DeviceKeys>
  /** Of the identity encryption key, all versions that this device was given. */
  identityKeys(account: string): Promise<ReadonlyMap<number, CryptoKeyPair>>
  /** `grant`: the same key, sealed for this device; one that is kept stays when none comes with the key. */
  keepIdentityKey(account: string, version: number, keys: CryptoKeyPair, grant?: Sealed): Promise<void>
  /**
   * The first entry of the own chain with the key in it, together or not at all, unless there is one that another tab has made: then that one is
   * answered, and this is of no use. Undefined when this browser is no device of the identity any more.
   */
  keepGenesis(account: string, made: Genesis): Promise<Bytes | undefined>
  /** From these an identity encryption key can be given to another device; by its versions, as far as they are kept. */
  grants(account: string): Promise<ReadonlyMap<number, Sealed>>
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
  /**
   * Seals what this browser keeps of its own texts; nothing can take it out. Made at the first time; undefined when this browser is no device of
   * the identity any more.
   */
  textKey(account: string): Promise<CryptoKey | undefined>
  /** Forgets all of an identity. */
  forget(account: string): Promise<void>
}

export function createKeyStore(name = 'chatmux-keys'): KeyStore {
  const database = createKeyDatabase(name)
  return {
    ...createKeptChains(database),
    ...createKeptDevices(database),
    ...createKeptVault(database),
    ...createSealedOutbox(database),
    ...createSeenLedger(database),
    find: async (account) => (await database.open()).get('device', account),
    async findOrMake(account, device) {
      const known = await (await database.open()).get('device', account)
      if (known) return known
      // Made before: a transaction does not wait for anything else.
      const made = { account, device, signing: await generateSigningKeys(), decryption: await generateDecryptionKeys() }
      return database.findOrKeep(made)
    },
    async identityKeys(account) {
      const all = await (await database.open()).getAll('identityKey', allOf(account))
      return new Map(all.map(({ version, keys }) => [version, keys]))
    },
    async keepIdentityKey(account, version, keys, grant) {
      await database.change(account, 'identityKey', [account, version], (held) => {
        const kept = grant ?? held?.grant
        return { account, version, keys, ...(kept ? { grant: kept } : {}) }
      })
    },
    keepGenesis(account, { entry, identityKeys, grant }) {
      return database.write(account, ['chain', 'identityKey'], async (transaction) => {
        const held = (await transaction.objectStore('chain').get([account, account]))?.entries[0]
        if (held) return held
        await transaction.objectStore('chain').put({ account, other: account, entries: [entry] })
        await transaction.objectStore('identityKey').put({ account, version: 1, keys: identityKeys, grant })
        return entry
      })
    },
    async grants(account) {
      const all = await (await database.open()).getAll('identityKey', allOf(account))
      return new Map(all.flatMap(({ version, grant }) => (grant ? [[version, grant]] : [])))
    },
    known: async (account, other) => (await (await database.open()).get('identity', [account, other]))?.known,
    async notePin(account, other, from, to) {
      const row = await database.change(account, 'identity', [account, other], (held) =>
        isSame(held?.known.pin, from)
          ? { account, other, known: { pin: to, verified: held?.known.verified ?? false } }
          : undefined,
      )
      return isSame(row?.known.pin, to)
    },
    async accept(account, other, known) {
      await database.change(account, 'identity', [account, other], (held) => ({
        account,
        other,
        known: { pin: later(held?.known.pin, known.pin), verified: known.verified },
      }))
    },
    async nextCounter(account, conversation) {
      let drawn: bigint | undefined
      await database.change(account, 'counter', [account, conversation], (held) => {
        drawn = (held?.last ?? 0n) + 1n
        return { account, conversation, last: drawn }
      })
      return drawn
    },
    async textKey(account) {
      const known = await (await database.open()).get('textKey', account)
      if (known) return known.key
      const made = { account, key: await generateTextKey() }
      return (await database.change(account, 'textKey', account, (held) => held ?? made))?.key
    },
    forget: (account) => database.forget(account),
  }
}

const isSame = (one: ChainPin | undefined, other: ChainPin | undefined): boolean =>
  one && other
    ? one.version === other.version && equal(one.hash, other.hash) && equal(one.genesisHash, other.genesisHash)
    : one === other

const later = (held: ChainPin | undefined, pin: ChainPin): ChainPin =>
  held && equal(held.genesisHash, pin.genesisHash) && held.version > pin.version ? held : pin
