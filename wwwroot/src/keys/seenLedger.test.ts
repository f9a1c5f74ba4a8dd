// In a browser it is there.
if (!('indexedDB' in globalThis)) Object.assign(globalThis, await import('fake-indexeddb'))
import { beforeEach, expect, test } from 'vitest'
import { createKeyStore, type KeyStore } from './keyStore'
import type { Seen } from './seenLedger'
import { newId } from './testDevices'

let tab: KeyStore
let otherTab: KeyStore
const [ada, bo, conversation, device] = [newId(), newId(), newId(), newId()]
const entry = (sequence: number, change: Partial<Seen> = {}): Seen => ({
  sequence,
  device,
  counter: BigInt(sequence),
  messageId: newId(),
  digest: crypto.getRandomValues(new Uint8Array(32)),
  ...change,
})
const note = (...seen: Seen[]) => tab.noteSeen(ada, conversation, seen)

beforeEach(async () => {
  const name = newId()
  ;[tab, otherTab] = [createKeyStore(name), createKeyStore(name)]
  await tab.findOrMake(ada, newId())
})

test('what is seen again is known, whoever has seen it first and in whichever order', async () => {
  const page = [entry(1), entry(2), entry(3)]
  expect(await note(page[1]!, page[2]!)).toEqual(['new', 'new'])
  expect(await otherTab.noteSeen(ada, conversation, page)).toEqual(['new', 'known', 'known'])
  expect(await note(...page.toReversed())).toEqual(['known', 'known', 'known'])
  expect(await note()).toEqual([])
})

test('what is something else under its number is told, and what was there stays', async () => {
  const first = entry(1)
  await note(first)
  const another = entry(1, { counter: 2n })
  expect(await note(another, first)).toEqual(['replaced', 'known'])
  // Nor was its counter noted.
  expect(await note(entry(2))).toEqual(['new'])
})

test('numbers that are far from each other are seen as well', async () => {
  const changes = [entry(7), entry(40_000), entry(3_000_000_000_000)]
  expect(await note(...changes)).toEqual(['new', 'new', 'new'])
  expect(await note(entry(8), ...changes.toReversed())).toEqual(['new', 'known', 'known', 'known'])
  expect(await note(entry(40_000, { counter: 9n }))).toEqual(['replaced'])
})

test('the last one that was seen is that of the conversation, whoever wrote it and in whichever tab', async () => {
  expect(await tab.lastSeen(ada, conversation)).toBe(0)
  await note(entry(7), entry(3, { device: newId() }))
  await tab.noteSeen(ada, newId(), [entry(90)])
  expect(await otherTab.lastSeen(ada, conversation)).toBe(7)
})

test('the last change of a device is known, whatever it wrote after it', async () => {
  const isChange = true
  await note(
    entry(1),
    entry(2, { isChange }),
    entry(3, { isChange, device: newId() }),
    entry(4, { isChange }),
    entry(5),
  )
  expect(await otherTab.lastChangeOf(ada, conversation, device)).toBe(4)
  expect(await tab.lastOf(ada, conversation, device)).toBe(5)
  expect(await tab.lastChangeOf(ada, newId(), device)).toBe(0)
})

test('nothing is said twice by sending it under another number', async () => {
  const first = entry(1)
  await note(first)
  expect(await note({ ...first, sequence: 2 })).toEqual(['repeated'])
  expect(await note(entry(2, { counter: 1n }))).toEqual(['repeated'])
  expect(await note(entry(2, { messageId: first.messageId }))).toEqual(['repeated'])
  // The place is still free for what is really there.
  expect(await note(entry(2))).toEqual(['new'])
})

test('of two in one call that cannot both be, the first one counts', async () => {
  const [first, second] = [entry(1), entry(2)]
  const seen = [first, first, entry(1), { ...first, sequence: 5 }, second, entry(6, { messageId: second.messageId })]
  expect(await note(...seen)).toEqual(['new', 'known', 'replaced', 'repeated', 'new', 'repeated'])
  expect(await note(...seen)).toEqual(['known', 'known', 'replaced', 'repeated', 'known', 'repeated'])
})

test('devices, conversations and identities have counters and ids of their own', async () => {
  const first = entry(1)
  await note(first)
  expect(await note({ ...first, sequence: 2, device: newId() })).toEqual(['new'])
  expect(await tab.noteSeen(ada, newId(), [first])).toEqual(['new'])
  await tab.findOrMake(bo, newId())
  expect(await tab.noteSeen(bo, conversation, [entry(1)])).toEqual(['new'])
})

test('counters that no number holds are told apart', async () => {
  const largest = 2n ** 64n - 1n
  expect(await note(entry(1, { counter: largest }), entry(2, { counter: largest - 1n }))).toEqual(['new', 'new'])
  expect(await note(entry(3, { counter: largest }))).toEqual(['repeated'])
})

test('of two tabs that are shown different entries at once, one is told', async () => {
  const [one, other] = await Promise.all([note(entry(1)), otherTab.noteSeen(ada, conversation, [entry(1)])])
  expect([...one, ...other].toSorted()).toEqual(['new', 'replaced'])
  const said = entry(2)
  const both = await Promise.all([note(said), otherTab.noteSeen(ada, conversation, [{ ...said, sequence: 3 }])])
  expect(both.flat().toSorted()).toEqual(['new', 'repeated'])
})

test('nothing is noted for an identity that this browser is no device of', async () => {
  const first = entry(1)
  expect(await tab.noteSeen(bo, conversation, [first, { ...first, sequence: 2 }])).toEqual(['new', 'new'])
  await tab.findOrMake(bo, newId())
  expect(await tab.noteSeen(bo, conversation, [first])).toEqual(['new'])
})

test('the highest counter of a device is known, whichever entry has it and however many digits it has', async () => {
  const counter = () => otherTab.lastCounterOf(ada, conversation, device)
  expect(await counter()).toBe(0n)
  await note(entry(1, { counter: 9n }), entry(2, { counter: 2n ** 60n }), entry(3, { counter: 10n }))
  await note(entry(4, { counter: 2n ** 61n, device: newId() }))
  await tab.noteSeen(ada, newId(), [entry(1, { counter: 2n ** 62n })])
  expect(await counter()).toBe(2n ** 60n)
})
