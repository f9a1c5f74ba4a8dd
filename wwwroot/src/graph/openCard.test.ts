import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createOpenCard } from './openCard'

let cards: ReturnType<typeof createOpenCard>
let end: () => void

beforeEach(() => {
  vi.useFakeTimers()
  createRoot((dispose) => {
    end = dispose
    cards = createOpenCard()
  })
})
afterEach(() => {
  end()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

test('a card comes when the pointer rests on somebody, and goes when it leaves both', () => {
  cards.hover('ada')
  vi.advanceTimersByTime(200)
  cards.leave()
  vi.advanceTimersByTime(1_000)
  expect(cards.card()).toBeUndefined()
  cards.hover('ada')
  vi.advanceTimersByTime(400)
  expect(cards.card()).toEqual({ person: 'ada', chosen: false })
  cards.leave()
  vi.advanceTimersByTime(100)
  cards.stay()
  vi.advanceTimersByTime(1_000)
  expect(cards.card()?.person).toBe('ada')
  cards.leave()
  vi.advanceTimersByTime(1_000)
  expect(cards.card()).toBeUndefined()
})

test('one that was chosen stays whatever the pointer does, until it is closed', () => {
  cards.choose('ada')
  cards.hover('bob')
  vi.advanceTimersByTime(1_000)
  cards.leave()
  vi.advanceTimersByTime(1_000)
  expect(cards.card()).toEqual({ person: 'ada', chosen: true })
  cards.close()
  expect(cards.card()).toBeUndefined()
})

test('the focus takes the card along, and shows none of those whom it only passes', () => {
  cards.focus('ada')
  vi.advanceTimersByTime(100)
  expect(cards.card()).toBeUndefined()
  vi.advanceTimersByTime(100)
  expect(cards.card()?.person).toBe('ada')
  cards.focus('bob')
  expect(cards.card()).toBeUndefined()
  vi.advanceTimersByTime(200)
  expect(cards.card()).toEqual({ person: 'bob', chosen: false })
})

test('whoever was put down under the pointer shows no card before it has been elsewhere', () => {
  cards.mute('ada')
  cards.hover('ada')
  vi.advanceTimersByTime(1_000)
  expect(cards.card()).toBeUndefined()
  cards.leave()
  cards.hover('ada')
  vi.advanceTimersByTime(1_000)
  expect(cards.card()?.person).toBe('ada')
})

test('a focus that has gone on shows no card, and one that stays keeps it though the pointer goes', () => {
  cards.focus('ada')
  expect(cards.person()).toBe('ada')
  cards.close()
  vi.advanceTimersByTime(1_000)
  expect([cards.card(), cards.person()]).toEqual([undefined, undefined])
  cards.focus('ada')
  cards.leave()
  vi.advanceTimersByTime(1_000)
  expect(cards.card()).toEqual({ person: 'ada', chosen: false })
})
