import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { VisitRoomCommand } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer } from '../fakeServer'

let server: FakeServer
let browser: FakeBrowser
let tab: FakeTab

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const told = () => server.heardOf<VisitRoomCommand>('VisitRoom').map(({ room }) => room)

beforeEach(async () => {
  vi.useFakeTimers()
  server = new FakeServer()
  browser = new FakeBrowser(server)
  tab = browser.openTab()
  await pass(0)
})
afterEach(() => vi.useRealTimers())

test('the server is told of each room that is opened, and again on coming back to it', async () => {
  expect(told()).toEqual([])
  for (const room of ['tea', 'ice', 'tea']) {
    tab.chat.presence.visit(room)
    await pass(0)
  }
  expect(told()).toEqual(['tea', 'ice', 'tea'])
})

test('of rooms that are passed through while the server is slow it learns the last one', async () => {
  server.next.push({ method: 'VisitRoom', fate: { code: 'tooFast', retryAfterMs: 2_000 } })
  for (const room of ['tea', 'ice', 'jam']) tab.chat.presence.visit(room)
  await pass(1_900)
  expect(told()).toEqual(['tea'])
  await pass(200)
  expect(told()).toEqual(['tea', 'jam'])
})

test('a tab that comes back says it again if it is the one in front of the user', async () => {
  tab.chat.presence.visit('tea')
  await pass(0)
  server.dropAll()
  await pass(5_000)
  expect(told()).toEqual(['tea', 'tea'])
  browser.looking = false
  server.dropAll()
  await pass(5_000)
  expect(told()).toEqual(['tea', 'tea'])
})
