import { expect, test } from 'vitest'
import { refusalOf } from '../connections/calls'
import type { MessagePage } from '../contract'
import { createClosing } from './directClosing'
import type { DirectBounds } from './directLog'

/** A conversation of so many messages, 100 on a page, in which the devices wrote last under these numbers. */
function closingIn(length: number, last: Record<string, number>) {
  const asked: (number | null)[] = []
  const seen = new Map<string, number>()
  const refuses = new Set<number>()
  const read = async ({ before, count }: DirectBounds) => {
    asked.push(before)
    if (refuses.delete(asked.length)) return { refusal: refusalOf('tooFast') }
    const end = before ?? length + 1
    const from = Math.max(1, end - count)
    for (const [device, at] of Object.entries(last)) if (at >= from && at < end) seen.set(device, at)
    const messages = Array.from({ length: end - from }, (_, index) => ({ sequence: from + index }))
    return { page: { messages, hasOlder: from > 1 } as MessagePage }
  }
  const ledger = {
    lastOf: async (_account: string, _conversation: string, device: string) => seen.get(device) ?? 0,
    lastCounterOf: async (_account: string, _conversation: string, device: string) => BigInt(seen.get(device) ?? 0),
  }
  return { asked, seen, refuses, closing: createClosing({ conversation: 'c', me: 'a', log: () => ({ read }), ledger }) }
}

const phone = { account: 'a', device: 'phone' }
const tablet = { account: 'b', device: 'tablet' }

test('it reads back to the last of each, and no further', async () => {
  const { asked, closing } = closingIn(1000, { aphone: 950, btablet: 720 })
  expect(await closing.closesOf([phone, tablet], true)).toEqual({
    closes: [
      { device: 'phone', lastCounter: 950n },
      { device: 'tablet', lastCounter: 720n },
    ],
  })
  expect(asked).toEqual([null, 901, 801])
})

test('what was seen further up is read up to, since more may stand between', async () => {
  const { asked, seen, closing } = closingIn(300, { aphone: 180 })
  seen.set('aphone', 20)
  expect(await closing.closesOf([phone], true)).toEqual({ closes: [{ device: 'phone', lastCounter: 180n }] })
  expect(asked).toEqual([null, 201])
})

test('of which nothing is there is closed at nothing, unless something cannot be read', async () => {
  const { closing } = closingIn(150, {})
  expect(await closing.closesOf([phone], true)).toEqual({ closes: [{ device: 'phone', lastCounter: 0n }] })
  expect(await closing.closesOf([phone], false)).toEqual({ closes: [] })
  expect(await closingIn(0, {}).closing.closesOf([phone], true)).toMatchObject({ closes: { length: 1 } })
})

test('what stands too far up is left open', async () => {
  const { asked, closing } = closingIn(5000, { aphone: 20 })
  expect(await closing.closesOf([phone], true)).toEqual({ closes: [] })
  expect(asked).toHaveLength(20)
})

test('nothing is read when nobody went', async () => {
  const { asked, closing } = closingIn(50, {})
  expect(await closing.closesOf([], true)).toEqual({ closes: [] })
  expect(asked).toEqual([])
})

test('a device that both had listed is closed once, where either said more', async () => {
  const { closing } = closingIn(50, { aphone: 7, bphone: 9 })
  expect(await closing.closesOf([phone, { account: 'b', device: 'phone' }], true)).toEqual({
    closes: [{ device: 'phone', lastCounter: 9n }],
  })
})

test('where reading was refused it goes on, and begins anew for another device', async () => {
  const { asked, refuses, closing } = closingIn(1000, { aphone: 720, btablet: 950 })
  for (const time of [2, 4]) refuses.add(time)
  for (let time = 0; time < 2; time++) expect(await closing.closesOf([phone], true)).toMatchObject({ refusal: {} })
  expect(asked).toEqual([null, 901, 901, 801])
  expect(await closing.closesOf([phone], true)).toEqual({ closes: [{ device: 'phone', lastCounter: 720n }] })
  expect(asked.slice(4)).toEqual([801])
  refuses.add(6)
  await closing.closesOf([phone], true)
  expect(await closing.closesOf([phone, tablet], true)).toMatchObject({ closes: { length: 2 } })
  expect(asked.slice(5)).toEqual([null, null, 901, 801])
})
