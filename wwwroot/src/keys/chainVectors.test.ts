import { expect, test } from 'vitest'
import { type ChainFault, faultOf } from './chain'
import { bytesOf, type ChainEntry, decodeEntry, type SignedEntry } from './chainEntry'
import { newDevice, newId, newPoint, next, signedBy, following, type TestDevice } from './testDevices'
import { fromText, toText, vectorsOf } from './testVectors'

interface Vector {
  name: string
  account: string
  /** All entries before it, base64url. */
  earlier: string[]
  entry: string
  fault: ChainFault | 'malformed' | null
}

async function judge({ account, earlier, entry }: Vector): Promise<Vector['fault']> {
  const read = decodeEntry(fromText(entry))
  const before = earlier.map((one) => decodeEntry(fromText(one))).filter((one) => one !== undefined)
  return read ? ((await faultOf(account, read, before)) ?? null) : 'malformed'
}

const vectors = await vectorsOf('device-chain', makeVectors)

test.each(vectors)('$name', async (vector) => expect(await judge(vector)).toBe(vector.fault))

test('every fault is among the vectors', () => {
  const faults = new Set(vectors.map(({ fault }) => fault))
  const all = [
    null,
    'malformed',
    'version',
    'previous',
    'account',
    'devices',
    'encryptionKey',
    'unchanged',
    'signer',
    'signature',
  ]
  expect(faults).toEqual(new Set(all))
})

