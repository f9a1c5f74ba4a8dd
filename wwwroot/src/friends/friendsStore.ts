import { batch, createSignal } from 'solid-js'
import { type Clock, createPause } from '../clock'
import { backoff } from '../connections/backoff'
import type { Call } from '../connections/calls'
import type { FriendAct, FriendEntry, FriendshipChanged, FriendshipView, LobbyPerson, Refusal } from '../contract'
import { ask, blockedIn, type FriendsState, leave, noFriends, receiveChange, receiveList } from './friendsState'
import type { FriendsView } from './friendsView'
import { isDone } from './offers'

// What an act changes is told before its answer, or at the same time; what is not told by then was lost on its way.
const ToldWithinMs = 2_000
// So often a server that is there may fail to say what came of an act before the person is told that it cannot.
const TriesAtMost = 5

export interface FriendsStore extends FriendsView {
  changed(change: FriendshipChanged): void
  /** Somebody whom everyone could see is not here any more. */
  left(person: LobbyPerson): void
  /** Whom one has blocked, told before the list has come. Answers whether these are others than before. */
  welcomed(blocked: readonly string[]): boolean
  /** Fetches the list. Resolves when one is there that was asked for after this call. */
  refresh(): Promise<void>
  reset(): void
}

export interface FriendsDeps {
  clock: Clock
  random(): number
  newId(): string
  call: Call
  /** For what a person has just asked for: waits for the socket. */
  patientCall: Call
  attached(): boolean
  /** Whether somebody is in who can have friends. */
  hasList(): boolean
  /** The server's clock. */
  serverNow(): number
  /** Other people are blocked than before: what counts without them is to be counted anew. */
  blocksChanged(): void
}

