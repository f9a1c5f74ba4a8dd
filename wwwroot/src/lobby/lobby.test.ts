import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LobbyChanged, LobbyPerson } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, person } from '../fakeServer'

let server: FakeServer
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const here = (name: string): LobbyPerson => ({ profile: person(name), devices: ['desktop'], presence: 'online' })
const change = (version: number, present: LobbyPerson[], gone: string[] = []): LobbyChanged => ({
  type: 'lobbyChanged',
  epoch: 'lobby-1',
  version,
  present,
  gone,
  rooms: [],
  goneRooms: [],
  counts: [],
  whereabouts: [],
})
const names = () => tab.chat.lobby.people().map(({ profile }) => profile.name)

beforeEach(async () => {
  vi.useFakeTimers()
  server = new FakeServer()
  server.people = [here('zoe'), here('Ada'), here('bob 10'), here('Bob 9')]
  tab = new FakeBrowser(server).openTab()
  await pass(0)
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})

test('people are sorted, oneself first', () => {
  expect(names()).toEqual(['Ada', 'Bob 9', 'bob 10', 'zoe'])
})

test('people come, change and go, and whoever changes stays the same object', () => {
  const zoe = tab.chat.lobby.person(person('zoe').id)
  const tablet: LobbyPerson = { profile: person('zoe'), devices: ['desktop', 'tablet'], presence: 'online' }
  server.say(change(2, [here('Carl'), tablet], [person('Bob 9').id]))
  expect(names()).toEqual(['Ada', 'bob 10', 'Carl', 'zoe'])
  expect(tab.chat.lobby.person(person('zoe').id)).toBe(zoe)
  expect(zoe?.devices).toEqual(['desktop', 'tablet'])
})

test('many changes after a gap fetch one snapshot', async () => {
  server.lobby.version = 7
  server.people = [...server.people, here('Dora')]
  server.answerMs = 200
  server.say(change(5, []), change(6, []), change(7, [here('Dora')]))
  await pass(200)
  server.say(change(8, [here('Eve')]))
  await pass(1_000)
  expect(server.heardOf('GetLobby')).toHaveLength(1)
  expect(names()).toEqual(['Ada', 'Bob 9', 'bob 10', 'Dora', 'Eve', 'zoe'])
})

test('a lobby that cannot be fetched now is fetched later', async () => {
  server.next.push({ method: 'GetLobby', fate: { code: 'unavailable', retryAfterMs: null } })
  server.lobby = { epoch: 'lobby-2', version: 1 }
  server.people = [here('Ada')]
  server.say({ type: 'lobbyPosition', epoch: 'lobby-2', version: 1 })
  await pass(5_000)
  expect(names()).toEqual(['Ada'])
})

test('of a room it is known how many are there, and of one that everyone belongs to, how many are here', () => {
  const open = (id: string) => ({ id, name: id, everyone: false, topic: null, owner: null, temporary: false })
  const changes = { ...change(2, []), rooms: [open('tea'), open('ice')], counts: [{ room: 'tea', here: 3 }] }
  server.say(changes)
  const { hereIn } = tab.chat.lobby
  expect([hereIn('tea'), hereIn('ice'), hereIn('nowhere')]).toEqual([3, 0, 0])
  server.say({ ...change(3, []), goneRooms: ['tea'], counts: [{ room: 'ice', here: 1 }] })
  expect([hereIn('tea'), hereIn('ice')]).toEqual([0, 1])
  server.say({ ...change(4, [here('Dora')]), rooms: [{ ...open('all'), everyone: true }] })
  expect(hereIn('all')).toBe(5)
})

test('it is known in which room somebody is seen, until they are gone', () => {
  const at = (name: string, room: string | null) => ({ user: person(name).id, room })
  const { roomOf } = tab.chat.lobby
  server.say({ ...change(2, [here('Bob'), here('Cleo')]), whereabouts: [at('Bob', 'tea'), at('Cleo', 'ice')] })
  const rooms = () => ['Bob', 'Cleo', 'Nobody'].map((name) => roomOf(person(name).id))
  expect(rooms()).toEqual(['tea', 'ice', undefined])
  server.say({ ...change(3, []), whereabouts: [at('Bob', 'ice'), at('Cleo', null)] })
  expect(rooms()).toEqual(['ice', undefined, undefined])
  server.say({ ...change(4, []), gone: [person('Bob').id] })
  expect(rooms()).toEqual([undefined, undefined, undefined])
})
