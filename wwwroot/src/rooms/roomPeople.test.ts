import { expect, test } from 'vitest'
import { person } from '../testChat'
import { roomPeople } from './roomPeople'

const [ada, bob, cy, dee] = ['Ada', 'Bob', 'Cy', 'Dee'].map((name) => person(name)) as [Person, Person, Person, Person]
type Person = ReturnType<typeof person>

test('the members are meant, those who are here apart from those who are away', () => {
  const people = roomPeople([bob, ada], { profiles: [cy, ada, bob], all: true }, [])
  expect(people).toEqual({ here: [bob, ada], away: [cy] })
})

test('who is here and is no member is not meant, unless they wrote here: they may have joined since', () => {
  expect(roomPeople([ada, dee], { profiles: [ada], all: true }, []).here).toEqual([ada])
  expect(roomPeople([ada, dee], { profiles: [ada], all: true }, [dee]).here).toEqual([ada, dee])
})

test('who wrote here and is neither here nor a member has left', () => {
  expect(roomPeople([ada], { profiles: [ada], all: true }, [dee]).away).toEqual([])
})

test('until all members are known, whoever is here or wrote here may be one', () => {
  const renamed = person('Cyan', { id: 'cy' })
  expect(roomPeople([ada, dee], undefined, [bob, ada])).toEqual({ here: [ada, dee], away: [bob] })
  expect(roomPeople([ada], { profiles: [renamed], all: false }, [cy, bob]).away).toEqual([bob, renamed])
})

test('who is gone for good is nobody', () => {
  expect(roomPeople([], undefined, [person('', { id: 'gone' })])).toEqual({ here: [], away: [] })
})
