import { createSignal } from 'solid-js'
import { createPause } from '../clock'
import { backoff } from '../connections/backoff'
import type { Refusal } from '../contract'
import { equal } from '../keys/bytes'
import { proofOf } from '../keys/deviceProof'
import { decodeEntry } from '../keys/chainEntry'
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

/** The keys of this browser for the identity that is in it: found, made or missing, and proven to the server on each socket. */
export interface OwnDeviceKeys {
  keys(): OwnKeys
  device(): OwnDevice | undefined
  /** A socket is attached: whatever was proven is to be proven anew. */
  attached(): void
  /** Direct messages are wanted: whoever has no keys yet gets them. */
  want(): void
  /** Resolves once the server knows which device this is; undefined when it is none. */
  proven(): Promise<OwnDevice | undefined>
  /** Tries again at once. Resolves when that has come to an end. */
  retry(): Promise<Refusal | undefined>
  reset(): void
}

export interface OwnDeviceDeps {
  desk: Desk
  store: KeyStore
  identities: Identities
  locks: Pick<LockManager, 'request'> | undefined
  newId(): string
  /** The connection that the socket is attached to. */
  connection(): string | undefined
  /** The browser should not throw away what is stored. */
  persist(): void
}

type Outcome = { keys: OwnKeys; device?: OwnDevice } | { refusal: Refusal } | 'again'

export function createOwnDeviceKeys(deps: OwnDeviceDeps): OwnDeviceKeys {
  const { desk, store, identities } = deps
  const [keys, setKeys] = createSignal<OwnKeys>('unknown')
  const [device, setDevice] = createSignal<OwnDevice>()
  const pause = createPause(desk.clock)
  let wanted = false
  /** Counts sockets and people: what was begun for another one is of no use. */
  let turn = 0
  let running: Promise<Refusal | undefined> | undefined
  let runningFor = -1

  const identity = () => {
    const me = desk.me()
    return me && !me.guest ? me.id : undefined
  }

  function run(): Promise<Refusal | undefined> {
    if (running && runningFor === turn) return running
    runningFor = turn
    const mine = settle(turn).finally(() => {
      if (running === mine) running = undefined
    })
    return (running = mine)
  }

  async function settle(mine: number): Promise<Refusal | undefined> {
    for (let failures = 0; mine === turn && desk.attached() && identity() !== undefined;) {
      const outcome = await oneTry(identity() as string)
      if (mine !== turn) return undefined
      if (outcome === 'again') continue
      if (!('refusal' in outcome)) {
        setDevice(outcome.device)
        setKeys(outcome.keys)
        return undefined
      }
      const waits = outcome.refusal.code === 'unavailable' || outcome.refusal.code === 'tooFast'
      if (!waits) return outcome.refusal
      await pause.wait(outcome.refusal.retryAfterMs ?? 500 + backoff(++failures, desk.random))
    }
    return undefined
  }

  // One tab at a time spares the others the work. Where there are no locks, the first one that keeps its keys is the one.
  async function oneTry(account: string): Promise<Outcome> {
    try {
      const work = () => look(account)
      return await (deps.locks ? deps.locks.request(`chatmux-keys-${account}`, {}, work) : work())
    } catch {
      return { keys: 'denied' }
    }
  }

  async function look(account: string): Promise<Outcome> {
    const held = await store.find(account)
    const { state, refusal } = await identities.follow(account)
    if (refusal) return { refusal }
    if (state.kind === 'none') return wanted ? become(account, held) : { keys: 'unknown' }
    if (state.kind !== 'known') return { keys: 'broken' }
    const own = held && (await deviceIn(state.identity, held))
    return own ? prove(own) : { keys: 'elsewhere' }
  }

  async function become(account: string, held: DeviceKeys | undefined): Promise<Outcome> {
    setKeys('making')
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

  async function deviceIn({ account, head }: Identity, held: DeviceKeys): Promise<OwnDevice | undefined> {
    const listed = head.devices.find(({ id }) => id === held.device)
    if (!listed || !equal(listed.signingKey, await pointOf(held.signing))) return undefined
    const encryptionKeys = await store.identityKeys(account)
    const newest = encryptionKeys.get(head.encryptionKeyVersion)
    return newest && equal(await pointOf(newest), head.encryptionKey) ? { ...held, encryptionKeys } : undefined
  }

  async function prove(own: OwnDevice): Promise<Outcome> {
    const asked = await desk.call('GetDeviceChallenge', null)
    const connection = deps.connection()
    if (asked.refusal) return { refusal: asked.refusal }
    if (connection === undefined) return { refusal: { code: 'unavailable', retryAfterMs: null } }
    const proof = proofOf(own.account, own.device, connection, new Uint8Array(asked.value.challenge))
    const signature = await sign(own.signing, proof)
    const { refusal } = await desk.call('ProveDevice', { device: own.device, signature })
    if (refusal?.code === 'challengeExpired') return 'again'
    if (refusal) return refusal.code === 'deviceNotAdded' ? { keys: 'elsewhere' } : { refusal }
    return { keys: 'ready', device: own }
  }

  return {
    keys,
    device,
    attached() {
      turn++
      pause.wake()
      void run()
    },
    want() {
      if (wanted) return
      wanted = true
      if (keys() === 'unknown' && desk.attached()) void (running ?? Promise.resolve()).then(run)
    },
    async proven() {
      await whatGoesOn()
      return keys() === 'ready' ? device() : undefined
    },
    retry() {
      pause.wake()
      return run()
    },
    reset() {
      turn++
      wanted = false
      pause.wake()
      setKeys('unknown')
      setDevice(undefined)
    },
  }

  /** What goes on for this socket; when nothing does, it has come to an end. */
  async function whatGoesOn(): Promise<void> {
    while (running && runningFor === turn) await running
  }
}
