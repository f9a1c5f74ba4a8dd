import { expect, test } from 'vitest'
import type { FriendEntry, InboxConversation, LobbyPerson, LobbyRoom } from '../contract'
import { person } from '../testChat'
import { keepSame, type SceneKnown, sceneOf } from './scene'

const here = (name: string): LobbyPerson => ({ profile: person(name), devices: ['desktop'], presence: 'online' })
const open = (id: string, everyone = false): LobbyRoom => ({
  id,
  name: id.toUpperCase(),
  everyone,
  topic: null,
  owner: null,
  temporary: false,
})
const friend = (blocked: boolean) => ({ view: { relation: 'friends', blocked } }) as unknown as FriendEntry
const joined = (...ids: string[]) => ids.map((id) => ({ room: { id } }) as InboxConversation)

const known = (more: Partial<SceneKnown> = {}): SceneKnown => ({
  here: ['Ada', 'Bob', 'Cleo', 'Dora'].map(here),
  rooms: [open('all', true), open('tea'), open('ice'), open('jam')],
  roomOf: (user) => ({ ada: 'tea', bob: 'all', cleo: 'ice', dora: 'unlisted' })[user],
  find: (user) => (user === 'dora' ? friend(false) : undefined),
  joined: joined('all', 'tea', 'ice'),
  me: person('Ada'),
  invisible: false,
  connections: [],
  open: 'tea',
  ...more,
})

test('oneself comes first, then friends, then the others, each in the room where they are', () => {
  const { people } = sceneOf(known())
  expect(people.map(({ id, room, me, friend }) => [id, room, me, friend])).toEqual([
    ['ada', 'tea', true, false],
    ['dora', undefined, false, true],
    ['bob', undefined, false, false],
    ['cleo', 'ice', false, false],
  ])
})

test('of a room it is known whether one is in it, and in front of it; the one of everyone is no circle', () => {
  expect(sceneOf(known()).rooms).toEqual([
    { id: 'tea', name: 'TEA', standing: 'open' },
    { id: 'ice', name: 'ICE', standing: 'member' },
    { id: 'jam', name: 'JAM', standing: 'outside' },
  ])
  expect(sceneOf(known({ open: 'all' })).rooms.map(({ standing }) => standing)).toEqual(['member', 'member', 'outside'])
})

test('whoever is blocked is not there', () => {
  const find = (user: string) => (user === 'cleo' ? friend(true) : undefined)
  expect(sceneOf(known({ find })).people.map(({ id }) => id)).toEqual(['ada', 'bob', 'dora'])
})

test('whom nobody sees is drawn for themselves, where they are', () => {
  const unseen = { here: ['Bob'].map(here), invisible: true, roomOf: () => undefined }
  expect(sceneOf(known(unseen)).people[0]).toMatchObject({ id: 'ada', me: true, presence: 'invisible', room: 'tea' })
  expect(sceneOf(known({ ...unseen, open: 'all' })).people[0]?.room).toBeUndefined()
  expect(sceneOf(known({ invisible: true })).people.filter(({ me }) => me)).toHaveLength(1)
})

test('who is as before stays the same object', () => {
  const facts = known({ here: known().here.slice(0, 3) })
  const before = sceneOf(facts)
  const roomOf = (user: string) => (user === 'bob' ? 'ice' : facts.roomOf(user))
  const now = keepSame(before, sceneOf({ ...facts, roomOf, open: 'ice' }))
  expect(now).toEqual(sceneOf({ ...facts, roomOf, open: 'ice' }))
  expect(now.people.map((one, index) => one === before.people[index])).toEqual([true, false, true])
  expect(now.rooms.map((one, index) => one === before.rooms[index])).toEqual([false, false, true])
  expect(keepSame(undefined, before)).toBe(before)
})
