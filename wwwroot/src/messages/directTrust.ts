import { createSignal, untrack } from 'solid-js'
import { createPause } from '../clock'
import { backoff } from '../connections/backoff'
import { refusalOf } from '../connections/calls'
import type { FriendEntry, Refusal } from '../contract'
import { type Bytes, toHex } from '../keys/bytes'
import type { KeyStore } from '../keys/keyStore'
import { safetyNumber } from '../keys/safetyNumber'
import type { Desk } from './desk'
import type { Identities, IdentityState } from './directIdentities'
import type { NotWritable, Protection } from './directsView'

/** What is known of the keys of those whom one writes to, and whether one has made sure that they are theirs. */
export interface Trust {
  protection(user: string): Protection
  setVerified(user: string, met: boolean): Promise<void>
  acceptIdentity(user: string): Promise<void>
  /** Asks the server once. */
  look(user: string): Promise<Refusal | undefined>
  /** A chat with them is open: it is asked until it is known. */
  opened(user: string): void
  /** Something was found out about an identity. */
  heard(user: string): Promise<void>
  /** A socket is attached. */
  attached(): void
  reset(): void
}

export interface TrustDeps {
  desk: Desk
  store: Pick<KeyStore, 'known' | 'accept'>
  identities: Identities
  friends: { known(): boolean; find(user: string): FriendEntry | undefined }
}

const AskAgainMs = 4_000

export function createTrust({ desk, store, identities, friends }: TrustDeps): Trust {
  const [verified, setVerified] = createSignal<ReadonlyMap<string, boolean>>(new Map())
  /** By the two genesis entries that each is of: of another identity it is another one. */
  const [numbers, setNumbers] = createSignal<ReadonlyMap<string, readonly string[]>>(new Map())
  const open = new Set<string>()
  /** Whose keys are being asked for. */
  const looking = new Set<string>()
  const pause = createPause(desk.clock)

  const ownState = () => identities.state(desk.me()?.id ?? '')

  async function look(user: string): Promise<Refusal | undefined> {
    const me = desk.me()?.id ?? ''
    const { refusal } = await identities.follow(user)
    const known = await store.known(me, user)
    if (desk.me()?.id !== me) return undefined
    setVerified((held) => new Map([...held, [user, known?.verified ?? false]]))
    return refusal
  }

  function lookUntilKnown(user: string) {
    if (looking.has(user)) return
    looking.add(user)
    void keepLooking(user).finally(() => looking.delete(user))
  }

  async function keepLooking(user: string) {
    const me = desk.me()?.id
    for (let failures = 0; desk.attached() && desk.me()?.id === me;) {
      // An error of the browser's database may be none the next time.
      const refusal = await look(user).catch(() => refusalOf('unavailable'))
      const hasNone = !refusal && untrack(() => identities.state(user)).kind === 'none'
      if (!hasNone && refusal?.code !== 'unavailable' && refusal?.code !== 'tooFast') return
      // Whoever has no keys makes them the next time they are here.
      await pause.wait(refusal?.retryAfterMs ?? (hasNone ? AskAgainMs : 500) + backoff(++failures, desk.random))
    }
  }

  const between = (user: string): string | undefined => {
    const [mine, theirs] = [genesisOf(ownState()), genesisOf(identities.state(user))]
    return mine && theirs && `${toHex(mine)} ${toHex(theirs)}`
  }

  function notWritable(user: string): NotWritable | undefined {
    const [mine, theirs] = [ownState(), identities.state(user)]
    if (friends.known() && friends.find(user)?.view.relation !== 'friends') return 'notFriends'
    if (mine.kind === 'changed' || mine.kind === 'broken') return 'broken'
    return wrong[theirs.kind] ?? (friends.known() ? undefined : 'unknown')
  }

  return {
    protection(user) {
      const [mine, theirs] = [ownState(), identities.state(user)]
      return {
        notWritable: notWritable(user),
        safetyNumber: numbers().get(between(user) ?? ''),
        verified: theirs.kind === 'known' && (verified().get(user) ?? false),
        devices: { own: devicesOf(mine), theirs: devicesOf(theirs) },
      }
    },
    async setVerified(user, met) {
      const [me, state] = [desk.me()?.id, identities.state(user)]
      if (me === undefined || state.kind !== 'known') return
      await store.accept(me, user, { pin: state.identity.pin, verified: met })
      setVerified((held) => new Map([...held, [user, met]]))
    },
    async acceptIdentity(user) {
      await identities.accept(user)
      await look(user)
    },
    look,
    opened(user) {
      open.add(user)
      lookUntilKnown(user)
    },
    async heard(user) {
      const [mine, theirs, both] = untrack(
        () => [genesisOf(ownState()), genesisOf(identities.state(user)), between(user)] as const,
      )
      if (!mine || !theirs || !both || untrack(numbers).has(both)) return
      const shown = await safetyNumber(mine, theirs)
      setNumbers((held) => new Map([...held, [both, shown]]))
    },
    attached() {
      // Whose devices have changed meanwhile gets nothing under the keys of before.
      for (const user of open) lookUntilKnown(user)
    },
    reset() {
      pause.wake()
      open.clear()
      setVerified(new Map())
      setNumbers(new Map())
    },
  }
}

const wrong: Record<IdentityState['kind'], NotWritable | undefined> = {
  unknown: 'unknown',
  none: 'noKeys',
  known: undefined,
  changed: 'identityChanged',
  broken: 'broken',
}

const genesisOf = (state: IdentityState): Bytes | undefined =>
  'identity' in state ? state.identity.pin.genesisHash : undefined

const devicesOf = (state: IdentityState): number => ('identity' in state ? state.identity.head.devices.length : 0)
