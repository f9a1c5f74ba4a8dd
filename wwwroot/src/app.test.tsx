import { render, screen, within } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { App } from './app'
import type { LobbyRoom } from './contract'
import { message, person, testChat } from './testChat'

const bo = person('Bo', { colour: '#000000' })

beforeEach(() => {
  localStorage.clear()
  location.hash = ''
})

function open(prepare: (world: ReturnType<typeof testChat>) => void = () => {}) {
  const world = testChat()
  prepare(world)
  const { container } = render(() => <App chat={world.chat} />)
  return { ...world, container, user: userEvent.setup() }
}

/** jsdom lays nothing out, so colours are left to the tests in a browser. */
async function expectAccessible() {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

describe('entering', () => {
  const atTheDoor = () => open(({ setStatus }) => void setStatus('out'))

  test('asks for a name and a colour', async () => {
    const { asked, user } = atTheDoor()
    await user.type(screen.getByRole('textbox', { name: 'Name' }), ' Ada ')
    await user.click(screen.getByRole('radio', { name: 'Teal' }))
    await user.click(screen.getByRole('button', { name: 'Enter as guest' }))
    expect(asked).toEqual(['enter Ada #1fb5a8'])
  })

  test('says why it was refused', async () => {
    const { answers, user } = atTheDoor()
    answers.entering = { code: 'tooFast', retryAfterMs: 3_000 }
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Ada{Enter}')
    expect(await screen.findByRole('alert')).toHaveTextContent('3 seconds')
    await expectAccessible()
  })

  test('refuses an empty name by itself', async () => {
    const { asked, user } = atTheDoor()
    await user.click(screen.getByRole('button', { name: 'Enter as guest' }))
    expect(screen.getByRole('alert')).toBeVisible()
    expect(asked).toEqual([])
  })
})

describe('accounts', () => {
  const atTheDoor = () => open(({ setStatus }) => void setStatus('out'))

  test('the entry offers every way in by its name', async () => {
    const { asked, user } = atTheDoor()
    await user.click(screen.getByRole('button', { name: 'Create an account with a passkey' }))
    expect(screen.getByRole('alert')).toHaveTextContent('choose a name')
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Ada')
    await user.click(screen.getByRole('button', { name: 'Create an account with a passkey' }))
    await user.click(screen.getByRole('button', { name: 'Sign in with a passkey' }))
    await user.click(screen.getByRole('button', { name: 'Demo: Grace' }))
    expect(asked[0]).toMatch(/^create Ada #/)
    expect(asked.slice(1)).toEqual(['passkey', 'demo Grace'])
    expect(screen.getByRole('button', { name: 'Sign in with GitHub' })).toBeVisible()
    await expectAccessible()
  })

  test('a sign-in elsewhere that failed is told at the entry', () => {
    open(({ setStatus, setOutcome }) => {
      setStatus('out')
      setOutcome({ code: 'gitHubDenied', retryAfterMs: null })
    })
    expect(screen.getByRole('alert')).toHaveTextContent('You said no at GitHub')
  })

  test('a guest is offered an account from the menu and keeps the name', async () => {
    const { asked, user } = open()
    await user.click(screen.getByRole('button', { name: /^Account/ }))
    await user.click(screen.getByRole('menuitem', { name: 'Create an account or sign in' }))
    await user.click(await screen.findByRole('button', { name: 'Create an account with a passkey' }))
    expect(asked).toContain('create Ada #4d7cf3')
  })

  const asIdentity = () => open(({ setMe }) => void setMe(person('Ada', { guest: false, handle: 'ada' })))

  async function openSettings(user: ReturnType<typeof userEvent.setup>, tab: string) {
    await user.click(screen.getByRole('button', { name: /^Account/ }))
    await user.click(screen.getByRole('menuitem', { name: 'Settings' }))
    await user.click(await screen.findByRole('tab', { name: tab }))
  }

  test('the profile is changed as a whole, and what is wrong with it is told', async () => {
    const { answers, asked, user } = asIdentity()
    await openSettings(user, 'Profile')
    await user.type(screen.getByRole('textbox', { name: 'Status' }), 'counting')
    answers.account = [{ code: 'handleTaken', retryAfterMs: null }, undefined]
    await user.click(screen.getByRole('button', { name: 'Save profile' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Somebody has this handle')
    expect(screen.getByRole('textbox', { name: 'Handle' })).toBeInvalid()
    await user.click(screen.getByRole('button', { name: 'Save profile' }))
    expect(await screen.findByText(/^Saved/)).toBeVisible()
    expect(asked).toContain('profile {"name":"Ada","handle":"ada","colour":"#4d7cf3","status":"counting"}')
    await expectAccessible()
  })

  test('devices are listed, the own one marked, and others signed out', async () => {
    const { asked, user } = asIdentity()
    await openSettings(user, 'Devices')
    const devices = within(await screen.findByRole('list', { name: 'Devices' }))
    expect(await devices.findByText('This browser')).toBeVisible()
    await user.click(devices.getByRole('button', { name: 'Sign out Safari on iPhone' }))
    await user.click(screen.getByRole('button', { name: 'Sign out all others' }))
    await user.click(screen.getByRole('button', { name: 'Sign out everywhere' }))
    expect(asked).toEqual(['end s2', 'end others', 'sign out everywhere'])
    await expectAccessible()
  })

  test('what needs a fresh sign-in is done after it', async () => {
    const { answers, asked, user } = asIdentity()
    await openSettings(user, 'Sign-in')
    answers.account = [{ code: 'freshSignInNeeded', retryAfterMs: null }, undefined]
    await user.click(await screen.findByRole('button', { name: 'Remove Laptop' }))
    await user.click(await screen.findByRole('button', { name: 'Confirm with a passkey' }))
    expect(asked).toEqual(['remove w1', 'passkey', 'remove w1'])
    expect(screen.queryByRole('alert')).toBeNull()
    await expectAccessible()
  })

  test('the account is exported, and deleted only after asking', async () => {
    const { answers, asked, user } = asIdentity()
    await openSettings(user, 'Account')
    answers.account = [{ code: 'freshSignInNeeded', retryAfterMs: null }, undefined, undefined]
    await user.click(screen.getByRole('button', { name: 'Export my data' }))
    await user.click(await screen.findByRole('button', { name: 'Confirm with a passkey' }))
    await user.click(screen.getByRole('button', { name: 'Delete my account' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Delete your account?' }))
    await user.click(dialog.getByRole('checkbox', { name: 'Also remove everything I wrote' }))
    await user.click(dialog.getByRole('button', { name: 'Delete' }))
    expect(asked).toEqual(['export', 'passkey', 'export', 'delete true'])
    await expectAccessible()
  })

  test('the first who enters the code runs the place: who may come in, and who has to go', async () => {
    const { asked, setPeople, user } = asIdentity()
    setPeople([{ profile: bo, devices: ['desktop'] }])
    await openSettings(user, 'Server')
    await user.type(screen.getByRole('textbox', { name: 'Operator code' }), 'ABCDE-FGHJK')
    await user.click(screen.getByRole('button', { name: 'Become operator' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Guests are welcome' }))
    await user.click(screen.getByRole('button', { name: 'Remove Bo' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Remove Bo?' }))
    await user.click(dialog.getByRole('button', { name: 'Remove' }))
    await user.type(screen.getByRole('textbox', { name: /by handle/ }), 'nobody{Enter}')
    expect(await screen.findByRole('alert')).toBeVisible()
    expect(asked).toEqual(['become ABCDE-FGHJK', 'policy {"signUpOpen":true,"guestsWelcome":false}', 'remove bo false'])
    await expectAccessible()
  })

  test('whoever has an account may become anonymous', async () => {
    const { asked, user } = asIdentity()
    await user.click(screen.getByRole('button', { name: /^Account/ }))
    await user.click(screen.getByRole('menuitem', { name: 'Become anonymous' }))
    expect(asked).toContain('become anonymous')
  })
})

describe('rooms', () => {
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
    expect(more.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['Teaand biscuitsJoin'])
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
    expect(members.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
      'Actions for Bo',
    ])
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
    setPeople([{ profile: bo, devices: ['desktop'] }])
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
    await user.click(
      within(screen.getByRole('dialog', { name: 'Delete Tea?' })).getByRole('button', { name: 'Delete' }),
    )
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
})

describe('inside', () => {
  test('everything has its name', async () => {
    open(({ setPeople, setMessages, setUnread, chat }) => {
      setPeople([...chat.lobby.people(), { profile: bo, devices: ['phone'] }])
      setMessages([message(1, bo, 'hello **you**'), message(2, bo, '> again'), message(3, person('Cy'), '```\nx\n```')])
      setUnread(100)
    })
    expect(screen.getByRole('navigation', { name: 'Views' })).toBeVisible()
    const people = within(screen.getByRole('list', { name: 'People' })).getAllByRole('listitem')
    expect(people.map(({ textContent }) => textContent)).toEqual(['Ada you Guest', 'Bo Guest'])
    const rooms = within(screen.getByRole('list', { name: 'Rooms' })).getAllByRole('listitem')
    expect(rooms.map(({ textContent }) => textContent)).toEqual(['Lobby', 'Design99+ unread'])
    const log = screen.getByRole('log', { name: 'Messages' })
    expect(within(log).getAllByRole('article')).toHaveLength(3)
    expect(screen.getByRole('button', { name: /^Account/ })).toHaveTextContent(/^Ada$/)
    expect(screen.getByRole('status', { name: 'Connection' })).toBeEmptyDOMElement()
    expect(document.title).toBe('(99+) Design · ChatMux')
    await expectAccessible()
  })

  test('somebody alone in an empty room is told whom to invite and how', async () => {
    open()
    expect(screen.getByRole('textbox', { name: 'Invitation address' })).toHaveValue('http://localhost:5080/')
    expect(screen.getByText(/on this computer only/)).toBeVisible()
    await expectAccessible()
  })

  test('a failed message can be sent again or thrown away', async () => {
    const { asked, user } = open(({ setOutbox }) => {
      setOutbox([
        { id: 'o1', text: 'x', state: 'failed', refusal: { code: 'tooFast', retryAfterMs: null }, createdMs: 0 },
      ])
    })
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await user.click(screen.getByRole('button', { name: 'Discard' }))
    expect(asked.filter((what) => what.endsWith('o1'))).toEqual(['retry o1', 'discard o1'])
    await expectAccessible()
  })

  test('the account menu works by keyboard and gives the focus back', async () => {
    const { asked, user } = open()
    const account = screen.getByRole('button', { name: /^Account/ })
    account.focus()
    await user.keyboard('{ArrowDown}')
    expect(screen.getByRole('menuitem', { name: 'Create an account or sign in' })).toHaveFocus()
    await expectAccessible()
    await user.keyboard('{Escape}')
    expect(account).toHaveFocus()
    await user.keyboard('{Enter}{ArrowDown}{ArrowDown}{Enter}')
    expect(asked).toContain('sign out')
  })

  test('the theme is chosen in the settings and remembered', async () => {
    const { user } = open()
    await user.click(screen.getByRole('button', { name: /^Account/ }))
    await user.click(screen.getByRole('menuitem', { name: 'Settings' }))
    await user.click(await screen.findByRole('tab', { name: 'Appearance' }))
    await user.click(await screen.findByRole('radio', { name: 'Dark' }))
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(localStorage.getItem('chatmux.theme')).toBe('dark')
    await expectAccessible()
  })

  test('trouble is told in the status region', async () => {
    const { asked, setState, user } = open()
    setState({ phase: 'refused', refusal: { code: 'tooManyConnections', retryAfterMs: null } })
    expect(screen.getByRole('status', { name: 'Connection' })).toHaveTextContent('as many tabs')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(asked).toContain('retry now')
  })

  test('choosing a room puts it into the address', async () => {
    const { user } = open()
    await user.click(screen.getByRole('button', { name: /Design/ }))
    expect(location.hash).toBe('#/room/room-c2')
    expect(await screen.findByRole('heading', { level: 1, name: 'Design' })).toBeVisible()
  })
})
