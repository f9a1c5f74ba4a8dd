import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Availability, ChatMessage, FriendEntry, FriendRelation, RoomInvitation } from '../contract'
import { open } from '../testApp'
import { message, person } from '../testChat'
import { chime } from '../ui/chime'
import { type Missed, missedNotice } from './missed'

vi.mock('../ui/chime')

const ada = person('Ada', { guest: false, handle: 'ada' })
const bo = person('Bo', { guest: false, handle: 'bo' })
const entry = (relation: FriendRelation, more: Partial<FriendEntry> = {}): FriendEntry => ({
  view: { with: 'bo', relation, blocked: false, sinceMs: 0 },
  profile: bo,
  lastSeenMs: null,
  ...more,
})

/** What was told of, and how it is clicked. */
let shown: { title: string; body?: string; click: () => void }[] = []

beforeEach(() => {
  shown = []
  localStorage.setItem('chatmux.notifications', 'on')
  class FakeNotification extends EventTarget {
    static readonly permission = 'granted'
    constructor(title: string, options: NotificationOptions) {
      super()
      shown.push({ title, ...options, click: () => this.dispatchEvent(new Event('click')) })
    }
    close() {}
  }
  vi.stubGlobal('Notification', FakeNotification)
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.mocked(chime).mockClear()
})

function listen(availability: Availability = 'available') {
  let hear: (message: ChatMessage) => void = () => {}
  let hearMissed: (missed: readonly Missed[]) => void = () => {}
  let hearFriend: (entry: FriendEntry) => void = () => {}
  let hearInvitation: (invitation: RoomInvitation) => void = () => {}
  const world = open(({ chat, setMe, setPresence }) => {
    setMe(ada)
    setPresence({ availability, connections: [] })
    chat.inbox.listen = (heard) => {
      hear = heard
      return () => {}
    }
    chat.inbox.listenMissed = (heard) => {
      hearMissed = heard
      return () => {}
    }
    chat.invitations.listen = (heard) => {
      hearInvitation = heard
      return () => {}
    }
    chat.friends.listen = (heard) => {
      hearFriend = heard
      return () => {}
    }
  })
  localStorage.setItem('chatmux.notifications', 'on')
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  const told = async (tell: () => void) => {
    shown = []
    vi.mocked(chime).mockClear()
    tell()
    await settled()
    return { titles: shown.map(({ title }) => title), chimes: vi.mocked(chime).mock.calls.length }
  }
  return {
    ...world,
    ofMessage: (said: ChatMessage) => told(() => hear(said)),
    ofMissed: (missed: Missed) => told(() => hearMissed([missed])),
    ofFriend: (news: FriendEntry) => told(() => hearFriend(news)),
    ofInvitation: (invitation: RoomInvitation) => told(() => hearInvitation(invitation)),
  }
}
const invitation: RoomInvitation = { room: 'music', name: 'Music', by: bo, atMs: 0 }
const missed: Missed = { conversation: 'c2', unread: 2, mentions: 0 }

test('of a message, a request and a new friend one is told by a sound and a notification', async () => {
  const { ofFriend, ofMessage, ofMissed } = listen()
  expect(await ofMessage(message(1, bo, 'hello'))).toEqual({ titles: ['Bo in Lobby'], chimes: 1 })
  expect(await ofFriend(entry('requestReceived'))).toEqual({ titles: ['Friend request'], chimes: 1 })
  expect(shown[0]?.body).toBe('Bo wants to be your friend.')
  expect(await ofFriend(entry('friends'))).toEqual({ titles: ['New friend'], chimes: 1 })
  expect(shown[0]?.body).toBe('You and Bo are friends now.')
  expect(await ofMissed(missed)).toMatchObject({ chimes: 1 })
})

test('of an invitation one is told too, and a click leaves everything where it is', async () => {
  const { container, ofInvitation } = listen()
  const focus = vi.spyOn(window, 'focus').mockImplementation(() => {})
  expect(await ofInvitation(invitation)).toEqual({ titles: ['Invitation'], chimes: 1 })
  expect(shown[0]?.body).toBe('Bo invites you to Music.')
  shown[0]!.click()
  expect(focus).toHaveBeenCalled()
  expect(container.querySelector('.frame')).toHaveAttribute('data-panel', 'chat')
  expect(location.hash).toBe('')
  localStorage.setItem('chatmux.notifications', 'off')
  localStorage.setItem('chatmux.sounds', 'off')
  expect(await ofInvitation(invitation)).toEqual({ titles: [], chimes: 0 })
})

test('while one looks at the page an invitation makes a sound alone', async () => {
  vi.mocked(document.hasFocus).mockReturnValue(true)
  expect(await listen().ofInvitation(invitation)).toEqual({ titles: [], chimes: 1 })
})

