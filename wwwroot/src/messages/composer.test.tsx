import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { ChatProvider } from '../chatContext'
import type { RoomMute } from '../contract'
import { person, testChat } from '../testChat'
import { createRoomPeople } from '../rooms/roomPeople'
import { Composer } from './composer'
import { loadEmoji } from './emoji'

function renderComposer(longest = 4_000, mute?: RoomMute) {
  const world = testChat()
  const standing = { mayWrite: () => !mute, mayDeleteOwn: () => true, muted: () => mute, mayDelete: () => false }
  const Box = () => {
    const view = world.chat.messages.open('c1')
    const people = createRoomPeople('room-c1', () => [])
    return (
      <Composer conversation={view} standing={standing} name="Lobby" people={people} takesFocus longest={longest} />
    )
  }
  render(() => (
    <ChatProvider value={world.chat}>
      <Box />
    </ChatProvider>
  ))
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
  const sent = () => world.asked.filter((what) => what.startsWith('send'))
  return { ...world, box, sent, user: userEvent.setup() }
}

test('Enter sends and empties the box', async () => {
  const { box, sent, user } = renderComposer()
  await user.type(box, 'hello{Enter}')
  expect(sent()).toEqual(['send hello'])
  expect(box).toHaveValue('')
})

test('who is muted reads until when, and cannot write', async () => {
  const { box, sent, user } = renderComposer(4_000, { untilMs: new Date(2026, 10, 25, 18, 40).getTime() })
  expect(box).toHaveAccessibleDescription(/until .*40/)
  await user.type(box, 'hello{Enter}')
  expect(box).toHaveValue('')
  expect(sent()).toEqual([])
})

test('Shift+Enter breaks the line', async () => {
  const { box, sent, user } = renderComposer()
  await user.type(box, 'a{Shift>}{Enter}{/Shift}b')
  expect(box).toHaveValue('a\nb')
  expect(sent()).toEqual([])
})

test('the Enter that ends a composition does not send', async () => {
  const { box, sent, user } = renderComposer()
  await user.type(box, 'にほん')
  await fireEvent.keyDown(box, { key: 'Enter', isComposing: true })
  await fireEvent.keyDown(box, { key: 'Enter', keyCode: 229 })
  expect(sent()).toEqual([])
})

test('nothing but spaces is not sent', async () => {
  const { box, sent, user } = renderComposer()
  await user.type(box, '  {Enter}')
  expect(sent()).toEqual([])
})

test('text that is too long is refused before it is sent, and kept', async () => {
  const { box, sent, user } = renderComposer(20)
  await user.type(box, 'x'.repeat(19))
  expect(screen.getByText('1', { exact: false, selector: '.composer-counter' })).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
  await user.type(box, 'yz{Enter}')
  expect(screen.getByRole('alert')).toHaveTextContent('too long')
  expect(sent()).toEqual([])
  expect(box).toHaveValue(`${'x'.repeat(19)}yz`)
})

test('others learn that one is writing', async () => {
  const { box, asked, user } = renderComposer()
  await user.type(box, 'h')
  expect(asked).toEqual(['typing'])
})

test('a shortcode offers emoji, Enter takes the chosen one', async () => {
  await loadEmoji()
  const { box, sent, user } = renderComposer()
  await user.type(box, 'nice :smi')
  expect(screen.getByRole('listbox', { name: 'Emoji suggestions' })).toBeVisible()
  await user.keyboard('{ArrowDown}{ArrowUp}{Enter}')
  expect(box).toHaveValue('nice 😄 ')
  expect(sent()).toEqual([])
  await user.keyboard('{Enter}')
  expect(sent()).toEqual(['send nice 😄'])
})

test('Escape closes the suggestions, then Enter sends what was written', async () => {
  await loadEmoji()
  const { box, sent, user } = renderComposer()
  await user.type(box, ':smi{Escape}{Enter}')
  expect(sent()).toEqual(['send :smi'])
})

test('an @ offers the people who are here, Tab takes one', async () => {
  const { box, sent, setPeople, setMembers, user } = renderComposer()
  const bob = person('Bob', { handle: 'bobby', guest: false })
  setPeople([{ profile: bob, devices: [], presence: 'online' as const }])
  setMembers([{ profile: bob, role: 'member', mute: null }])
  await user.type(box, 'hi @')
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    '@bobby Bob',
    '@here everybody in this room',
  ])
  await user.type(box, 'b{Tab}')
  expect(box).toHaveValue('hi @bobby ')
  await user.keyboard('{Enter}')
  expect(sent()).toEqual(['send hi @bobby'])
})

test('the grid inserts where the caret is; Escape gives the focus back', async () => {
  await loadEmoji()
  const { box, user } = renderComposer()
  await user.type(box, 'ab')
  box.setSelectionRange(1, 1)
  await user.click(screen.getByRole('button', { name: 'Emoji' }))
  await user.type(screen.getByRole('searchbox', { name: 'Search emoji' }), 'tada{Enter}')
  expect(box).toHaveValue('a🎉b')
  await user.click(screen.getByRole('button', { name: 'Emoji' }))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.getByRole('button', { name: 'Emoji' })).toHaveFocus())
})

test('members who are away are suggested behind those who are here', async () => {
  const { box, setPeople, setMembers, user } = renderComposer()
  const [bob, bo] = [person('Bob', { handle: 'bob' }), person('Bo', { handle: 'bo_away' })]
  setPeople([{ profile: bob, devices: ['desktop'], presence: 'online' as const }])
  setMembers([bo, bob].map((profile) => ({ profile, role: 'member', mute: null })))
  await user.type(box, 'ask @b')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2))
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    expect.stringContaining('@bob'),
    expect.stringContaining('@bo_away'),
  ])
  await user.type(box, 'o_{Enter}')
  expect(box).toHaveValue('ask @bo_away ')
})

test.each([
  ['further up', 9],
  ['at the beginning', 0],
])('suggestions go when the caret is moved: %s', async (_, caret) => {
  const { box, setPeople, setMembers, user } = renderComposer()
  const bob = person('Bob', { handle: 'bobby' })
  setPeople([{ profile: bob, devices: [], presence: 'online' as const }])
  setMembers([{ profile: bob, role: 'member', mute: null }])
  await user.type(box, 'thank you, mail it to @bo')
  expect(screen.getByRole('listbox')).toBeVisible()
  box.setSelectionRange(caret, caret)
  await user.keyboard('{Tab}')
  expect(box).toHaveValue('thank you, mail it to @bo')
  expect(screen.queryByRole('listbox')).toBeNull()
})
