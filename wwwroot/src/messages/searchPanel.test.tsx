import { fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ChatProvider } from '../chatContext'
import type { Profile, Refusal, Result, SearchHit, SearchPage } from '../contract'
import { message, person, testChat } from '../testChat'
import { createRoomPeople } from '../rooms/roomPeople'
import { markedParts } from './markedParts'
import { SearchPanel } from './searchPanel'

const hit = (sequence: number, excerpt: string, marks: SearchHit['marks'] = []): SearchHit => ({
  sequence,
  author: person('Grace'),
  sentAtMs: 0,
  excerpt,
  marks,
})
const page = (hits: SearchHit[], before: number | null = null): Result<SearchPage> => ({
  value: { hits, before },
  refusal: null,
})
const refusedWith = (code: Refusal['code']): Result<SearchPage> => ({
  value: null,
  refusal: { code, retryAfterMs: null },
})

function renderPanel(members: Profile[] = [], everyone = false) {
  const world = testChat()
  world.setRooms([{ id: 'room-c1', name: 'Lobby', everyone, topic: null, owner: null, temporary: false }])
  world.setMembers([person('Ada'), ...members].map((profile) => ({ profile, role: 'member', mute: null })))
  const onJump = vi.fn<(sequence: number) => Promise<boolean>>(async () => true)
  const onClose = vi.fn()
  const Panel = () => {
    const view = world.chat.messages.open('c1')
    const people = createRoomPeople('room-c1', () => [])
    return <SearchPanel view={view} name="Lobby" people={people} onJump={onJump} onClose={onClose} />
  }
  render(() => (
    <ChatProvider value={world.chat}>
      <Panel />
    </ChatProvider>
  ))
  const box = screen.getByRole('searchbox', { name: 'Words to search for' })
  const searches = () => world.asked.filter((what) => what.startsWith('search'))
  const hits = () => within(screen.getByRole('list', { name: 'Found messages' })).queryAllByRole('button')
  return { ...world, box, searches, hits, onJump, onClose, user: userEvent.setup() }
}

test('what is typed is searched for once, when one pauses', async () => {
  const { box, searches, answers, hits, user } = renderPanel()
  answers.searching.push(page([hit(7, 'a cup of tea', [{ start: 9, length: 3 }])]))
  expect(box).toHaveFocus()
  await user.type(box, 'tea')
  expect(screen.getByRole('status')).toHaveTextContent('Searching')
  await waitFor(() => expect(hits()).toHaveLength(1))
  expect(searches()).toEqual(['search tea / anybody / newest'])
  expect(hits()[0]).toHaveTextContent('Grace')
  expect(screen.getByText('tea', { selector: 'mark' })).toBeVisible()
  expect(screen.getByRole('status')).toHaveTextContent('1 found')
})

test('Enter searches at once; nothing found is said', async () => {
  const { box, user } = renderPanel()
  await user.type(box, 'absent{Enter}')
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('Nothing was found.'))
})

test('an answer to what is not looked for any more is dropped', async () => {
  const { box, answers, hits, user } = renderPanel()
  let late!: (result: Result<SearchPage>) => void
  answers.searching.push(new Promise((resolve) => (late = resolve)), page([hit(2, 'second')]))
  await user.type(box, 'first{Enter}')
  await user.clear(box)
  await user.type(box, 'second{Enter}')
  await waitFor(() => expect(hits()).toHaveLength(1))
  late(page([hit(1, 'first')]))
  await Promise.resolve()
  expect(hits()).toHaveLength(1)
  expect(hits()[0]).toHaveTextContent('second')
})

test('an author alone can be chosen, also one who is not here any more', async () => {
  const { searches, setMessages, user } = renderPanel()
  setMessages([message(1, person('Grace'), 'bye')])
  await user.selectOptions(screen.getByRole('combobox', { name: 'From' }), 'Grace')
  expect(searches()).toEqual(['search  / grace / newest'])
  expect(screen.getByRole('option', { name: 'Ada (you)' })).toBeInTheDocument()
})

test('members who are away can be chosen', async () => {
  const { searches, user } = renderPanel([person('Zoe', { handle: 'zoe' })])
  await screen.findByRole('option', { name: 'Zoe (@zoe)' })
  await user.selectOptions(screen.getByRole('combobox', { name: 'From' }), 'Zoe (@zoe)')
  expect(searches()).toEqual(['search  / zoe / newest'])
})

