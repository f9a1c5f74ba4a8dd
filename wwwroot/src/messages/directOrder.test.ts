import { expect, test } from 'vitest'
import type { DirectConversation } from '../contract'
import { person } from '../testChat'
import { waitingInAll, waitingInDirect } from '../rooms/unread'
import { grownSince, sortDirects } from './directOrder'

const direct = (name: string, unread = 0, more: Partial<DirectConversation> = {}): DirectConversation => ({
  conversation: `with ${name}`,
  with: person(name),
  head: 9,
  readUpTo: 9 - unread,
  unread,
  rewinds: 0,
  level: 'all',
  ...more,
})
const names = (...moments: DirectConversation[][]) => {
  const grown = moments.reduce((before, now, moment) => grownSince(before, now, moment), new Map())
  return sortDirects(moments.at(-1) ?? [], grown).map((each) => each.with.name)
}

test('what waits comes first, then it goes by name', () => {
  expect(names([direct('Cy'), direct('bo'), direct('Di', 1), direct('Ed', 2)])).toEqual(['Di', 'Ed', 'bo', 'Cy'])
})

test('of what waits, that in which something came last comes first', () => {
  const before = [direct('Bo', 1), direct('Cy'), direct('Di')]
  expect(names(before, [direct('Bo', 1), direct('Cy'), direct('Di', 1)])).toEqual(['Di', 'Bo', 'Cy'])
  const later = [direct('Bo', 2), direct('Cy'), direct('Di', 1)]
  expect(names(before, [direct('Bo', 1), direct('Cy'), direct('Di', 1)], later)).toEqual(['Bo', 'Di', 'Cy'])
  expect(names(before, later, [direct('Bo', 2), direct('Cy', 1), direct('Di', 1)])).toEqual(['Cy', 'Bo', 'Di'])
})

test('a chat that begins comes first, one that was read goes to its place', () => {
  expect(names([direct('Bo', 1)], [direct('Bo', 1), direct('Cy', 1)])).toEqual(['Cy', 'Bo'])
  expect(names([direct('Bo'), direct('Cy', 1)], [direct('Bo'), direct('Cy')])).toEqual(['Bo', 'Cy'])
})

test('what is muted does not come first', () => {
  expect(names([direct('Bo'), direct('Cy', 3, { level: 'none' })])).toEqual(['Bo', 'Cy'])
})

test('what is written to one alone counts like a mention', () => {
  expect(waitingInDirect(direct('Bo', 3))).toEqual({ unread: 0, mentions: 3 })
  expect(waitingInDirect(direct('Bo', 3, { level: 'mentions' }))).toEqual({ unread: 0, mentions: 3 })
  expect(waitingInDirect(direct('Bo', 3, { level: 'none' }))).toEqual({ unread: 0, mentions: 0 })
  expect(waitingInDirect(undefined)).toEqual({ unread: 0, mentions: 0 })
  expect(waitingInAll([], [direct('Bo', 3), direct('Cy', 1)])).toEqual({ unread: 0, mentions: 4 })
})
