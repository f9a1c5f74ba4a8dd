import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat } from './bytes'
import { bytesOf, decodeEntry, type SignedEntry } from './chainEntry'
import { recordOf } from './deviceRecord'
import { decodeEntryKeys, encodeEntryKeys, type EntryKeys } from './entryKeys'
import { type EntryKeysFault, faultOfKeys } from './entryKeysRules'
import { openGrant } from './grant'
import { openHistory } from './keyHistory'
import { importDecryptionKeys, pointOf, privateBytesOf } from './primitives'
import { newDevice, newId } from './testDevices'
import { changed, newIdentity, newKeys, seenBy } from './testIdentity'
import { fromText, toText, vectorsOf } from './testVectors'

/** Ids are hex, bytes base64url. */
interface Vector {
  name: string
  /** The entry before, or null for the genesis. */
  before: string | null
  entry: string
  keys: string
  fault: EntryKeysFault | 'malformed' | null
  /** Null where there is a fault. The private halves are PKCS #8. */
  opening: { device: string; decryptionKey: string; key: string; keyBefore: string | null } | null
}

const vectors = await vectorsOf('entry-keys', makeVectors)
const entryOf = (text: string): SignedEntry => {
  const read = decodeEntry(fromText(text))
  if (!read) throw new Error('an entry that cannot be read')
  return read
}
const good = fromText(vectors.find(({ name }) => name === 'a removal, and another code on paper')?.keys ?? '')

test.each(vectors)('$name', async ({ before, entry, keys, fault, opening }) => {
  const read = decodeEntryKeys(fromText(keys))
  if (!read) return expect('malformed').toBe(fault)
  expect(encodeEntryKeys(read)).toEqual(fromText(keys))
  const [signed, earlier] = [entryOf(entry), before === null ? undefined : entryOf(before)]
  expect((await faultOfKeys(signed, earlier?.entry, read)) ?? null).toBe(fault)
  if (!opening) return
  const record = signed.entry.devices.find(({ id }) => id === opening.device)!
  const decryption = (await importDecryptionKeys(fromText(opening.decryptionKey), record.decryptionKey))!
  const own = { account: signed.entry.account, device: opening.device, signing: decryption, decryption }
  const grant = read.grants.find(({ device }) => device === opening.device)!
  const opened = (await openGrant(own, signed, grant.sealed, true))!
  expect(toText(await privateBytesOf(opened))).toBe(opening.key)
  if (opening.keyBefore === null || !earlier || !read.keyBefore) return
  const { encryptionKeyVersion } = signed.entry
  const all = await openHistory(opened, [earlier, signed], new Map([[encryptionKeyVersion, read.keyBefore]]))
  const expected = await importDecryptionKeys(fromText(opening.keyBefore), earlier.entry.encryptionKey)
  expect(await pointOf(all.get(encryptionKeyVersion - 1)!)).toEqual(expected && (await pointOf(expected)))
})

test('every fault is among the vectors', () =>
  expect(new Set(vectors.map(({ fault }) => fault))).toEqual(
    new Set([null, 'malformed', 'entry', 'grants', 'keyBefore', 'recovery']),
  ))

test('whatever comes instead of keys is read as none, or as what was written', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => decodeEntryKeys(bytes) === undefined))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1200 }), (rest) => {
      const bytes = concat(good.subarray(0, 55), rest)
      const read = decodeEntryKeys(bytes)
      if (read) expect(encodeEntryKeys(read)).toEqual(bytes)
    }),
  )
  for (let length = 0; length < good.length; length++) expect(decodeEntryKeys(good.subarray(0, length))).toBeUndefined()
  expect(decodeEntryKeys(concat(good, Uint8Array.of(0)))).toBeUndefined()
})

test('a sealed key of another length is not written', () => {
  const read = decodeEntryKeys(good)!
  const sealed = { encapsulated: new Uint8Array(65), ciphertext: new Uint8Array(16) }
  expect(() => encodeEntryKeys({ ...read, keyBefore: sealed })).toThrow(RangeError)
})

