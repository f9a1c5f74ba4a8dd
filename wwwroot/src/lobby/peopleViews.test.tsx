import { fireEvent, screen, within } from '@solidjs/testing-library'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FriendEntry, FriendRelation, LobbyPerson, Profile } from '../contract'
import { expectAccessible, open } from '../testApp'
import { person } from '../testChat'

const ada = person('Ada', { guest: false, handle: 'ada' })
const bo = person('Bo', { guest: false, handle: 'bo' })
const here = (profile: Profile, more: Partial<LobbyPerson> = {}): LobbyPerson => ({
  profile,
  devices: ['desktop'],
  presence: 'online',
  ...more,
})
const entry = (profile: Profile, relation: FriendRelation, more: Partial<FriendEntry> = {}): FriendEntry => ({
  view: { with: profile.id, relation, blocked: false, sinceMs: 0 },
  profile,
  lastSeenMs: null,
  ...more,
})
const identity = (name: string) => person(name, { guest: false, handle: name.toLowerCase() })
const list = (name: string) => within(screen.getByRole('list', { name }))
const lines = (name: string) =>
  list(name)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
const named = (name: string) => list('People').getByRole('button', { name: new RegExp(`^${name}`) })
const card = (name = 'Bo') => screen.queryByRole('dialog', { name: `About ${name}` })

/** Somebody with an account, who sees Bo. */
const openWithBo = (...entries: FriendEntry[]) =>
  open(({ setMe, setPeople, setFriends }) => {
    setMe(ada)
    setPeople([here(ada), here(bo)])
    setFriends(entries)
  })

afterEach(() => {
  vi.useRealTimers()
})

describe('the people', () => {
  test('requests, friends and others stand apart, each with how they are', async () => {
    const minute = 60_000
    // Just after midnight it would be yesterday.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 5, 1, 12) })
    open(({ setMe, setPeople, setFriends }) => {
      setMe(ada)
      setPeople([
        here(ada),
        here(bo, { presence: 'doNotDisturb' }),
        here(identity('Cy'), { devices: ['phone', 'desktop'] }),
        here(person('Gus', { status: 'reading' }), { presence: 'idle' }),
      ])
      setFriends([
        entry(bo, 'friends'),
        entry(identity('Di'), 'friends', { lastSeenMs: Date.now() - 5 * minute }),
        entry(identity('Ed'), 'friends'),
        entry(identity('Cy'), 'requestReceived'),
        entry(identity('Fay'), 'requestSent'),
      ])
    })
    expect(screen.getByRole('heading', { name: 'Friend requests · 2' })).toBeVisible()
    expect(screen.getByRole('heading', { name: /^Friends · 1 online\s*, 2\s*offline$/ })).toBeVisible()
    expect(screen.getByRole('heading', { name: 'Others here · 2' })).toBeVisible()
    expect(lines('Friend requests')).toEqual(['CyAcceptDecline', 'FayOfflineYou asked.Cancel request'])
    expect(lines('Friends')).toEqual(['BoDo not disturb', 'DiLast seen 5 min ago', 'EdOffline'])
    expect(lines('People')).toEqual(['Ada you', 'Cy', 'Gusreading Guest Idle'])
    expect(within(named('Cy')).getAllByRole('img')).toHaveLength(2)
    await expectAccessible()
  })

  test('a request is answered in its line', async () => {
    const { answers, asked, setFriends, user } = openWithBo(entry(bo, 'requestReceived'))
    const requests = () => list('Friend requests')
    answers.account = [{ code: 'tooManyFriends', retryAfterMs: null }]
    await user.click(requests().getByRole('button', { name: 'Accept' }))
    expect(await requests().findByRole('alert')).toHaveTextContent('as many friends as one person may have')
    await expectAccessible()
    await user.click(requests().getByRole('button', { name: 'Decline' }))
    setFriends([entry(bo, 'requestSent')])
    await user.click(requests().getByRole('button', { name: 'Cancel request' }))
    expect(asked).toEqual(['accept bo', 'decline bo', 'cancel bo'])
    setFriends([])
    expect(screen.queryByRole('list', { name: 'Friend requests' })).toBeNull()
  })

  test('in a long list somebody is found by name, handle or status', async () => {
    const many = Array.from({ length: 8 }, (_, index) => here(person(`Guest ${index}`)))
    const { setFriends, setPeople, user } = open(({ setMe }) => void setMe(ada))
    expect(screen.queryByRole('searchbox', { name: 'Find people' })).toBeNull()
    setPeople([here(ada), ...many, here(person('Zoe', { status: 'on the guest list' }))])
    setFriends([entry(identity('Guestav'), 'friends')])
    const box = screen.getByRole('searchbox', { name: 'Find people' })
    await user.type(box, 'guest 3')
    expect(lines('People')).toEqual(['Guest 3 Guest'])
    expect(screen.getByText('1 found')).toHaveAttribute('role', 'status')
    await user.clear(box)
    await user.type(box, '@gues')
    expect(lines('Friends')).toEqual(['GuestavOffline'])
    await user.clear(box)
    await user.type(box, 'nobody at all')
    expect(screen.getByText(/none of your friends, is called “nobody at all”/)).toBeVisible()
    await expectAccessible()
    // Escape empties the box, and only then closes the people.
    await user.keyboard('{Escape}')
    expect(box).toHaveValue('')
    expect(lines('People')).toHaveLength(10)
  })

  test('those whom one has blocked are not listed', () => {
    const none = entry(bo, 'none')
    openWithBo({ ...none, view: { ...none.view, blocked: true } })
    expect(lines('People')).toEqual(['Ada you'])
  })

  test('one’s other tabs are listed, and oneself while nobody sees one', async () => {
    const { setPeople, setPresence } = openWithBo()
    setPeople([here(bo)])
    setPresence({
      availability: 'invisible',
      connections: [
        { connection: 'x', device: 'phone', idle: true },
        { connection: 'y', device: 'desktop', idle: false },
      ],
    })
    expect(lines('People')).toEqual(['AdaInvisible you', 'Bo'])
    expect(screen.getByRole('heading', { name: 'You are also here · 2' })).toBeVisible()
    expect(lines('Your other connections')).toEqual([
      expect.stringMatching(/^In another tab .*phone.* · idle$/i),
      expect.stringMatching(/^In another tab .*computer$/i),
    ])
    await expectAccessible()
  })

  test('how many ask is told at the way to the people', async () => {
    const { setFriends } = openWithBo()
    const way = () => within(screen.getByRole('navigation', { name: 'Views' })).getByRole('button', { name: /People/ })
    expect(way()).toHaveAccessibleName('People')
    setFriends([entry(bo, 'requestReceived')])
    expect(way()).toHaveAccessibleName(/^People\s*1\s*friend request$/)
    setFriends([
      entry(bo, 'requestReceived'),
      entry(identity('Cy'), 'requestReceived'),
      entry(identity('Di'), 'requestSent'),
    ])
    expect(way()).toHaveAccessibleName(/^People\s*2\s*friend requests$/)
    await expectAccessible()
  })
})

