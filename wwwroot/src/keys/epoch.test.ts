import { beforeAll, expect, test } from 'vitest'
import { concat, toHex } from './bytes'
import { directConversation } from './directConversation'
import { makeEpoch, openEpoch, type OpeningFault, signRecord } from './epoch'
import { decodeRecord, encodeSigned, type EpochMember, type SignedRecord } from './epochRecord'
import { type BothChains, faultOf, needsNewEpoch } from './epochRules'
import { hashOf } from './primitives'
import { newDevice, newId } from './testDevices'
import { authorOf, type Forgery, forged, newPerson, reread, rotated, type TestPerson, withDevice } from './testEpochs'

let ada: TestPerson
let bo: TestPerson
let chains: BothChains
let first: SignedRecord
let second: SignedRecord

beforeAll(async () => {
  ada = await newPerson()
  bo = await newPerson()
  chains = [ada, bo]
  first = await begun(ada)
  second = await begun(bo, first)
})

const begun = async (author: TestPerson, before?: SignedRecord, between = chains): Promise<SignedRecord> =>
  reread((await makeEpoch(authorOf(author), before, between)).signed)

const opened = (signed: SignedRecord, recipient: TestPerson, before?: SignedRecord, between = chains) =>
  openEpoch(signed, before, between, recipient)

/** What both say of it, when it is to follow the first. */
async function expectFault(signed: SignedRecord, fault: OpeningFault, between = chains, before = first): Promise<void> {
  for (const person of [ada, bo]) expect(await opened(signed, person, before, between)).toEqual({ fault })
}

const forgedBy = (author: TestPerson, forgery: Forgery, between = chains, before = first) =>
  forged(author, before, between, forgery)

const withMember = (of: TestPerson, change: Partial<EpochMember>): EpochMember[] =>
  first.record.members.map((member) => (member.account === of.account ? { ...member, ...change } : member))

test('a conversation of two has an id that both compute, and no other two have', async () => {
  const id = await directConversation(ada.account, bo.account)
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(await directConversation(bo.account, ada.account)).toBe(id)
  expect(await directConversation(ada.account, newId())).not.toBe(id)
  const said = Uint8Array.from(new TextEncoder().encode('ChatMux/v1/dm\0'))
  const zeros = '0'.repeat(32)
  const ones = 'f'.repeat(32)
  const hash = await hashOf(concat(said, new Uint8Array(16), new Uint8Array(16).fill(255)))
  expect(await directConversation(ones, zeros)).toBe(toHex(hash.subarray(0, 16)))
})

test('both open what either of them has made, one after the other', async () => {
  const made = await makeEpoch(authorOf(bo), first, chains)
  for (const person of [ada, bo]) {
    expect(await opened(first, person)).toMatchObject({ signed: first })
    expect(await opened(reread(made.signed), person, first)).toMatchObject({ contentKey: made.contentKey })
  }
  expect(first.record).toMatchObject({
    epoch: 1,
    reason: 'begun',
    previousHash: new Uint8Array(32),
    author: ada.account,
  })
  expect(second.record).toMatchObject({ epoch: 2, reason: 'renewed', previousHash: await hashOf(first.body) })
  expect(second.record.keyId).not.toEqual(first.record.keyId)
})

test('it is the same in whichever order the two are named', async () => {
  expect(await opened(first, bo, undefined, [bo, ada])).toHaveProperty('contentKey')
  expect(await opened(await begun(ada, undefined, [bo, ada]), bo)).toHaveProperty('contentKey')
})

test('no single bit can be changed', async () => {
  const bytes = encodeSigned(second)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const read = decodeRecord(changed)
    if (read) expect(await faultOf(read, first, chains), `bit ${bit}`).toBeDefined()
  }
})

test('a key that changed needs another epoch, a device that came does not', async () => {
  const [phone, changed] = [await withDevice(ada, await newDevice()), await rotated(bo)]
  expect(await needsNewEpoch(first.record, [ada, bo])).toBe(false)
  expect(await needsNewEpoch(first.record, [phone, bo])).toBe(false)
  expect(await needsNewEpoch(first.record, [ada, changed])).toBe(true)
  // Whose chain is not known may have another.
  expect(await needsNewEpoch(first.record, [ada])).toBe(true)
  expect(await needsNewEpoch(first.record, [])).toBe(true)
  const next = await begun(ada, first, [ada, changed])
  expect(next.record.reason).toBe('encryptionKey')
  expect(await needsNewEpoch(next.record, [ada, changed])).toBe(false)
  expect(await opened(next, changed, first, [ada, changed])).toHaveProperty('contentKey')
  // What was there before the change stays readable, with the key of then.
  expect(await opened(first, changed, undefined, [ada, changed])).toHaveProperty('contentKey')
  expect(await opened(first, { ...changed, encryptionKeys: new Map([...changed.encryptionKeys].slice(1)) })).toEqual({
    fault: 'undecryptable',
  })
})

