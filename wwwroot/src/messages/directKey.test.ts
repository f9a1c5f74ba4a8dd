import { expect, test } from 'vitest'
import { directKey, isDirectKey, namesSealed, wireId } from './directKey'

const id = 'f'.repeat(32)

test('a sealed conversation has a name of its own here, and its own one on the wire', () => {
  expect([isDirectKey(directKey(id)), isDirectKey(id), wireId(directKey(id)), wireId(id)]).toEqual([
    true,
    false,
    id,
    id,
  ])
})

test('whatever names one as this tab does is not from a server that means well', () => {
  const key = directKey(id)
  const said = [
    { type: 'messagePosted', message: { conversation: key } },
    { type: 'messageChanged', change: { conversation: key } },
    { type: 'readMoved', position: { conversation: key } },
    { type: 'conversationJoined', conversation: { conversation: key } },
    { type: 'authorErased', conversation: key },
    { type: 'userTyping', conversation: key },
  ]
  expect(said.map(namesSealed)).toEqual(said.map(() => true))
  expect([{ type: 'messagePosted', message: { conversation: id } }, { type: 'resyncNeeded' }].map(namesSealed)).toEqual(
    [false, false],
  )
})
