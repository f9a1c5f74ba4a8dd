import { screen, within } from '@solidjs/testing-library'
import { describe, expect, test } from 'vitest'
import type { LobbyPerson, LobbyRoom, Profile, RoomInvitation } from '../contract'
import { expectAccessible, open } from '../testApp'
import { person } from '../testChat'

const ada = person('Ada')
const grace = person('Grace', { guest: false, handle: 'grace' })
const here = (profile: Profile): LobbyPerson => ({ profile, devices: ['desktop'], presence: 'online' })
const room = (id: string, name: string, everyone = false): LobbyRoom => ({
  id,
  name,
  everyone,
  temporary: false,
  topic: null,
  owner: 'somebody',
})
const from = (by: string, id: string, name: string): RoomInvitation => ({ room: id, name, by: person(by), atMs: 0 })

describe('being invited', () => {
  const sentence = () => screen.getByRole('status', { name: 'Invitation' })
  const answer = (name: string) => screen.queryByRole('button', { name })

  test('is told of one at a time, each with its answer', async () => {
    const { asked, setInvitations, user } = open()
    expect(sentence()).toBeEmptyDOMElement()
    expect(answer('Join')).toBeNull()
    setInvitations([from('Grace', 'music', 'Music'), from('Bo', 'tea', 'Tea'), from('Cy', 'tea', 'Tea')])
    expect(sentence()).toHaveTextContent(/^Grace invites you to Music 1 of 3$/)
    await expectAccessible()
    await user.click(answer('Not now')!)
    expect(sentence()).toHaveTextContent(/^Bo invites you to Tea 1 of 2$/)
    expect(answer('Not now')).toHaveFocus()
    await user.click(answer('Join')!)
    expect(asked).toEqual(['join tea'])
    expect(location.hash).toBe('#/room/tea')
    expect(sentence()).toHaveTextContent(/^Cy invites you to Tea$/)
  })

  test('the keyboard stays where the last one was', async () => {
    const { setInvitations, user } = open()
    setInvitations([from('Grace', 'music', 'Music')])
    answer('Not now')!.focus()
    await user.keyboard('{Enter}')
    expect(answer('Not now')).toBeNull()
    expect(document.activeElement).toBe(sentence().parentElement)
  })

  test('says why one cannot join, and leaves it there', async () => {
    const { answers, setInvitations, user } = open()
    setInvitations([from('Grace', 'music', 'Music'), from('Bo', 'tea', 'Tea')])
    answers.account = [{ code: 'roomFull', retryAfterMs: null }]
    await user.click(answer('Join')!)
    expect(await screen.findByRole('alert')).toHaveTextContent('as many members as a room may have')
    expect(sentence()).toHaveTextContent('Grace invites you to Music')
    expect(location.hash).toBe('')
    await expectAccessible()
    await user.click(answer('Not now')!)
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('calls the room as it is called now', () => {
    const { setInvitations, setRooms } = open()
    setInvitations([from('Grace', 'music', 'Music')])
    setRooms([room('music', 'Songs')])
    expect(sentence()).toHaveTextContent('Grace invites you to Songs')
  })
})

describe('inviting from a card', () => {
  const list = () => within(screen.getByRole('list', { name: 'People' }))
  const card = () => within(screen.getByRole('dialog', { name: /^About / }))
  const button = () => card().queryByRole('button', { name: 'Invite to a room' })
  const openCard = async (of = 'Grace', rooms = [room('room-c1', 'Lobby', true), room('room-c2', 'Music')]) => {
    const world = open(({ setMe, setPeople, setRooms }) => {
      setMe(ada)
      setPeople([here(ada), here(grace)])
      setRooms(rooms)
    })
    await world.user.click(list().getByRole('button', { name: new RegExp(`^${of}`) }))
    return world
  }

  test('offers the rooms that one has joined, and says that it is done', async () => {
    const { asked, user } = await openCard('Grace', [
      room('room-c1', 'Tea'),
      room('room-c2', 'Music'),
      room('other', 'Not joined'),
    ])
    await user.click(button()!)
    expect(
      card()
        .getAllByRole('menuitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['Tea', 'Music'])
    await expectAccessible()
    await user.click(card().getByRole('menuitem', { name: 'Music' }))
    expect(asked).toEqual(['invite grace to room-c2'])
    expect(await card().findByText(/^Invited to/)).toHaveTextContent('Invited to Music.')
    await expectAccessible()
  })

  test.each([
    ['alreadyMember', 'is in the room already'],
    ['theyAreBanned', 'was banned from the room'],
    ['notHere', 'is not here at the moment'],
  ] as const)('says why not: %s', async (code, why) => {
    const { answers, user } = await openCard()
    answers.account = [{ code, retryAfterMs: null }]
    await user.click(button()!)
    await user.click(card().getByRole('menuitem', { name: 'Music' }))
    expect(await card().findByRole('alert')).toHaveTextContent(why)
    expect(card().queryByText(/^Invited to/)).toBeNull()
    await user.click(button()!)
    await user.click(card().getByRole('menuitem', { name: 'Music' }))
    expect(await card().findByText(/^Invited to/)).toBeVisible()
    expect(card().queryByRole('alert')).toBeNull()
  })

  test('says that it waits for the connection', async () => {
    const { chat, setState, user } = await openCard()
    chat.invitations.invite = () => new Promise(() => {})
    setState({ phase: 'connecting' })
    await user.click(button()!)
    await user.click(card().getByRole('menuitem', { name: 'Music' }))
    expect(await card().findByText(/^Not sent yet/)).toBeVisible()
  })

  test('is not offered by whoever is in no room but everybody’s, nor of oneself', async () => {
    const { setRooms, user } = await openCard('Grace', [room('room-c1', 'Lobby', true)])
    expect(button()).toBeNull()
    setRooms([room('room-c1', 'Lobby', true), room('room-c2', 'Music')])
    expect(button()).not.toBeNull()
    await user.click(list().getByRole('button', { name: /^Ada/ }))
    expect(screen.getByRole('dialog', { name: 'About Ada' })).toBeVisible()
    expect(button()).toBeNull()
  })

  test('is offered while they are here and one has not blocked them', async () => {
    const { setFriends, setPeople, setRooms, user } = open(({ setMe, setPeople }) => {
      setMe(person('Ada', { guest: false, handle: 'ada' }))
      setPeople([here(ada), here(grace)])
    })
    setRooms([room('room-c2', 'Music')])
    await user.click(screen.getByRole('button', { name: 'Add a friend' }))
    await user.type(screen.getByRole('textbox', { name: 'Handle' }), 'grace{Enter}')
    const found = within(await screen.findByRole('region', { name: 'Grace' }))
    const offered = () => found.queryByRole('button', { name: 'Invite to a room' })
    expect(offered()).toBeVisible()
    await expectAccessible()
    const view = { with: 'grace', relation: 'none' as const, blocked: true, sinceMs: 0 }
    setFriends([{ view, profile: grace, lastSeenMs: null }])
    expect(found.getByText('You have blocked this person.')).toBeVisible()
    expect(offered()).toBeNull()
    setFriends([])
    expect(offered()).toBeVisible()
    setPeople([here(ada)])
    expect(found.getByText('Not here now')).toBeVisible()
    expect(offered()).toBeNull()
  })
})
