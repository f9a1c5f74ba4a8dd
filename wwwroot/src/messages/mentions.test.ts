import { expect, test } from 'vitest'
import { person } from '../testChat'
import { calls, expectedMentions, findMentions, splitMentions, typedMention } from './mentions'

const ada = person('Ada', { handle: 'ada' })
const bob = person('Bob Stone', { id: 'bob', handle: 'bobby' })
const cy = person('Cy Bo', { id: 'cy', handle: 'cyan' })
const guest = person('Bodo')
const mentions = expectedMentions([ada, bob, guest])

test('one is called by name and with everybody', () => {
  expect(calls([{ name: 'bobby', user: 'bob' }], 'bob')).toBe(true)
  expect(calls([{ name: 'here', user: null }], 'bob')).toBe(true)
  expect(calls([{ name: 'bobby', user: 'bob' }], 'ada')).toBe(false)
})

const names = (text: string) => splitMentions(text, mentions).flatMap(({ mention }) => mention?.name ?? [])
const texts = (text: string) => splitMentions(text, mentions).map((part) => part.text)

test('the names of those who are called stand apart, and nothing is lost', () => {
  expect(texts('hi @Ada, @bobby and @nobody')).toEqual(['hi ', '@Ada', ', ', '@bobby', ' and @nobody'])
  expect(names('hi @Ada, @bobby and @nobody')).toEqual(['ada', 'bobby'])
  expect(names('@here')).toEqual(['here'])
  expect(names('mail x@ada and @ada_2 and @adaé')).toEqual([])
  expect(names('https://example.org/@ada')).toEqual([])
  expect(splitMentions('hi @ada', [])).toEqual([{ text: 'hi @ada' }])
})

test('a mention is being typed after an @ that begins a word', () => {
  expect(['@', 'hi @Bo', '(@a_1'].map(typedMention)).toEqual(['', 'bo', 'a_1'])
  expect(['a@bo', '@bo ', '@bo!', 'hi', 'é@bo'].map(typedMention)).toEqual(Array(5).fill(undefined))
})

test('those whose handle begins with it come first, then names, then everybody; never oneself or a guest', () => {
  const found = (typed: string) => findMentions([ada, bob, cy, guest], typed, 'ada').map(({ name }) => name)
  expect(found('bo')).toEqual(['bobby', 'cyan'])
  expect(found('')).toEqual(['bobby', 'cyan', 'here'])
  expect(found('her')).toEqual(['here'])
  expect(found('x')).toEqual([])
  const many = Array.from({ length: 9 }, (_, i) => person(`P${i}`, { handle: `p${i}` }))
  expect(findMentions(many, '', 'ada')).toHaveLength(6)
})
