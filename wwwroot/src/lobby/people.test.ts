import { expect, test } from 'vitest'
import type { FriendEntry, FriendRelation, LobbyPerson, Profile } from '../contract'
import { person } from '../testChat'
import { findPerson, fromEntry, groupPeople, isAway, type ListedPerson, type PeopleKnown } from './people'

const me = person('Ada', { guest: false, handle: 'ada' })
const here = (profile: Profile | string, more: Partial<LobbyPerson> = {}): LobbyPerson => ({
  profile: typeof profile === 'string' ? person(profile) : profile,
  devices: ['desktop'],
  presence: 'online',
  ...more,
})
const entry = (profile: Profile | string, relation: FriendRelation, more: Partial<FriendEntry> = {}): FriendEntry => {
  const known = typeof profile === 'string' ? person(profile) : profile
  return { view: { with: known.id, relation, blocked: false, sinceMs: 0 }, profile: known, lastSeenMs: null, ...more }
}
const blocked = (name: string): FriendEntry => ({
  ...entry(name, 'none'),
  view: { with: person(name).id, relation: 'none', blocked: true, sinceMs: 0 },
})
const since = (name: string, relation: FriendRelation, sinceMs: number): FriendEntry => {
  const made = entry(name, relation)
  return { ...made, view: { ...made.view, sinceMs } }
}
const names = (people: ListedPerson[]) => people.map(({ profile }) => profile.name)
function group(known: Partial<PeopleKnown>) {
  const groups = groupPeople({ here: [], entries: [], me, invisible: false, search: '', ...known })
  return { ...groups, requests: names(groups.requests), friends: names(groups.friends), others: names(groups.others) }
}

test('without friends everybody is an other, in the order in which they come', () => {
  expect(group({ here: [here(me), here('Zoe'), here('Bo')] })).toEqual({
    requests: [],
    friends: [],
    others: ['Ada', 'Zoe', 'Bo'],
  })
})

test('friends stand among friends alone, requests among the others too if they are here', () => {
  const entries = [entry('Bo', 'friends'), entry('Cy', 'requestReceived'), entry('Di', 'requestSent')]
  expect(group({ here: [here(me), here('Bo'), here('Cy'), here('Eve')], entries })).toEqual({
    requests: ['Cy', 'Di'],
    friends: ['Bo'],
    others: ['Ada', 'Cy', 'Eve'],
  })
})

test('friends who are here come first, each group by name', () => {
  const entries = ['zoe', 'Bo 10', 'bo 9', 'Ann'].map((name) => entry(name, 'friends'))
  expect(group({ here: [here('zoe'), here('Bo 10')], entries }).friends).toEqual(['Bo 10', 'zoe', 'Ann', 'bo 9'])
})

test('those who ask come before those who were asked, the newest first', () => {
  const entries = [
    since('Sent early', 'requestSent', 1),
    since('Got early', 'requestReceived', 2),
    since('Sent late', 'requestSent', 9),
    since('Got late', 'requestReceived', 8),
  ]
  expect(group({ entries }).requests).toEqual(['Got late', 'Got early', 'Sent late', 'Sent early'])
})

test('whom one has blocked is nowhere, even while searching', () => {
  const known = { here: [here(me), here('Bo')], entries: [blocked('Bo')] }
  expect(group(known)).toEqual({ requests: [], friends: [], others: ['Ada'] })
  expect(group({ ...known, search: 'bo' })).toEqual({ requests: [], friends: [], others: [] })
})

test.each([
  ['bo', ['Bobby', 'Cy', 'Di'], 'name, handle and status'],
  ['  BOB ', ['Bobby', 'Cy'], 'without case and spaces at the ends'],
  ['@bob', ['Cy'], 'a handle with its sign'],
  ['@', ['Bobby', 'Cy', 'Di', 'Eve'], 'the sign alone is nothing yet'],
  ['boat trip', ['Di'], 'several words of a status'],
  ['é', ['Eve'], 'other letters'],
  ['nobody', [], 'nothing'],
])('searching for "%s" finds %j: %s', (search, found) => {
  const everybody = [
    person('Bobby'),
    person('Cy', { guest: false, handle: 'bob_the_first' }),
    person('Di', { status: 'On a BOAT trip' }),
    person('Eve', { status: 'CAFÉ' }),
  ]
  expect(group({ here: everybody.map((profile) => here(profile)), search }).others).toEqual(found)
  const friends = everybody.map((profile) => entry(profile, 'friends'))
  expect(group({ entries: friends, search }).friends).toEqual(found)
  const requests = everybody.map((profile) => entry(profile, 'requestReceived'))
  expect(group({ entries: requests, search }).requests).toEqual(found)
})

test('whoever is invisible sees themselves, once', () => {
  const groups = groupPeople({ here: [here('Bo')], entries: [], me, invisible: true, search: '' })
  expect(groups.others[0]).toMatchObject({ id: me.id, presence: 'invisible', devices: [] })
  expect(names(groups.others)).toEqual(['Ada', 'Bo'])
  // Not yet gone for the others.
  expect(group({ here: [here(me), here('Bo')], invisible: true }).others).toEqual(['Ada', 'Bo'])
  expect(group({ here: [here('Bo')], invisible: true, search: 'bo' }).others).toEqual(['Bo'])
  expect(group({ here: [here('Bo')], invisible: true, me: undefined }).others).toEqual(['Bo'])
})

test('who is here is shown as they are now, who is away as they were', () => {
  const now = here(person('Bo', { name: 'Bob' }), { presence: 'idle', devices: ['phone'] })
  const bo = entry('Bo', 'friends', { lastSeenMs: 5 })
  expect(fromEntry(bo, now)).toMatchObject({
    profile: { name: 'Bob' },
    presence: 'idle',
    devices: ['phone'],
    lastSeenMs: null,
    view: bo.view,
  })
  expect(fromEntry(bo, undefined)).toMatchObject({
    profile: { name: 'Bo' },
    presence: 'offline',
    devices: [],
    lastSeenMs: 5,
  })
  expect([isAway(fromEntry(bo, now)), isAway(fromEntry(bo, undefined))]).toEqual([false, true])
})

test('somebody of whom only the id is known is somebody', () => {
  const unknown = fromEntry(entry('Bo', 'friends', { profile: null }), undefined)
  expect(unknown).toMatchObject({ id: 'bo', profile: { id: 'bo', name: 'Somebody', guest: false } })
  expect(fromEntry(entry('Bo', 'friends', { profile: null }), here('Bo')).profile.name).toBe('Bo')
})

test('of anybody at least the profile is shown', () => {
  const bo = person('Bo')
  expect(findPerson(bo, undefined, undefined)).toEqual({
    id: 'bo',
    profile: bo,
    presence: 'offline',
    devices: [],
    lastSeenMs: null,
    view: undefined,
  })
  expect(findPerson(bo, undefined, entry('Bo', 'friends', { profile: null, lastSeenMs: 3 }))).toMatchObject({
    profile: bo,
    lastSeenMs: 3,
    view: { relation: 'friends' },
  })
  expect(findPerson(bo, undefined, entry(person('Bo', { name: 'Bob' }), 'friends')).profile.name).toBe('Bob')
  expect(findPerson(bo, here(person('Bo', { name: 'Bobby' })), entry('Bo', 'friends'))).toMatchObject({
    profile: { name: 'Bobby' },
    presence: 'online',
    view: { relation: 'friends' },
  })
})