export function createFriendsStore(deps: FriendsDeps): FriendsStore {
  const { call, patientCall } = deps
  const pause = createPause(deps.clock)
  const [state, setState] = createSignal<FriendsState>(noFriends)
  // Whom one has blocked, as one was told on coming in: until the list has come, the one that is held is older.
  const [blockedAtFirst, setBlockedAtFirst] = createSignal<ReadonlySet<string>>()
  const listeners = new Set<(entry: FriendEntry) => void>()
  let fetching: Promise<void> | undefined
  // The next answer may not be one that was asked for before something was lost.
  let anew = false
  // A retry repeats the token, so that it makes no second link.
  let attempt: { token: string; forMs: number } | undefined
  // Counts who has been here: what one of them wanted is not done in the name of the next.
  let turn = 0

  const blockedPeople = () => blockedAtFirst() ?? blockedIn(state())

  function put(next: FriendsState, told: ReadonlySet<string> | undefined) {
    const before = blockedPeople()
    batch(() => {
      setState(next)
      setBlockedAtFirst(told)
    })
    if (!isSame(before, blockedPeople())) deps.blocksChanged()
  }

  function take(next: FriendsState, told: ReadonlySet<string> | undefined) {
    put(next, told)
    if (next.stale && next.version !== undefined && fetches()) fetching ??= fetch()
  }

  const fetches = () => deps.attached() && deps.hasList()

  async function fetch() {
    for (let failures = 0; (anew || state().stale) && fetches();) {
      anew = false
      setState(ask(state()))
      const { value, refusal } = await call('GetFriends', null)
      const before = state()
      const meanwhile = anew
      // Of one that was asked for since something was lost, the next answer tells; and so it does when none came.
      if (value) put(receiveList(before, value), meanwhile ? blockedAtFirst() : undefined)
      else anew = true
      tellNews(before)
      if (!meanwhile && (refusal || state().stale) && deps.attached())
        await pause.wait(refusal?.retryAfterMs ?? 500 + backoff(++failures, deps.random))
    }
    fetching = undefined
  }

  function refresh(): Promise<void> {
    if (!fetches()) return Promise.resolve()
    anew = true
    pause.wake()
    return (fetching ??= fetch())
  }

  /** What came while nothing could be heard is told once the list is there. */
  function tellNews(before: FriendsState) {
    if (before.version === undefined) return
    for (const [user, entry] of state().entries) tell(entry, before.entries.get(user))
  }

  function tell(now: FriendEntry, before: FriendEntry | undefined) {
    if (isNews(now.view, before?.view)) for (const heard of listeners) heard(now)
  }

  const find = (user: string) => state().entries.get(user)
  const isSo = (user: string, what: FriendAct) => state().version !== undefined && isDone(find(user)?.view, what)

  /** Said again until it is known what came of it: repeating it changes nothing, and whoever has no socket is promised that it is said. */
  async function act(user: string, what: FriendAct): Promise<Refusal | undefined> {
    const mine = turn
    for (let failures = 0; ;) {
      const { refusal } = await patientCall('Befriend', { with: user, act: what })
      if (!refusal) lookWhetherTold(user, what)
      if (refusal?.code !== 'unavailable' || mine !== turn) return refusal ?? undefined
      if (isSo(user, what)) return undefined
      if (deps.attached() && ++failures === TriesAtMost) return refusal
      const delayMs = 500 + backoff(failures, deps.random)
      await new Promise<void>((resolve) => void deps.clock.after(delayMs, resolve))
      if (mine !== turn) return refusal
      if (isSo(user, what)) return undefined
    }
  }

  function lookWhetherTold(user: string, what: FriendAct) {
    const mine = turn
    deps.clock.after(ToldWithinMs, () => {
      if (mine === turn && !isSo(user, what)) void refresh()
    })
  }

  return {
    known: () => state().version !== undefined,
    entries: () => [...state().entries.values()],
    find,
    blocked: (user) => blockedAtFirst()?.has(user) ?? find(user)?.view.blocked ?? false,
    listen(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    act,
    findPerson: (handle) => patientCall('FindPerson', { handle }),
    links: () => patientCall('GetFriendLinks', null),
    async createLink(forMs) {
      attempt = attempt?.forMs === forMs ? attempt : { token: deps.newId(), forMs }
      const { token } = attempt
      const { value, refusal } = await patientCall('CreateFriendLink', { token, forMs })
      if (refusal?.code !== 'unavailable') attempt = undefined
      return value ? { value: { link: value, token }, refusal: null } : { value: null, refusal: refusal! }
    },
    revokeLink: async (link) => (await patientCall('RevokeFriendLink', { link })).refusal ?? undefined,
    openLink: (token) => patientCall('OpenFriendLink', { token }),
    changed(change) {
      const user = change.entry.view.with
      const before = find(user)
      take(receiveChange(state(), change), changedIn(blockedAtFirst(), change.entry.view))
      const now = find(user)
      if (now) tell(now, before)
    },
    left({ profile }) {
      const entry = find(profile.id)
      if (!entry) return
      const lastSeenMs = entry.view.relation === 'friends' ? deps.serverNow() : null
      setState(leave(state(), { ...entry, profile: { ...profile, status: null }, lastSeenMs }))
    },
    welcomed(blocked) {
      const before = blockedPeople()
      setBlockedAtFirst(new Set(blocked))
      return !isSame(before, blockedPeople())
    },
    refresh,
    reset() {
      turn++
      setBlockedAtFirst(undefined)
      anew = false
      pause.wake()
      attempt = undefined
      setState(noFriends)
    },
  }
}

function changedIn(blocked: ReadonlySet<string> | undefined, view: FriendshipView): ReadonlySet<string> | undefined {
  const others = blocked && [...blocked].filter((user) => user !== view.with)
  return others && new Set(view.blocked ? [...others, view.with] : others)
}

const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  one.size === other.size && [...one].every((user) => other.has(user))

/** What somebody else did: a new friend is none when it was oneself who said yes, nor a request that one unblocked. */
function isNews({ relation }: FriendshipView, before: FriendshipView | undefined): boolean {
  if (relation === before?.relation || before?.blocked) return false
  return relation === 'requestReceived' || (relation === 'friends' && before?.relation !== 'requestReceived')
}
