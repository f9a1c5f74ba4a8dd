import { beforeAll, expect, test } from 'vitest'
import { makeEpoch } from './epoch'
import type { EpochMember, SignedRecord } from './epochRecord'
import { type Lineage, openNext, type Placed } from './epochRow'
import { newDevice } from './testDevices'
import { authorOf, forged, newPerson, reread, rotated, type TestPerson, withDevice } from './testEpochs'

let ada: TestPerson
/** Who Bo was at first, then, and is now. */
let bos: [TestPerson, TestPerson, TestPerson]

beforeAll(async () => {
  ada = await newPerson()
  const first = await newPerson()
  bos = [await rotated(first), await newPerson(first.account), await newPerson(first.account)]
})

const lineage = (...people: TestPerson[]): Lineage => ({
  account: people[0]!.account,
  chains: people.map(({ entries }) => entries),
})

/** A row of honest records, each between these two. */
async function row(...pairs: readonly (readonly [TestPerson, TestPerson])[]): Promise<SignedRecord[]> {
  const records: SignedRecord[] = []
  for (const [one, other] of pairs)
    records.push(reread((await makeEpoch(authorOf(one), records.at(-1), [one, other])).signed))
  return records
}

/** What Ada, who knows these identities, makes of each: `open`, `opaque`, or a fault, at which it ends. */
async function judged(
  records: readonly SignedRecord[],
  theirs: Lineage,
  mine = lineage(ada),
  recipient = ada,
): Promise<string[]> {
  const [placed, said]: [Placed[], string[]] = [[], []]
  for (const record of records) {
    const next = await openNext(record, placed, [mine, theirs], recipient)
    if ('fault' in next) return [...said, next.fault]
    const fault = 'epoch' in next && 'fault' in next.epoch ? next.epoch.fault : undefined
    said.push(fault ?? (next.placed.places ? 'open' : 'opaque'))
    if (fault && fault !== 'undecryptable') return said
    placed.push(next.placed)
  }
  return said
}

test('whoever knew all of them goes on through each, and never back', async () => {
  const [first, then, now] = bos
  const known = lineage(first, then, now)
  const pair = (bo: TestPerson) => [ada, bo] as const
  expect(await judged(await row(...[first, first, then, now, now].map(pair)), known)).toEqual(Array(5).fill('open'))
  expect(await judged(await row(...[first, now].map(pair)), known)).toEqual(['open', 'open'])
  for (const back of [
    [then, first],
    [first, now, then],
    [now, first],
  ])
    expect((await judged(await row(...back.map(pair)), known)).at(-1)).toBe('rollback')
})

test('what is of one that nobody here knows is opaque, and what comes after it is not', async () => {
  const [first, then, now] = bos
  const records = await row([ada, first], [ada, then], [ada, now], [ada, now])
  expect(await judged(records, lineage(now))).toEqual(['opaque', 'opaque', 'open', 'open'])
  expect(await judged(records, lineage(first, now))).toEqual(['open', 'opaque', 'open', 'open'])
  expect(await judged(records, lineage(then, now))).toEqual(['opaque', 'open', 'open', 'open'])
  // Also where it is one's own, of which nobody has told this browser.
  const [boNow, adaNow] = [now, await newPerson(ada.account)]
  const both = await row([ada, boNow], [boNow, adaNow])
  expect(await judged(both, lineage(boNow), lineage(adaNow), adaNow)).toEqual(['opaque', 'open'])
})

test('after the one of now there is none that is not known', async () => {
  const [first, then, now] = bos
  const known = lineage(now)
  expect(await judged(await row([ada, now], [ada, then]), known)).toEqual(['open', 'fork'])
  expect(await judged(await row([ada, now], [ada, first]), known)).toEqual(['open', 'chainVersion'])
  const fork = await withDevice({ ...now, entries: now.entries.slice(0, 1) }, await newDevice())
  const grown = lineage(await withDevice(now, await newDevice()))
  expect(await judged(await row([ada, now], [ada, fork]), grown)).toEqual(['open', 'fork'])
})

test('between two of one identity there is no other', async () => {
  const [first, then, now] = bos
  const records = await row([ada, first], [ada, then], [ada, first])
  expect(await judged(records, lineage(first, now))).toEqual(['open', 'opaque', 'rollback'])
  // Unless they became once more who they were, of which one took notice.
  expect(await judged(records, lineage(first, then, first))).toEqual(['open', 'open', 'open'])
})

test('an opaque one has its place in the row', async () => {
  const [first, then, now] = bos
  const [one, two] = (await row([ada, first], [ada, then])) as [SignedRecord, SignedRecord]
  expect(await judged([two], lineage(now))).toEqual(['epoch'])
  const previousHash = new Uint8Array(32)
  const loose = await forged(ada, one, [ada, then], { change: { previousHash } })
  expect(await judged([one, loose], lineage(now))).toEqual(['opaque', 'previous'])
  const elsewhere = await row([ada, await newPerson()])
  expect(await judged(elsewhere, lineage(now))).toEqual(['conversation'])
})

test('an opaque one takes nothing back: a state that was left is not the one of now', async () => {
  const [adaNow, bo] = [await newPerson(ada.account), bos[0]]
  const old = { ...bo, entries: bo.entries.slice(0, 1) }
  const [first] = await row([bo, ada])
  // Whoever holds a removed device of Bo, and the server with them.
  const junk = await forged(bo, first, [bo, await newPerson(ada.account)], {
    change: { members: withVersion(first!.record.members, bo.account, 0) },
  })
  const unknown = await forged(bo, first, [old, await newPerson(ada.account)], {})
  for (const between of [junk, unknown]) {
    const last = reread((await makeEpoch(authorOf(bo), between, [old, adaNow])).signed)
    const said = await judged([first!, between, last], lineage(bo), lineage(ada, adaNow), adaNow)
    expect(said.at(-1)).toBe('rollback')
  }
})

const withVersion = (members: readonly EpochMember[], account: string, chainVersion: number): EpochMember[] =>
  members.map((member) => ({
    ...member,
    chainHash: new Uint8Array(32),
    chainVersion: member.account === account ? chainVersion : 9,
  }))
