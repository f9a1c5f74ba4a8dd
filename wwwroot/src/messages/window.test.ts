import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatMessage, MessagePage } from '../contract'
import { General, person } from '../fakeServer'
import { eraseAuthor, append, fromNewest, keepNewest, post, prepend, type Window } from './window'

const message = (sequence: number): ChatMessage => ({
  conversation: General,
  sequence,
  id: `${sequence}`,
  author: person('Bob'),
  sentAtMs: sequence,
  erased: false,
  text: `${sequence}`,
})
const page = (from: number, to: number, head = to): MessagePage => ({
  messages: Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => message(from + index)),
  head,
  hasOlder: from > 1,
})
const numbers = ({ messages }: Window) => messages.map(({ sequence }) => sequence)

test('the window never has a hole, whatever comes in whatever order', () => {
  const number = fc.integer({ min: 1, max: 30 })
  const step = fc.oneof(
    fc.record({ post: number }),
    fc.record({ after: number, before: number }),
    fc.record({ keep: fc.integer({ min: 1, max: 10 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { size: 'max', maxLength: 40 }), (steps) => {
      let window = fromNewest(page(10, 15), [])
      for (const one of steps) {
        const last = window.last
        if ('post' in one) window = post(window, message(one.post))
        else if ('keep' in one) window = keepNewest(window, one.keep)
        else {
          window = append(window, page(one.after, one.after + 5)) ?? window
          window = prepend(window, page(one.before, one.before + 3))
        }
        expect(window.last).toBeGreaterThanOrEqual(last)
        expect(numbers(window).at(-1)).toBe(window.last)
        const first = numbers(window)[0] ?? 0
        expect(numbers(window)).toEqual(numbers(window).map((_, index) => first + index))
        expect(window.early.every(({ sequence }) => sequence > window.last + 1)).toBe(true)
      }
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
  expect(append(window, page(17, 20))).toBeUndefined()
  expect(append(window, { messages: [], head: 20, hasOlder: true })).toBeUndefined()
  expect(append(window, page(12, 15))).toEqual(window)
  expect(prepend(window, page(1, 5))).toBe(window)
})

test('erased messages keep their places, and nothing of their author', () => {
  const [one, two, three] = [message(1), message(2), message(3)]
  const held: Window = { messages: [one, two], last: 2, hasOlder: false, early: [three], head: 3 }
  const after = eraseAuthor(held, one.author.id)
  for (const gone of [...after.messages, ...after.early])
    expect(gone).toMatchObject({ text: '', erased: true, author: { name: '', handle: null, picture: null } })
  expect(after.messages.map(({ sequence }) => sequence)).toEqual([1, 2])
  expect(eraseAuthor(held, 'somebody else')).toEqual(held)
})
