import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { faultOf, follow } from './chain'
import { bytesOf, decodeEntry, type SignedEntry } from './chainEntry'
import { newDevice, newId, newPoint, next, type TestDevice } from './testDevices'

const account = newId()
let laptop: TestDevice
let phone: TestDevice
let genesis: SignedEntry
let both: SignedEntry
let rotated: SignedEntry

beforeAll(async () => {
  laptop = await newDevice()
  phone = await newDevice()
  genesis = await next(undefined, account, laptop)
  both = await next(genesis, account, laptop, { devices: [laptop.record, phone.record] })
  rotated = await next(both, account, phone, {
    devices: [phone.record],
    encryptionKeyVersion: 2,
    encryptionKey: await newPoint(),
  })
})

test('an entry is as long as the protocol says, and is read as it was written', async () => {
  expect(bytesOf(genesis)).toHaveLength(369)
  expect(decodeEntry(bytesOf(both))).toEqual(both)
  const ten = await Promise.all(Array.from({ length: 9 }, () => newDevice('paper')))
  const devices = [laptop.record, ...ten.map(({ record }) => record)]
  expect(bytesOf(await next(genesis, account, laptop, { devices }))).toHaveLength(1692)
})

test('whatever comes instead of an entry is read as none, or changes what was signed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(bytesOf(both).length * 8 - 1), async (bit) => {
      const bytes = bytesOf(both)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const read = decodeEntry(bytes)
      if (read) expect(await faultOf(account, read, [genesis])).toBeDefined()
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => decodeEntry(bytes) === undefined))
  for (let length = 0; length < bytesOf(both).length; length++)
    expect(decodeEntry(bytesOf(both).subarray(0, length))).toBeUndefined()
})

test('a chain of devices that come and go is followed to its end, from the first time and from any state seen before', async () => {
  const whole = [genesis, both, rotated]
  const first = await follow(account, [genesis])
  if (!('pin' in first)) throw new Error('no chain')
  for (let seen = 1; seen <= 3; seen++) {
    const pinned = await follow(account, whole.slice(0, seen))
    if (!('pin' in pinned)) throw new Error('no chain')
    expect(await follow(account, whole, pinned.pin)).toEqual({
      head: rotated.entry,
      pin: { genesisHash: first.pin.hash, version: 3, hash: expect.anything() },
    })
  }
})

test('a server that shows less than before, another past, or another identity is found out', async () => {
  const seen = await follow(account, [genesis, both])
  if (!('pin' in seen)) throw new Error('no chain')
  const pin = seen.pin
  expect(await follow(account, [genesis], pin)).toEqual({ broken: 'rollback' })
  const fork = await next(genesis, account, laptop, { devices: [laptop.record, (await newDevice()).record] })
  expect(await follow(account, [genesis, fork], pin)).toEqual({ broken: 'fork' })
  expect(
    await follow(
      account,
      [
        genesis,
        fork,
        await next(fork, account, laptop, { devices: [laptop.record, phone.record, ...fork.entry.devices.slice(1)] }),
      ],
      pin,
    ),
  ).toEqual({ broken: 'fork' })
  expect(await follow(account, [await next(undefined, account, laptop)], pin)).toEqual({ broken: 'anotherIdentity' })
  expect(await follow(newId(), [genesis, both], pin)).toEqual({ broken: 'invalid' })
  expect(await follow(account, [genesis, rotated], pin)).toEqual({ broken: 'invalid' })
  expect(await follow(account, [both], pin)).toEqual({ broken: 'invalid' })
  expect(await follow(account, [], pin)).toEqual({ broken: 'rollback' })
  expect(await follow(account, [])).toEqual({ none: true })
})
