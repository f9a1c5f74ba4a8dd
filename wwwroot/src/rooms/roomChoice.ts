import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js'
import type { InboxConversation } from '../contract'
import { waitingCount, waitingIn } from './unread'

const prefix = '#/room/'

/**
 * Which room is open. It stands in the address, so that a reload and the browser's back button keep their meaning;
 * without one in the address it is the first with unread messages, or else the first.
 */
export function createRoomChoice(conversations: Accessor<InboxConversation[]>) {
  const [wanted, setWanted] = createSignal(fromAddress())
  const [first, setFirst] = createSignal<string>()
  const follow = () => setWanted(fromAddress())
  window.addEventListener('hashchange', follow)
  onCleanup(() => window.removeEventListener('hashchange', follow))

  const chosen = createMemo(() => {
    const all = conversations()
    const named = all.find(({ room }) => room.id === wanted())
    if (named !== undefined) return named
    const kept = all.find(({ conversation }) => conversation === first())
    if (kept !== undefined) return kept
    const start = all.find((each) => waitingCount(waitingIn(each)) > 0) ?? all[0]
    queueMicrotask(() => setFirst(start?.conversation))
    return start
  })

  const choose = (conversation: string) => {
    const room = conversations().find((each) => each.conversation === conversation)?.room
    if (room !== undefined && room.id !== chosen()?.room.id) location.hash = `${prefix}${room.id}`
  }

  /** Opens a room by its id, which may be in the list only in a moment. */
  const enter = (room: string) => (location.hash = `${prefix}${room}`)

  return { chosen, choose, enter }
}

function fromAddress(): string | undefined {
  return location.hash.startsWith(prefix) ? location.hash.slice(prefix.length) : undefined
}