async function makeVectors(): Promise<Vector[]> {
  const [account, other] = [newId(), newId()]
  const [laptop, phone, paper, stranger] = [
    await newDevice(),
    await newDevice(),
    await newDevice('paper'),
    await newDevice(),
  ]
  const all: Vector[] = []
  const bytes = (name: string, fault: Vector['fault'], entry: Uint8Array, ...earlier: SignedEntry[]) =>
    all.push({ name, account, earlier: earlier.map((one) => toText(bytesOf(one))), entry: toText(entry), fault })
  const add = (name: string, fault: Vector['fault'], entry: SignedEntry, ...earlier: SignedEntry[]) =>
    bytes(name, fault, bytesOf(entry), ...earlier)
  const after = (before: SignedEntry | undefined, signer: TestDevice, change: Partial<ChainEntry> = {}) =>
    next(before, account, signer, change)

  const genesis = await after(undefined, laptop)
  add('a genesis', null, genesis)
  add(
    'a genesis with a code on paper',
    null,
    await after(undefined, laptop, { devices: [laptop.record, paper.record] }),
  )
  add('a genesis with version 2', 'version', await after(undefined, laptop, { version: 2 }))
  add(
    'a genesis that follows something',
    'previous',
    await after(undefined, laptop, { previousHash: new Uint8Array(32).fill(1) }),
  )
  add('the genesis of another identity', 'account', await next(undefined, other, laptop))
  add('a genesis without devices', 'devices', await after(undefined, laptop, { devices: [] }))
  add('a genesis with the second key', 'encryptionKey', await after(undefined, laptop, { encryptionKeyVersion: 2 }))
  add('a genesis signed by nobody in it', 'signer', await after(undefined, stranger, { devices: [laptop.record] }))
  add(
    'a genesis signed with another key',
    'signature',
    await signedBy(stranger, await following(undefined, account, laptop)),
  )

  const both = await after(genesis, laptop, { devices: [laptop.record, phone.record] })
  add('a device that is added', null, both, genesis)
  const upToBoth = [genesis, both]
  add('an entry that changes nothing', 'unchanged', await after(genesis, laptop), genesis)
  const rotation = { encryptionKeyVersion: 2, encryptionKey: await newPoint() }
  add('another key without a removal', null, await after(both, phone, rotation), ...upToBoth)
  add(
    'a device that is removed, with another key',
    null,
    await after(both, phone, { devices: [phone.record], ...rotation }),
    ...upToBoth,
  )
  add(
    'devices in another order',
    'unchanged',
    await after(both, phone, { devices: [phone.record, laptop.record] }),
    ...upToBoth,
  )

  add('the same version again', 'version', await after(both, laptop, { version: 2 }), ...upToBoth)
  add('a version left out', 'version', await after(both, laptop, { version: 4 }), ...upToBoth)
  add(
    'one that follows another entry',
    'previous',
    await after(both, laptop, { previousHash: new Uint8Array(32) }),
    ...upToBoth,
  )
  add('one that names another identity', 'account', await after(both, laptop, { account: other }), ...upToBoth)
  add(
    'a device twice',
    'devices',
    await after(both, laptop, { devices: [laptop.record, phone.record, phone.record] }),
    ...upToBoth,
  )
  const crowd = await Promise.all(Array.from({ length: 19 }, () => newDevice()))
  const many = [laptop.record, phone.record, ...crowd.map(({ record }) => record)]
  add('twenty devices', null, await after(both, laptop, { devices: many.slice(0, 20) }), ...upToBoth)
  add('more than twenty devices', 'devices', await after(both, laptop, { devices: many }), ...upToBoth)
  const off = (await newPoint()).map((byte, at) => (at === 64 ? byte ^ 1 : byte))
  const infinite = new Uint8Array(65)
  for (const [what, point] of [
    ['off the curve', off],
    ['at infinity', infinite],
    ['compressed', (await newPoint()).map((byte, at) => (at === 0 ? 2 : byte))],
  ] as const) {
    add(
      `a signing key ${what}`,
      'devices',
      await after(both, laptop, { devices: [...both.entry.devices, { ...paper.record, signingKey: point }] }),
      ...upToBoth,
    )
    add(
      `a decryption key ${what}`,
      'devices',
      await after(both, laptop, { devices: [...both.entry.devices, { ...paper.record, decryptionKey: point }] }),
      ...upToBoth,
    )
    add(
      `an encryption key ${what}`,
      'encryptionKey',
      await after(both, laptop, { encryptionKeyVersion: 2, encryptionKey: point }),
      ...upToBoth,
    )
  }
  add(
    'a device that is removed, with the same key',
    'encryptionKey',
    await after(both, phone, { devices: [phone.record] }),
    ...upToBoth,
  )
  add(
    'a device exchanged for another, with the same key',
    'encryptionKey',
    await after(both, laptop, { devices: [laptop.record, stranger.record] }),
    ...upToBoth,
  )
  add(
    'a device with another key under the same id, with the same encryption key',
    'encryptionKey',
    await after(both, laptop, {
      devices: [laptop.record, { ...phone.record, signingKey: stranger.record.signingKey }],
    }),
    ...upToBoth,
  )
  add(
    'a browser that becomes paper, with the same key',
    'encryptionKey',
    await after(both, laptop, { devices: [laptop.record, { ...phone.record, kind: 'paper' }] }),
    ...upToBoth,
  )
  add(
    'another version of the same key',
    'encryptionKey',
    await after(both, phone, { encryptionKeyVersion: 2 }),
    ...upToBoth,
  )
  add(
    'another key under the same version',
    'encryptionKey',
    await after(both, phone, { encryptionKey: await newPoint() }),
    ...upToBoth,
  )
  add(
    'two versions at once',
    'encryptionKey',
    await after(both, phone, { ...rotation, encryptionKeyVersion: 3 }),
    ...upToBoth,
  )
  const second = await after(both, phone, rotation)
  const third = { encryptionKeyVersion: 3, encryptionKey: both.entry.encryptionKey }
  add('a key that there was before', 'encryptionKey', await after(second, phone, third), ...upToBoth, second)
  const back = { encryptionKeyVersion: 1, encryptionKey: await newPoint() }
  add('a version of the key that goes back', 'encryptionKey', await after(second, phone, back), ...upToBoth, second)
  add(
    'one signed by who is only added by it',
    'signer',
    await after(genesis, phone, { devices: [laptop.record, phone.record] }),
    genesis,
  )
  const three = { devices: [laptop.record, phone.record, paper.record] }
  add('one signed by a stranger', 'signer', await after(both, stranger, three), ...upToBoth)
  add(
    'one signed by a stranger in the name of a device',
    'signature',
    await signedBy(stranger, { ...(await following(both, account, laptop)), ...three }),
    ...upToBoth,
  )
  const removed = await after(both, phone, { devices: [phone.record], ...rotation })
  add(
    'one signed by who was removed',
    'signer',
    await after(removed, laptop, { devices: [phone.record, paper.record] }),
    ...upToBoth,
    removed,
  )

  add(
    'one signed by the device that it removes',
    'signer',
    await after(both, laptop, { devices: [phone.record], ...rotation }),
    ...upToBoth,
  )
  add(
    'one signed by a device that exchanges its own keys',
    'signer',
    await after(both, laptop, {
      devices: [{ ...(await newDevice()).record, id: laptop.record.id }, phone.record],
      ...rotation,
    }),
    ...upToBoth,
  )
  const withPaper = { devices: [laptop.record, phone.record, paper.record] }
  add('a code on paper that is added', null, await after(both, laptop, withPaper), ...upToBoth)
  const printed = await after(both, laptop, withPaper)
  const another = (await newDevice('paper')).record
  add(
    'a second code on paper',
    'devices',
    await after(printed, laptop, { devices: [...printed.entry.devices, another] }),
    ...upToBoth,
    printed,
  )
  add(
    'a code on paper that takes the place of the one before',
    null,
    await after(printed, laptop, { devices: [laptop.record, phone.record, another], ...rotation }),
    ...upToBoth,
    printed,
  )
  add(
    'a browser that the code on paper adds',
    null,
    await after(printed, paper, { devices: [...printed.entry.devices, (await newDevice()).record] }),
    ...upToBoth,
    printed,
  )

  const good = bytesOf(both)
  const changed = (at: number) => good.map((byte, index) => (index === at ? byte ^ 1 : byte))
  bytes('a signature with a changed bit', 'signature', changed(good.length - 1), genesis)
  bytes(
    'a signature of zeros',
    'signature',
    good.map((byte, at) => (at >= good.length - 64 ? 0 : byte)),
    genesis,
  )
  bytes('nothing', 'malformed', new Uint8Array(), genesis)
  bytes('one for another purpose', 'malformed', changed(11), genesis)
  bytes('one byte less', 'malformed', good.subarray(0, -1), genesis)
  bytes('one byte more', 'malformed', Uint8Array.from([...good, 0]), genesis)
  bytes(
    'more devices than there are',
    'malformed',
    good.map((byte, at) => (at === 141 ? 3 : byte)),
    genesis,
  )
  bytes(
    'fewer devices than there are',
    'malformed',
    good.map((byte, at) => (at === 141 ? 1 : byte)),
    genesis,
  )
  bytes(
    'a device of no known kind',
    'malformed',
    good.map((byte, at) => (at === 142 ? 2 : byte)),
    genesis,
  )
  return all
}
