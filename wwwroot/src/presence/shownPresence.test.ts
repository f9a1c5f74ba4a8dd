import { expect, test } from 'vitest'
import { clockTime } from '../ui/times'
import { lastSeenText } from './shownPresence'

const at = (day: number, hour: number, minute = 0, year = 2026) => new Date(year, 10, day, hour, minute).getTime()
const now = at(25, 15, 30)

test.each([
  [now, 'Last seen just now'],
  [now + 5_000, 'Last seen just now'],
  [at(25, 15, 18), 'Last seen 12 min ago'],
  [at(25, 9, 5), `Last seen ${clockTime(at(25, 9, 5))}`],
  [at(24, 23, 59), `Last seen yesterday, ${clockTime(at(24, 23, 59))}`],
])('somebody who was here at %d', (seen, text) => {
  expect(lastSeenText(seen, now)).toBe(text)
})

test('whoever was here a few minutes ago, before midnight, was here yesterday', () => {
  expect(lastSeenText(at(24, 23, 58), at(25, 0, 2))).toMatch(/^Last seen yesterday, .*58/)
})

test('longer ago there is the day, and the year if it is another one', () => {
  expect(lastSeenText(at(2, 8), now)).toMatch(/^Last seen .*November.*, .*00/)
  expect(lastSeenText(at(2, 8), now)).not.toContain('2026')
  expect(lastSeenText(at(2, 8, 0, 2024), now)).toContain('2024')
})
