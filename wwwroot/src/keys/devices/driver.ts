import { backoff } from '../../connections/backoff'
import { refusalOf } from '../../connections/calls'
import type { Refusal } from '../../contract'
import type { Desk } from '../../messages/desk'
import type { Identities, Identity } from '../../messages/directIdentities'
import type { OwnDeviceKeys } from '../../messages/directOwnKeys'
import type { Sealed } from '../hpke'
import type { DeviceKeys, KeyStore } from '../keyStore'

export interface DevicesDeps {
  desk: Desk
  store: KeyStore
  identities: Identities
  own: Pick<OwnDeviceKeys, 'keys' | 'device' | 'proven' | 'changed'>
  locks: Pick<LockManager, 'request'> | undefined
  newId(): string
  /** What this browser calls itself. */
  name: string
  serverNow(): number
  /** The browser should not throw away what is stored. */
  persist(): void
  /** Other devices knew more of these than this one. */
  learned(others: readonly string[]): void
}

/** What all work with that goes on between the devices of an identity. */
export interface Driver extends DevicesDeps {
  account(): string | undefined
  /** One after the other, also among the tabs, which are one device. Undefined when nobody is here whom it is about. */
  alone<Answer>(work: (account: string) => Promise<Answer>, what?: 'devices' | 'vault'): Promise<Answer | undefined>
  /** Says it again until the server has answered. What a socket's end leaves unsaid is said on the next one. */
  patiently(say: () => Promise<Refusal | undefined>): Promise<Refusal | undefined>
  /** The own chain as it is now, and what this device needs to sign its next entry. */
  signer(account: string): Promise<Signer | { refusal: Refusal }>
}

export interface Signer {
  identity: Identity
  keys: DeviceKeys
  /** The newest key, as it was sealed for this device. */
  grant: Sealed
  refusal?: never
}

export function createDriver(deps: DevicesDeps): Driver {
  const { desk, locks, store, identities, own } = deps
  const last: Record<'devices' | 'vault', Promise<unknown>> = { devices: Promise.resolve(), vault: Promise.resolve() }

  const account = () => {
    const me = desk.me()
    return me && !me.guest ? me.id : undefined
  }

  async function look(mine: string): Promise<Signer | { refusal: Refusal } | 'noGrant'> {
    const { state, refusal } = await identities.follow(mine)
    if (refusal) return { refusal }
    const keys = await store.find(mine)
    if (state.kind !== 'known' || !keys) return { refusal: refusalOf('deviceNotAdded') }
    const grant = (await store.grants(mine)).get(state.identity.head.encryptionKeyVersion)
    return grant ? { identity: state.identity, keys, grant } : 'noGrant'
  }

  return {
    ...deps,
    account,
    alone(work, what = 'devices') {
      const mine = account()
      if (mine === undefined) return Promise.resolve(undefined)
      const act = async () => (account() === mine ? work(mine) : undefined)
      const next = last[what].then(() => (locks ? locks.request(`chatmux-${what}-${mine}`, {}, act) : act()))
      last[what] = next.catch(() => {})
      return next
    },
    async patiently(say) {
      const mine = account()
      for (let failures = 0; ;) {
        const refusal = await say()
        if (refusal?.code !== 'unavailable' && refusal?.code !== 'tooFast') return refusal
        const ms = refusal.retryAfterMs ?? 500 + backoff(++failures, desk.random)
        if (ms > LongestWaitMs) return refusal
        await new Promise<void>((resolve) => void desk.clock.after(ms, resolve))
        if (!desk.attached() || account() !== mine) return refusal
      }
    },
    async signer(mine) {
      const now = await look(mine)
      if (now !== 'noGrant') return now
      // Another device has exchanged the key: this one has to have it first.
      const refusal = await own.changed()
      const then = refusal ? { refusal } : await look(mine)
      return then === 'noGrant' ? { refusal: refusalOf('unavailable') } : then
    },
  }
}

// Whoever has asked too often is told so.
const LongestWaitMs = 60_000
