import { expect, test } from 'vitest'
import { reachesThisComputerOnly } from './inviteAddress'
import { ownRoomName } from './title'
import { unreadText } from './unread'

test.each([
  ['http://localhost:5080/', true],
  ['http://127.0.0.1:5080/', true],
  ['http://[::1]:5080/', true],
  ['https://chat.example.org/', false],
  ['https://localhost.example.org/', false],
  ['', false],
])('%s reaches this computer only: %s', (url, only) => {
  expect(reachesThisComputerOnly(url)).toBe(only)
})

test('a room made at once is called after its owner, within the limit', () => {
  expect(ownRoomName('Ada', 64)).toBe("Ada's room")
  expect(ownRoomName('x'.repeat(64), 64)).toHaveLength(64)
})

test('unread counts end at 99+', () => {
  expect(unreadText(99)).toBe('99')
  expect(unreadText(100)).toBe('99+')
})
