import type { Refusal } from '../contract'
import { equal } from '../keys/bytes'
import { type ChainEntry, decodeEntry } from '../keys/chainEntry'
import { proofOf } from '../keys/deviceProof'
import { settleArrival, settleOwnChange } from '../keys/devices/ownChanges'
import { fetchKeys } from '../keys/devices/ownHistory'
import { keysOfGenesis, makeGenesis } from '../keys/genesis'
import type { DeviceKeys, KeyStore } from '../keys/keyStore'
import { pointOf, sign } from '../keys/primitives'
import type { Desk } from './desk'
import type { Identities, Identity } from './directIdentities'
import type { OwnKeys } from './directsView'

/** What this browser needs to read and write direct messages. */
export interface OwnDevice extends DeviceKeys {
  encryptionKeys: ReadonlyMap<number, CryptoKeyPair>
}

export interface OwnLookDeps {
  desk: Desk
  store: KeyStore
  identities: Identities
  newId(): string
  /** The connection that the socket is attached to. */
  connection(): string | undefined
  /** The browser should not throw away what is stored. */
  persist(): void
}

/** What was found out; or what kept it from being found out; or that something has changed meanwhile. */
export type OwnOutcome = { keys: OwnKeys; device?: OwnDevice } | { refusal: Refusal } | 'again'

interface Wanted {
  /** Whoever has no keys yet gets them. */
  wanted: boolean
  making(): void
}

/** Finds out once whether this browser is a device of the identity, makes it the first one, or brings in what other devices have done. */
export function createOwnLook(deps: OwnLookDeps): (account: string, wanted: Wanted) => Promise<OwnOutcome> {
  const { desk, store, identities } = deps
  /** For which states of which chain the earlier keys were asked for: what the server does not have it is not asked for again. */
  const askedFor = new Set<string>()

  async function look(account: string, { wanted, making }: Wanted): Promise<OwnOutcome> {
    const held = await store.find(account)
    const pinned = (await store.known(account, account)) !== undefined
    const { state, refusal } = await identities.follow(account)
    if (refusal) return { refusal }
    if (state.kind === 'none') return wanted ? become(account, held, making) : { keys: 'unknown' }
    // The owner is asked: what is here may be all that is left of the identity before.
    if (state.kind === 'changed') return { keys: 'replaced' }
    if (state.kind !== 'known') return { keys: 'broken' }
    const { identity } = state
    const tools = { call: desk.call, store }
    if (await (held ? settleOwnChange(tools, identity) : settleArrival(tools, identity))) return 'again'
    if (!held) return { keys: (await store.wasRemoved(account)) ? 'removed' : 'elsewhere' }
    if (!(await isIn(identity.head, held))) return pinned ? outOf(identity, held) : { keys: 'elsewhere' }
    return bringIn(identity, held)
  }

  /** The chain goes on from where it was followed to, and does not list this device: it is wiped if it ever was in it. */
  async function outOf({ account, entries }: Identity, held: DeviceKeys): Promise<OwnOutcome> {
    const listed = await Promise.all(entries.map(({ entry }) => isIn(entry, held)))
    if (!listed.some(Boolean)) return { keys: 'elsewhere' }
    await store.forgetRemoved(account)
    return { keys: 'removed' }
  }

  async function bringIn(identity: Identity, held: DeviceKeys): Promise<OwnOutcome> {
    const unproven = await prove(held)
    if (unproven) return unproven
    const { account, entries, head } = identity
    const before = await keysOf(identity)
    const asking = `${account} ${head.version}`
    if (!before.newest || (!before.all && !askedFor.has(asking))) {
      const fetched = await fetchKeys({ call: desk.call, store }, held, entries)
      if (typeof fetched === 'object') return fetched
      askedFor.add(asking)
      if (fetched === 'nothing' && !before.newest) return withoutKey(account, head)
    }
    const { newest, encryptionKeys } = await keysOf(identity)
    return newest ? { keys: 'ready', device: { ...held, encryptionKeys } } : 'again'
  }

  /** The key that the server has for this device may be of an entry that came meanwhile. */
  async function withoutKey(account: string, { version }: ChainEntry): Promise<OwnOutcome> {
    const { state, refusal } = await identities.follow(account)
    if (refusal) return { refusal }
    return state.kind === 'known' && state.identity.head.version > version ? 'again' : { keys: 'broken' }
  }

  async function keysOf({ account, head }: Identity) {
    const encryptionKeys = await store.identityKeys(account)
    const [newest, latest] = [encryptionKeys.get(head.encryptionKeyVersion), head.encryptionKeyVersion]
    const fits = newest !== undefined && equal(await pointOf(newest), head.encryptionKey)
    return { encryptionKeys, newest: fits, all: fits && encryptionKeys.size >= latest }
  }

  async function become(account: string, held: DeviceKeys | undefined, making: () => void): Promise<OwnOutcome> {
    making()
    deps.persist()
    const own = held ?? (await store.findOrMake(account, deps.newId()))
    const entry =
      (await store.keptChain(account, account))[0] ?? (await store.keepGenesis(account, await makeGenesis(own)))
    const signed = entry && decodeEntry(entry)
    const grant = (await store.grants(account)).get(1)
    // Forgotten meanwhile.
    if (!signed) return 'again'
    if (!grant) return { keys: 'denied' }
    // On disk before the server can have it: an answer that is lost, or a crash, must not leave a chain whose key nobody has.
    const { refusal } = await desk.call('AppendToChain', { entry, keys: await keysOfGenesis(signed, grant) })
    // Another browser was first: what there is now tells whether this one belongs to it.
    return !refusal || refusal.code === 'chainMovedOn' ? 'again' : { refusal }
  }

  /** Undefined when the server knows now that this browser is the device. */
  async function prove(own: DeviceKeys): Promise<OwnOutcome | undefined> {
    const asked = await desk.call('GetDeviceChallenge', null)
    const connection = deps.connection()
    if (asked.refusal) return { refusal: asked.refusal }
    if (connection === undefined) return { refusal: { code: 'unavailable', retryAfterMs: null } }
    const proof = proofOf(own.account, own.device, connection, new Uint8Array(asked.value.challenge))
    const signature = await sign(own.signing, proof)
    const { refusal } = await desk.call('ProveDevice', { device: own.device, signature })
    if (refusal?.code === 'challengeExpired') return 'again'
    if (refusal) return refusal.code === 'deviceNotAdded' ? { keys: 'elsewhere' } : { refusal }
    return undefined
  }

  return look
}

async function isIn({ devices }: ChainEntry, { device, signing }: DeviceKeys): Promise<boolean> {
  const listed = devices.find(({ id }) => id === device)
  return listed !== undefined && equal(listed.signingKey, await pointOf(signing))
}
