import { screen, within } from '@solidjs/testing-library'
import { describe, expect, test } from 'vitest'
import { atTheDoor, expectAccessible, open } from './testApp'
import { message, person } from './testChat'

const bo = person('Bo', { colour: '#000000' })

describe('entering', () => {
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

describe('inside', () => {
  test('everything has its name', async () => {
    open(({ setPeople, setMessages, setUnread, chat }) => {
      setPeople([...chat.lobby.people(), { profile: bo, devices: ['phone'], presence: 'online' as const }])
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
    expect(screen.getByRole('menuitemradio', { name: 'Online', checked: true })).toHaveFocus()
    await expectAccessible()
    await user.keyboard('{Escape}')
    expect(account).toHaveFocus()
    await user.keyboard('{Enter}{End}{Enter}')
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
