import { expect, test } from 'vitest'
import { typingSentence } from './typingSentence'

test.each([
  [[], ''],
  [['Ada'], 'Ada is typing…'],
  [['Ada', 'Bo'], 'Ada and Bo are typing…'],
  [['Ada', 'Bo', 'Cy'], 'Ada, Bo and Cy are typing…'],
  [['Ada', 'Bo', 'Cy', 'Di'], 'Several people are typing…'],
])('%j: %s', (names, sentence) => {
  expect(typingSentence(names)).toBe(sentence)
})
