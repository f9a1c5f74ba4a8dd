import { type Accessor, createEffect, onCleanup } from 'solid-js'
import { useChat } from '../chatContext'
import type { InboxConversation } from '../contract'
import { badgeIcon } from '../ui/favicon'
import { unreadText, waitingCount, waitingInAll } from './unread'

// An icon knows no theme.
const mentionColour = '#c62828'
const unreadColour = '#41507a'

/** What a room is called that somebody makes without saying how. */
export const ownRoomName = (name: string, longest: number): string => {
  const suffix = "'s room"
  return `${name.slice(0, longest - suffix.length).trimEnd()}${suffix}`
}

/** Keeps the title and the icon of the tab at the unread count, and the title at the room. */
export function createTitle(chosen: Accessor<InboxConversation | undefined>): void {
  const { inbox, rooms } = useChat()
  createEffect(() => {
    const unread = waitingCount(waitingInAll(inbox.conversations()))
    const room = chosen()?.room
    document.title = `${unread > 0 ? `(${unreadText(unread)}) ` : ''}${room ? `${rooms.nameOf(room)} · ` : ''}ChatMux`
  })
  createEffect(() => {
    const waiting = waitingInAll(inbox.conversations())
    const text = waitingCount(waiting) > 0 ? unreadText(waitingCount(waiting)) : ''
    void badgeIcon(text, waiting.mentions > 0 ? mentionColour : unreadColour)
  })
  onCleanup(() => {
    document.title = 'ChatMux'
    void badgeIcon('', unreadColour)
  })
}
