import type { FriendEntry, FriendList, FriendshipChanged } from '../contract'

/** The friend list as far as it is known, and the changes that wait for it to be fetched. */
export interface FriendsState {
  version: number | undefined
  entries: ReadonlyMap<string, FriendEntry>
  /** Those that a list which is on its way may not hold yet, applied or not. */
  early: readonly FriendshipChanged[]
  /** Whether a list is on its way. */
  asked: boolean
  /** Whether the list must be fetched to go on. */
  stale: boolean
}

// Whoever is that far behind does not need the changes but the list.
const EarlyAtMost = 256

export const noFriends: FriendsState = { version: undefined, entries: new Map(), early: [], asked: false, stale: true }

export function receiveChange(state: FriendsState, change: FriendshipChanged): FriendsState {
  if (state.version !== undefined && change.version <= state.version) return state
  const early = [...state.early, change].slice(-EarlyAtMost)
  if (change.version !== (state.version ?? NaN) + 1 || state.stale) return { ...state, early, stale: true }
  const applied = apply(state, change)
  return state.asked ? { ...applied, early } : applied
}

/** The list is asked for. */
export const ask = (state: FriendsState): FriendsState => ({ ...state, asked: true })

export function receiveList(state: FriendsState, list: FriendList): FriendsState {
  const entries = new Map(list.entries.map((entry) => [entry.view.with, withProfile(entry, state)]))
  const later = state.early
    .filter((change) => change.version > list.version)
    .toSorted((one, other) => one.version - other.version)
  const fetched: FriendsState = { version: list.version, entries, early: [], asked: false, stale: false }
  return later.reduce(receiveChange, fetched)
}

/** Somebody whom everyone could see is not here any more. */
export function leave(state: FriendsState, entry: FriendEntry): FriendsState {
  return { ...state, entries: new Map(state.entries).set(entry.view.with, entry) }
}

/** Whom one has blocked. */
export const blockedIn = ({ entries }: FriendsState): ReadonlySet<string> =>
  new Set([...entries.values()].filter(({ view }) => view.blocked).map(({ view }) => view.with))

function apply(state: FriendsState, { version, entry }: FriendshipChanged): FriendsState {
  const entries = new Map(state.entries)
  const { relation, blocked, with: user } = entry.view
  if (relation === 'none' && !blocked) entries.delete(user)
  else entries.set(user, withProfile(entry, state))
  return { ...state, version, entries }
}

// Who could not be asked in time is who they were before.
function withProfile(entry: FriendEntry, before: FriendsState): FriendEntry {
  return entry.profile ? entry : { ...entry, profile: before.entries.get(entry.view.with)?.profile ?? null }
}
