import { describe, expect, test } from 'vitest'
import { initialOf, inkOn } from './colours'
import { nextIndex } from './roving'
import { briefTime, dayName } from './times'

test.each([
  ['ada', 'A'],
  ['  über', 'Ü'],
  ['👩‍🚀 Sally', '👩‍🚀'],
  ['', '?'],
])('the initial of %j is %s', (name, initial) => {
  expect(initialOf(name)).toBe(initial)
})

test('ink is dark on light colours and light on dark ones', () => {
  expect(inkOn('#ffffff')).toBe('dark')
  expect(inkOn('#e9b630')).toBe('dark')
  expect(inkOn('#000000')).toBe('light')
  expect(inkOn('#2233aa')).toBe('light')
})

describe('arrow keys', () => {
  test('move along a list and stop at its ends', () => {
    expect(nextIndex('ArrowDown', 0, 3)).toBe(1)
    expect(nextIndex('ArrowDown', 2, 3)).toBeUndefined()
    expect(nextIndex('ArrowUp', 0, 3)).toBeUndefined()
    expect(nextIndex('ArrowRight', 0, 3)).toBeUndefined()
    expect(nextIndex('End', 0, 3)).toBe(2)
  })

  test('move in a grid', () => {
    expect(nextIndex('ArrowDown', 1, 20, 9)).toBe(10)
    expect(nextIndex('ArrowUp', 10, 20, 9)).toBe(1)
    expect(nextIndex('ArrowDown', 12, 20, 9)).toBeUndefined()
    expect(nextIndex('ArrowRight', 8, 20, 9)).toBe(9)
  })
})

describe('times', () => {
  const now = new Date(2026, 10, 22, 0, 30).getTime()

  test('are brief within the hour, also when the clocks differ', () => {
    expect(briefTime(now + 5_000, now)).toBe('just now')
    expect(briefTime(now - 59_000, now)).toBe('just now')
    expect(briefTime(now - 59 * 60_000, now)).toBe('59 min ago')
    expect(briefTime(now - 61 * 60_000, now)).toMatch(/\d/)
  })

  test('days have names', () => {
    expect(dayName(now - 10 * 60_000, now)).toBe('Today')
    expect(dayName(now - 60 * 60_000, now)).toBe('Yesterday')
    expect(dayName(now - 400 * 24 * 60 * 60_000, now)).toContain('2025')
  })
})
