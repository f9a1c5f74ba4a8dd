import { type Accessor, createEffect, onCleanup } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage, FriendEntry, InboxConversation, RoomInvitation } from '../contract'
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
  /** What a click does, beside bringing one to the page. */
  follow(this: void): void
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
  open: (conversation: string | undefined) => void,
): void {
  const { friends, inbox, invitations, presence, rooms, session } = useChat()
  const attention = createAttention()
  const tabs = createNoticeTabs((navigator as { locks?: LockManager }).locks)
  createEffect(() => tabs.look(attention() ? (chosen()?.conversation ?? 'none') : undefined))
  onCleanup(inbox.listen((message) => void tell(message)))
  onCleanup(friends.listen((entry) => void tellFriend(entry)))
  onCleanup(invitations.listen((invitation) => void tellInvitation(invitation)))
  onCleanup(inbox.listenMissed((missed) => void tellMissed(missed)))
  onCleanup(() => tabs.end())

  const find = (id: string) => inbox.conversations().find(({ conversation }) => conversation === id)

  async function tell(message: ChatMessage) {
    const conversation = find(message.conversation)
    if (
      !conversation ||
      !tabs.tells() ||
      friends.blocked(message.author.id) ||
      !concerns(message, conversation, session.me()?.id)
    )
      return
    const looked = await tabs.lookedAt()
    if (looked.includes(message.conversation)) return
    const { author, text, sequence } = message
    attract(looked, {
      title: `${author.name} in ${rooms.nameOf(conversation.room)}`,
      body: plainBlocks(parseMarkdown(text)).slice(0, longest),
      tag: `${message.conversation}/${sequence}`,
      follow: () => open(message.conversation),
    })
  }

  async function tellFriend({ view, profile }: FriendEntry) {
    if (!tabs.tells() || !profile) return
    const title = view.relation === 'friends' ? 'New friend' : 'Friend request'
    const body =
      view.relation === 'friends'
        ? `You and ${profile.name} are friends now.`
        : `${profile.name} wants to be your friend.`
    attract(await tabs.lookedAt(), { title, body, tag: `friend/${view.with}`, follow: () => open(undefined) })
  }

  async function tellInvitation({ room, name, by }: RoomInvitation) {
    if (!tabs.tells()) return
    attract(await tabs.lookedAt(), {
      title: 'Invitation',
      body: `${by.name} invites you to ${rooms.nameOf({ id: room, name })}.`,
      tag: `invitation/${room}/${by.id}`,
      // It waits on top of whatever is open.
      follow() {},
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
    if (first) attract(looked, { ...missedNotice(missed), tag: 'missed', follow: () => open(first.conversation) })
  }

  function attract(looked: readonly string[], notice: Notice) {
    if (presence.availability() === 'doNotDisturb') return
    if (soundsOn()) chime()
    if (looked.length === 0 && notificationsOn()) notify(notice)
  }

  function notify({ title, body, tag, follow }: Notice) {
    try {
      const notification = new Notification(title, { body, tag, icon: '/favicon.svg', silent: true })
      notification.addEventListener('click', () => {
        window.focus()
        follow()
        notification.close()
      })
    } catch {
      // Phones let only a service worker show notifications.
    }
  }
}
