import type { DeviceKind, FriendEntry, FriendshipView, LobbyPerson, Profile } from '../contract'
import type { ShownPresence } from '../presence/shownPresence'

/** Somebody as a list shows them. */
export interface ListedPerson {
  id: string
  profile: Profile
  presence: ShownPresence
  devices: readonly DeviceKind[]
  /** Of a friend who is away, when they were last here; null when that is not known. */
  lastSeenMs: number | null
  view: FriendshipView | undefined
}

/** The people in their groups. Whoever is here and has a request open is among the requests and among the others. */
export interface PeopleGroups {
  /** Those who ask oneself first, the newest first. */
  requests: ListedPerson[]
  /** Those who are here first. */
  friends: ListedPerson[]
  /** Everybody else who is here, oneself first. */
  others: ListedPerson[]
}

export interface PeopleKnown {
  /** Oneself first, then by name. */
  here: readonly LobbyPerson[]
  entries: readonly FriendEntry[]
  me: Profile | undefined
  /** Whether one has chosen not to be seen. */
  invisible: boolean
  /** What a name, a handle or a status must contain. */
  search: string
}

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true })

/** Somebody of whom the server could not say in time who they are. */
const nobody = (id: string): Profile => ({
  id,
  name: 'Somebody',
  colour: '#808080',
  guest: false,
  handle: null,
  status: null,
  picture: null,
})

export function groupPeople({ here, entries, me, invisible, search }: PeopleKnown): PeopleGroups {
  const present = new Map(here.map((person) => [person.profile.id, person]))
  const known = new Map(entries.map((entry) => [entry.view.with, entry]))
  const matches = matcher(search)
  const listed = entries.map((entry) => fromEntry(entry, present.get(entry.view.with))).filter(matches)
  const requests = listed.filter(({ view }) => !view?.blocked && isRequest(view))
  const friends = listed.filter(({ view }) => view?.relation === 'friends')
  const elsewhere = (id: string) => {
    const view = known.get(id)?.view
    return view?.blocked || view?.relation === 'friends'
  }
  return {
    requests: requests.toSorted(byRequest),
    friends: friends.toSorted(
      (one, other) =>
        Number(isAway(one)) - Number(isAway(other)) || byName.compare(one.profile.name, other.profile.name),
    ),
    others: [
      // Whom nobody sees, sees themselves.
      ...(me && invisible && !present.has(me.id) ? [unseen(me)] : []),
      ...here
        .filter(({ profile }) => profile.id === me?.id || !elsewhere(profile.id))
        .map((person) => fromLobby(person, known.get(person.profile.id)?.view)),
    ].filter(matches),
  }
}

const unseen = (me: Profile): ListedPerson => ({
  id: me.id,
  profile: me,
  presence: 'invisible',
  devices: [],
  lastSeenMs: null,
  view: undefined,
})

/** What somebody is called; whose account ended has no name any more. */
export function personName(profile: Profile): string
export function personName(profile: Profile | undefined): string | undefined
export function personName(profile: Profile | undefined): string | undefined {
  return profile && (profile.name || 'Somebody who left')
}

export const isAway = ({ presence }: ListedPerson): boolean => presence === 'offline'

/** Somebody of whom perhaps no more is known than this profile, as they are now. */
export function findPerson(
  profile: Profile,
  person: LobbyPerson | undefined,
  entry: FriendEntry | undefined,
): ListedPerson {
  const blocked = entry?.view.blocked ?? false
  if (person && !blocked) return fromLobby(person, entry?.view)
  if (entry) return fromEntry({ ...entry, profile: entry.profile ?? profile }, undefined)
  return { id: profile.id, profile, presence: 'offline', devices: [], lastSeenMs: null, view: undefined }
}

function fromLobby({ profile, presence, devices }: LobbyPerson, view: FriendshipView | undefined): ListedPerson {
  return { id: profile.id, profile, presence, devices, lastSeenMs: null, view }
}

/** Somebody on the friend list, as they are now. */
export function fromEntry({ view, profile, lastSeenMs }: FriendEntry, person: LobbyPerson | undefined): ListedPerson {
  // Whether somebody is here whom one has blocked is not shown.
  if (person && !view.blocked) return fromLobby(person, view)
  const id = view.with
  return { id, profile: profile ?? nobody(id), presence: 'offline', devices: [], lastSeenMs, view }
}

/** Whether a name, a handle or a status contains what is searched for. */
export function matcher(search: string): (person: { profile: Profile }) => boolean {
  const wanted = search.trim().toLocaleLowerCase()
  const bare = wanted.replace(/^@/, '')
  if (bare === '') return () => true
  return ({ profile: { name, handle, status } }) =>
    name.toLocaleLowerCase().includes(wanted) ||
    (handle?.includes(bare) ?? false) ||
    (status?.toLocaleLowerCase().includes(wanted) ?? false)
}

const isRequest = (view: FriendshipView | undefined): boolean =>
  view?.relation === 'requestReceived' || view?.relation === 'requestSent'

function byRequest(one: ListedPerson, other: ListedPerson): number {
  const sent = (person: ListedPerson) => Number(person.view?.relation === 'requestSent')
  return sent(one) - sent(other) || (other.view?.sinceMs ?? 0) - (one.view?.sinceMs ?? 0)
}
