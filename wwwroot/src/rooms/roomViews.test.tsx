import { screen, within } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import type { LobbyRoom } from '../contract'
import { expectAccessible, open } from '../testApp'
import { message, person } from '../testChat'

afterEach(() => void vi.useRealTimers())

const bo = person('Bo', { colour: '#000000' })

const room = (id: string, more: Partial<LobbyRoom> = {}): LobbyRoom => ({
  id,
  name: id,
  everyone: false,
  temporary: false,
  topic: null,
  owner: 'somebody',
  ...more,
})

test('one is created, with what is wrong told before', async () => {
  const { answers, asked, user } = open()
  await user.click(screen.getByRole('button', { name: 'New room' }))
  const dialog = within(screen.getByRole('dialog', { name: 'New room' }))
  answers.account = [{ code: 'invalidName', retryAfterMs: null }, undefined]
  await user.click(dialog.getByRole('button', { name: 'Create' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('choose a name')
  await user.type(dialog.getByRole('textbox', { name: 'Room name' }), 'Tea')
  await user.type(dialog.getByRole('textbox', { name: 'Topic' }), 'and biscuits{Enter}')
  expect(asked).toContain('create room Tea / and biscuits')
  expect(location.hash).toBe('#/room/new-room')
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('those that one is not in are found and joined', async () => {
  const { asked, setRooms, user } = open()
  setRooms([room('room-c1'), room('Tea', { topic: 'and biscuits' })])
  const more = within(screen.getByRole('list', { name: 'More rooms' }))
  expect(more.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'Teaand biscuits2 here now, Join',
  ])
  await user.click(more.getByRole('button', { name: 'Join Tea' }))
  expect(asked).toContain('join Tea')
  await expectAccessible()
})

test('a temporary one is made with one click, or in the dialog, and shown as such', async () => {
  const { asked, setRooms, user } = open()
  await user.click(screen.getByRole('button', { name: 'New temporary room' }))
  expect(asked).toContain("create room Ada's room /  for now")
  await user.click(screen.getByRole('button', { name: 'New room' }))
  const dialog = within(screen.getByRole('dialog', { name: 'New room' }))
  await user.click(dialog.getByRole('checkbox', { name: /^Temporary/ }))
  await user.type(dialog.getByRole('textbox', { name: 'Room name' }), 'Tea{Enter}')
  expect(asked).toContain('create room Tea /  for now')
  setRooms([room('room-c1', { temporary: true }), room('room-c2'), room('x', { temporary: true })])
  expect(screen.getAllByRole('img', { name: 'Temporary' })).toHaveLength(3)
  await expectAccessible()
})

test('its members are listed with what one may do to each', async () => {
  const { answers, asked, setActs, setBans, setMembers, setRooms, setStanding, user } = open()
  const mo = person('Mo')
  setStanding({ role: 'moderator', mute: null })
  setRooms([room('room-c1', { name: 'Tea' })])
  setMembers([
    { profile: mo, role: 'owner', mute: null },
    { profile: person('Ada'), role: 'moderator', mute: null },
    { profile: bo, role: 'member', mute: null },
  ])
  await user.click(screen.getByRole('button', { name: 'Room Tea' }))
  await user.click(screen.getByRole('menuitem', { name: 'Members' }))
  const members = within(await screen.findByRole('list', { name: 'Members' }))
  expect(members.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual(['Actions for Bo'])
  await user.click(members.getByRole('button', { name: 'Actions for Bo' }))
  answers.account = [{ code: 'notAMember', retryAfterMs: null }]
  await user.click(screen.getByRole('menuitem', { name: 'Mute for 1 hour' }))
  expect(asked).toContain('mute room-c1 bo 3600000')
  expect(await screen.findByRole('alert')).toHaveTextContent('not in the room')
  await user.click(members.getByRole('button', { name: 'Actions for Bo' }))
  await user.click(screen.getByRole('menuitem', { name: 'Ban' }))
  await user.click(within(screen.getByRole('dialog', { name: 'Ban Bo?' })).getByRole('button', { name: 'Ban' }))
  expect(asked).toContain('ban room-c1 bo open')

  setBans([{ whom: bo, by: mo, atMs: 0 }])
  await user.click(screen.getByRole('tab', { name: 'Bans' }))
  await user.click(await screen.findByRole('button', { name: 'Lift the ban of Bo' }))
  expect(asked).toContain('unban room-c1 bo open')
  const act = { kind: 'banned' as const, whom: bo, untilMs: null, message: null }
  setActs([message(3, mo, '', 0, { act })])
  await user.click(screen.getByRole('tab', { name: 'Log' }))
  expect(await screen.findByRole('list', { name: 'Log of acts' })).toHaveTextContent('Mo banned Bo')
  await expectAccessible()
})

test('the list of members is looked through anew under an open menu, which stays', async () => {
  const { chat, setRooms, setStanding } = open()
  // New objects each time, as the server answers.
  chat.rooms.members = async () => ({
    value: { members: [{ profile: person('Bo'), role: 'member', mute: null }], next: null, total: 1 },
    refusal: null,
  })
  setStanding({ role: 'moderator', mute: null })
  setRooms([room('room-c1', { name: 'Tea' })])
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  await user.click(screen.getByRole('button', { name: 'Room Tea' }))
  await user.click(screen.getByRole('menuitem', { name: 'Members' }))
  await user.click(await screen.findByRole('button', { name: 'Actions for Bo' }))
  const focused = document.activeElement
  await vi.advanceTimersByTimeAsync(11_000)
  expect(screen.getByRole('menuitem', { name: 'Ban' })).toBeVisible()
  expect(document.activeElement).toBe(focused)
})

test('what a room is called now is written everywhere', async () => {
  const { setRooms, user } = open()
  setRooms([room('room-c1', { name: 'Tea' })])
  setRooms([room('room-c1', { name: 'Coffee' })])
  await user.click(screen.getByRole('button', { name: 'Search in this room' }))
  expect(document.title).toBe('Coffee · ChatMux')
  expect(screen.getByPlaceholderText('Message Coffee')).toBeVisible()
  expect(screen.getByRole('search', { name: 'Search in Coffee' })).toBeVisible()
  expect(document.body).not.toHaveTextContent(/Lobby|Tea/)
})

test('a level that was refused is not shown as the chosen one', async () => {
  const { answers, setRooms, user } = open()
  setRooms([room('room-c1', { name: 'Tea', everyone: true })])
  await user.click(screen.getByRole('button', { name: 'Room Tea' }))
  await user.click(screen.getByRole('menuitem', { name: 'Notifications' }))
  answers.account = [{ code: 'unavailable', retryAfterMs: null }]
  await user.click(screen.getByRole('radio', { name: 'Nothing' }))
  expect(await screen.findByRole('alert')).toBeVisible()
  expect(screen.getByRole('radio', { name: 'All messages' })).toBeChecked()
})

test('one is left from its menu, and only its owner changes it', async () => {
  const { asked, setRooms, user } = open()
  expect(screen.queryByRole('button', { name: /^Room / })).toBeNull()
  setRooms([room('room-c1', { name: 'Tea' })])
  await user.click(screen.getByRole('button', { name: 'Room Tea' }))
  expect(screen.queryByRole('menuitem', { name: 'Room settings' })).toBeNull()
  await user.click(screen.getByRole('menuitem', { name: 'Leave' }))
  expect(asked).toContain('leave room-c1')
})

test('its owner names it anew, hands it over and deletes it after asking', async () => {
  const { answers, asked, setPeople, setRooms, user } = open()
  setRooms([room('room-c1', { name: 'Tea', owner: 'ada' })])
  setPeople([{ profile: bo, devices: ['desktop'], presence: 'online' as const }])
  const openSettings = async () => {
    await user.click(screen.getByRole('button', { name: 'Room Tea' }))
    await user.click(screen.getByRole('menuitem', { name: 'Room settings' }))
  }
  await openSettings()
  await user.type(screen.getByRole('textbox', { name: 'Topic' }), 'and biscuits')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await openSettings()
  answers.account = [{ code: 'notAMember', retryAfterMs: null }]
  await user.click(screen.getByRole('button', { name: 'Hand over' }))
  await user.click(screen.getByRole('button', { name: 'Hand over to Bo' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('not in the room')
  await user.click(screen.getByRole('button', { name: 'Delete room' }))
  await user.click(within(screen.getByRole('dialog', { name: 'Delete Tea?' })).getByRole('button', { name: 'Delete' }))
  expect(asked).toEqual(['change room-c1 Tea / and biscuits', 'hand room-c1 to bo', 'delete room-c1'])
  await expectAccessible()
})

test('what one is told of is chosen in its menu, also of the one that nobody can leave', async () => {
  const { answers, asked, setRooms, user } = open()
  setRooms([room('room-c1', { name: 'Lobby', everyone: true })])
  await user.click(screen.getByRole('button', { name: 'Room Lobby' }))
  expect(screen.queryByRole('menuitem', { name: 'Leave' })).toBeNull()
  await user.click(screen.getByRole('menuitem', { name: 'Notifications' }))
  expect(screen.getByRole('radio', { name: 'All messages' })).toBeChecked()
  answers.account = [{ code: 'unavailable', retryAfterMs: null }]
  await user.click(screen.getByRole('radio', { name: 'Nothing' }))
  expect(await screen.findByRole('alert')).toBeVisible()
  await user.click(screen.getByRole('radio', { name: 'Mentions only' }))
  expect(asked).toEqual(['level c1 none', 'level c1 mentions'])
  await expectAccessible()
})

test('a room that calls one says so beside its unread count, a muted one says neither', () => {
  const { setLevel, setMentions, setUnread } = open()
  setUnread(3)
  setMentions(1)
  const design = () => screen.getByRole('button', { name: /^Design/ })
  expect(design()).toHaveAccessibleName(/1\s*mention,\s*3\s*unread/)
  setLevel('mentions')
  expect(design()).toHaveAccessibleName(/mentions only.*1\s*mention/)
  expect(design()).not.toHaveAccessibleName(/unread/)
  setLevel('none')
  expect(design()).toHaveAccessibleName(/^Design\s*muted$/)
})
