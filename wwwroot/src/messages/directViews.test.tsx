import { fireEvent, screen, within } from '@solidjs/testing-library'
import { describe, expect, test, vi } from 'vitest'
import type { DirectConversation, FriendEntry, FriendRelation, LobbyPerson, Profile } from '../contract'
import { expectAccessible, open } from '../testApp'
import { message, person } from '../testChat'
import type { Doubt, NotWritable, Protection } from './directsView'

const identity = (name: string) => person(name, { guest: false, handle: name.toLowerCase() })
const ada = identity('Ada')
const bo = identity('Bo')
const here = (profile: Profile, more: Partial<LobbyPerson> = {}): LobbyPerson => ({
  profile,
  devices: ['desktop'],
  presence: 'online',
  ...more,
})
const entry = (
  profile: Profile,
  relation: FriendRelation = 'friends',
  more: Partial<FriendEntry> = {},
): FriendEntry => ({
  view: { with: profile.id, relation, blocked: false, sinceMs: 0 },
  profile,
  lastSeenMs: null,
  ...more,
})
const direct = (profile: Profile, unread = 0, more: Partial<DirectConversation> = {}): DirectConversation => ({
  conversation: `with-${profile.id}`,
  with: profile,
  head: 5,
  readUpTo: 5 - unread,
  unread,
  rewinds: 0,
  level: 'all',
  ...more,
})
const protection = (more: Partial<Protection> = {}): Protection => ({
  notWritable: undefined,
  safetyNumber: Array.from({ length: 12 }, (_, group) => `${10_000 + group}`),
  verified: false,
  devices: { own: 1, theirs: 2 },
  ...more,
})

/** Ada, whose friend Bo is here. */
const openWithBo = (prepare: (world: ReturnType<typeof open>) => void = () => {}, hash = '') => {
  location.hash = hash
  return open((world) => {
    world.setMe(ada)
    world.setPeople([here(ada), here(bo)])
    world.setFriends([entry(bo)])
    prepare(world as ReturnType<typeof open>)
  })
}
/** The same, with the chat of the two open. */
const openChat = (prepare?: (world: ReturnType<typeof open>) => void) => openWithBo(prepare, '#/dm/bo')

const list = () => within(screen.getByRole('list', { name: 'Direct messages' }))
const lines = () =>
  list()
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
const box = () => screen.queryByRole('textbox', { name: 'Message' })
const heading = () => screen.getByRole('heading', { level: 1 })
const views = () => within(screen.getByRole('navigation', { name: 'Views' }))

describe('the way to a direct chat', () => {
  test('it stands in the address, which a reload keeps', async () => {
    const { asked } = openChat()
    expect(heading()).toHaveTextContent('Bo')
    expect(box()).toHaveAttribute('placeholder', 'Message Bo')
    expect(document.title).toBe('Bo · ChatMux')
    expect(asked.filter((what) => what.startsWith('open direct'))).toEqual(['open direct bo'])
    expect(screen.getByRole('heading', { name: 'Bo and you' })).toBeVisible()
    expect(screen.getByRole('log', { name: 'Messages' })).toHaveTextContent('Only you and Bo can read this.')
    await expectAccessible()
  })

  test('a room that is chosen takes its place, and back leads to it again', async () => {
    const { user } = openChat(({ setDirects }) => void setDirects([direct(bo)]))
    await user.click(screen.getByRole('button', { name: /^Design/ }))
    expect(heading()).toHaveTextContent('Design')
    expect(list().getByRole('button', { name: /^Bo/ })).not.toHaveAttribute('aria-current')
    history.back()
    await vi.waitFor(() => expect(heading()).toHaveTextContent('Bo'))
    expect(screen.getByRole('button', { name: /^Design/ })).not.toHaveAttribute('aria-current')
    await user.click(screen.getByRole('button', { name: /^Lobby/ }))
    expect(heading()).toHaveTextContent('Lobby')
  })

  test('the graph is that of the room from which one came, and no chat is a visit of a room', async () => {
    const { user, visits } = openWithBo(({ setDirects }) => void setDirects([direct(bo)]), '#/room/room-c2')
    expect(visits).toEqual(['room-c2'])
    await user.click(list().getByRole('button', { name: /^Bo/ }))
    expect(location.hash).toBe('#/dm/bo')
    await user.click(views().getByRole('button', { name: 'Graph' }))
    expect(location.hash).toBe('#/room/room-c2/graph')
    expect(screen.getByRole('region', { name: 'Graph of everyone here' })).toBeVisible()
    expect(visits).toEqual(['room-c2'])
  })

  test('a page that begins with a direct chat visits no room', () => {
    expect(openChat().visits).toEqual([])
  })

  test('a link to a message leads to it', async () => {
    location.hash = '#/dm/bo/2'
    open(({ chat, setFriends, setMe, setMessages }) => {
      setMe(ada)
      setFriends([entry(bo)])
      setMessages([message(1, bo, 'one'), message(2, bo, 'two')])
      const opened = chat.messages.open
      chat.messages.open = (id) => ({ ...opened(id), goTo: async (sequence) => sequence })
    })
    await vi.waitFor(() => expect(screen.getByText('two').closest('article')).toHaveFocus())
  })

  test('of somebody with whom one has none it is said so, once it is known', () => {
    const none = () => screen.queryByText(/You have no direct messages with this person/)
    const nobody = (known: boolean, guest: boolean) =>
      openWithBo(({ chat, setMe }) => {
        setMe({ ...ada, guest })
        chat.friends.known = () => known
      }, '#/dm/nobody')
    const waiting = nobody(false, false)
    expect(none()).toBeNull()
    waiting.unmount()
    const known = nobody(true, false)
    expect(none()).toBeVisible()
    known.unmount()
    // Of a guest's friends nothing will ever be known.
    nobody(false, true)
    expect(none()).toBeVisible()
    expect(box()).toBeNull()
  })
})

