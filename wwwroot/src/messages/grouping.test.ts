import { expect, test } from 'vitest'
import { message, person } from '../testChat'
import { startsDay, startsGroup } from './grouping'

const ada = person('Ada')
const noon = new Date(2026, 10, 22, 12).getTime()
const minute = 60_000
const at = (minutes: number, author = ada) => message(1, author, 'x', noon + minutes * minute)

test('the first message starts a day and a group', () => {
  expect(startsDay(undefined, at(0))).toBe(true)
  expect(startsGroup(undefined, at(0))).toBe(true)
})

test('messages of one author within five minutes stand together', () => {
  expect(startsGroup(at(0), at(5))).toBe(false)
  expect(startsGroup(at(0), at(5.1))).toBe(true)
})

test('another author, or the same one under another name or colour, starts a group', () => {
  expect(startsGroup(at(0), at(1, person('Bo')))).toBe(true)
  expect(startsGroup(at(0), at(1, { ...ada, name: 'Ada L.' }))).toBe(true)
  expect(startsGroup(at(0), at(1, { ...ada, colour: '#000000' }))).toBe(true)
})

test('midnight starts a day and a group', () => {
  const late = at(12 * 60 - 1)
  const early = at(12 * 60 + 1)
  expect(startsDay(late, early)).toBe(true)
  expect(startsGroup(late, early)).toBe(true)
})
