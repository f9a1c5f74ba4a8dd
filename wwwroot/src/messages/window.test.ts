import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatMessage, MessageChange, MessagePage } from '../contract'
import { General, person, said } from '../fakeServer'
import { applyChange, type Entry, isChange } from './entry'
import {
  append,
  around,
  eraseAuthor,
  extend,
  firstOf,
  fromNewest,
  keepNewest,
  post,
  prepend,
  renew,
  type Window,
} from './window'

const bob = person('Bob')
const message = (sequence: number) => said(bob, sequence)
const page = (from: number, to: number, head = to): MessagePage => ({
  messages: Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => message(from + index)),
  changes: [],
  last: to,
  head,
  hasOlder: from > 1,
})
const numbers = ({ messages }: Window) => messages.map(({ sequence }) => sequence)
const edit = (sequence: number, target: number, text = `${target} as of ${sequence}`): MessageChange => ({
  conversation: General,
  sequence,
  target,
  by: bob.id,
  atMs: sequence,
  kind: 'edited',
  text,
  emoji: null,
  on: false,
  byModerator: false,
  author: null,
  mentions: [],
  before: [],
})

/** A conversation as the server has it when `count` entries are written. */
class Log {
  constructor(readonly entries: readonly Entry[]) {}

  messages(count = this.entries.length): readonly ChatMessage[] {
    const take = (messages: readonly ChatMessage[], entry: Entry) =>
      isChange(entry) ? applyChange(messages, entry) : [...messages, entry]
    return this.entries.slice(0, count).reduce(take, [])
  }

  before(bound: number, size: number, count: number): MessagePage {
    const older = this.messages(count).filter(({ sequence }) => sequence < bound)
    const messages = older.slice(-size)
    return { messages, changes: [], last: count, head: count, hasOlder: older.length > messages.length }
  }

  after(bound: number, size: number, count: number): MessagePage {
    const last = Math.max(bound, Math.min(bound + size, count))
    const messages = this.messages(count).filter(({ sequence }) => sequence > bound && sequence <= last)
    const changes = this.entries.slice(bound, last).filter(isChange)
    return { messages, changes, last, head: count, hasOlder: true }
  }
}

/** Each number of the list is an entry: 0 a message, otherwise a change of one of those before it. */
function logOf(kinds: readonly number[]): Log {
  const entries: Entry[] = []
  for (const [index, kind] of [0, ...kinds].entries()) {
    const messages = entries.filter((entry) => !isChange(entry))
    const target = messages[(kind * 7) % Math.max(messages.length, 1)]?.sequence ?? 1
    const change = edit(index + 1, target)
    if (kind === 0) entries.push(said(bob, index + 1))
    else if (kind === 1) entries.push({ ...change, kind: 'deleted', text: null })
    else if (kind < 4) entries.push({ ...change, kind: 'reacted', text: null, emoji: '👍', on: kind === 2 })
    else entries.push(change)
  }
  return new Log(entries)
}

test('whatever comes in whatever order, the window is what the server has', () => {
  const step = fc.oneof(
    fc.record({ write: fc.nat(3) }),
    fc.record({ tell: fc.nat(40) }),
    fc.record({ newer: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ askOlder: fc.integer({ min: 1, max: 5 }) }),
    fc.constant({ olderCame: true }),
    fc.record({ goTo: fc.nat(40) }),
    fc.record({ askBelow: fc.integer({ min: 1, max: 5 }) }),
    fc.constant({ belowCame: true }),
    fc.constant({ renew: true }),
    fc.record({ keep: fc.integer({ min: 1, max: 10 }) }),
  )
  const kinds = fc.array(fc.oneof(fc.constant(0), fc.nat(6)), { minLength: 20, maxLength: 40 })
  fc.assert(
    fc.property(kinds, fc.array(step, { size: 'max', maxLength: 80 }), (list, steps) => {
      const log = logOf(list)
      let written = 10
      let window = fromNewest(log.before(Infinity, 3, written), [])
      let older: { before: number; page: MessagePage } | undefined
      let below: { after: number; page: MessagePage } | undefined
      for (const one of steps) {
        if ('write' in one) written = Math.min(written + one.write, log.entries.length)
        else if ('tell' in one) window = post(window, log.entries[one.tell % written]!)
        else if ('newer' in one)
          window = append(window, log.after(window.upTo, one.newer, written), window.upTo) ?? window
        else if ('keep' in one) window = keepNewest(window, one.keep)
        else if ('askOlder' in one) {
          const before = firstOf(window)
          older = { before, page: log.before(before, one.askOlder, written) }
        } else if ('goTo' in one) {
          const before = (one.goTo % written) + 2
          window = around(log.before(before, 4, written), before, window.early)
        } else if ('askBelow' in one) {
          below = { after: window.last, page: log.after(window.last, one.askBelow, written) }
        } else if ('renew' in one) {
          const fresh = log.before(window.last + 1, 99, written)
          window = renew(window, fresh.messages, firstOf(window), written)
        } else if ('belowCame' in one) {
          if (below) window = extend(window, below.page, below.after)
        } else if (older) window = prepend(window, older.page, older.before)
        expect(window.early.every(({ sequence }) => sequence > window.upTo + 1)).toBe(true)
        expect(window.last).toBeLessThanOrEqual(window.upTo)
      }
      window = append(window, log.after(window.upTo, 99, log.entries.length), window.upTo) ?? window
      expect(window.upTo).toBe(log.entries.length)
      const all = log.messages().filter(({ sequence }) => sequence <= window.last)
      expect(window.messages).toEqual(all.slice(all.length - window.messages.length))
    }),
  )
})

