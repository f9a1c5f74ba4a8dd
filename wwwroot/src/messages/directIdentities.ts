import { createSignal, type Signal } from 'solid-js'
import type { Call } from '../connections/calls'
import type { Refusal } from '../contract'
import { type ChainPin, follow } from '../keys/chain'
import { bytesOf, type ChainEntry, decodeEntry, type SignedEntry } from '../keys/chainEntry'
import type { KeyStore } from '../keys/keyStore'

/** A chain of devices that was followed to its newest state. */
export interface Identity {
  account: string
  entries: readonly SignedEntry[]
  head: ChainEntry
  pin: ChainPin
}

/**
 * What is known of an identity. `none`: it has no keys. `changed`: another identity is behind the account than the one that was known.
 * `broken`: what the server shows cannot be true.
 */
export type IdentityState =
  | { kind: 'unknown' }
  | { kind: 'none' }
  | { kind: 'known'; identity: Identity }
  | { kind: 'changed'; identity: Identity }
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

export interface IdentitiesDeps {
  call: Call
  store: Pick<KeyStore, 'find' | 'known' | 'notePin' | 'accept' | 'keepChain' | 'keptChain'>
  /** Whose browser this is. */
  me(): string | undefined
  /** What is known of somebody was found out anew. */
  heard?(account: string): void
}

// Two tabs follow at once now and then; more than a few times in a row they do not.
const TriesAtMost = 5

export function createIdentities({ call, store, me, heard }: IdentitiesDeps): Identities {
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
      return result.broken === 'anotherIdentity' ? anotherIdentity(account, entries) : { kind: 'broken' }
    // A browser that is no device of its user keeps nothing; what it is told of the own chain tells it so.
    if (!(await store.find(owner))) return { kind: 'known', identity: { account, entries, ...result } }
    if (!(await store.notePin(owner, account, pin, result.pin))) return undefined
    await store.keepChain(owner, account, entries.map(bytesOf))
    return { kind: 'known', identity: { account, entries, ...result } }
  }

  async function anotherIdentity(account: string, entries: readonly SignedEntry[]): Promise<IdentityState> {
    const anew = await follow(account, entries)
    return 'head' in anew ? { kind: 'changed', identity: { account, entries, ...anew } } : { kind: 'broken' }
  }

  return {
    state: (account) => signal(account)[0](),
    async follow(account) {
      const owner = me()
      const { value, refusal } = await call('GetChain', { user: account })
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
      await store.keepChain(owner, account, identity.entries.map(bytesOf))
      found(account, { kind: 'known', identity })
    },
    reset: () => states.clear(),
  }
}
