// In a browser it is there.
if (!('indexedDB' in globalThis)) Object.assign(globalThis, await import('fake-indexeddb'))
import { beforeEach, expect, test } from 'vitest'
import { toHex } from './bytes'
import { follow } from './chain'
import { bytesOf, decodeEntry, type SignedEntry } from './chainEntry'
import { createKeyStore, type KeyStore } from './keyStore'
import { newDevice, newId, next, signedBy, type TestDevice } from './testDevices'

let tab: KeyStore
let laptop: TestDevice
let chain: SignedEntry[]
const [ada, bo] = [newId(), newId()]

/** Bo's chain, in which another device comes with each entry. */
async function newChain(length: number, before: SignedEntry[] = []): Promise<SignedEntry[]> {
  const entries = [...before]
  while (entries.length < length) {
    const devices = [
      ...(entries.at(-1)?.entry.devices ?? []),
      entries.length ? (await newDevice()).record : laptop.record,
    ]
    entries.push(await next(entries.at(-1), bo, laptop, { devices }))
  }
  return entries
}
async function pinOf(entries: SignedEntry[]) {
  const followed = await follow(bo, entries)
  if (!('pin' in followed)) throw new Error('no chain')
  return followed.pin
}
const keep = (entries: SignedEntry[]) => tab.keepChain(ada, bo, entries.map(bytesOf))
/** As text: what comes out of the store are arrays of another realm in node. */
const kept = async () => (await tab.keptChain(ada, bo)).map(toHex)
const asText = (entries: SignedEntry[]) => entries.map(bytesOf).map(toHex)

beforeEach(async () => {
  tab = createKeyStore(newId())
  await tab.findOrMake(ada, newId())
  laptop = await newDevice()
  chain = await newChain(4)
})

test('a chain is kept as it was followed, and can be followed again', async () => {
  expect(await kept()).toEqual([])
  await keep([])
  await keep(chain.slice(0, 2))
  expect(await kept()).toEqual(asText(chain.slice(0, 2)))
  await keep(chain)
  expect(await kept()).toEqual(asText(chain))
  const read = (await tab.keptChain(ada, bo)).map((entry) => decodeEntry(Uint8Array.from(entry)) as SignedEntry)
  expect(await follow(bo, read, await pinOf(chain))).toHaveProperty('head')
  expect(await tab.keptChain(bo, bo)).toEqual([])
})

test('it never becomes shorter, and never has another past', async () => {
  await keep(chain.slice(0, 3))
  await keep(chain.slice(0, 2))
  expect(await kept()).toEqual(asText(chain.slice(0, 3)))
  await keep(await newChain(4, chain.slice(0, 2)))
  expect(await kept()).toEqual(asText(chain.slice(0, 3)))
  await keep([])
  await keep(chain)
  expect(await kept()).toEqual(asText(chain))
})

test('an entry that was signed once more is the same one', async () => {
  await keep(chain.slice(0, 2))
  const again = [await signedBy(laptop, chain[0]!.entry), ...chain.slice(1)]
  expect(asText(again)[0]).not.toBe(asText(chain)[0])
  await keep(again)
  expect(await kept()).toEqual(asText(again))
})

test('the chain of another identity takes its place only when that identity was accepted', async () => {
  const another = await newChain(1)
  await keep(chain)
  await keep(another)
  expect(await kept()).toEqual(asText(chain))
  await tab.notePin(ada, bo, undefined, await pinOf(chain))
  await keep(another)
  expect(await kept()).toEqual(asText(chain))
  await tab.accept(ada, bo, { pin: await pinOf(another), verified: false })
  await keep(chain)
  await keep(another)
  expect(await kept()).toEqual(asText(another))
  // What another tab has followed before.
  await keep(chain)
  expect(await kept()).toEqual(asText(another))
})

test('what somebody was before stays, in its order, also where they are once more who they were', async () => {
  const [another, former] = [
    await newChain(2),
    async () => (await tab.formerChains(ada, bo)).map((one) => one.map(toHex)),
  ]
  await keep(chain.slice(0, 3))
  await tab.notePin(ada, bo, undefined, await pinOf(chain.slice(0, 3)))
  expect(await former()).toEqual([])
  const was = [asText(chain.slice(0, 3)), asText(another)]
  for (const [index, next] of [another, chain].entries()) {
    await tab.accept(ada, bo, { pin: await pinOf(next), verified: false })
    await keep(next)
    await keep(next)
    expect(await former()).toEqual(was.slice(0, index + 1))
  }
  expect(await kept()).toEqual(asText(chain))
  expect(await tab.formerChains(bo, bo)).toEqual([])
  await tab.forget(ada)
  expect(await former()).toEqual([])
})

test('no chain is kept whose identity is not the one that is known', async () => {
  await tab.notePin(ada, bo, undefined, await pinOf(await newChain(1)))
  await keep(chain)
  expect(await kept()).toEqual([])
})
