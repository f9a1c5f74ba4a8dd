import { expect, test } from 'vitest'
import type { RoomRole } from '../contract'
import { offers } from './offers'

const kinds = (mine: RoomRole, theirs: RoomRole, muted = false) => [
  ...new Set(offers(mine, theirs, muted).map(({ kind }) => kind)),
]

test.each<[RoomRole, RoomRole, string[]]>([
  ['member', 'member', []],
  ['member', 'owner', []],
  ['moderator', 'member', ['mute', 'kick', 'ban']],
  ['moderator', 'moderator', []],
  ['moderator', 'owner', []],
  ['owner', 'member', ['nameModerator', 'mute', 'kick', 'ban', 'handOver']],
  ['owner', 'moderator', ['dismissModerator', 'mute', 'kick', 'ban', 'handOver']],
])('%s against %s', (mine, theirs, expected) => {
  expect(kinds(mine, theirs)).toEqual(expected)
})

test('who is muted can be unmuted, and not muted once more', () => {
  expect(kinds('moderator', 'member', true)).toEqual(['unmute', 'kick', 'ban'])
})
