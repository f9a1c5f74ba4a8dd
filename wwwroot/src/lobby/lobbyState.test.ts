import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LobbyChanged, LobbySnapshot } from '../contract'
import { person } from '../fakeServer'
import { emptyLobby, type LobbyState, receiveChange, receivePosition, receiveSnapshot } from './lobbyState'

/** In every third version nobody is in the room. */
const counts = (version: number) => (version % 3 === 0 ? [] : [{ room: 'room', here: version % 3 }])

/** Whoever comes goes into the room, and out of it in the next version; every fourth stays there. */
const stays = (number: number) => number > 0 && number % 4 === 0
const inRoom = (number: number, epoch: string) => ({ user: person(`${epoch}${number}`).id, room: 'room' })

/** Version n of the lobby: one person per version comes, and the one of three versions ago goes. */
const change = (version: number, epoch = 'a'): LobbyChanged => ({
  type: 'lobbyChanged',
  epoch,
  version,
  present: [{ profile: person(`${epoch}${version}`), devices: ['desktop'], presence: 'online' }],
  gone: [person(`${epoch}${version - 3}`).id],
  rooms: [{ id: 'room', name: `Room ${version}`, everyone: false, topic: null, owner: null, temporary: false }],
  goneRooms: version % 5 === 0 ? ['short-lived'] : [],
  counts: [{ room: 'room', here: version % 3 }],
  whereabouts: [
    inRoom(version, epoch),
    ...(version > 1 && !stays(version - 1) ? [{ ...inRoom(version - 1, epoch), room: null }] : []),
  ],
})
const snapshot = (version: number, epoch = 'a'): LobbySnapshot => ({
  epoch,
  version,
  people: [version - 2, version - 1, version]
    .filter((number) => number > 0)
    .map((number) => ({ profile: person(`${epoch}${number}`), devices: ['desktop'], presence: 'online' })),
  rooms:
    version > 0
      ? [{ id: 'room', name: `Room ${version}`, everyone: false, topic: null, owner: null, temporary: false }]
      : [],
  counts: counts(version),
  whereabouts: [
    ...[version - 2, version - 1].filter(stays).map((number) => inRoom(number, epoch)),
    ...(version > 0 ? [inRoom(version, epoch)] : []),
  ],
})
const shown = ({ lobby }: LobbyState) => ({
  version: lobby?.version,
  people: [...(lobby?.people.values() ?? [])],
  rooms: [...(lobby?.rooms.values() ?? [])],
  counts: [...(lobby?.counts ?? [])].map(([room, here]) => ({ room, here })),
  whereabouts: [...(lobby?.whereabouts ?? [])].map(([user, room]) => ({ user, room })),
})
const expected = ({ version, people, rooms, counts, whereabouts }: LobbySnapshot) => ({
  version,
  people,
  rooms,
  counts,
  whereabouts,
})

test('whatever order changes and snapshots come in, the lobby is right whenever it is not stale', () => {
  const step = fc.oneof(
    fc.record({ change: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ snapshot: fc.nat(12) }),
    fc.record({ position: fc.nat(12) }),
  )
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let state = receiveSnapshot(emptyLobby, snapshot(0))
      let newest = 0
      for (const one of steps) {
        if ('change' in one) state = receiveChange(state, change(one.change))
        else if ('position' in one) state = receivePosition(state, { epoch: 'a', version: one.position })
        // A server never answers with less than it has announced.
        else state = receiveSnapshot(state, snapshot(Math.max(one.snapshot, newest)))
        newest = Math.max(newest, ...Object.values(one))
        if (!state.stale) expect(state.lobby?.version).toBe(newest)
        expect(shown(state)).toEqual(expected(snapshot(state.lobby?.version ?? 0)))
      }
      state = receiveSnapshot(state, snapshot(newest))
      expect(state).toMatchObject({ stale: false, early: [] })
    }),
  )
})

test('changes that come before the snapshot wait for it', () => {
  let state = [3, 4, 5].map((version) => change(version)).reduce(receiveChange, emptyLobby)
  expect(state.stale).toBe(true)
  state = receiveSnapshot(state, snapshot(3))
  expect(shown(state)).toEqual(expected(snapshot(5)))
  expect(state.stale).toBe(false)
})

test('a lobby that begins anew while its last snapshot is on the way is fetched once more, and only once', () => {
  let state = receiveSnapshot(emptyLobby, snapshot(4))
  state = receiveChange(state, change(1, 'b'))
  state = receiveSnapshot(state, snapshot(4))
  expect(state.stale).toBe(true)
  expect(shown(receiveSnapshot(state, snapshot(0, 'b')))).toEqual(expected(snapshot(1, 'b')))
  expect(receiveSnapshot(state, snapshot(4)).stale).toBe(false)
})

test('a room that is gone is listed no longer', () => {
  const known = receiveSnapshot(emptyLobby, {
    ...snapshot(1),
    rooms: [{ id: 'room', name: 'Room', everyone: false, topic: null, owner: null, temporary: false }],
  })
  expect(shown(receiveChange(known, { ...change(2), rooms: [], goneRooms: ['room'] })).rooms).toEqual([])
})