describe('the list', () => {
  test('has an item per conversation with what waits, and is not there without one', async () => {
    const { setDirects } = openWithBo()
    expect(screen.queryByRole('list', { name: 'Direct messages' })).toBeNull()
    setDirects([
      direct(identity('Cy')),
      direct(bo, 2),
      direct(identity('Di'), 100),
      direct(identity('Ed'), 3, { level: 'none' }),
    ])
    expect(lines()).toEqual(['Bo Online 2 unread', 'Di Offline 99+ unread', 'Cy Offline ', 'Ed Offline  muted '])
    expect(views().getByRole('button', { name: 'Rooms' })).toHaveTextContent(/^Rooms99\+$/)
    expect(document.title).toMatch(/^\(99\+\) /)
    await expectAccessible()
  })

  test('is walked through with the arrow keys, and the rooms are reached by Tab', async () => {
    const { user } = openChat(({ setDirects }) => void setDirects([direct(bo), direct(identity('Cy'))]))
    const items = list().getAllByRole('button')
    expect(items[0]).toHaveAttribute('aria-current', 'page')
    expect(items.map(({ tabIndex }) => tabIndex)).toEqual([0, -1])
    items[0]?.focus()
    await user.keyboard('{ArrowDown}{Enter}')
    expect(location.hash).toBe('#/dm/cy')
    expect(screen.getByRole('button', { name: 'Lobby' }).tabIndex).toBe(0)
  })

  test('chosen again, a chat with something marked as unread is visited anew', async () => {
    const { asked, user } = openChat(({ chat, setDirects }) => {
      setDirects([direct(bo, 1)])
      chat.inbox.heldBack = (conversation) => (conversation === 'with-bo' ? 4 : undefined)
    })
    await user.click(list().getByRole('button', { name: /^Bo/ }))
    expect(asked.filter((what) => what === 'open direct bo')).toHaveLength(2)
  })
})

describe('people', () => {
  test('a friend’s card leads to the chat, which may be empty', async () => {
    const { container, user } = openWithBo()
    await user.click(screen.getByRole('button', { name: /^People/ }))
    await user.click(within(screen.getByRole('list', { name: 'Friends' })).getByRole('button', { name: /^Bo/ }))
    const card = within(screen.getByRole('dialog', { name: 'About Bo' }))
    await expectAccessible()
    await user.click(card.getByRole('button', { name: 'Message' }))
    expect(location.hash).toBe('#/dm/bo')
    await vi.waitFor(() => expect(heading()).toHaveTextContent('Bo'))
    expect(container.querySelector('.frame')).toHaveAttribute('data-panel', 'chat')
  })

  test('it is offered of friends and of those with whom one has a chat', async () => {
    const { setDirects, setFriends, user } = openWithBo()
    setFriends([])
    await user.click(within(screen.getByRole('list', { name: 'People' })).getByRole('button', { name: /^Bo/ }))
    const offered = () =>
      within(screen.getByRole('dialog', { name: 'About Bo' })).queryByRole('button', { name: 'Message' })
    expect(offered()).toBeNull()
    setFriends([entry(bo, 'requestSent')])
    expect(offered()).toBeNull()
    setDirects([direct(bo)])
    expect(offered()).not.toBeNull()
  })

  test('a friend who has written says so in the list', async () => {
    const { setDirects } = openWithBo()
    setDirects([direct(bo, 2)])
    expect(screen.getByRole('list', { name: 'Friends' })).toHaveTextContent(/^Bo\s*2 unread$/)
    await expectAccessible()
  })
})