test('who wants not to be disturbed is told of nothing', async () => {
  const { ofFriend, ofInvitation, ofMessage, ofMissed, setPresence } = listen('doNotDisturb')
  const nothing = { titles: [], chimes: 0 }
  expect(await ofMessage(message(1, bo, 'hello'))).toEqual(nothing)
  expect(await ofFriend(entry('requestReceived'))).toEqual(nothing)
  expect(await ofInvitation(invitation)).toEqual(nothing)
  expect(await ofMissed(missed)).toEqual(nothing)
  setPresence({ availability: 'invisible', connections: [] })
  expect(await ofMessage(message(2, bo, 'hello'))).toMatchObject({ chimes: 1 })
})

test('of what somebody writes whom one has blocked nobody is told', async () => {
  const { ofMessage, setFriends } = listen()
  setFriends([{ ...entry('none'), view: { ...entry('none').view, blocked: true } }])
  expect(await ofMessage(message(1, bo, 'hello'))).toEqual({ titles: [], chimes: 0 })
  expect(await ofMessage(message(2, person('Cy'), 'hello'))).toEqual({ titles: ['Cy in Lobby'], chimes: 1 })
})

test('of somebody of whom nothing is known yet nobody is told', async () => {
  const { ofFriend } = listen()
  expect(await ofFriend(entry('requestReceived', { profile: null }))).toEqual({ titles: [], chimes: 0 })
})

test('a click on a request leads to the people', async () => {
  const { container, ofFriend } = listen()
  vi.spyOn(window, 'focus').mockImplementation(() => {})
  await ofFriend(entry('requestReceived'))
  shown[0]!.click()
  expect(container.querySelector('.frame')).toHaveAttribute('data-panel', 'people')
  expect(document.activeElement).toHaveAccessibleName('Lists of people')
})

test('a click on a message leads to its room', async () => {
  const { ofMessage } = listen()
  vi.spyOn(window, 'focus').mockImplementation(() => {})
  await ofMessage(message(1, bo, 'hello', 0, { conversation: 'c2' }))
  shown[0]!.click()
  expect(location.hash).toBe('#/room/room-c2')
})

describe('what is written to oneself alone', () => {
  const direct = { conversation: 'd1', with: bo, head: 1, readUpTo: 0, unread: 1, rewinds: 0 }
  const hello = message(1, bo, 'hello', 0, { conversation: 'd1' })

  test('is told of by whom it is from, and a click leads there', async () => {
    const { ofMessage, setDirects } = listen()
    vi.spyOn(window, 'focus').mockImplementation(() => {})
    setDirects([{ ...direct, level: 'all' }])
    expect(await ofMessage(hello)).toEqual({ titles: ['Bo'], chimes: 1 })
    expect(shown[0]?.body).toBe('hello')
    shown[0]!.click()
    expect(location.hash).toBe('#/dm/bo')
  })

  test('calls one like a mention, unless it is muted', async () => {
    const { ofMessage, setDirects } = listen()
    setDirects([{ ...direct, level: 'mentions' }])
    expect(await ofMessage(hello)).toMatchObject({ chimes: 1 })
    setDirects([{ ...direct, level: 'none' }])
    expect(await ofMessage(hello)).toEqual({ titles: [], chimes: 0 })
    expect(await ofMessage({ ...hello, author: ada })).toEqual({ titles: [], chimes: 0 })
  })

  test('is not told of while one looks at it', async () => {
    vi.mocked(document.hasFocus).mockReturnValue(true)
    const { ofMessage, setDirects, setFriends } = listen()
    setDirects([{ ...direct, level: 'all' }])
    expect(await ofMessage(hello)).toEqual({ titles: [], chimes: 1 })
    setFriends([entry('friends')])
    location.hash = '#/dm/bo'
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await ofMessage(hello)).toEqual({ titles: [], chimes: 0 })
    // The room that one came from is not in view meanwhile.
    expect(await ofMessage(message(1, bo, 'hello'))).toEqual({ titles: [], chimes: 1 })
  })

  test('is told of afterwards where it was missed', async () => {
    const { ofMissed, setDirects } = listen()
    vi.spyOn(window, 'focus').mockImplementation(() => {})
    setDirects([{ ...direct, level: 'all' }])
    expect(await ofMissed({ conversation: 'd1', unread: 2, mentions: 0 })).toEqual({
      titles: ['2 new messages from Bo'],
      chimes: 1,
    })
    shown[0]!.click()
    expect(location.hash).toBe('#/dm/bo')
  })
})

test('what was missed in rooms and from somebody is told of together', () => {
  const [room, from] = [
    { room: 'Tea', unread: 2, mentions: 1 },
    { room: undefined, from: 'Bo', unread: 1, mentions: 0 },
  ]
  expect(missedNotice([room, from])).toEqual({
    title: '3 new messages, 1 mention in 2 chats',
    body: 'Tea: 2 new messages, 1 mention\nBo: 1 new message',
  })
  expect(missedNotice([room, room]).title).toBe('4 new messages, 2 mentions in 2 rooms')
})
