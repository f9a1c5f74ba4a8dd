import { expect, test } from 'vitest'
import type { Refusal } from '../contract'
import {
  acknowledged,
  discard,
  enqueue,
  headOf,
  type Outbox,
  refuse,
  resume,
  retry,
  sending,
  socketEnded,
} from './outbox'

const first = enqueue([], { id: 'a', text: 'first', createdMs: 1 })
const two = enqueue(first, { id: 'b', text: 'second', createdMs: 2 })
const refusal = (code: Refusal['code'], retryAfterMs: number | null = null): Refusal => ({ code, retryAfterMs })
const states = (outbox: Outbox) => outbox.map(({ id, state }) => `${id} ${state}`)

test('one message at a time is sent, and those behind it wait for it', () => {
  expect(headOf(two)?.id).toBe('a')
  expect(headOf(sending(two, 'a'))?.id).toBe('a')
  expect(headOf(acknowledged(sending(two, 'a'), 'a', 1))?.id).toBe('b')
})

test('too fast makes the whole queue wait', () => {
  const refused = refuse(sending(two, 'a'), 'a', refusal('tooFast', 3_000), 10_000, 3_000)
  expect(headOf(refused)).toMatchObject({ id: 'a', state: 'waiting', retryAtMs: 13_000 })
  expect(headOf(resume(refused))).toMatchObject({ retryAtMs: 13_000 })
})

test('what waited for the server to be able again does not wait on a new socket', () => {
  const refused = refuse(sending(two, 'a'), 'a', refusal('unavailable'), 10_000, 9_000)
  expect(headOf(refused)?.retryAtMs).toBe(19_000)
  expect(headOf(resume(refused))?.retryAtMs).toBeUndefined()
})

test('a message that can never be sent lets the others pass; tried again, it goes behind them', () => {
  const failed = refuse(sending(two, 'a'), 'a', refusal('notFound'), 0, 0)
  expect(states(failed)).toEqual(['a failed', 'b waiting'])
  expect(headOf(failed)?.id).toBe('b')
  expect(states(retry(failed, 'a', () => 'new'))).toEqual(['b waiting', 'a waiting'])
})

test('a message whose id was taken is tried again under another', () => {
  const failed = refuse(sending(two, 'a'), 'a', refusal('messageIdTaken'), 0, 0)
  expect(states(retry(failed, 'a', () => 'new'))).toEqual(['b waiting', 'new waiting'])
})

test('a message in flight while three sockets in a row ended is taken for the cause', () => {
  let outbox = two
  for (let end = 1; end <= 3; end++) outbox = socketEnded(sending(outbox, 'a'), true)
  expect(outbox[0]).toMatchObject({ state: 'failed', refusal: { code: 'malformed' } })
  expect(headOf(outbox)?.id).toBe('b')
})

test('neither answers between the ends nor sockets that this side dropped count', () => {
  let outbox = two
  for (let end = 1; end <= 4; end++) outbox = socketEnded(sending(outbox, 'a'), false)
  for (let end = 1; end <= 2; end++) outbox = socketEnded(sending(outbox, 'a'), true)
  outbox = refuse(sending(outbox, 'a'), 'a', refusal('unavailable'), 0, 0)
  for (let end = 1; end <= 2; end++) outbox = socketEnded(sending(outbox, 'a'), true)
  expect(outbox[0]?.state).toBe('waiting')
})

test('only what is not on its way can be taken back', () => {
  expect(states(discard(sending(two, 'a'), 'a'))).toEqual(['a sending', 'b waiting'])
  expect(states(discard(two, 'b'))).toEqual(['a waiting'])
})
