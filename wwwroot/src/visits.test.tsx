import { cleanup, render, screen } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { App } from './app'
import type { InboxConversation, ServerEvent } from './contract'
import { FakeBrowser, type FakeTab } from './fakeBrowser'
import { FakeServer, General, person, said } from './fakeServer'

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
let told = 0
const deliver = (...events: ServerEvent[]) => {
  server.attached.forEach(({ listener }) => listener.mailbox({ epoch: 'mailbox-1', first: told + 1, events }))
  told += events.length
}
const box = (room: string) => screen.getByPlaceholderText(`Message ${room}`)

beforeEach(async () => {
  told = 0
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

test('who is put out while writing goes on neither with a reply nor with an edit of another room', async () => {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  const general = tab.chat.messages.open(General)
  const mine = server.post(person('Ada'), 'own words')
  await pass(100)
  general.setReplyTo(mine)
  general.setEditing({ message: mine.sequence, text: 'own words' })
  await user.type(box('Tea'), 'what I think of Mo is ')
  server.joined = []
  deliver({ ...left, reason: 'kicked', by: person('Mo') })
  await pass(100)
  await user.keyboard('not nice{Enter}')
  expect(server.heardOf('SendMessage')).toEqual([])
  expect(server.heardOf('EditMessage')).toEqual([])
})

test('who leaves a room writes in the next one', async () => {
  screen.getByRole('button', { name: /^Account/ }).focus()
  server.joined = []
  deliver(left)
  await pass(100)
  expect(box('General')).toHaveFocus()
})

test('another room that is joined or left changes nothing of the one that is open', async () => {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  await user.click(screen.getByRole('button', { name: 'Search in this room' }))
  await user.type(screen.getByRole('searchbox'), 'text')
  const before = box('Tea')
  const id = 'k'.repeat(32)
  const cake = { ...tea, conversation: id, room: { ...tea.room, id, conversation: id, name: 'Cake' } }
  deliver({ type: 'conversationJoined', conversation: cake })
  await pass(100)
  expect(screen.getByRole('button', { name: /^Cake/ })).toBeVisible()
  deliver({ ...left, conversation: id })
  await pass(100)
  expect(screen.queryByRole('button', { name: /^Cake/ })).toBeNull()
  expect(box('Tea')).toBe(before)
  expect(screen.getByRole('searchbox')).toHaveValue('text')
})

test('what was not sent when its author was put out is theirs to decide when they are back', async () => {
  server.next.push({ method: 'SendMessage', fate: { code: 'tooFast', retryAfterMs: 3_000 } })
  tab.chat.messages.open(tea.conversation).send('too late')
  await pass(10)
  deliver({ ...left, reason: 'kicked', by: person('Mo') }, joined)
  await pass(60_000)
  const { outbox } = tab.chat.messages.open(tea.conversation)
  expect(outbox()).toMatchObject([{ text: 'too late', state: 'failed' }])
  expect(server.heardOf('SendMessage')).toHaveLength(1)
})

test('whoever goes to another room writes there at once', async () => {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  await user.click(screen.getByRole('button', { name: /^General/ }))
  await pass(100)
  expect(box('General')).toHaveFocus()
})

test('being in a room is one visit, whatever is said in it, and going to another one is another', async () => {
  const visits = () => server.heardOf('VisitRoom')
  expect(visits()).toEqual([{ room: tea.room.id }])
  for (let sequence = 4; sequence <= 6; sequence++)
    server.say({ type: 'messagePosted', message: said(person('Bob'), sequence, { conversation: tea.conversation }) })
  await pass(100)
  expect(visits()).toHaveLength(1)
  location.hash = `#/room/${General}`
  await pass(100)
  location.hash = `#/room/${tea.room.id}`
  await pass(100)
  expect(visits().at(-1)).toEqual({ room: tea.room.id })
  expect(visits().length).toBeGreaterThan(1)
})