describe('the header', () => {
  test('says who it is and how they are here, and opens their card', async () => {
    const { setPeople, setFriends, user } = openChat()
    const who = () => within(screen.getByRole('main')).getByRole('button', { name: /^Bo / })
    expect(who()).toHaveAccessibleName('Bo Online')
    await user.click(who())
    expect(screen.getByRole('dialog', { name: 'About Bo' })).toBeVisible()
    await user.keyboard('{Escape}')
    setPeople([here(ada)])
    setFriends([entry(bo, 'friends', { lastSeenMs: Date.now() })])
    expect(who()).toHaveAccessibleName('Bo Last seen just now')
    await expectAccessible()
  })

  test('what is searched for is found in this chat, by the two', async () => {
    const { user } = openChat()
    await user.click(screen.getByRole('button', { name: 'Search in this chat' }))
    const search = within(screen.getByRole('search', { name: 'Search in Bo' }))
    expect(search.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
      'Anybody',
      'Ada (@ada) (you)',
      'Bo (@bo)',
    ])
  })

  test('Ctrl+F searches in it, where it can be read', async () => {
    const { setKeys } = openChat()
    setKeys('elsewhere')
    const press = () => fireEvent.keyDown(screen.getByRole('main'), { key: 'f', ctrlKey: true })
    press()
    expect(screen.getByRole('button', { name: 'Search in this chat' })).toHaveAttribute('aria-expanded', 'false')
    setKeys('ready')
    press()
    expect(screen.getByRole('search', { name: 'Search in Bo' })).toBeVisible()
  })

  test('only the other one is called by an @, and nobody as everybody', async () => {
    const { user } = openChat()
    await user.type(box()!, '@')
    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['@bo Bo'])
    await user.type(box()!, 'he')
    expect(screen.queryAllByRole('option')).toEqual([])
  })
})

describe('writing', () => {
  test('is as in a room, and nobody deletes what another one wrote', async () => {
    const { asked, user } = openChat(({ setMessages }) => {
      setMessages([message(1, bo, 'from Bo'), message(2, ada, 'from Ada')])
    })
    expect(screen.getByText(/Only you and/)).toHaveTextContent('Only you and Bo can read this.')
    await user.type(box()!, 'hello{Enter}')
    expect(asked).toContain('send hello')
    const more = async (text: string) => {
      const article = screen.getByText(text).closest('article')!
      article.focus()
      await user.click(within(article).getByRole('button', { name: 'More' }))
      return screen.getAllByRole('menuitem').map(({ textContent }) => textContent?.trim())
    }
    expect(await more('from Bo')).not.toContain('Delete')
    await user.keyboard('{Escape}')
    expect(await more('from Ada')).toContain('Delete')
  })

  const closed = (notWritable: NotWritable) =>
    openChat(({ setProtection, setDirects, setMessages }) => {
      setDirects([direct(bo)])
      setMessages([message(1, bo, 'from Bo')])
      setProtection(protection({ notWritable }))
    })

  test('as long as it is not known whether it can be, what is typed and sent is taken, to be sealed later', async () => {
    const { asked, setProtection, user } = closed('unknown')
    await user.type(box()!, 'hello{Enter}')
    expect(asked).toContain('send hello')
    await user.type(box()!, 'and more')
    setProtection(protection())
    expect(box()).toHaveValue('and more')
  })

  test('somebody without keys has to come first', async () => {
    const { setProtection } = closed('noKeys')
    expect(box()).toBeNull()
    expect(screen.getByText(/has not been here since/)).toHaveTextContent(
      'As soon as they open ChatMux, you can write.',
    )
    screen.getByText('from Bo').closest('article')?.focus()
    expect(screen.queryByRole('button', { name: 'Reply' })).toBeNull()
    await expectAccessible()
    setProtection(protection())
    expect(box()).toBeVisible()
    expect(screen.getByRole('button', { name: 'Reply' })).toBeVisible()
  })

  test('with somebody who is no friend any more one can become friends again', async () => {
    const { asked, setFriends, user } = closed('notFriends')
    setFriends([])
    expect(screen.getByText(/You are not friends any more/)).toHaveTextContent('What was written stays.')
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Add friend' }))
    expect(asked).toContain('request bo')
    await expectAccessible()
  })

  test('another identity is taken notice of before anything is written to it', async () => {
    const { asked, setProtection, user } = closed('identityChanged')
    expect(screen.getByRole('alert')).toHaveTextContent('Other keys are behind this account than before')
    expect(screen.getByRole('button', { name: 'Encryption: Warning' })).toBeVisible()
    await expectAccessible()
    await user.click(screen.getByRole('button', { name: 'Safety number' }))
    expect(screen.getByRole('dialog', { name: 'Encryption' })).toHaveTextContent('the safety number is a new one')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await user.click(screen.getByRole('button', { name: 'I know, go on' }))
    expect(asked).toContain('accept identity bo')
    setProtection(protection())
    expect(box()).toBeVisible()
  })

  test('to devices that the server has exchanged nothing is sent', async () => {
    const { asked, chat, user } = closed('broken')
    expect(screen.getByRole('alert')).toHaveTextContent('The server shows other devices of Bo than before')
    await expectAccessible()
    chat.directs.retry = async () => ({ code: 'unavailable', retryAfterMs: null })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText(/cannot do this right now/)).toHaveAttribute('role', 'alert')
    expect(asked.filter((what) => what.startsWith('send'))).toEqual([])
  })
})

