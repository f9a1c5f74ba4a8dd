import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MailboxBatch, ServerEvent } from '../contract'
import { attachMailbox, type Mailbox, receiveBatch } from './mailbox'

const event = (number: number): ServerEvent => ({ type: 'buildChanged', build: `${number}` })
const batch = (first: number, count: number, epoch = 'a'): MailboxBatch => ({
  epoch,
  first,
  events: Array.from({ length: count }, (_, index) => event(first + index)),
})
const empty: Mailbox = { epoch: 'a', sequence: 0, early: new Map() }

test('events arrive once and in order, however their batches overlap, repeat and overtake each other', () => {
  const anyBatch = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 6 }))
  fc.assert(
    fc.property(fc.array(anyBatch), (batches) => {
      const whole = [...batches.map(([first, count]) => batch(first, count)), batch(1, 26)]
      const arrived: ServerEvent[] = []
      let mailbox = empty
      for (const one of whole) {
        const received = receiveBatch(mailbox, one)
        expect(received.lost).toBe(false)
        arrived.push(...received.events)
        mailbox = received.mailbox
      }
      expect(arrived).toEqual(batch(1, 26).events)
      expect(mailbox.sequence).toBe(26)
      expect(mailbox.early.size).toBe(0)
    }),
  )
})

test('an early batch waits', () => {
  const held = receiveBatch(empty, batch(3, 2))
  expect(held.events).toEqual([])
  expect(receiveBatch(held.mailbox, batch(1, 2)).events).toEqual(batch(1, 4).events)
})

test('a resumed mailbox goes on behind what is known', () => {
  const { events, mailbox } = attachMailbox({ epoch: 'a', sequence: 4 }, { resumed: true, replay: batch(3, 4) })
  expect(events).toEqual(batch(5, 2).events)
  expect(mailbox.sequence).toBe(6)
})

test('a mailbox that was not resumed begins with its replay', () => {
  const state = { resumed: false, replay: batch(1, 2, 'b') }
  expect(attachMailbox({ epoch: 'a', sequence: 9 }, state)).toMatchObject({
    events: batch(1, 2).events,
    mailbox: { epoch: 'b', sequence: 2 },
    lost: false,
  })
})

test('another epoch under the same socket means that events may be lost', () => {
  expect(receiveBatch({ ...empty, sequence: 7 }, batch(1, 1, 'b'))).toMatchObject({
    lost: true,
    events: [event(1)],
    mailbox: { epoch: 'b', sequence: 1 },
  })
})
