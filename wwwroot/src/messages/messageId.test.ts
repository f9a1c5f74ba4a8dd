import { expect, test } from 'vitest'
import { messageId } from './messageId'

test('ids follow the time and differ within it', () => {
  const now = Date.UTC(2026, 10, 22)
  const ids = [messageId(now, 'f'.repeat(32)), messageId(now, '0'.repeat(32)), messageId(now + 1, '0'.repeat(32))]
  expect(ids.map((id) => /^[0-9a-f]{32}$/.test(id))).toEqual([true, true, true])
  expect(new Set(ids).size).toBe(3)
  expect(ids[0]! < ids[2]! && ids[1]! < ids[2]!).toBe(true)
})
