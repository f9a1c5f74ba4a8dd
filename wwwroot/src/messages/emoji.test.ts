import { expect, test } from 'vitest'
import rows from 'virtual:emoji'
import { emojiGroups, findEmoji, isOnlyEmoji, replaceShortcodes, toTable, typedShortcode } from './emoji'

const table = toTable(rows)
const names = (typed: string) => findEmoji(table, typed, 5).map((emoji) => emoji.names[0])

test('the table has an emoji for every group and known names', () => {
  expect(table.all.length).toBeGreaterThan(1_500)
  for (const { group } of emojiGroups) expect(table.all.some((emoji) => emoji.group === group)).toBe(true)
  expect(table.byName.get('tada')?.character).toBe('🎉')
})

test('shortcodes that exist are replaced, others stay', () => {
  expect(replaceShortcodes('a :tada::heart: b :nosuchthing: 12:30:45', table)).toBe('a 🎉❤️ b :nosuchthing: 12:30:45')
})

test('what begins with the typed name comes first, the shortest before', () => {
  expect(names('smile')[0]).toBe('smile')
  expect(names('smi').slice(0, 2)).toEqual(['smile', 'smirk'])
  expect(names('nosuchthing')).toEqual([])
})

test.each([
  ['hello :smi', 'smi'],
  [':ta', 'ta'],
  [':t', undefined],
  ['12:30', undefined],
  ['https://x', undefined],
  [':tada: ', undefined],
])('the name being typed in %j is %j', (text, name) => {
  expect(typedShortcode(text)).toBe(name)
})

test.each(['🎉', '🎉 ❤️', '👩‍👩‍👧', '🇮🇹', '👍🏽', '1️⃣'])('%s is only emoji', (text) => {
  expect(isOnlyEmoji(text)).toBe(true)
})

test.each(['', 'a', '🎉!', '1', '#', '©', '🎉'.repeat(13)])('%j is not only emoji', (text) => {
  expect(isOnlyEmoji(text)).toBe(false)
})
