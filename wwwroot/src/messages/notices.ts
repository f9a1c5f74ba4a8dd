import { type Accessor, createEffect, onCleanup } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage, InboxConversation } from '../contract'
import { createAttention } from '../ui/attention'
import { chime } from '../ui/chime'
import { isOthers } from './entry'
import { parseMarkdown, plainBlocks } from './markdown'
import { calls } from './mentions'
import { notificationsOn, soundsOn } from './noticeSettings'
import { createNoticeTabs } from './noticeTabs'

const longest = 160

/** Whether somebody wants to be told of a message: it is another's, and the level of its room lets it through. */
export function concerns(message: ChatMessage, { level }: InboxConversation, me: string | undefined): boolean {
  if (!isOthers(message, me) || level === 'none') return false
  return level === 'all' || calls(message.mentions, me)
}

/** Tells of what comes while nobody looks at it: by a sound, and if nobody looks at any tab, by a notification. */
export function createNotices(
  chosen: Accessor<InboxConversation | undefined>,
  open: (conversation: string) => void,
): void {
  const { inbox, rooms, session } = useChat()
  const attention = createAttention()
  const tabs = createNoticeTabs((navigator as { locks?: LockManager }).locks)
  createEffect(() => tabs.look(attention() ? (chosen()?.conversation ?? 'none') : undefined))
  onCleanup(inbox.listen((message) => void tell(message)))
  onCleanup(() => tabs.end())

  async function tell(message: ChatMessage) {
    const conversation = inbox.conversations().find((known) => known.conversation === message.conversation)
    if (!conversation || !tabs.tells() || !concerns(message, conversation, session.me()?.id)) return
    const looked = await tabs.lookedAt()
    if (looked.includes(message.conversation)) return
    if (soundsOn()) chime()
    if (looked.length === 0 && notificationsOn())
      notify(message, rooms.listed(conversation.room.id)?.name ?? conversation.room.name)
  }

  function notify({ author, text, conversation, sequence }: ChatMessage, room: string) {
    try {
      const body = plainBlocks(parseMarkdown(text)).slice(0, longest)
      const notification = new Notification(`${author.name} in ${room}`, {
        body,
        tag: `${conversation}/${sequence}`,
        icon: '/favicon.svg',
        silent: true,
      })
      notification.addEventListener('click', () => {
        window.focus()
        open(conversation)
        notification.close()
      })
    } catch {
      // Phones let only a service worker show notifications.
    }
  }
}
