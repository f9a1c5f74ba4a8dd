import { screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { open } from '../testApp'
import { message, person } from '../testChat'

// jsdom lays nothing out: a log of 1,000 px in a view of 200, with the "new" line at 300.
const layout = {
  scrollHeight: () => 1_000,
  clientHeight: () => 200,
  offsetTop: (element: HTMLElement) => (element.classList.contains('new-line') ? 300 : 0),
}
let top = 0

beforeEach(() => {
  for (const [name, of] of Object.entries(layout))
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get(this: HTMLElement) {
        return of(this)
      },
    })
  Object.defineProperty(HTMLElement.prototype, 'scrollTop', {
    configurable: true,
    get: () => top,
    set(to: number) {
      top = Math.min(to, 800)
    },
  })
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
})
afterEach(() => {
  for (const name of [...Object.keys(layout), 'scrollTop']) Reflect.deleteProperty(HTMLElement.prototype, name)
  vi.restoreAllMocks()
})

test.each([false, true])('a room opens at its first unread message; with one that was not sent: %s', async (failed) => {
  top = 0
  const bo = person('Bo')
  const { asked } = open(({ chat, setMessages, setOutbox }) => {
    setMessages([message(1, bo, 'one'), message(2, bo, 'two'), message(3, bo, 'three')])
    if (failed) setOutbox([{ id: 'x', text: 'not sent', state: 'failed', createdMs: 0 }])
    const opened = chat.messages.open
    chat.messages.open = (id) => ({ ...opened(id), firstUnread: () => 2 })
  })
  await Promise.resolve()
  expect(top).toBeLessThan(300)
  expect(top).toBeGreaterThan(0)
  expect(asked.filter((what) => what.startsWith('read'))).toEqual([])
})

test('of what is below, what somebody wrote whom one has blocked is not counted', async () => {
  top = 0
  const [bo, cy] = [person('Bo'), person('Cy')]
  const view = { with: 'bo', relation: 'none' as const, blocked: true, sinceMs: 0 }
  open(({ chat, setFriends, setMessages }) => {
    setFriends([{ view, profile: bo, lastSeenMs: null }])
    setMessages([message(1, cy, 'one'), message(2, cy, 'two'), message(3, bo, 'three'), message(4, cy, 'four')])
    const opened = chat.messages.open
    chat.messages.open = (id) => ({ ...opened(id), firstUnread: () => 2 })
  })
  await Promise.resolve()
  expect(screen.getByRole('button', { name: /^Jump to newest/ })).toHaveTextContent('2 new')
})

test('one more of the own messages leads to the newest', async () => {
  top = 0
  const bo = person('Bo')
  const { setOutbox } = open(({ chat, setMessages }) => {
    setMessages([message(1, bo, 'one'), message(2, bo, 'two')])
    const opened = chat.messages.open
    chat.messages.open = (id) => ({ ...opened(id), firstUnread: () => 2 })
  })
  await Promise.resolve()
  setOutbox([{ id: 'x', text: 'hello', state: 'sending', createdMs: 0 }])
  expect(top).toBe(800)
})

test('what is missing at the end is told there, and not where newer messages are still to come', async () => {
  const [elsewhere, setElsewhere] = createSignal(true)
  open(({ chat, setMessages }) => {
    setMessages([message(1, person('Bo'), 'one')])
    const opened = chat.messages.open
    chat.messages.open = (id) => ({ ...opened(id), hasNewer: elsewhere, doubtAtEnd: () => 'missingAfter' as const })
  })
  expect(screen.queryByText('Newer messages are missing on the server.')).toBeNull()
  setElsewhere(false)
  const mark = screen.getByText('Newer messages are missing on the server.').closest('.doubt')!
  expect(mark.compareDocumentPosition(screen.getByText('one')) & Node.DOCUMENT_POSITION_PRECEDING).toBeTruthy()
})

test.each([
  [undefined, "Removed with its author's account"],
  ['emptied' as const, 'The server shows nothing here any more.'],
])('what is empty is said to have gone with its account unless that is doubtful: %s', (doubt, words) => {
  open(({ chat, setMessages }) => {
    setMessages([message(1, person('Bo'), '', 0, { erased: true })])
    const opened = chat.messages.open
    chat.messages.open = (id) => ({ ...opened(id), doubt: () => doubt })
  })
  const texts = ["Removed with its author's account", 'The server shows nothing here any more.']
  const said = texts.filter((text) => screen.queryByText(text))
  expect(said).toEqual([words])
})
