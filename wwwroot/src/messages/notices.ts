import { type Accessor, createEffect, onCleanup } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage, InboxConversation } from '../contract'
import { createAttention } from '../ui/attention'
import { chime } from '../ui/chime'
import { isOthers } from './entry'
import { parseMarkdown, plainBlocks } from './markdown'
import { calls } from './mentions'
import { type Missed, missedNotice, missedWanted } from './missed'
import { notificationsOn, soundsOn } from './noticeSettings'
import { createNoticeTabs } from './noticeTabs'

const longest = 160

interface Notice {
  title: string
  body: string
  tag: string
  /** The conversation that a click opens. */
  leadsTo: string
}

/** Whether somebody wants to be told of a message: it is another's, and the level of its room lets it through. */
export function concerns(message: ChatMessage, { level }: InboxConversation, me: string | undefined): boolean {
  if (!isOthers(message, me) || level === 'none') return false
  return level === 'all' || calls(message.mentions, me)
}

/** Tells of what comes while nobody looks at it: by a sound, and if nobody looks at any tab, by a notification. What came
 * while the tab was cut off is told of once, when it is back. */
export function createNotices(
  chosen: Accessor<InboxConversation | undefined>,
  open: (conversation: string) => void,
): void {
  const { inbox, rooms, session } = useChat()
  const attention = createAttention()
  const tabs = createNoticeTabs((navigator as { locks?: LockManager }).locks)
  createEffect(() => tabs.look(attention() ? (chosen()?.conversation ?? 'none') : undefined))
  onCleanup(inbox.listen((message) => void tell(message)))
  onCleanup(inbox.listenMissed((missed) => void tellMissed(missed)))
  onCleanup(() => tabs.end())

  const find = (id: string) => inbox.conversations().find(({ conversation }) => conversation === id)

  async function tell(message: ChatMessage) {
    const conversation = find(message.conversation)
    if (!conversation || !tabs.tells() || !concerns(message, conversation, session.me()?.id)) return
    const looked = await tabs.lookedAt()
    if (looked.includes(message.conversation)) return
    const { author, text, sequence } = message
    attract(looked, {
      title: `${author.name} in ${rooms.nameOf(conversation.room)}`,
      body: plainBlocks(parseMarkdown(text)).slice(0, longest),
      tag: `${message.conversation}/${sequence}`,
      leadsTo: message.conversation,
    })
  }

  async function tellMissed(all: readonly Missed[]) {
    if (!tabs.tells()) return
    const looked = await tabs.lookedAt()
    const missed = all.flatMap((one) => {
      const conversation = find(one.conversation)
      const wanted = conversation && missedWanted(one, conversation)
      return wanted && !looked.includes(one.conversation) ? [{ ...wanted, room: rooms.nameOf(conversation.room) }] : []
    })
    const [first] = missed
    if (first) attract(looked, { ...missedNotice(missed), tag: 'missed', leadsTo: first.conversation })
  }

  function attract(looked: readonly string[], notice: Notice) {
    if (soundsOn()) chime()
    if (looked.length === 0 && notificationsOn()) notify(notice)
  }

  function notify({ title, body, tag, leadsTo }: Notice) {
    try {
      const notification = new Notification(title, { body, tag, icon: '/favicon.svg', silent: true })
      notification.addEventListener('click', () => {
        window.focus()
        open(leadsTo)
        notification.close()
      })
    } catch {
      // Phones let only a service worker show notifications.
    }
  }
}