describe('without keys of one’s own', () => {
  test.each(['unknown', 'making'] as const)('%s: it is loading', async (keys) => {
    const { asked, setKeys } = openChat(({ setKeys: set }) => void set(keys))
    expect(within(screen.getByRole('main')).getByRole('status')).toHaveTextContent(/keys…|messages…/)
    expect(box()).toBeNull()
    expect(asked).not.toContain('open direct bo')
    await expectAccessible()
    setKeys('ready')
    expect(asked).toContain('open direct bo')
    expect(box()).toBeVisible()
  })

  test('another browser has them', async () => {
    openChat(({ setKeys }) => void setKeys('elsewhere'))
    expect(screen.getByRole('heading', { name: 'This device cannot read your messages yet' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
    expect(screen.queryByRole('log')).toBeNull()
    await expectAccessible()
  })

  test.each([
    ['denied', /Is this a private window/],
    ['broken', /other devices of yours than before/],
  ] as const)('%s: it is said why, and can be tried again', async (keys, text) => {
    const { chat, user } = openChat(({ setKeys }) => void setKeys(keys))
    expect(screen.getByText(text)).toBeVisible()
    await expectAccessible()
    const retry = vi.fn(async () => ({ code: 'tooFast' as const, retryAfterMs: 3_000 }))
    chat.directs.retry = retry
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retry).toHaveBeenCalledWith(undefined)
    expect(await screen.findByText(/3 seconds/)).toHaveAttribute('role', 'alert')
  })
})

describe('the encryption', () => {
  const openDialog = async () => {
    const world = openChat()
    world.setProtection(protection())
    await world.user.click(screen.getByRole('button', { name: 'Encryption: Encrypted' }))
    return { ...world, dialog: within(screen.getByRole('dialog', { name: 'Encryption' })) }
  }

  test('says who can read it, what the server sees, and what is not protected', async () => {
    const { dialog } = await openDialog()
    expect(dialog.getByText(/on one device/)).toHaveTextContent('You, on one device, and Bo, on 2 devices.')
    expect(dialog.getByText(/Not a word of it/)).toBeVisible()
    expect(dialog.getByText(/an unlocked device/)).toBeVisible()
    await expectAccessible()
  })

  test('the number is read group by group, and kept as compared', async () => {
    const { asked, dialog, setProtection, user } = await openDialog()
    const number = within(dialog.getByRole('list', { name: 'Safety number' }))
    expect(number.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(protection().safetyNumber)
    const box = dialog.getByRole('checkbox', { name: 'Verified' })
    expect(box).not.toBeChecked()
    await user.click(box)
    setProtection(protection({ verified: true }))
    expect(box).toBeChecked()
    expect(dialog.getByText('You have compared it.')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Encryption: Verified' })).toHaveTextContent('Verified')
    await user.click(box)
    expect(asked.filter((what) => what.startsWith('verified'))).toEqual(['verified bo true', 'verified bo false'])
    await expectAccessible()
  })

  test('the number is copied in three rows', async () => {
    const { dialog, user } = await openDialog()
    await user.click(dialog.getByRole('button', { name: 'Copy' }))
    expect(await dialog.findByText('The safety number is copied.')).toHaveAttribute('role', 'status')
    expect((await navigator.clipboard.readText()).split('\n')).toEqual([
      '10000 10001 10002 10003',
      '10004 10005 10006 10007',
      '10008 10009 10010 10011',
    ])
  })

  test('without keys there is no number yet', async () => {
    const { dialog, setProtection } = await openDialog()
    setProtection(protection({ safetyNumber: undefined, notWritable: 'noKeys' }))
    expect(dialog.queryByRole('checkbox')).toBeNull()
    expect(dialog.getByText(/There is none yet/)).toBeVisible()
  })
})

test('what became of devices stands quietly above what was said after it', async () => {
  const news = [
    { account: ada.id, anew: false, added: 1, removed: 0, recovery: true },
    { account: bo.id, anew: true, added: 0, removed: 0, recovery: false },
  ]
  openChat(({ chat, setMessages }) => {
    setMessages([message(1, bo, 'before'), message(2, bo, 'after'), message(3, bo, 'more')])
    const opened = chat.messages.open
    chat.messages.open = (id) => ({
      ...opened(id),
      keyNews: (previous, { sequence }) => (previous.sequence === 1 && sequence === 2 ? news : []),
    })
  })
  const lines = [...document.querySelectorAll('.act-line')]
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    'You added a device and have a new recovery code',
    'Bo started over with new keys',
  ])
  expect(lines[1]!.nextElementSibling).toBe(screen.getAllByRole('article')[1])
  await expectAccessible()
})

describe('what may not be what it seems', () => {
  const doubting = (doubt: Doubt, by = bo) =>
    openChat(({ chat, setMessages }) => {
      const reactions = [{ emoji: '👍', users: ['bo'] }]
      setMessages([message(1, by, 'doubtful', 0, { reactions }), message(2, bo, 'sound')])
      const opened = chat.messages.open
      chat.messages.open = (id) => ({ ...opened(id), doubt: ({ sequence }) => (sequence === 1 ? doubt : undefined) })
    })
  const article = () => screen.getAllByRole('article')[0]!

  test.each([
    ['repeated', 'Shown a second time'],
    ['replaced', 'Something else stood here before'],
    ['outOfOrder', 'Not in the order of writing'],
    ['removedDevice', 'From a removed device'],
  ] as const)('%s', async (doubt, words) => {
    doubting(doubt)
    expect(screen.getByText('doubtful')).toBeVisible()
    const mark = within(article()).getByText(words)
    expect(mark.closest('.doubt')?.getAttribute('title')).toBeTruthy()
    expect(document.querySelectorAll('.doubt')).toHaveLength(1)
    await expectAccessible()
  })

  test('something that is missing is told above what follows it', () => {
    doubting('missingBefore')
    const line = screen.getByText('Something that Bo wrote before this is missing.').closest('.doubt')!
    expect(line.nextElementSibling).toBe(article())
  })

  test('of oneself it is told as of oneself', () => {
    doubting('missingBefore', ada)
    expect(screen.getByText('Something that you wrote before this is missing.')).toBeVisible()
  })

  test('what cannot be read says so, and offers nothing that needs its text', async () => {
    const { asked, user } = doubting('unreadable', ada)
    expect(screen.queryByText('doubtful')).toBeNull()
    expect(article()).toHaveTextContent('This message cannot be read')
    await user.click(within(article()).getByRole('button', { name: '👍 1: Bo' }))
    article().focus()
    for (const name of ['Reply', 'React', 'Edit']) expect(screen.queryByRole('button', { name })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'More' }))
    const offered = screen.getAllByRole('menuitem').map(({ textContent }) => textContent?.trim())
    expect(offered).toContain('Mark unread from here')
    expect(offered).not.toContain('Copy text')
    await expectAccessible()
    await user.keyboard('{Escape}')
    box()!.focus()
    await user.keyboard('{ArrowUp}')
    expect(asked.filter((what) => /^(edit|react)/.test(what))).toEqual([])
    expect(screen.queryByRole('textbox', { name: 'Edit message' })).toBeNull()
  })
})
