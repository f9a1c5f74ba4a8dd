import { cleanup, render, screen } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { App } from './app'
import type { InboxConversation, ServerEvent } from './contract'
import { FakeBrowser, type FakeTab } from './fakeBrowser'
import { FakeServer, person, said } from './fakeServer'

// The page over a server in memory: what is shown as rooms are left and joined.

const tea: InboxConversation = {
  conversation: 't'.repeat(32),
  room: { id: 't'.repeat(32), name: 'Tea', conversation: 't'.repeat(32), role: 'member', mute: null },
  head: 3,
  readUpTo: 3,
  unread: 0,
  mentions: 0,
  rewinds: 0,
  level: 'all',
}
const joined: ServerEvent = { type: 'conversationJoined', conversation: tea }
const left: ServerEvent = { type: 'conversationLeft', conversation: tea.conversation, reason: 'left', by: null }

let server: FakeServer
let tab: FakeTab
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const deliver = (...events: ServerEvent[]) =>
  server.attached.forEach(({ listener }) => listener.mailbox({ epoch: 'mailbox-1', first: 1, events }))
const box = (room: string) => screen.getByPlaceholderText(`Message ${room}`)

beforeEach(async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  // A mouse.
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === '(pointer: fine)', addEventListener() {} }))
  location.hash = `#/room/${tea.room.id}`
  server = new FakeServer()
  for (let number = 1; number <= 3; number++) server.post(person('Bob'), `text ${number}`)
  server.readUpTo = 3
  server.joined = [tea]
  tab = new FakeBrowser(server).openTab()
  render(() => <App chat={tab.chat} />)
  await pass(100)
})
afterEach(() => {
  cleanup()
  tab.chat.dispose()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  location.hash = ''
})

test('a room that was left and joined again while away, told at once, lives on', async () => {
  deliver(left, joined)
  await pass(100)
  server.say({
    type: 'messagePosted',
    message: said(person('Bob'), 4, { conversation: tea.conversation, text: 'hear me' }),
  })
  await pass(100)
  expect(screen.getByText('hear me')).toBeVisible()
})

test('who is put out while writing does not go on in another room', async () => {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  await user.type(box('Tea'), 'what I think of Mo is ')
  server.joined = []
  deliver({ ...left, reason: 'kicked', by: person('Mo') })
  await pass(100)
  expect(box('General')).toBeVisible()
  await user.keyboard('not nice{Enter}')
  expect(server.heardOf('SendMessage')).toEqual([])
  expect(box('General')).toHaveValue('')
})

test('whoever goes to another room writes there at once', async () => {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  await user.click(screen.getByRole('button', { name: /^General/ }))
  await pass(100)
  expect(box('General')).toHaveFocus()
})