test('whoever began anew is another one, whatever the versions say: another epoch is needed, and there can be one', async () => {
  const [anew, older] = [await newPerson(bo.account), await rotated(await withDevice(bo, await newDevice()))]
  expect(await needsNewEpoch(first.record, [ada, anew])).toBe(true)
  for (const before of [first, await begun(ada, first, [ada, older])]) {
    const next = await begun(ada, before, [ada, anew])
    expect(next.record.reason).toBe('encryptionKey')
    expect(await needsNewEpoch(next.record, [ada, anew])).toBe(false)
    for (const person of [ada, anew])
      expect(await opened(next, person, before, [ada, anew])).toHaveProperty('contentKey')
    expect(await opened(next, bo, before, [ada, anew])).toEqual({ fault: 'undecryptable' })
    const renewed = await forged(ada, before, [ada, anew], { change: { reason: 'renewed' } })
    expect(await faultOf(renewed, before, [ada, anew])).toBe('reason')
  }
  // Of the identity that there is now the versions count as of any other.
  const later = await withDevice(anew, await newDevice())
  const before = await begun(ada, first, [ada, later])
  await expectFault(await begun(ada, before, [ada, anew]), 'rollback', [ada, later], before)
  // And of the one before nothing does.
  await expectFault(second, 'fork', [ada, anew])
  await expectFault(await begun({ ...anew, device: bo.device }, first, [ada, anew]), 'device', [ada, anew])
  const closes = [{ device: bo.device.record.id, lastCounter: 0n }]
  await expectFault(reread((await makeEpoch(authorOf(ada), first, [ada, anew], closes)).signed), 'closes', [ada, anew])
})

test('a device that was removed neither makes an epoch nor opens the next one, and what it said is closed', async () => {
  const thief = await newDevice()
  const both = await withDevice(ada, thief)
  const before = await begun({ ...both, device: thief }, first, [both, bo])
  expect(await opened(before, bo, first, [both, bo])).toHaveProperty('contentKey')
  const removed = await rotated(both)
  const between: BothChains = [removed, bo]
  expect(await opened(await begun({ ...removed, device: thief }, before, between), bo, before, between)).toEqual({
    fault: 'device',
  })
  const closes = [{ device: thief.record.id, lastCounter: 7n }]
  const after = reread((await makeEpoch(authorOf(bo), before, between, closes)).signed)
  expect(after.record).toMatchObject({ closes, reason: 'encryptionKey' })
  expect(await opened(after, removed, before, between)).toHaveProperty('contentKey')
  // The thief has the keys that there were until then.
  expect(await opened(after, both, before, between)).toEqual({ fault: 'undecryptable' })
})

test('whoever comes second closes what the first did not, and nobody keeps another from it', async () => {
  const thief = await newDevice()
  const both = await withDevice(ada, thief)
  const before = await begun(ada, first, [both, bo])
  const removed = await rotated(both)
  const closes = [{ device: thief.record.id, lastCounter: 7n }]
  const raced = await begun(bo, before, [removed, bo])
  const after = reread((await makeEpoch(authorOf(removed), raced, [removed, bo], closes)).signed)
  expect(await faultOf(after, raced, [removed, bo])).toBeUndefined()
  const claimed: BothChains = [removed, await withDevice(bo, thief)]
  const despite = reread((await makeEpoch(authorOf(removed), before, claimed, closes)).signed)
  expect(await faultOf(despite, before, claimed)).toBeUndefined()
})

test('closed devices are put in order', async () => {
  const [phone, tablet] = [await newDevice(), await newDevice()]
  const ids = [phone.record.id, tablet.record.id].toSorted()
  const both = await withDevice(await withDevice(ada, phone), tablet)
  const before = await begun(bo, first, [both, bo])
  const closes = ids.toReversed().map((device) => ({ device, lastCounter: 1n }))
  const between: BothChains = [await rotated(both), bo]
  const { signed } = await makeEpoch(authorOf(bo), before, between, closes)
  expect(await faultOf(reread(signed), before, between)).toBeUndefined()
  expect(signed.record.closes.map(({ device }) => device)).toEqual(ids)
})

test('nobody closes a device that is still trusted, of themselves or the other, or never was', async () => {
  const close = (device: string, between: BothChains = chains, before = first) =>
    makeEpoch(authorOf(bo), before, between, [{ device, lastCounter: 0n }]).then(({ signed }) => reread(signed))
  for (const device of [ada.device.record.id, bo.device.record.id, newId()])
    await expectFault(await close(device), 'closes')
})

test('of two made at once, the second does not follow the first', async () => {
  const [one, other] = await Promise.all([begun(ada, first), begun(bo, first)])
  expect(await opened(one, bo, first)).toHaveProperty('contentKey')
  await expectFault(other, 'epoch', chains, one)
  await expectFault(await forgedBy(bo, { change: { epoch: 3 } }), 'previous', chains, one)
})