test('older ones are fetched on scroll, and empty pages are passed over', async () => {
  const { box, searches, answers, hits, user } = renderPanel()
  answers.searching.push(page([hit(9, 'nine')], 9), page([], 5), page([hit(3, 'three')]))
  await user.type(box, 'x{Enter}')
  await screen.findByRole('button', { name: 'Show older ones' })
  fireEvent.scroll(screen.getByRole('list', { name: 'Found messages' }))
  await waitFor(() => expect(hits()).toHaveLength(2))
  expect(searches()).toEqual(['search x / anybody / newest', 'search x / anybody / 9', 'search x / anybody / 5'])
  fireEvent.scroll(screen.getByRole('list', { name: 'Found messages' }))
  expect(searches()).toHaveLength(3)
})

test('a refusal is said, and what was found stays when older ones fail', async () => {
  const { box, answers, hits, user } = renderPanel()
  answers.searching.push(page([hit(9, 'nine')], 9), refusedWith('tooFast'), page([hit(3, 'three')]))
  await user.type(box, 'x{Enter}')
  await user.click(await screen.findByRole('button', { name: 'Show older ones' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('a little fast')
  expect(hits()).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(hits()).toHaveLength(2))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('offline is said, and the search goes on by itself', async () => {
  const { box, answers, hits, setState, user } = renderPanel()
  setState({ phase: 'waiting', retryAtMs: 0, attempt: 1, networkDown: true })
  answers.searching.push(refusedWith('unavailable'), page([hit(1, 'found')]))
  await user.type(box, 'x{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent('There is no connection.')
  setState({ phase: 'online' })
  await waitFor(() => expect(hits()).toHaveLength(1))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('what people wrote whom one has blocked is not among what is found', async () => {
  const { box, answers, hits, setFriends, user } = renderPanel()
  const bo = person('Bo')
  const view = { with: bo.id, relation: 'none' as const, blocked: true, sinceMs: 0 }
  setFriends([{ view, profile: bo, lastSeenMs: null }])
  answers.searching.push(page([{ ...hit(8, 'tea, rudely'), author: bo }, hit(7, 'a cup of tea')]))
  await user.type(box, 'tea')
  await waitFor(() => expect(hits()).toHaveLength(1))
  expect(hits()[0]).toHaveTextContent('Grace')
  setFriends([])
  expect(hits()).toHaveLength(2)
})

test('arrow keys lead through the results, Enter goes there, Escape closes', async () => {
  const { box, answers, hits, onJump, onClose, user } = renderPanel()
  answers.searching.push(page([hit(9, 'nine'), hit(3, 'three')]))
  await user.type(box, 'x{Enter}')
  await waitFor(() => expect(hits()).toHaveLength(2))
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(hits()[1]).toHaveFocus()
  onJump.mockResolvedValueOnce(false)
  await user.keyboard('{Enter}')
  expect(onJump).toHaveBeenCalledWith(3)
  expect(await screen.findByRole('alert')).toHaveTextContent('could not be shown')
  await user.keyboard('{ArrowUp}{ArrowUp}')
  expect(box).toHaveFocus()
  await user.keyboard('{Escape}')
  expect(onClose).toHaveBeenCalledOnce()
})

test('who was chosen stays chosen when they go', async () => {
  const { searches, setPeople, box, user } = renderPanel([], true)
  const [ada, bob] = [person('Ada'), person('Bob')].map((profile) => ({
    profile,
    devices: [],
    presence: 'online' as const,
  }))
  setPeople([ada!, bob!])
  const from = screen.getByRole('combobox', { name: 'From' })
  await user.selectOptions(from, 'Bob')
  setPeople([ada!])
  expect(from).toHaveDisplayValue('Bob')
  await user.type(box, 'tea{Enter}')
  expect(searches().at(-1)).toBe('search tea / bob / newest')
})

test('what is deleted meanwhile is not found any more', async () => {
  const { box, answers, hits, setGone, user } = renderPanel()
  answers.searching.push(page([hit(9, 'nine'), hit(3, 'three')]))
  await user.type(box, 'x{Enter}')
  await waitFor(() => expect(hits()).toHaveLength(2))
  setGone([9])
  expect(hits()).toHaveLength(1)
  expect(screen.getByRole('status')).toHaveTextContent('1 found')
})

test('a text is cut at its marks', () => {
  expect(markedParts('a cup of tea', [])).toEqual([{ text: 'a cup of tea', marked: false }])
  expect(
    markedParts('tea or tea', [
      { start: 0, length: 3 },
      { start: 7, length: 3 },
    ]),
  ).toEqual([
    { text: 'tea', marked: true },
    { text: ' or ', marked: false },
    { text: 'tea', marked: true },
  ])
})
