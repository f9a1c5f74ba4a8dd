import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type AttachCommand, limits, type OwnConnection, type SetIdleCommand } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, person } from '../fakeServer'

let server: FakeServer
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const told = () => server.heardOf<SetIdleCommand>('SetIdle').map(({ idle }) => idle)
const attaches = () => server.heardOf<AttachCommand>('Attach')
const refuse = (method: string, retryAfterMs: number | null = null) =>
  server.next.push({ method, fate: { code: 'unavailable', retryAfterMs } })
const connection = (id: string, more: Partial<OwnConnection> = {}): OwnConnection => ({
  connection: id,
  device: 'desktop',
  idle: false,
  ...more,
})

beforeEach(async () => {
  vi.useFakeTimers()
  server = new FakeServer()
  tab = new FakeBrowser(server).openTab()
  await pass(0)
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})

test('a tab says once that it is idle, and once that it is not any more', async () => {
  await pass(limits.idleAfterMs - 10)
  expect(told()).toEqual([])
  await pass(10)
  expect(told()).toEqual([true])
  await pass(limits.idleAfterMs)
  tab.touch()
  tab.touch()
  await pass(5_000)
  expect(told()).toEqual([true, false])
})

test('input keeps it from that', async () => {
  for (let times = 0; times < 5; times++) {
    await pass(limits.idleAfterMs / 2)
    tab.touch()
  }
  expect(told()).toEqual([])
})

test('a new socket says it by itself', async () => {
  expect(attaches().map(({ idle }) => idle)).toEqual([false])
  await pass(limits.idleAfterMs)
  server.dropAll()
  await pass(5_000)
  expect(attaches().map(({ idle }) => idle)).toEqual([false, true])
  expect(told()).toEqual([true])
})

test('what changes without a socket is said by the next one', async () => {
  server.reachable = false
  server.dropAll()
  await pass(limits.idleAfterMs)
  expect(told()).toEqual([])
  server.reachable = true
  await pass(30_000)
  expect(attaches().at(-1)?.idle).toBe(true)
  expect(told()).toEqual([])
})

test('whoever comes back while the socket is being attached is not idle for the others', async () => {
  await pass(limits.idleAfterMs)
  server.answerMs = 200
  server.dropAll()
  await pass(600)
  expect(attaches().at(-1)?.idle).toBe(true)
  expect(tab.chat.connection.state().phase).toBe('connecting')
  tab.touch()
  await pass(5_000)
  expect(told()).toEqual([true, false])
})

test('it is said again when it could not be, as it is then', async () => {
  refuse('SetIdle')
  await pass(limits.idleAfterMs)
  expect(told()).toEqual([true])
  await pass(999)
  expect(told()).toHaveLength(1)
  await pass(1)
  expect(told()).toEqual([true, true])
  refuse('SetIdle', 3_000)
  tab.touch()
  await pass(2_999)
  expect(told()).toEqual([true, true, false])
  await pass(1)
  expect(told()).toEqual([true, true, false, false])
  await pass(10_000)
  expect(told()).toHaveLength(4)
})

test('who moves while it is being said is told of as they are', async () => {
  server.answerMs = 500
  await pass(limits.idleAfterMs)
  tab.touch()
  await pass(5_000)
  expect(told()).toEqual([true, false])
})

test('how one is seen comes with the welcome', async () => {
  server.presence = { availability: 'doNotDisturb', connections: [] }
  server.dropAll()
  await pass(2_000)
  expect(tab.chat.presence.availability()).toBe('doNotDisturb')
})

test('it is chosen here, or in another tab', async () => {
  const { presence } = tab.chat
  expect(await presence.setAvailability('invisible')).toBeUndefined()
  expect(presence.availability()).toBe('invisible')
  server.say({ type: 'ownPresenceChanged', presence: { availability: 'available', connections: [] } })
  expect(presence.availability()).toBe('available')
  refuse('SetAvailability')
  expect((await presence.setAvailability('doNotDisturb'))?.code).toBe('unavailable')
  expect(presence.availability()).toBe('available')
})

test('of one’s tabs the others are named', () => {
  const mine = attaches()[0]!.connection
  const other = connection('other', { device: 'phone', idle: true })
  server.say({
    type: 'ownPresenceChanged',
    presence: { availability: 'available', connections: [connection(mine), other] },
  })
  expect(tab.chat.presence.others()).toEqual([other])
})

test('when something was lost it is asked for', async () => {
  server.presence = { availability: 'invisible', connections: [connection('other')] }
  server.say({ type: 'resyncNeeded' })
  await pass(1_000)
  expect(tab.chat.presence.availability()).toBe('invisible')
  expect(tab.chat.presence.others()).toHaveLength(1)
})

test('whoever comes next begins with their own', async () => {
  const { presence, session } = tab.chat
  await presence.setAvailability('invisible')
  await session.signOut()
  expect(presence.availability()).toBe('available')
  server.presence = { availability: 'doNotDisturb', connections: [] }
  server.me = person('Bo')
  await session.enterAsGuest('Bo', '#abcdef')
  await pass(1_000)
  expect(presence.availability()).toBe('doNotDisturb')
})
