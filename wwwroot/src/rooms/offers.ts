import type { ModerationKind, RoomRole } from '../contract'

/** Something that one may do to a member. */
export interface Offer {
  name: string
  kind: ModerationKind | 'handOver'
  forMs?: number
}

const minuteMs = 60_000
const rank: Record<RoomRole, number> = { member: 0, moderator: 1, owner: 2 }

const mutes: Offer[] = [
  { name: 'Mute for 10 minutes', kind: 'mute', forMs: 10 * minuteMs },
  { name: 'Mute for 1 hour', kind: 'mute', forMs: 60 * minuteMs },
  { name: 'Mute for 1 day', kind: 'mute', forMs: 24 * 60 * minuteMs },
  { name: 'Mute until unmuted', kind: 'mute' },
]

/** What `mine` may do to somebody else who is `theirs`. */
export function offers(mine: RoomRole, theirs: RoomRole, muted: boolean): Offer[] {
  if (rank[mine] < rank.moderator || rank[mine] <= rank[theirs]) return []
  const roles: Offer[] =
    theirs === 'moderator'
      ? [{ name: 'Dismiss as moderator', kind: 'dismissModerator' }]
      : [{ name: 'Make moderator', kind: 'nameModerator' }]
  return [
    ...(mine === 'owner' ? roles : []),
    ...(muted ? [{ name: 'Unmute', kind: 'unmute' } as const] : mutes),
    { name: 'Remove from room', kind: 'kick' },
    { name: 'Ban', kind: 'ban' },
    ...(mine === 'owner' ? [{ name: 'Hand room over', kind: 'handOver' } as const] : []),
  ]
}