test('what came early follows as soon as the gap is filled', () => {
  const gap = [message(18), message(17), message(17)].reduce(
    (window, one) => post(window, one),
    fromNewest(page(10, 15), []),
  )
  expect(numbers(gap).at(-1)).toBe(15)
  expect(gap.head).toBe(18)
  expect(numbers(post(gap, message(16))).at(-1)).toBe(18)
})

test('a page that does not join on is no page of this window', () => {
  const window = fromNewest(page(10, 15), [])
  expect(append(window, { ...page(16, 15), head: 20 }, 15)).toBeUndefined()
  expect(append(window, page(12, 15), 11)).toEqual(window)
  expect(prepend(window, page(1, 5), 6)).toBe(window)
})

test('a page of older messages from before changes that are forgotten is of no use', () => {
  const stale = page(1, 9, 15)
  const changed = Array.from({ length: 120 }, (_, index) => edit(16 + index, 3)).reduce(
    post,
    fromNewest(page(10, 15), []),
  )
  expect(prepend(changed, stale, 10)).toBe(changed)
  const few = Array.from({ length: 20 }, (_, index) => edit(16 + index, 3)).reduce(post, fromNewest(page(10, 15), []))
  expect(prepend(few, stale, 10).messages.find(({ sequence }) => sequence === 3)?.text).toBe('3 as of 35')
})

test('what replies to a message shows how it is now', () => {
  const long = 'x'.repeat(200)
  const answer = said(bob, 16, { replyTo: { sequence: 12, author: bob, text: 'as it was' } })
  const held = post(fromNewest(page(10, 15), []), answer)
  expect(post(held, edit(17, 12, long)).messages.at(-1)?.replyTo?.text).toBe(`${'x'.repeat(140)}…`)
  const gone = post(held, { ...edit(17, 12), kind: 'deleted', text: null })
  expect(gone.messages.at(-1)?.replyTo?.text).toBe('')
  expect(gone.messages.find(({ sequence }) => sequence === 12)).toMatchObject({ deleted: true, text: '' })
})

test('erased messages keep their places, and nothing of their author', () => {
  const [one, two, three] = [message(1), message(2), message(3)]
  const changed = { ...two, editedAtMs: 1, reactions: [{ emoji: '👍', users: ['cy'] }] }
  const window = fromNewest({ ...page(1, 2), messages: [one, changed] }, [])
  const held: Window = { ...window, early: [three], head: 3 }
  const after = eraseAuthor(held, one.author.id)
  for (const gone of [...after.messages, ...after.early])
    expect(gone).toMatchObject({
      text: '',
      erased: true,
      editedAtMs: null,
      reactions: [],
      author: { name: '', handle: null, picture: null },
    })
  expect(after.messages.map(({ sequence }) => sequence)).toEqual([1, 2])
  expect(eraseAuthor(held, 'somebody else')).toEqual(held)
})

test('a page of older messages does not bring back what was erased meanwhile', () => {
  const edited = edit(4, 1, 'a secret')
  const window = post(fromNewest({ ...page(3, 3), last: 3 }, []), edited)
  const erased = eraseAuthor(window, bob.id)
  const server = eraseAuthor(fromNewest(page(1, 2), []), bob.id).messages
  const answer = { ...message(2), author: person('Cy'), replyTo: { sequence: 1, author: bob, text: '' } }
  const older = prepend(erased, { ...page(1, 2, 4), messages: [server[0] ?? message(1), answer] }, 3)
  expect(older.messages.map(({ text, replyTo }) => [text, replyTo?.text])).toEqual([
    ['', undefined],
    [answer.text, ''],
    ['', undefined],
  ])
  expect(older.messages[0]).toMatchObject({ erased: true, version: 0 })
})

test('the quote of an own message is as it is at its place in the order, and not as it was when the answer was begun', () => {
  const window = post(fromNewest(page(1, 2), []), edit(3, 1, 'new'))
  const own = { ...message(4), replyTo: { sequence: 1, author: bob, text: 'old' } }
  expect(post(window, own).messages.at(-1)?.replyTo?.text).toBe('new')
})

test('where something else stands than before, as after a backup that was restored, nothing after it is held any more', () => {
  const held = post(post(fromNewest(page(1, 5), []), edit(6, 2)), message(7))
  const other = said(bob, 4, { id: 'another', sentAtMs: 90 })
  const back = post(held, other)
  expect(numbers(back)).toEqual([1, 2, 3, 4])
  expect(back.messages.at(-1)).toEqual(other)
  expect(back).toMatchObject({ last: 4, upTo: 4, head: 4, recent: [], early: [] })
  expect(numbers(post(back, message(5)))).toEqual([1, 2, 3, 4, 5])
  // In the place of a change as well.
  expect(numbers(post(held, said(bob, 6)))).toEqual([1, 2, 3, 4, 5, 6])
})

test('the same message is the same, under whichever id it comes again', () => {
  const held = fromNewest(page(1, 5), [])
  expect(post(held, message(4))).toBe(held)
  expect(post(held, { ...message(4), id: 'as it was sent' })).toBe(held)
  // Nor is anything else what is not held.
  const above = fromNewest(page(3, 5), [])
  expect(post(above, said(bob, 2, { id: 'another', sentAtMs: 90 }))).toBe(above)
})
