import { type Accessor, createEffect, onCleanup } from 'solid-js'
import { useChat } from '../chatContext'
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

/** Keeps the title and the icon of the tab at the unread count, and the title at what the open conversation is called. */
export function createTitle(name: Accessor<string | undefined>): void {
  const { directs, inbox } = useChat()
  const all = () => waitingInAll(inbox.conversations(), directs.conversations())
  createEffect(() => {
    const unread = waitingCount(all())
    document.title = `${unread > 0 ? `(${unreadText(unread)}) ` : ''}${name() ? `${name()} · ` : ''}ChatMux`
  })
  createEffect(() => {
    const waiting = all()
    const text = waitingCount(waiting) > 0 ? unreadText(waitingCount(waiting)) : ''
    void badgeIcon(text, waiting.mentions > 0 ? mentionColour : unreadColour)
  })
  onCleanup(() => {
    document.title = 'ChatMux'
    void badgeIcon('', unreadColour)
  })
}
