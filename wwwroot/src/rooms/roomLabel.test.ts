import { expect, test } from 'vitest'
import { roomLabel } from './roomLabel'

test('a screen reader hears what the eye sees of a room in the list', () => {
  expect(roomLabel('Tea', 0, 'all', { unread: 0, mentions: 0 })).toBe('Tea')
  expect(roomLabel('Tea', 2, 'all', { unread: 3, mentions: 1 })).toBe('Tea, 2 here now, 1 mention, 3 unread')
  expect(roomLabel('Tea', 1, 'mentions', { unread: 0, mentions: 100 })).toBe(
    'Tea, 1 here now, mentions only, 99+ mentions',
  )
  expect(roomLabel('Tea', 1, 'none', { unread: 0, mentions: 0 })).toBe('Tea, 1 here now, muted')
})
