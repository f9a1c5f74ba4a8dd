import { createSignal, type Signal } from 'solid-js'
import type { Call } from '../connections/calls'
import type { Refusal } from '../contract'
import { type ChainPin, follow } from '../keys/chain'
import { bytesOf, type ChainEntry, decodeEntry, type SignedEntry } from '../keys/chainEntry'
import type { Lineage } from '../keys/epochRow'
import type { KeptChains } from '../keys/keptChains'
import type { KeyStore } from '../keys/keyStore'

/** A chain of devices that was followed to its newest state. */
export interface Identity {
  account: string
  entries: readonly SignedEntry[]
  head: ChainEntry
  pin: ChainPin
  /** The chains of those that they were before, the first one first, as far as this browser has followed them. */
  former: readonly (readonly SignedEntry[])[]
}

/**
 * What is known of an identity. `none`: it has no keys. `changed`: another identity is behind the account than the one that was known, which is
 * `before` as far as its chain is kept. `broken`: what the server shows cannot be true.
 */
export type IdentityState =
  | { kind: 'unknown' }
  | { kind: 'none' }
  | { kind: 'known'; identity: Identity }
  | { kind: 'changed'; identity: Identity; before?: Identity }
  | { kind: 'broken' }

/** The identities that the own one has to do with, each as its chain of devices says. */
export interface Identities {
  state(account: string): IdentityState
  /** Asks the server for the chain and follows it from where it was followed to before. */
  follow(account: string): Promise<{ state: IdentityState; refusal?: never } | { state?: never; refusal: Refusal }>
  /** The owner has taken notice that it is another identity now. */
  accept(account: string): Promise<void>
  /** Somebody else is here now: what one was told of others is nothing to another one. */
  reset(): void
}

/** By whose chain what was written is checked: nothing is sealed for an identity before its owner has taken notice of it, and nothing read. */
export const readableBy = (state: IdentityState): Identity | undefined =>
  state.kind === 'changed' ? state.before : state.kind === 'known' ? state.identity : undefined

/** Who they were and who they are. */
export const lineageOf = ({ account, entries, former }: Identity): Lineage => ({
  account,
  chains: [...former, entries],
})

export interface IdentitiesDeps {
  call: Call
  store: Pick<KeyStore, 'find' | 'known' | 'notePin' | 'accept' | keyof KeptChains>
  /** Whose browser this is. */
  me(): string | undefined
  /** The server has said of a chain when a new one takes its place; null when nobody wants that. */
  startsOver?(account: string, atMs: number | null): void
  /** What is known of somebody was found out anew. */
  heard?(account: string): void
}

// Two tabs follow at once now and then; more than a few times in a row they do not.
const TriesAtMost = 5

export function createIdentities({ call, store, me, heard, startsOver }: IdentitiesDeps): Identities {
  const states = new Map<string, Signal<IdentityState>>()

  function signal(account: string): Signal<IdentityState> {
    const known = states.get(account) ?? createSignal<IdentityState>({ kind: 'unknown' })
    states.set(account, known)
    return known
  }

  function found(account: string, state: IdentityState) {
    signal(account)[1](state)
    heard?.(account)
    return { state }
  }

  async function followed(account: string, served: readonly Uint8Array[]): Promise<IdentityState | undefined> {
    const owner = me() ?? ''
    const pin = (await store.known(owner, account))?.pin
    const entries = served.map(decodeEntry)
    if (!entries.every((entry) => entry !== undefined)) return { kind: 'broken' }
    const result = await follow(account, entries, pin)
    if ('none' in result) return { kind: 'none' }
    if ('broken' in result)
      return result.broken === 'anotherIdentity' ? anotherIdentity(account, entries, pin) : { kind: 'broken' }
    // A browser that is no device of its user keeps nothing; what it is told of the own chain tells it so.
    if (!(await store.find(owner))) return { kind: 'known', identity: { account, entries, former: [], ...result } }
    if (!(await store.notePin(owner, account, pin, result.pin))) return undefined
    return { kind: 'known', identity: await kept(owner, { account, entries, ...result }) }
  }

  async function kept(owner: string, identity: Omit<Identity, 'former'>): Promise<Identity> {
    const { account, entries } = identity
    await store.keepChain(owner, account, entries.map(bytesOf))
    return { ...identity, former: await formerOf(owner, account) }
  }

  async function anotherIdentity(
    account: string,
    entries: readonly SignedEntry[],
    pin: ChainPin | undefined,
  ): Promise<IdentityState> {
    const anew = await follow(account, entries)
    if (!('head' in anew)) return { kind: 'broken' }
    const before = await whoTheyWere(account, pin)
    return { kind: 'changed', identity: { account, entries, former: [], ...anew }, ...(before ? { before } : {}) }
  }

  async function whoTheyWere(account: string, pin: ChainPin | undefined): Promise<Identity | undefined> {
    const owner = me() ?? ''
    const entries = decoded(await store.keptChain(owner, account))
    const known = await follow(account, entries, pin)
    return 'head' in known ? { account, entries, former: await formerOf(owner, account), ...known } : undefined
  }

  const formerOf = async (owner: string, account: string) => (await store.formerChains(owner, account)).map(decoded)

  return {
    state: (account) => signal(account)[0](),
    async follow(account) {
      const owner = me()
      const { value, refusal } = await call('GetChain', { user: account })
      if (value) startsOver?.(account, value.startsOverAtMs)
      // Of an account that has ended, or of somebody one has nothing to do with any more, what was seen still holds.
      const kept = refusal?.code === 'notFound' && owner ? await store.keptChain(owner, account) : []
      const served = value?.entries ?? kept
      if (refusal && kept.length === 0) return { refusal }
      for (let tries = 0; tries < TriesAtMost; tries++) {
        const state = await followed(account, served)
        if (me() !== owner) break
        if (state) return found(account, state)
      }
      return { refusal: { code: 'unavailable', retryAfterMs: null } }
    },
    async accept(account) {
      const [owner, state] = [me(), signal(account)[0]()]
      if (!owner || state.kind !== 'changed') return
      const { identity } = state
      await store.accept(owner, account, { pin: identity.pin, verified: false })
      found(account, { kind: 'known', identity: await kept(owner, identity) })
    },
    reset: () => states.clear(),
  }
}

const decoded = (entries: readonly Uint8Array[]): readonly SignedEntry[] =>
  entries.map(decodeEntry).filter((entry) => entry !== undefined)
