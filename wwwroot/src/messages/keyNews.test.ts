import { beforeAll, expect, test } from 'vitest'
import type { ChainEntry, DeviceKind, DeviceRecord } from '../keys/chainEntry'
import { newDevice } from '../keys/testDevices'
import { beganAnew, keyNewsText, newsWithin } from './keyNews'

let one: DeviceRecord[]
let papers: DeviceRecord[]

const devicesOf = async (kind: DeviceKind, count: number) =>
  (await Promise.all(Array.from({ length: count }, () => newDevice(kind)))).map(({ record }) => record)

beforeAll(async () => {
  one = await devicesOf('browser', 4)
  papers = await devicesOf('paper', 2)
})

/** Of a chain all that is looked at: its lists of devices, browsers by their numbers and codes on paper by letters. */
const chain = (...lists: readonly string[]): ChainEntry[] =>
  lists.map((list, index) => ({
    version: index + 1,
    previousHash: new Uint8Array(32),
    account: 'ada',
    encryptionKeyVersion: 1,
    encryptionKey: new Uint8Array(65),
    devices: [...list].map((name) => (name === 'p' ? papers[0]! : name === 'q' ? papers[1]! : one[Number(name)]!)),
    signer: one[0]!.id,
  }))

const said = (lists: readonly string[], own = false, from = 1, upTo = lists.length) => {
  const news = newsWithin(chain(...lists), from, upTo)
  return news && keyNewsText(news, own)
}

test.each([
  [['0', '01'], 'added a device'],
  [['0', '01', '012'], 'added 2 devices'],
  [['01', '0'], 'removed a device'],
  [['012', '02', '0'], 'removed 2 devices'],
  [['0', '01', '0'], 'removed a device'],
  [['01', '0', '02'], 'added a device and removed a device'],
  [['01', '0', '01'], undefined],
  [['0', '0p'], 'has a new recovery code'],
  [['0p', '0q'], 'has a new recovery code'],
  [['0p', '0'], undefined],
  [['0p', '0pq', '0p'], undefined],
  [['01p', '0p', '02q'], 'added a device, removed a device and has a new recovery code'],
  [['0', '0'], undefined],
])('%j: %s', (lists, expected) => expect(said(lists)).toBe(expected))

test('what came before the one state and after the other is no news', () => {
  const lists = ['0', '01', '01p', '0p', '03p']
  expect(said(lists, false, 2, 3)).toBe('has a new recovery code')
  expect(said(lists, false, 3, 4)).toBe('removed a device')
  expect(said(lists, false, 5, 5)).toBeUndefined()
})

test('of states that are not there, or that go back, there is none', () => {
  const lists = ['0', '01']
  for (const [from, upTo] of [
    [0, 1],
    [1, 3],
    [3, 4],
    [2, 1],
  ])
    expect(said(lists, false, from, upTo)).toBeUndefined()
})

test('of oneself it is said as of oneself', () => {
  expect(said(['0', '0p'], true)).toBe('have a new recovery code')
  expect(keyNewsText(beganAnew('ada'), false)).toBe('started over with new keys')
})
