import { type Accessor, createEffect, createMemo, createResource } from 'solid-js'
import { useChat } from '../chatContext'
import type { RoomDescription, RoomMute } from '../contract'
import { createClock } from '../ui/ticking'
import { untilText } from './until'

/** What one may do in a conversation, and so what to offer. The server decides all the same. */
export interface Standing {
  /** Whether one may write, reply and react now. */
  mayWrite(): boolean
  /** Whether one may delete what one wrote. */
  mayDeleteOwn(): boolean
  /** The mute that holds now. */
  muted(): RoomMute | undefined
  /** Whether one may delete what this author wrote, oneself apart. */
  mayDelete(author: string): boolean
}

export function createStanding(room: Accessor<RoomDescription>): Standing {
  const { connection, rooms, session } = useChat()
  const ends = () => room().mute?.untilMs ?? undefined
  const now = createClock(1_000, () => ends() !== undefined)
  const muted = createMemo(
    () => {
      const { mute } = room()
      return mute && (mute.untilMs === null || mute.untilMs > now() + connection.serverAheadMs()) ? mute : undefined
    },
    undefined,
    { equals: (one, other) => one?.untilMs === other?.untilMs && !one === !other },
  )
  const role = createMemo(() => room().role)
  // Only a moderator has to know who else is one.
  const [above, { refetch }] = createResource(
    () => role() === 'moderator' && room().id,
    async (id) => {
      const { value } = await rooms.members(id, 0)
      return (
        value && new Set(value.members.filter((member) => member.role !== 'member').map(({ profile }) => profile.id))
      )
    },
  )
  createEffect(() => {
    if (rooms.acted() > 0 && role() === 'moderator') void refetch()
  })

  return {
    mayWrite: () => !muted(),
    mayDeleteOwn: () => true,
    muted,
    mayDelete(author) {
      if (author === session.me()?.id || role() === 'member') return false
      return role() === 'owner' || above.latest?.has(author) === false
    },
  }
}

export const mutedSentence = (untilMs: number | null, now: number): string =>
  untilMs === null
    ? 'You are muted here until a moderator lets you write again. You can still read.'
    : `You are muted here until ${untilText(untilMs, now)}. You can still read.`
