import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ConversationView } from '../chat'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person } from '../fakeServer'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const bob = person('Bob')

const misfortune = fc.oneof(
  { weight: 6, arbitrary: fc.constant('send' as const) },
  { weight: 2, arbitrary: fc.constant('bobPosts' as const) },
  { weight: 6, arbitrary: fc.record({ wait: fc.oneof(fc.nat(400), fc.nat(15_000)) }) },
  { weight: 2, arbitrary: fc.record({ answerMs: fc.nat(300), eventMs: fc.nat(300) }) },
  fc.constantFrom(
    'dropSockets' as const,
    'reload' as const,
    'networkDown' as const,
    'networkUp' as const,
    'loseCommand' as const,
    'loseAnswer' as const,
    'tooFast' as const,
    'unavailable' as const,
    'pageUnavailable' as const,
    'announce' as const,
    'keepSilent' as const,
    'serverGone' as const,
    'serverBack' as const,
    'resync' as const,
  ),
)

test('whatever is lost on the way, every message is on disk and on screen once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(misfortune, { maxLength: 40, size: 'max' }), async (misfortunes) => {
      const server = new FakeServer()
      let tab = new FakeBrowser(server).openTab()
      await vi.advanceTimersByTimeAsync(0)
      let view = tab.chat.messages.open(General)
      const sent: string[] = []

      for (const what of misfortunes) {
        if (typeof what === 'object' && 'wait' in what) await vi.advanceTimersByTimeAsync(what.wait)
        else if (typeof what === 'object') Object.assign(server, what)
        else if (what === 'send') {
          sent.push(`text ${sent.length + 1}`)
          view.send(sent.at(-1) as string)
        } else if (what === 'reload') {
          // Without an answer to who this is there would be nothing to look at.
          server.entryReachable = true
          tab = tab.reload()
          await vi.advanceTimersByTimeAsync(0)
          view = tab.chat.messages.open(General)
        } else befall(what, server, tab)
        nothingTwiceAndNoHole(view, sent)
      }

      server.reachable = server.entryReachable = server.announcing = true
      server.next = []
      tab.network(true)
      await vi.advanceTimersByTimeAsync(120_000)
      server.dropAll()
      await vi.advanceTimersByTimeAsync(60_000)
      const gaveUp = view.outbox().filter((item) => item.state === 'failed')
      for (const { id } of gaveUp) view.retry(id)
      await vi.advanceTimersByTimeAsync(60_000)

      const mine = server.log.filter((message) => message.author.id !== bob.id).map((message) => message.text)
      expect(gaveUp.length > 0 ? mine.toSorted() : mine).toEqual(gaveUp.length > 0 ? sent.toSorted() : sent)
      expect(view.outbox()).toEqual([])
      expect(view.messages()).toEqual(server.log.slice(-view.messages().length))
      expect(view.messages().at(-1)?.sequence ?? 0).toBe(server.log.length)
      expect(tab.chat.connection.state().phase).toBe('online')
      tab.chat.dispose()
      expect(vi.getTimerCount()).toBe(0)
    }),
    { numRuns: 400 },
  )
}, 120_000)

function befall(what: string, server: FakeServer, tab: FakeTab) {
  switch (what) {
    case 'bobPosts':
      return void server.post(bob, `Bob's ${server.log.length}`)
    case 'dropSockets':
      return server.dropAll()
    case 'networkDown':
      return tab.network(false)
    case 'networkUp':
      return tab.network(true)
    case 'loseCommand':
    case 'loseAnswer':
      return void server.next.push({ method: 'SendMessage', fate: what })
    case 'tooFast':
      return void server.next.push({ method: 'SendMessage', fate: { code: 'tooFast', retryAfterMs: 2_000 } })
    case 'unavailable':
      return void server.next.push({ method: 'SendMessage', fate: { code: 'unavailable', retryAfterMs: null } })
    case 'pageUnavailable':
      return void server.next.push({ method: 'ReadMessages', fate: { code: 'unavailable', retryAfterMs: null } })
    case 'announce':
    case 'keepSilent':
      server.announcing = what === 'announce'
      return
    case 'serverGone':
      server.reachable = server.entryReachable = false
      return server.dropAll()
    case 'serverBack':
      server.reachable = server.entryReachable = true
      return
    case 'resync':
      return server.say({ type: 'resyncNeeded' })
  }
}

function nothingTwiceAndNoHole(view: ConversationView, sent: readonly string[]) {
  const numbers = view.messages().map((message) => message.sequence)
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
  const mine = view.messages().filter((message) => message.author.id !== bob.id)
  const seen = [...mine, ...view.outbox()].map((message) => message.text)
  expect(new Set(seen).size).toBe(seen.length)
  if (view.loading() === undefined && !view.hasOlder()) expect(seen.toSorted()).toEqual([...sent].toSorted())
}
