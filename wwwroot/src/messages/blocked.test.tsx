import { screen, within } from '@solidjs/testing-library'
import { expect, test } from 'vitest'
import type { FriendEntry } from '../contract'
import { expectAccessible, open } from '../testApp'
import { message, person } from '../testChat'

const ada = person('Ada', { guest: false, handle: 'ada' })
const bo = person('Bo', { guest: false, handle: 'bo' })
const cy = person('Cy', { guest: false, handle: 'cy' })
const blockedBo: FriendEntry = {
  view: { with: 'bo', relation: 'none', blocked: true, sinceMs: 0 },
  profile: bo,
  lastSeenMs: null,
}
const quote = { sequence: 1, author: bo, text: 'a rude word' }

const openBlocking = (prepare: Parameters<typeof open>[0] = () => {}) =>
  open((world) => {
    world.setMe(ada)
    world.setPeople([ada, bo, cy].map((profile) => ({ profile, devices: ['desktop'], presence: 'online' })))
    world.setFriends([blockedBo])
    prepare(world)
  })
const log = () => within(screen.getByRole('log', { name: 'Messages' }))

test('what somebody wrote whom one has blocked is hidden until one wants to see it', async () => {
  const { user } = openBlocking(({ setMessages }) =>
    setMessages([
      message(1, bo, 'a rude word', 0, {
        mentions: [{ name: 'ada', user: 'ada' }],
        reactions: [{ emoji: '🙂', users: ['cy'] }],
      }),
      message(2, cy, 'hello'),
    ]),
  )
  const [hidden] = log().getAllByRole('article')
  expect(hidden).toHaveAccessibleName(/^Hidden message/)
  expect(hidden).toHaveTextContent(/^Message from somebody you blocked\s*Show$/)
  expect(hidden).not.toHaveClass('calling')
  expect(log().queryByText('a rude word')).toBeNull()
  expect(log().getByText('hello')).toBeVisible()
  await expectAccessible()
  await user.hover(hidden!)
  expect(within(hidden!).getAllByRole('button')).toHaveLength(1)
  await user.click(within(hidden!).getByRole('button', { name: /^Show/ }))
  expect(log().getByText('a rude word')).toBeVisible()
  expect(hidden).toHaveAccessibleName(/^Bo/)
  await expectAccessible()
})

test('it is there again once they are unblocked, and gone once they are blocked', () => {
  const { setFriends } = openBlocking(({ setMessages }) => setMessages([message(1, bo, 'a rude word')]))
  setFriends([])
  expect(log().getByText('a rude word')).toBeVisible()
  setFriends([blockedBo])
  expect(log().queryByText('a rude word')).toBeNull()
})

test('a reply to them shows neither their name nor their words', () => {
  const { setFriends } = openBlocking(({ setMessages }) => setMessages([message(2, cy, 'no', 0, { replyTo: quote })]))
  const reply = () => log().getByRole('button', { name: /^Reply to/ })
  expect(reply()).toHaveAccessibleName('Reply to Somebody you blocked: Hidden message')
  expect(log().queryByText('a rude word')).toBeNull()
  setFriends([])
  expect(reply()).toHaveAccessibleName('Reply to Bo: a rude word')
})

test('what they react with does not count', () => {
  const { setFriends } = openBlocking(({ setMessages }) =>
    setMessages([
      message(1, cy, 'hello', 0, {
        reactions: [
          { emoji: '🙂', users: ['bo'] },
          { emoji: '👍', users: ['bo', 'cy'] },
        ],
      }),
    ]),
  )
  const chips = () => within(log().getByRole('group', { name: 'Reactions' })).getAllByRole('button')
  expect(chips().map((chip) => chip.getAttribute('aria-label'))).toEqual(['👍 1: Cy'])
  setFriends([])
  expect(chips().map((chip) => chip.getAttribute('aria-label'))).toEqual(['🙂 1: Bo', '👍 2: Bo, Cy'])
})

test('that they are writing is not told', () => {
  const { setTyping } = openBlocking()
  setTyping([bo])
  expect(document.body).not.toHaveTextContent(/is (typing|writing)/)
  setTyping([bo, cy])
  expect(document.body).toHaveTextContent(/Cy is (typing|writing)/)
  expect(document.querySelector('.typing')).not.toHaveTextContent('Bo')
})

test('they are not among those whom one may mean', async () => {
  const { setFriends, user } = openBlocking(({ setMembers }) =>
    setMembers([ada, bo, cy].map((profile) => ({ profile, role: 'member', mute: null }))),
  )
  const box = screen.getByRole('textbox', { name: 'Message' })
  const suggested = () => within(screen.getByRole('listbox', { name: 'Mention suggestions' })).getAllByRole('option')
  await user.type(box, '@')
  expect(suggested().some(({ textContent }) => textContent?.includes('@bo'))).toBe(false)
  expect(suggested().some(({ textContent }) => textContent?.includes('@cy'))).toBe(true)
  setFriends([])
  await user.clear(box)
  await user.type(box, '@b')
  expect(suggested().map(({ textContent }) => textContent)).toEqual([expect.stringContaining('@bo')])
})
