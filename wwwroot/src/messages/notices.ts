import { type Accessor, createEffect, onCleanup } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage, FriendEntry, InboxConversation, NoticeLevel, RoomInvitation } from '../contract'
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

/** Where a notice leads: to a room by its conversation, to a direct chat by whom it is with, or to the people. */
export type Destination = { conversation: string } | { direct: string } | 'people'

/** What a message came into, as far as a notice has to know of it. */
interface Place {
  level: NoticeLevel
  destination: Destination
  /** What a room is called; undefined for a direct chat. */
  room: string | undefined
}

/** Whether somebody wants to be told of a message: it is another's, and the level of its room lets it through. */
export function concerns(
  message: ChatMessage,
  { level }: Pick<InboxConversation, 'level'>,
  me: string | undefined,
): boolean {
  if (!isOthers(message, me) || level === 'none') return false
  return level === 'all' || calls(message.mentions, me)
}

/** Tells of what comes while nobody looks at it: by a sound, and if nobody looks at any tab, by a notification. What came
 * while the tab was cut off is told of once, when it is back. */
export function createNotices(looksAt: Accessor<string | undefined>, open: (destination: Destination) => void): void {
  const { directs, friends, inbox, invitations, presence, rooms, session } = useChat()
  const attention = createAttention()
  const tabs = createNoticeTabs((navigator as { locks?: LockManager }).locks)
  createEffect(() => tabs.look(attention() ? (looksAt() ?? 'none') : undefined))
  onCleanup(inbox.listen((message) => void tell(message)))
  onCleanup(friends.listen((entry) => void tellFriend(entry)))
  onCleanup(invitations.listen((invitation) => void tellInvitation(invitation)))
  onCleanup(inbox.listenMissed((missed) => void tellMissed(missed)))
  onCleanup(() => tabs.end())

  const findRoom = (id: string) => inbox.conversations().find(({ conversation }) => conversation === id)
  const findDirect = (id: string) => directs.conversations().find(({ conversation }) => conversation === id)

  function find(id: string): Place | undefined {
    const [known, direct] = [findRoom(id), findDirect(id)]
    if (known) return { level: known.level, destination: { conversation: id }, room: rooms.nameOf(known.room) }
    // Whatever is written to oneself alone calls one.
    const level = direct?.level === 'mentions' ? 'all' : direct?.level
    return direct && level && { level, destination: { direct: direct.with.id }, room: undefined }
  }

  async function tell(message: ChatMessage) {
    const place = find(message.conversation)
    if (!place || !tabs.tells() || friends.blocked(message.author.id) || !concerns(message, place, session.me()?.id))
      return
    const looked = await tabs.lookedAt()
    if (looked.includes(message.conversation)) return
    const { author, text, sequence } = message
    attract(looked, {
      title: place.room === undefined ? author.name : `${author.name} in ${place.room}`,
      body: plainBlocks(parseMarkdown(text)).slice(0, longest),
      tag: `${message.conversation}/${sequence}`,
      follow: () => open(place.destination),
    })
  }

  async function tellFriend({ view, profile }: FriendEntry) {
    if (!tabs.tells() || !profile) return
    const title = view.relation === 'friends' ? 'New friend' : 'Friend request'
    const body =
      view.relation === 'friends'
        ? `You and ${profile.name} are friends now.`
        : `${profile.name} wants to be your friend.`
    attract(await tabs.lookedAt(), { title, body, tag: `friend/${view.with}`, follow: () => open('people') })
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
      const place = find(one.conversation)
      const wanted = place && missedWanted(one, place)
      const from = findDirect(one.conversation)?.with.name
      return wanted && !looked.includes(one.conversation) ? [{ ...wanted, ...place, from }] : []
    })
    const [first] = missed
    if (first) attract(looked, { ...missedNotice(missed), tag: 'missed', follow: () => open(first.destination) })
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
