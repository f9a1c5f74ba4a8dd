import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js'
import type { InboxConversation } from '../contract'
import { type DirectPlace, directPlace, directWay } from '../messages/directWay'
import { waitingCount, waitingIn } from './unread'

const prefix = '#/room/'
const graphPart = '/graph'

/**
 * Which room is open, or which direct chat in its place. It stands in the address, so that a reload and the browser's back
 * button keep their meaning; without one in the address it is the first with unread messages, or else the first.
 */
export function createRoomChoice(conversations: Accessor<InboxConversation[]>) {
  const [followed, setFollowed] = createSignal(fromAddress())
  const [first, setFirst] = createSignal<string>()
  const follow = () => setFollowed(fromAddress())
  const wanted = () => followed()?.place
  /** The direct chat that the address names: another object each time that it is followed. */
  const direct = () => followed()?.direct
  window.addEventListener('hashchange', follow)
  onCleanup(() => window.removeEventListener('hashchange', follow))

  const chosen = createMemo((before: InboxConversation | undefined) => {
    const all = conversations()
    const named = all.find(({ room }) => room.id === wanted()?.room)
    if (named !== undefined) return named
    // Whoever writes with one person is still in the room that they came from.
    const left = direct() && before?.conversation
    const kept = all.find(({ conversation }) => conversation === (left ?? first()))
    if (kept !== undefined) return kept
    const start = all.find((each) => waitingCount(waitingIn(each)) > 0) ?? all[0]
    queueMicrotask(() => setFirst(start?.conversation))
    return start
  })

  // Whoever was in the room of the address and is not any more does not want to be led there.
  let entered: string | undefined
  createEffect(() => {
    const room = wanted()?.room
    if (conversations().some((each) => each.room.id === room)) entered = room
    else if (room !== undefined && room === entered && conversations().length > 0) {
      entered = undefined
      const graph = inGraph()
      history.replaceState(null, '', location.pathname + location.search)
      follow()
      if (graph) enterInGraph()
    }
  })

  const choose = (conversation: string) => {
    const room = conversations().find((each) => each.conversation === conversation)?.room
    if (room !== undefined && (room.id !== chosen()?.room.id || inGraph() || direct() !== undefined)) enter(room.id)
  }

  const go = (to: string) => {
    location.hash = to
    // At once: the browser tells of it only later.
    follow()
  }

  /** Opens a room by its id, which may be in the list only in a moment. */
  const enter = (room: string) => go(way(room))

  /** Shows everyone as a graph, in which this room is open. */
  const enterInGraph = (room = chosen()?.room.id ?? '') => go(wayInGraph(room))

  const inGraph = () => wanted()?.graph === true

  /** What the address names in the room that is open: another object each time that it is followed. */
  const place = () => (chosen()?.room.id === wanted()?.room ? wanted() : undefined)
  /** The room that the address names and one is not in. */
  const elsewhere = () => (chosen()?.room.id === wanted()?.room ? undefined : wanted()?.room)

  /** Opens the direct chat with this person. */
  const enterDirect = (user: string) => go(directWay(user))

  /** Stays where one is. */
  const stay = () => enter(chosen()?.room.id ?? '')

  return { chosen, followed, direct, choose, enter, enterDirect, enterInGraph, inGraph, place, elsewhere, stay }
}

/** The part of an address that leads to a room, or to a message in it. */
export const way = (room: string, message?: number): string =>
  message === undefined ? `${prefix}${room}` : `${prefix}${room}/${message}`

const wayInGraph = (room: string): string => `${way(room)}${graphPart}`

/** The same, to be seen in the graph if that is where one is. */
export const wayFromHere = (room: string): string => (location.hash.endsWith(graphPart) ? wayInGraph(room) : way(room))

/** A room, or a message in it. */
export interface Place {
  room: string
  message?: number
  /** Whether it is shown in the graph, not as a chat. */
  graph?: true
}

/** What an address leads to: a room or a direct chat. */
interface Followed {
  place?: Place
  direct?: DirectPlace
}

function fromAddress(): Followed | undefined {
  const [place, direct] = [roomPlace(), directPlace(location.hash)]
  return place ? { place } : direct && { direct }
}

function roomPlace(): Place | undefined {
  if (!location.hash.startsWith(prefix)) return undefined
  const [room = '', number] = location.hash.slice(prefix.length).split('/')
  if (`/${number}` === graphPart) return { room, graph: true }
  const message = Number(number)
  return Number.isSafeInteger(message) && message > 0 ? { room, message } : { room }
}
