import { describe, expect, test } from 'vitest'
import type { FriendAct, FriendRelation } from '../contract'
import { person } from '../testChat'
import { actNames, isDone, offers } from './offers'

const me = person('Ada', { guest: false })
const guest = person('Guest')
const other = person('Bo', { guest: false })
const view = (relation: FriendRelation, blocked = false) => ({ with: 'bo', relation, blocked, sinceMs: 0 })

const table: [FriendRelation | undefined, FriendAct[], ofGuest: FriendAct[]][] = [
  [undefined, ['request', 'block'], ['block']],
  ['none', ['request', 'block'], ['block']],
  ['requestSent', ['cancel', 'block'], ['block']],
  ['requestReceived', ['accept', 'decline', 'block'], ['block']],
  ['friends', ['unfriend', 'block'], ['block']],
]

describe.each(table)('to somebody who is "%s"', (relation, ofIdentity, ofGuest) => {
  const known = relation && view(relation)
  test('an identity may do what fits', () => {
    expect(offers(me, other, known)).toEqual(ofIdentity)
    expect(offers(me, guest, known)).toEqual(ofGuest)
  })
  test('a guest does nothing, and nobody anything to themselves', () => {
    expect(offers(guest, other, known)).toEqual([])
    expect(offers(undefined, other, known)).toEqual([])
    expect(offers(me, me, known)).toEqual([])
    expect(offers(guest, guest, known)).toEqual([])
  })
  test('who is blocked can only be unblocked', () => {
    const blocked = view(relation ?? 'none', true)
    expect(offers(me, other, blocked)).toEqual(['unblock'])
    expect(offers(me, guest, blocked)).toEqual(['unblock'])
    expect(offers(guest, other, blocked)).toEqual([])
  })
})

test('everything has its own name', () => {
  expect(new Set(Object.values(actNames)).size).toBe(Object.keys(actNames).length)
})

test.each<[FriendAct, ReturnType<typeof view>[], ReturnType<typeof view>[]]>([
  ['request', [view('requestSent'), view('friends')], [view('none'), view('requestReceived')]],
  ['accept', [view('friends')], [view('none'), view('requestReceived')]],
  ['decline', [view('none'), view('friends')], [view('requestReceived')]],
  ['cancel', [view('none'), view('friends')], [view('requestSent')]],
  ['unfriend', [view('none'), view('requestSent')], [view('friends')]],
  ['block', [view('none', true)], [view('none')]],
  ['unblock', [view('none')], [view('none', true)]],
])('%s has come about when it shows', (act, so, not) => {
  expect([so, not].map((views) => views.map((known) => isDone(known, act)))).toEqual([
    so.map(() => true),
    not.map(() => false),
  ])
  expect(isDone(undefined, act)).toBe(isDone(view('none'), act))
})
