import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeBrowser } from '../fakeBrowser'
import { FakeServer, General, person, said } from '../fakeServer'
import { fromNewest, isBehind, post } from './window'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const bob = person('Bob')
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** The front's subscription had lapsed: the only sign of what was missed is the position. */
function missAndTellPosition(server: FakeServer) {
  server.announcing = false
  server.post(bob, 'missed')
  server.announcing = true
  server.say({ type: 'conversationPosition', conversation: General, head: server.log.length })
}

test('a position that comes while the first page is on its way is not forgotten', async () => {
  const server = new FakeServer()
  for (let number = 1; number <= 10; number++) server.post(bob, `text ${number}`)
  const tab = new FakeBrowser(server).openTab()
  await pass(0)
  server.next.push({ method: 'ReadMessages', fate: { lateMs: 2_000 } })
  const view = tab.chat.messages.open(General)
  await pass(500)
  missAndTellPosition(server)
  await pass(120_000)
  expect(view.messages().at(-1)?.sequence).toBe(server.log.length)
  tab.chat.dispose()
})

test('a position that comes while the newest page is read anew is not forgotten', async () => {
  const server = new FakeServer()
  for (let number = 1; number <= 10; number++) server.post(bob, `text ${number}`)
  const tab = new FakeBrowser(server).openTab()
  await pass(0)
  const view = tab.chat.messages.open(General)
  await pass(0)
  server.announcing = false
  for (let number = 1; number <= 400; number++) server.post(bob, `missed ${number}`)
  server.announcing = true
  server.next.push({ method: 'ReadMessages', fate: { lateMs: 2_000 } })
  server.say({ type: 'conversationPosition', conversation: General, head: server.log.length })
  await pass(500)
  missAndTellPosition(server)
  await pass(120_000)
  expect(view.messages().at(-1)?.sequence).toBe(server.log.length)
  tab.chat.dispose()
})

test('a first page that was read just before the first message was on disk does not hide that message', () => {
  const window = fromNewest({ messages: [], changes: [], last: 0, head: 1, hasOlder: false }, [])
  const heard = post(window, said(bob, 1))
  expect(heard.messages.length === 1 || isBehind(heard)).toBe(true)
})
