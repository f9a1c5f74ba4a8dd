import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FriendEntry, FriendList, FriendRelation, FriendshipChanged } from '../contract'
import { person } from '../fakeServer'
import { ask, type FriendsState, leave, noFriends, receiveChange, receiveList } from './friendsState'

const entry = (name: string, relation: FriendRelation, more: Partial<FriendEntry> = {}): FriendEntry => ({
  view: { with: person(name).id, relation, blocked: false, sinceMs: 0 },
  profile: person(name),
  lastSeenMs: null,
  ...more,
})
const relations: FriendRelation[] = ['requestReceived', 'friends', 'none', 'requestSent']
const names = ['Bo', 'Cy', 'Di']

/** Version n of the list: one of three people becomes something else, and now and then nothing at all. */
const change = (version: number): FriendshipChanged => ({
  type: 'friendshipChanged',
  version,
  entry: entry(names[version % 3]!, relations[version % 4]!),
})
const list = (version: number): FriendList => {
  const entries = new Map<string, FriendEntry>()
  for (let each = 1; each <= version; each++) {
    const { entry: changed } = change(each)
    if (changed.view.relation === 'none') entries.delete(changed.view.with)
    else entries.set(changed.view.with, changed)
  }
  return { version, entries: [...entries.values()] }
}
const shown = ({ version, entries }: FriendsState) => ({
  version,
  entries: [...entries.values()].toSorted((one, other) => (one.view.with < other.view.with ? -1 : 1)),
})
const expected = (version: number) => ({
  version,
  entries: list(version).entries.toSorted((one, other) => (one.view.with < other.view.with ? -1 : 1)),
})
const after = (state: FriendsState, ...versions: number[]) =>
  versions.map((version) => change(version)).reduce(receiveChange, state)
const find = ({ entries }: FriendsState, name: string) => entries.get(person(name).id)

test('changes in their order are applied one by one', () => {
  let state = receiveList(noFriends, list(0))
  for (let version = 1; version <= 12; version++) {
    state = after(state, version)
    expect(shown(state)).toEqual(expected(version))
    expect(state.stale).toBe(false)
  }
})

test('whoever is nothing to one any more is listed no longer, unless they are blocked', () => {
  const friends = receiveList(noFriends, { version: 1, entries: [entry('Bo', 'friends'), entry('Cy', 'friends')] })
  const none = entry('Bo', 'none')
  const blocked = { ...none, view: { ...none.view, blocked: true } }
  const state = receiveChange(friends, { type: 'friendshipChanged', version: 2, entry: none })
  expect([...state.entries.keys()]).toEqual([person('Cy').id])
  const other = receiveChange(friends, { type: 'friendshipChanged', version: 2, entry: blocked })
  expect(find(other, 'Bo')?.view.blocked).toBe(true)
  expect([...other.entries.keys()]).toHaveLength(2)
})

test('after a gap nothing is changed until the list is there, and then what came meanwhile', () => {
  const before = receiveList(noFriends, list(3))
  let state = after(before, 5, 6)
  expect(state.stale).toBe(true)
  expect(shown(state)).toEqual(expected(3))
  state = receiveList(state, list(5))
  expect(shown(state)).toEqual(expected(6))
  expect(state).toMatchObject({ stale: false, early: [] })
})

test('changes that come before the first list wait for it, in any order', () => {
  const state = after(noFriends, 6, 4, 5)
  expect(state.entries.size).toBe(0)
  expect(shown(receiveList(state, list(3)))).toEqual(expected(6))
})

test('what the list holds already is not applied again', () => {
  const state = receiveList(noFriends, list(5))
  expect(after(state, 3, 5, 4)).toBe(state)
  expect(shown(receiveList(after(noFriends, 2, 5), list(5)))).toEqual(expected(5))
})

test('a list that does not close the gap in what waits for it is not the last one', () => {
  const state = receiveList(after(noFriends, 4, 6), list(3))
  expect(shown(state)).toEqual(expected(4))
  expect(state.stale).toBe(true)
  expect(shown(receiveList(state, list(5)))).toEqual(expected(6))
})

test('of very many that wait the oldest are let go, for the list holds them', () => {
  const versions = Array.from({ length: 300 }, (_, index) => index + 2)
  const state = after(noFriends, ...versions)
  expect(state.early).toHaveLength(256)
  expect(shown(receiveList(state, list(290)))).toEqual(expected(301))
})

test('who could not be asked in time is who they were before', () => {
  const bo = entry('Bo', 'friends')
  const state = receiveList(noFriends, { version: 1, entries: [bo, entry('Cy', 'friends', { profile: null })] })
  expect(find(state, 'Cy')?.profile).toBeNull()
  const unknown = { ...bo, profile: null }
  const changed = receiveChange(state, { type: 'friendshipChanged', version: 2, entry: unknown })
  expect(find(changed, 'Bo')?.profile).toEqual(person('Bo'))
  const fetched = receiveList(changed, { version: 3, entries: [unknown] })
  expect(find(fetched, 'Bo')?.profile).toEqual(person('Bo'))
})

test('a change that overtakes a list which is on its way is not undone by it', () => {
  const state = after(ask(receiveList(noFriends, list(3))), 4, 5)
  expect(shown(state)).toEqual(expected(5))
  expect(shown(receiveList(state, list(4)))).toEqual(expected(5))
  expect(receiveList(state, list(4))).toMatchObject({ asked: false, early: [] })
})

test('a server that begins anew is believed', () => {
  const state = ask(after(receiveList(noFriends, list(6)), 7))
  expect(shown(receiveList(state, list(2)))).toEqual(expected(2))
})

test('somebody who is gone changes nothing of the version', () => {
  const state = receiveList(noFriends, list(1))
  const gone = leave(state, entry('Cy', 'friends', { lastSeenMs: 7 }))
  expect(find(gone, 'Cy')?.lastSeenMs).toBe(7)
  expect(gone.version).toBe(1)
  expect(state.entries).not.toBe(gone.entries)
})

test('whatever order changes and lists come in, what is known is right whenever it is not stale', () => {
  const step = fc.oneof(
    fc.record({ change: fc.integer({ min: 1, max: 16 }) }),
    fc.record({ list: fc.nat(16) }),
    fc.constant({ ask: true as const }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state = noFriends
      let newest = 0
      // A list holds at least what had been announced when it was asked for; changes overtake it on its way.
      let atLeast: number | undefined
      for (const one of steps) {
        if ('change' in one) {
          state = after(state, one.change)
          newest = Math.max(newest, one.change)
        } else if ('ask' in one) {
          state = ask(state)
          atLeast ??= newest
        } else if (atLeast !== undefined) {
          const version = Math.max(one.list, atLeast)
          state = receiveList(state, list(version))
          newest = Math.max(newest, version)
          atLeast = undefined
        }
        if (!state.stale) expect(state.version).toBe(newest)
        if (state.version !== undefined) expect(shown(state)).toEqual(expected(state.version))
      }
      state = receiveList(state, list(newest))
      expect(shown(state)).toEqual(expected(newest))
      expect(state).toMatchObject({ stale: false, early: [] })
    }),
  )
})
