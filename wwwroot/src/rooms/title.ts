import { type Accessor, createEffect, onCleanup } from 'solid-js'
import { useChat } from '../chatContext'
import type { InboxConversation } from '../contract'
import { totalUnread, unreadText } from './unread'

/** What a room is called that somebody makes without saying how. */
export const ownRoomName = (name: string, longest: number): string => {
  const suffix = "'s room"
  return `${name.slice(0, longest - suffix.length).trimEnd()}${suffix}`
}

/** Keeps the title of the tab at the unread count and the room. */
export function createTitle(chosen: Accessor<InboxConversation | undefined>): void {
  const { inbox } = useChat()
  createEffect(() => {
    const unread = totalUnread(inbox.conversations())
    const room = chosen()?.room.name
    document.title = `${unread > 0 ? `(${unreadText(unread)}) ` : ''}${room === undefined ? '' : `${room} · `}ChatMux`
  })
  onCleanup(() => (document.title = 'ChatMux'))
}
