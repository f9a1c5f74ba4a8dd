import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bytes, concat, toHex, u32 } from './bytes'
import { signRecord } from './epoch'
import {
  type ClosedDevice,
  decodeRecord,
  encodeSigned,
  type EpochMember,
  type EpochRecord,
  MostClosed,
  MostMembers,
} from './epochRecord'
import { generateSigningKeys } from './primitives'

const bytesOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((made) => Uint8Array.from(made))
const ids = bytesOf(16).map(toHex)
const u32s = fc.nat(0xffffffff)

const closed: fc.Arbitrary<ClosedDevice> = fc.record({ device: ids, lastCounter: fc.bigInt(0n, 2n ** 64n - 1n) })
const member: fc.Arbitrary<EpochMember> = fc.record({
  account: ids,
  chainVersion: u32s,
  chainHash: bytesOf(32),
  encryptionKeyVersion: u32s,
  role: fc.constant('member'),
})
const record: fc.Arbitrary<EpochRecord> = fc.record({
  conversation: ids,
  epoch: u32s,
  previousHash: bytesOf(32),
  keyId: bytesOf(16),
  author: ids,
  device: ids,
  chainVersion: u32s,
  reason: fc.constantFrom('begun', 'encryptionKey', 'renewed'),
  closes: fc
    .uniqueArray(closed, { selector: ({ device }) => device, maxLength: 5 })
    .map((all) => sorted(all, 'device')),
  members: fc
    .uniqueArray(member, { selector: ({ account }) => account, maxLength: 5 })
    .map((all) => sorted(all, 'account')),
})

const sorted = <K extends string, T extends Record<K, string>>(all: readonly T[], by: K): T[] =>
  all.toSorted((one, other) => (one[by] < other[by] ? -1 : 1))

const device = await generateSigningKeys()

async function signed(of: EpochRecord): Promise<Bytes> {
  const wrapped = of.members.map(() => ({
    encapsulated: crypto.getRandomValues(new Uint8Array(65)),
    ciphertext: crypto.getRandomValues(new Uint8Array(48)),
  }))
  return encodeSigned(await signRecord(of, wrapped, device))
}

const example = (change: Partial<EpochRecord> = {}): EpochRecord => ({
  ...(fc.sample(record, 1)[0] as EpochRecord),
  ...change,
})

const members = (...accounts: number[]): EpochMember[] =>
  accounts.map((account) => ({
    account: account.toString(16).padStart(32, '0'),
    chainVersion: 1,
    chainHash: new Uint8Array(32),
    encryptionKeyVersion: 1,
    role: 'member',
  }))

const closes = (...devices: number[]): ClosedDevice[] =>
  devices.map((one) => ({ device: one.toString(16).padStart(32, '0'), lastCounter: 1n }))

test('a record is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(record, async (written) => {
      const bytes = await signed(written)
      const read = decodeRecord(bytes)
      expect(read?.record).toEqual(written)
      expect(read && encodeSigned(read)).toEqual(bytes)
      expect(read?.body).toEqual(concat(read?.core ?? u32(0), ...(read?.wrapped ?? []).flatMap(Object.values)))
    }),
  )
})

test('a record of two is as long as the protocol says', async () => {
  expect(await signed(example({ members: members(1, 2), closes: [] }))).toHaveLength(534)
  expect(await signed(example({ members: members(1, 2), closes: closes(1, 2) }))).toHaveLength(582)
})

test('one thing is said in one way: in order, and nothing twice', async () => {
  for (const change of [
    { members: members(2, 1) },
    { members: members(1, 1) },
    { closes: closes(2, 1) },
    { closes: closes(1, 1) },
  ])
    expect(decodeRecord(await signed(example(change)))).toBeUndefined()
})

test('a list has no more than it may', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => at)
  const most = example({ members: members(...many(MostMembers)), closes: closes(...many(MostClosed)) })
  expect(decodeRecord(await signed(most))?.record).toEqual(most)
  for (const change of [{ members: members(...many(MostMembers + 1)) }, { closes: closes(...many(MostClosed + 1)) }])
    expect(decodeRecord(await signed(example(change)))).toBeUndefined()
})

test('a number that promises more than there is, or more than there may be, is read as nothing', async () => {
  const bytes = await signed(example({ members: members(1, 2), closes: [] }))
  for (const at of [122, 126])
    for (const count of [1, 3, MostClosed, MostClosed + 1, 0xffffffff]) {
      const changed = bytes.slice()
      changed.set(u32(count), at)
      expect(decodeRecord(changed)).toBeUndefined()
    }
})

test('whatever comes instead of a record is read as none', async () => {
  const bytes = await signed(example({ members: members(1, 2) }))
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (other) => decodeRecord(other) === undefined))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (other) => {
      const read = decodeRecord(concat(bytes.subarray(0, 17), other))
      if (read) expect(encodeSigned(read)).toEqual(concat(bytes.subarray(0, 17), other))
    }),
  )
  for (let length = 0; length < bytes.length; length++) expect(decodeRecord(bytes.subarray(0, length))).toBeUndefined()
  expect(decodeRecord(concat(bytes, Uint8Array.of(0)))).toBeUndefined()
})