test('a record stays where it was made', async () => {
  const cy = await newPerson()
  const elsewhere = await begun(ada, undefined, [ada, cy])
  expect(await opened(elsewhere, bo)).toEqual({ fault: 'conversation' })
  const { conversation } = first.record
  expect(await opened(await forged(ada, undefined, [ada, cy], { change: { conversation } }), bo)).toEqual({
    fault: 'members',
  })
  await expectFault(await forgedBy(ada, { change: { previousHash: new Uint8Array(32) } }), 'previous')
})

test('nobody listens in, writes in, or is left out', async () => {
  const cy = await newPerson()
  const ghost = (await begun(ada, undefined, [ada, cy])).record.members.filter(({ account }) => account === cy.account)
  const sorted = (members: EpochMember[]) => members.toSorted((one, other) => (one.account < other.account ? -1 : 1))
  await expectFault(
    await forgedBy(ada, { change: { members: sorted([...first.record.members, ...ghost]) } }),
    'members',
  )
  const own = first.record.members.filter(({ account }) => account === ada.account)
  await expectFault(await forgedBy(ada, { change: { members: own } }), 'members')
  await expectFault(await forgedBy(ada, { change: { members: sorted([...own, ...ghost]) } }), 'members')
  await expectFault(await forgedBy(ada, { change: { author: cy.account }, signing: cy.device.signing }), 'author')
  await expectFault(await forgedBy(ada, { change: { device: cy.device.record.id } }), 'device')
  await expectFault(await forgedBy(ada, { change: { device: bo.device.record.id } }), 'device')
  await expectFault(await forgedBy(ada, { signing: cy.device.signing }), 'signature')
  // The one of the two cannot write in the name of the other either.
  await expectFault(await forgedBy(ada, { change: { author: bo.account, device: bo.device.record.id } }), 'signature')
})

test('whoever was shown another chain, or an older one, is found out', async () => {
  const fork = await withDevice({ ...bo, entries: bo.entries.slice(0, 1) }, await newDevice())
  const real = await withDevice(bo, await newDevice())
  await expectFault(await begun(ada, first, [ada, fork]), 'fork', [ada, real])
  await expectFault(await begun(ada, first, [ada, real]), 'chainVersion')
  await expectFault(await forgedBy(ada, { change: { members: withMember(bo, { chainVersion: 0 }) } }), 'chainVersion')
  const before = await begun(ada, first, [ada, real])
  await expectFault(await begun(ada, before), 'rollback', [ada, real], before)
  await expectFault(
    await forgedBy(ada, { change: { members: withMember(bo, { encryptionKeyVersion: 2 }) } }),
    'encryptionKey',
  )
})

test('the reason is the one that there is', async () => {
  await expectFault(await forgedBy(ada, { change: { reason: 'begun' } }), 'reason')
  await expectFault(await forgedBy(ada, { change: { reason: 'encryptionKey' } }), 'reason')
  const changed = await rotated(bo)
  await expectFault(await forgedBy(ada, { change: { reason: 'renewed' } }, [ada, changed]), 'reason', [ada, changed])
})

test('both are given the key that was promised to both', async () => {
  const contentKeys = { [bo.account]: crypto.getRandomValues(new Uint8Array(32)) }
  const signed = await forgedBy(ada, { contentKeys })
  expect(await opened(signed, ada, first)).toHaveProperty('contentKey')
  expect(await opened(signed, bo, first)).toEqual({ fault: 'keyId' })
  // Whoever could not open it makes the next one: for the rules it is one like any other.
  expect(await opened(await begun(bo, signed), bo, signed)).toHaveProperty('contentKey')
})

test('wrapped keys belong to a member, and to this record', async () => {
  const { record, wrapped } = second
  const swapped = reread(await signRecord(record, wrapped.toReversed(), bo.device.signing))
  await expectFault(swapped, 'undecryptable')
  await expectFault({ ...swapped, signature: second.signature }, 'signature')
  await expectFault(reread(await signRecord(record, first.wrapped, bo.device.signing)), 'undecryptable')
  const stolen = { ...record, author: ada.account, device: ada.device.record.id }
  await expectFault(reread(await signRecord(stolen, wrapped, ada.device.signing)), 'undecryptable')
  expect(await opened(second, await newPerson(), first)).toEqual({ fault: 'undecryptable' })
})

test('without keys of both there is no epoch, nor by anybody else', async () => {
  await expect(makeEpoch(authorOf(ada), undefined, [ada, { ...bo, entries: [] }])).rejects.toThrow(RangeError)
  await expect(makeEpoch(authorOf(await newPerson()), undefined, chains)).rejects.toThrow(RangeError)
})