describe('the card of a person', () => {
  test('opens by a click and closes by Escape, which gives the focus back', async () => {
    const { container, user } = openWithBo()
    await user.click(screen.getByRole('button', { name: /^People/ }))
    const button = named('Bo')
    await user.click(button)
    expect(button).toHaveAttribute('aria-expanded', 'true')
    expect(card()).toHaveTextContent('@bo')
    expect(card()).toHaveTextContent(/^.*Online · .*computer/i)
    await expectAccessible()
    await user.click(within(card()!).getByRole('button', { name: 'Add friend' }))
    await user.keyboard('{Escape}')
    expect(card()).toBeNull()
    expect(button).toHaveFocus()
    // It was the card's Escape, not that of the people.
    expect(container.querySelector('.frame')).toHaveAttribute('data-drawer', 'open')
    await user.keyboard('{Escape}')
    expect(container.querySelector('.frame')).toHaveAttribute('data-drawer', 'closed')
  })

  test('opens by Enter, and closes by leaving', async () => {
    const { user } = openWithBo()
    named('Bo').focus()
    await user.keyboard('{Enter}')
    expect(card()).not.toBeNull()
    await user.tab()
    expect(within(card()!).getByRole('button', { name: 'Add friend' })).toHaveFocus()
    screen.getByRole('textbox', { name: 'Message' }).focus()
    expect(card()).toBeNull()
    await user.click(named('Bo'))
    await user.click(document.body)
    expect(card()).toBeNull()
  })

  test('follows what they become', async () => {
    const { asked, setFriends, setPeople, user } = openWithBo()
    const buttons = () =>
      within(card()!)
        .queryAllByRole('button')
        .map(({ textContent }) => textContent)
    await user.click(named('Bo'))
    expect(buttons()).toEqual(['Add friend', 'Block'])
    await user.click(within(card()!).getByRole('button', { name: 'Add friend' }))
    expect(asked).toEqual(['request bo'])
    setFriends([entry(bo, 'requestSent')])
    expect(buttons()).toEqual(['Cancel request', 'Block'])
    expect(card()).toHaveTextContent('waits for an answer')
    setFriends([entry(bo, 'requestReceived')])
    expect(buttons()).toEqual(['Accept', 'Decline', 'Block'])
    expect(card()).toHaveTextContent('Wants to be your friend.')
    setPeople([here(ada), here(bo, { presence: 'idle', devices: [] })])
    expect(card()).toHaveTextContent('Idle')
  })

  test('says of a friend when they were last here', async () => {
    const { setPeople, user } = openWithBo(entry(bo, 'friends', { lastSeenMs: Date.now() }))
    setPeople([here(ada)])
    await user.click(list('Friends').getByRole('button', { name: /^Bo/ }))
    expect(card()).toHaveTextContent('Last seen just now')
    expect(card()).toHaveTextContent('You are friends.')
    await expectAccessible()
  })

  test('asks before one unfriends or blocks somebody', async () => {
    const { asked, user } = openWithBo(entry(bo, 'friends'))
    await user.click(list('Friends').getByRole('button', { name: /^Bo/ }))
    const press = (name: string) => user.click(within(card()!).getByRole('button', { name }))
    await press('Unfriend')
    const asking = within(screen.getByRole('dialog', { name: 'Unfriend Bo?' }))
    await expectAccessible()
    await user.click(asking.getByRole('button', { name: 'Cancel' }))
    expect(asked).toEqual([])
    expect(within(card()!).getByRole('button', { name: 'Unfriend' })).toHaveFocus()
    await press('Unfriend')
    await user.click(
      within(screen.getByRole('dialog', { name: 'Unfriend Bo?' })).getByRole('button', { name: 'Unfriend' }),
    )
    await press('Block')
    await user.click(within(screen.getByRole('dialog', { name: 'Block Bo?' })).getByRole('button', { name: 'Block' }))
    expect(asked).toEqual(['unfriend bo', 'block bo'])
  })

  test('stays when Escape is pressed in what it asks', async () => {
    const { container, user } = openWithBo()
    await user.click(screen.getByRole('button', { name: /^People/ }))
    await user.click(named('Bo'))
    await user.click(within(card()!).getByRole('button', { name: 'Block' }))
    const cancel = within(screen.getByRole('dialog', { name: 'Block Bo?' })).getByRole('button', { name: 'Cancel' })
    await fireEvent.keyDown(cancel, { key: 'Escape' })
    expect(card()).not.toBeNull()
    expect(container.querySelector('.frame')).toHaveAttribute('data-drawer', 'open')
  })

  test('trouble is told in a sentence, and goes when it works', async () => {
    const { answers, user } = openWithBo()
    await user.click(named('Bo'))
    answers.account = [{ code: 'theirLimit', retryAfterMs: null }, undefined]
    const add = within(card()!).getByRole('button', { name: 'Add friend' })
    await user.click(add)
    expect(await within(card()!).findByRole('alert')).toHaveTextContent('cannot take any more friends or requests')
    await expectAccessible()
    await user.click(add)
    expect(within(card()!).queryByRole('alert')).toBeNull()
  })

  test('a button that is gone leaves the keyboard at the next one', async () => {
    const { chat, setFriends, user } = openWithBo()
    chat.friends.act = async () => void setFriends([entry(bo, 'requestSent')])
    named('Bo').focus()
    await user.keyboard('{Enter}{Tab}{Enter}')
    expect(within(card()!).getByRole('button', { name: 'Cancel request' })).toHaveFocus()
  })

  test('a guest is told what is needed, and led to it', async () => {
    const { setMe, setPeople, user } = open()
    setMe(person('Ada'))
    setPeople([here(person('Ada')), here(bo), here(person('Gus'))])
    await user.click(named('Bo'))
    expect(card()).toHaveTextContent('To have friends, you need an account.')
    await user.click(within(card()!).getByRole('button', { name: 'Create an account or sign in' }))
    expect(within(card()!).getByRole('dialog')).toBeVisible()
    await expectAccessible()
    await user.click(named('Gus'))
    expect(card('Gus')).toHaveTextContent('Guests cannot have friends.')
    expect(within(card('Gus')!).queryByRole('button')).toBeNull()
  })

  test('of a guest an identity sees why there is no friendship, and may block them', async () => {
    const { setPeople, user } = openWithBo()
    setPeople([here(ada), here(person('Gus'))])
    await user.click(named('Gus'))
    expect(card('Gus')).toHaveTextContent('Guests cannot have friends.')
    expect(within(card('Gus')!).getAllByRole('button')).toHaveLength(1)
    await user.click(named('Ada'))
    expect(within(card('Ada')!).queryByRole('button')).toBeNull()
  })
})