async function makeVectors(): Promise<Vector[]> {
  const all: Vector[] = []
  const text = (signed: SignedEntry | undefined) => (signed ? toText(bytesOf(signed)) : null)
  const bytes = (name: string, fault: Vector['fault'], before: SignedEntry, entry: SignedEntry, keys: Uint8Array) =>
    all.push({ name, before: text(before), entry: toText(bytesOf(entry)), keys: toText(keys), fault, opening: null })

  const account = newId()
  const [laptop, phone] = [await newKeys(account, true), await newKeys(account, true)]
  const alone = await newIdentity(laptop)
  const genesis = alone.entries[0]!
  const firstKey = await privateBytesOf((await openGrant(laptop, genesis, alone.grant, true))!)
  const first = { entryHash: new Uint8Array(await crypto.subtle.digest('SHA-256', genesis.body)), keyBefore: undefined }
  const ofGenesis: EntryKeys = {
    ...first,
    grants: [{ device: laptop.device, sealed: alone.grant }],
    recovery: undefined,
  }
  const opening = async (device: typeof laptop, key: Uint8Array, keyBefore: Uint8Array | null) => ({
    device: device.device,
    decryptionKey: toText(await privateBytesOf(device.decryption)),
    key: toText(key),
    keyBefore: keyBefore && toText(keyBefore),
  })
  all.push({
    name: 'a genesis',
    before: null,
    entry: toText(bytesOf(genesis)),
    keys: toText(encodeEntryKeys(ofGenesis)),
    fault: null,
    opening: await opening(laptop, firstKey, null),
  })

  const added = await changed(alone, { added: [await recordOf(phone)] })
  const both = seenBy(laptop, alone, added)
  const addition = { before: text(genesis), entry: toText(bytesOf(added.signed)) }
  all.push({
    ...addition,
    name: 'a device that is added',
    keys: toText(encodeEntryKeys(added.keys)),
    fault: null,
    opening: await opening(phone, firstKey, null),
  })

  const [paper, another] = [(await newDevice('paper')).record, (await newDevice('paper')).record]
  const recovery = crypto.getRandomValues(new Uint8Array(320))
  const printed = await changed(both, { added: [paper], recovery })
  bytes('a code on paper that is added', null, added.signed, printed.signed, encodeEntryKeys(printed.keys))
  const three = seenBy(laptop, both, printed)
  const rotated = await changed(three, { added: [another], removed: [paper.id], recovery })
  const opened = (await openGrant(
    phone,
    rotated.signed,
    rotated.keys.grants.find(({ device }) => device === phone.device)!.sealed,
    true,
  ))!
  all.push({
    name: 'a removal, and another code on paper',
    before: text(printed.signed),
    entry: toText(bytesOf(rotated.signed)),
    keys: toText(encodeEntryKeys(rotated.keys)),
    fault: null,
    opening: await opening(phone, await privateBytesOf(opened), firstKey),
  })

  const wrong = (
    name: string,
    fault: Vector['fault'],
    change: Partial<EntryKeys>,
    of = rotated,
    before = printed.signed,
  ) => bytes(name, fault, before, of.signed, encodeEntryKeys({ ...of.keys, ...change }))
  wrong('keys of another entry', 'entry', { entryHash: printed.keys.entryHash })
  wrong('a device that is left out', 'grants', { grants: rotated.keys.grants.slice(1) })
  wrong('a device that was removed', 'grants', {
    grants: [...rotated.keys.grants, { ...rotated.keys.grants[0]!, device: paper.id }].toSorted((a, b) =>
      a.device < b.device ? -1 : 1,
    ),
  })
  wrong('nobody', 'grants', { grants: [] })
  wrong(
    'a device that has the key already',
    'grants',
    {
      grants: both.entries[1]!.entry.devices.map(({ id }) => id)
        .toSorted()
        .map((device) => ({ device, sealed: alone.grant })),
    },
    added,
    genesis,
  )
  const noPoint = { ...alone.grant, encapsulated: new Uint8Array(65) }
  wrong(
    'a grant sealed with no point',
    'grants',
    { grants: [{ device: phone.device, sealed: noPoint }] },
    added,
    genesis,
  )
  wrong('another key without the one before', 'keyBefore', { keyBefore: undefined })
  wrong('a key before sealed with no point', 'keyBefore', { keyBefore: noPoint })
  wrong('a key before without another key', 'keyBefore', { keyBefore: alone.grant }, added, genesis)
  wrong('a code on paper without private halves', 'recovery', { recovery: undefined })
  wrong('private halves without a code on paper', 'recovery', { recovery }, added, genesis)

  const bad = encodeEntryKeys(rotated.keys)
  const malformed = (name: string, keys: Uint8Array) => bytes(name, 'malformed', printed.signed, rotated.signed, keys)
  const changedAt = (at: number, to: number) => bad.map((byte, index) => (index === at ? to : byte))
  malformed('nothing', new Uint8Array())
  malformed('one for another purpose', changedAt(11, 0))
  malformed('one byte less', bad.subarray(0, -1))
  malformed('one byte more', concat(bad, Uint8Array.of(0)))
  malformed('more grants than there are', changedAt(54, 4))
  malformed('fewer grants than there are', changedAt(54, 2))
  malformed('two keys before', changedAt(55 + 3 * 235, 2))
  malformed('two sets of private halves', changedAt(55 + 3 * 235 + 1 + 219, 2))
  const reversed = { ...rotated.keys, grants: rotated.keys.grants.toReversed() }
  malformed('grants in another order', encodeEntryKeys(reversed))
  const twice = rotated.keys.grants.map((grant, at, grants) => (at === 1 ? grants[0]! : grant))
  malformed('a device twice', encodeEntryKeys({ ...rotated.keys, grants: twice }))
  return all
}
