import { expect, test } from 'vitest'
import { General } from '../fakeServer'
import { directKey } from './directKey'
import { bob, enter, pass, server, tab } from './testConversation'

test('nothing that names a sealed conversation as this tab does is taken in, neither as it happens nor in the inbox', async () => {
  await enter(1)
  const [key, heard] = [directKey('f'.repeat(32)), [] as string[]]
  tab.chat.inbox.listen(({ text }) => heard.push(text))
  const [known] = server.inbox()
  const posted = server.post(bob, 'as ever')
  server.say({ type: 'messagePosted', message: { ...posted, conversation: key, sequence: posted.sequence + 1 } })
  server.joined = [{ ...known!, conversation: key }]
  server.say({ type: 'resyncNeeded' })
  await pass(50)
  expect(heard).toEqual(['as ever'])
  expect(tab.chat.inbox.conversations().map(({ conversation }) => conversation)).toEqual([General])
})
