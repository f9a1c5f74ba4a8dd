import { batch, createMemo, createSignal } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import type { Clock } from '../clock'
import { backoff } from '../connections/backoff'
import type { Call } from '../connections/calls'
import type { LobbyChanged, LobbyPerson, LobbyPosition, LobbyRoom, LobbySnapshot } from '../contract'
import { emptyLobby, type Lobby, type LobbyState, receiveChange, receivePosition, receiveSnapshot } from './lobbyState'
import type { LobbyView } from './lobbyView'

// When a lobby begins anew, all browsers learn it at the same moment.
const SpreadMs = 300

export interface LobbyStore extends LobbyView {
  snapshot(snapshot: LobbySnapshot): void
  changed(change: LobbyChanged): void
  position(position: LobbyPosition): void
  /** Fetches the snapshot whatever is known. Resolves when one is there that was asked for after this call. */
  refresh(): Promise<void>
  reset(): void
}

export interface LobbyDeps {
  clock: Clock
  random: () => number
  call: Call
  attached(): boolean
  me(): string | undefined
  /** Somebody who was here is not any more. */
  left(person: LobbyPerson): void
}

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true })

export function createLobbyStore({ clock, random, call, attached, me, left }: LobbyDeps): LobbyStore {
  let state = emptyLobby
  let fetching: Promise<void> | undefined
  // The next answer may not be one that was asked for before something was lost.
  let anew = false
  // The people as stable store objects: what shows a person stays the same element while the person changes.
  const [people, setPeople] = createStore<Record<string, LobbyPerson>>({})
  const [ids, setIds] = createSignal<readonly string[]>([])
  const [rooms, setRooms] = createSignal<LobbyRoom[]>([])
  const [counts, setCounts] = createSignal<ReadonlyMap<string, number>>(new Map())

  const [whereabouts, setWhereabouts] = createSignal<ReadonlyMap<string, string>>(new Map())

  const sorted = createMemo(() =>
    ids()
      .flatMap((id) => people[id] ?? [])
      .toSorted((one, other) => compare(one, other, me())),
  )

  function take(next: LobbyState) {
    const before = state.lobby
    state = next
    if (next.lobby !== before) batch(() => show(next.lobby, before))
    if (next.stale) void fetchSoon()
  }

  function show(lobby: Lobby | undefined, before: Lobby | undefined) {
    const present = lobby?.people ?? new Map<string, LobbyPerson>()
    for (const [id, person] of present) {
      if (before?.people.get(id) !== person) setPeople(id, people[id] ? reconcile(person) : person)
    }
    const gone = ids().filter((id) => !present.has(id))
    if (lobby) for (const id of gone) if (people[id]) left(unwrap(people[id]))
    if (gone.length > 0) setPeople(produce((all) => gone.forEach((id) => delete all[id])))
    if (gone.length > 0 || present.size !== ids().length) setIds([...present.keys()])
    setRooms([...(lobby?.rooms.values() ?? [])])
    setCounts(lobby?.counts ?? new Map<string, number>())
    setWhereabouts(lobby?.whereabouts ?? new Map<string, string>())
  }

  function fetchSoon(): Promise<void> {
    return (fetching ??= fetch(Math.floor(random() * SpreadMs)))
  }

  async function fetch(delayMs: number) {
    for (let attempt = 1; ; attempt++) {
      await new Promise<void>((resolve) => void clock.after(delayMs, resolve))
      if (!attached() || !state.stale) break
      anew = false
      const { value, refusal } = await call('GetLobby', null)
      if (value) take(receiveSnapshot(state, value))
      if (anew) state = { ...state, stale: true }
      if (!state.stale) break
      delayMs = refusal ? 500 + backoff(attempt, random) : 0
    }
    fetching = undefined
  }

  return {
    people: sorted,
    person: (id) => people[id],
    rooms,
    hereIn: (room) => (rooms().find(({ id }) => id === room)?.everyone ? ids().length : (counts().get(room) ?? 0)),
    roomOf: (user) => whereabouts().get(user),
    snapshot: (snapshot) => take(receiveSnapshot(state, snapshot)),
    changed: (change) => take(receiveChange(state, change)),
    position: (position) => take(receivePosition(state, position)),
    refresh() {
      anew = true
      state = { ...state, stale: true }
      return fetchSoon()
    },
    reset: () => take(emptyLobby),
  }
}

function compare(one: LobbyPerson, other: LobbyPerson, me: string | undefined): number {
  const first = Number(other.profile.id === me) - Number(one.profile.id === me)
  return first || byName.compare(one.profile.name, other.profile.name) || (one.profile.id < other.profile.id ? -1 : 1)
}
