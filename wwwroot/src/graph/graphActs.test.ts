import { expect, test } from 'vitest'
import type { Trouble } from '../refusals'
import { person } from '../testChat'
import { createGraphActs } from './graphActs'
import type { ScenePerson, SceneRoom } from './scene'

const room = (standing: SceneRoom['standing']): SceneRoom => ({ id: 'tea', name: 'Tea', standing })
const who = (me: boolean, inside?: string): ScenePerson => ({
  id: 'bob',
  profile: person('Bob'),
  presence: 'online',
  me,
  friend: false,
  room: inside,
})

function stage(refusal?: Trouble) {
  const asked: string[] = []
  const ask = (what: string) => {
    asked.push(what)
    return Promise.resolve(refusal)
  }
  const acts = createGraphActs({
    join: (id) => ask(`join ${id}`),
    invite: (id, whom) => ask(`invite ${whom} to ${id}`),
    onEnter: (id) => asked.push(`enter ${id}`),
    onChat: (id) => asked.push(`chat ${id}`),
  })
  return { asked, acts }
}
const settle = () => new Promise((resolve) => setTimeout(resolve))
const full: Trouble = { code: 'roomFull', retryAfterMs: null }

test.each([
  ['outside', ['join tea', 'enter tea']],
  ['member', ['enter tea']],
  ['open', ['chat tea']],
] as const)('a tap on a room that one is %s to', async (standing, expected) => {
  const { acts, asked } = stage()
  acts.tap(room(standing))
  await settle()
  expect(asked).toEqual(expected)
})

test('a second tap while the first is under way asks nothing twice', async () => {
  const { acts, asked } = stage()
  acts.tap(room('outside'))
  acts.tap(room('outside'))
  await settle()
  expect(asked).toEqual(['join tea', 'enter tea'])
  expect(acts.said()).toBe('Joined Tea.')
})

test('a room that lets nobody in says why and is not entered', async () => {
  const { acts, asked } = stage(full)
  acts.tap(room('outside'))
  await settle()
  expect(asked).toEqual(['join tea'])
  expect(acts.trouble()).toEqual(full)
  expect(acts.said()).toBe('')
})

test('somebody dropped on a room is invited, if one is in it and they are not', async () => {
  const { acts, asked } = stage()
  acts.drop(who(false), room('member'))
  await settle()
  expect(acts.said()).toBe('Invited Bob to Tea.')
  acts.drop(who(false, 'tea'), room('member'))
  await settle()
  expect(acts.said()).toBe('Bob is in Tea already.')
  acts.drop(who(false), room('outside'))
  await settle()
  expect(acts.said()).toBe('Join Tea first, then you can invite people to it.')
  expect(asked).toEqual(['invite bob to tea'])
})

test('oneself dropped on a room goes there', async () => {
  const { acts, asked } = stage()
  acts.drop(who(true), room('outside'))
  await settle()
  acts.drop(who(true), room('open'))
  await settle()
  expect(asked).toEqual(['join tea', 'enter tea'])
})
