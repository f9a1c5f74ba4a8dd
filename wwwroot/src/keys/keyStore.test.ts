// In a browser it is there.
if (!('indexedDB' in globalThis)) Object.assign(globalThis, await import('fake-indexeddb'))
import { openDB } from 'idb'
import { beforeEach, expect, test } from 'vitest'
import { toHex } from './bytes'
import type { ChainPin } from './chain'
import { makeGenesis } from './genesis'
import type { Sealed } from './hpke'
import { LayoutVersion } from './keyLayout'
import { createKeyStore, type KeyStore, type KnownIdentity } from './keyStore'
import { generateDecryptionKeys, generateSigningKeys, isSignedBy, pointOf, sign } from './primitives'
import { newId } from './testDevices'

let tab: KeyStore
let otherTab: KeyStore
const [ada, bo, conversation] = [newId(), newId(), newId()]
const random = () => crypto.getRandomValues(new Uint8Array(32))
const pin = (version: number, genesisHash = first): ChainPin => ({ genesisHash, version, hash: random() })
const first = random()
/** As text: what comes out of the store are arrays of another realm here, which are never equal to those of this one. */
const known = async (from: KeyStore, other = bo) => {
  const found = await from.known(ada, other)
  return found && asText(found)
}
const asText = ({ pin: { genesisHash, version, hash }, verified }: KnownIdentity) => [
  toHex(genesisHash),
  version,
  toHex(hash),
  verified,
]

beforeEach(() => {
  const name = newId()
  ;[tab, otherTab] = [createKeyStore(name), createKeyStore(name)]
})
const newSealed = (): Sealed => ({ encapsulated: random(), ciphertext: random() })
const becomeDevice = async () => void (await tab.findOrMake(ada, newId()))

test('a browser is a device of whoever made it one, and stays the same one', async () => {
  expect(await tab.find(ada)).toBeUndefined()
  const device = newId()
  const made = await tab.findOrMake(ada, device)
  expect(made).toMatchObject({ account: ada, device })
  const [found, again] = [await otherTab.find(ada), await otherTab.findOrMake(ada, newId())]
  expect([found?.device, again.device]).toEqual([device, device])
  expect(await pointOf(again.signing)).toEqual(await pointOf(made.signing))
  expect(await tab.find(bo)).toBeUndefined()
})

test('two tabs at once make one device', async () => {
  const [one, other] = await Promise.all([tab.findOrMake(ada, newId()), otherTab.findOrMake(ada, newId())])
  expect(one.device).toBe(other.device)
  expect(await pointOf(one.decryption)).toEqual(await pointOf(other.decryption))
})

test('its private keys can be used, and not be taken out', async () => {
  await tab.findOrMake(ada, newId())
  const { signing, decryption } = (await otherTab.find(ada))!
  const said = random()
  expect(await isSignedBy(await pointOf(signing), said, await sign(signing, said))).toBe(true)
  for (const { privateKey } of [signing, decryption]) {
    expect(privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow()
  }
})

test('all versions of an identity encryption key are kept', async () => {
  const { decryption } = await tab.findOrMake(ada, newId())
  for (const version of [1, 2, 300]) await tab.keepIdentityKey(ada, version, decryption)
  await tab.findOrMake(bo, newId())
  await tab.keepIdentityKey(bo, 4, decryption)
  expect([...(await otherTab.identityKeys(ada)).keys()]).toEqual([1, 2, 300])
  expect([...(await otherTab.identityKeys(newId())).keys()]).toEqual([])
})

test('with a key its grant is kept, from which it can be given on', async () => {
  const { decryption } = await tab.findOrMake(ada, newId())
  const [first, third] = [newSealed(), newSealed()]
  await tab.keepIdentityKey(ada, 1, decryption, first)
  await tab.keepIdentityKey(ada, 2, decryption)
  await tab.keepIdentityKey(ada, 3, decryption, newSealed())
  await tab.keepIdentityKey(ada, 3, decryption, third)
  // A grant cannot be made again from a key that nothing can take out.
  await otherTab.keepIdentityKey(ada, 1, decryption)
  const kept = [...(await otherTab.grants(ada))].map(([version, { ciphertext }]) => [version, toHex(ciphertext)])
  expect(kept).toEqual([
    [1, toHex(first.ciphertext)],
    [3, toHex(third.ciphertext)],
  ])
  expect([...(await otherTab.identityKeys(ada)).keys()]).toEqual([1, 2, 3])
  expect((await tab.grants(bo)).size).toBe(0)
})

test('of two tabs that follow a chain from the same place, one goes on and the other begins anew from there', async () => {
  await becomeDevice()
  expect(await tab.known(ada, bo)).toBeUndefined()
  const [begun, next] = [pin(1), pin(3)]
  expect(await tab.notePin(ada, bo, undefined, begun)).toBe(true)
  expect(await otherTab.notePin(ada, bo, undefined, pin(1, random()))).toBe(false)
  expect(await tab.notePin(ada, bo, begun, next)).toBe(true)
  // It was shown another past, which nobody would notice afterwards.
  expect(await otherTab.notePin(ada, bo, begun, pin(4))).toBe(false)
  expect(await otherTab.notePin(ada, bo, pin(3), pin(4))).toBe(false)
  expect(await known(tab)).toEqual(asText({ pin: next, verified: false }))
  const newest = pin(4)
  expect(await otherTab.notePin(ada, bo, next, newest)).toBe(true)
  // A retry.
  expect(await otherTab.notePin(ada, bo, newest, newest)).toBe(true)
  expect(await known(tab)).toEqual(asText({ pin: newest, verified: false }))
})

test('who was met stays so while the chain goes on, and only a person can take somebody else for them', async () => {
  await becomeDevice()
  const [begun, next] = [pin(1), pin(2)]
  await tab.notePin(ada, bo, undefined, begun)
  await tab.accept(ada, bo, { pin: begun, verified: true })
  await tab.notePin(ada, bo, begun, next)
  expect(await known(otherTab)).toEqual(asText({ pin: next, verified: true }))
  // The question was asked before the chain went on.
  await tab.accept(ada, bo, { pin: begun, verified: false })
  expect(await known(otherTab)).toEqual(asText({ pin: next, verified: false }))
  const another = { pin: pin(1, random()), verified: false }
  await tab.accept(ada, bo, another)
  expect(await known(otherTab)).toEqual(asText(another))
})

test('of tabs that begin a chain at once the first one is the one: its key is kept with it, and all are given it', async () => {
  await becomeDevice()
  const device = (await tab.find(ada))!
  const made = await Promise.all([makeGenesis(device), makeGenesis(device)])
  const kept = await Promise.all([tab.keepGenesis(ada, made[0]), otherTab.keepGenesis(ada, made[1])])
  const first = made.find(({ entry }) => toHex(entry) === toHex(kept[0]!))!
  expect(kept.map((entry) => toHex(entry!))).toEqual([toHex(first.entry), toHex(first.entry)])
  for (const store of [tab, otherTab]) {
    expect((await store.keptChain(ada, ada)).map(toHex)).toEqual([toHex(first.entry)])
    const key = (await store.identityKeys(ada)).get(1)!
    expect(toHex(await pointOf(key))).toBe(toHex(await pointOf(first.identityKeys)))
    expect(toHex((await store.grants(ada)).get(1)!.ciphertext)).toBe(toHex(first.grant.ciphertext))
  }
  // Nor does one that comes later take its place, or one of somebody whose browser this is not.
  expect(toHex((await tab.keepGenesis(ada, await makeGenesis(device)))!)).toBe(toHex(first.entry))
  expect(await tab.keepGenesis(bo, made[0])).toBeUndefined()
})

test('no two messages have the same counter, whichever tabs they are from', async () => {
  await becomeDevice()
  await tab.findOrMake(bo, newId())
  const drawn = await Promise.all(
    Array.from({ length: 40 }, (_, index) => (index % 2 ? tab : otherTab).nextCounter(ada, conversation)),
  )
  expect(drawn.map(Number).toSorted((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  expect(await tab.nextCounter(ada, newId())).toBe(1n)
  expect(await tab.nextCounter(bo, conversation)).toBe(1n)
})

const seen = { sequence: 1, device: newId(), counter: 1n, messageId: newId(), digest: random() }
/** What no other test here is about. */
async function writeMore(account: string) {
  await tab.keepIdentityKey(account, 1, await generateDecryptionKeys(), newSealed())
  await tab.keepChain(account, bo, [random()])
  return [
    await tab.keepSealed(account, conversation, 'item', { messageId: 'kept', bytes: random() }),
    await tab.noteSeen(account, conversation, [seen]),
    await textOfKey(account),
  ]
}
/** What a key makes of the same text is the same. */
async function textOfKey(account: string) {
  const key = await tab.textKey(account)
  return (
    key && toHex(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, first)))
  )
}
const written = async (account: string) => ({
  grants: (await tab.grants(account)).size,
  chain: (await tab.keptChain(account, bo)).length,
  sealed: (await tab.findSealed(account, conversation, 'item'))?.messageId,
  sighting: (await tab.noteSeen(account, conversation, [seen]))[0],
  key: await textOfKey(account),
})

test('who is forgotten leaves nothing, and nobody else goes', async () => {
  for (const account of [ada, bo]) {
    const { decryption } = await tab.findOrMake(account, newId())
    await tab.keepIdentityKey(account, 1, decryption)
    await tab.notePin(account, conversation, undefined, pin(1))
    await tab.nextCounter(account, conversation)
    await writeMore(account)
  }
  const keyOfBo = await textOfKey(bo)
  await otherTab.forget(ada)
  const left = async (account: string) => [
    (await tab.find(account)) !== undefined,
    (await tab.identityKeys(account)).size,
    (await tab.known(account, conversation))?.pin.version,
    await tab.nextCounter(account, conversation),
  ]
  expect(await left(ada)).toEqual([false, 0, undefined, undefined])
  expect(await left(bo)).toEqual([true, 1, 1, 2n])
  const nothing = { grants: 0, chain: 0, sealed: undefined, sighting: 'new', key: undefined }
  expect(await written(ada)).toEqual(nothing)
  expect(await written(bo)).toEqual({ grants: 1, chain: 1, sealed: 'kept', sighting: 'known', key: keyOfBo })
  // What another tab was about to write.
  const { decryption } = (await tab.find(bo))!
  await tab.keepIdentityKey(ada, 2, decryption)
  expect(await tab.notePin(ada, bo, undefined, pin(1))).toBe(false)
  await tab.accept(ada, bo, { pin: pin(1), verified: true })
  expect(await left(ada)).toEqual([false, 0, undefined, undefined])
  expect(await tab.known(ada, bo)).toBeUndefined()
  expect(await writeMore(ada)).toEqual([false, ['new'], undefined])
  expect(await written(ada)).toEqual(nothing)
  await tab.findOrMake(ada, newId())
  expect(await written(ada)).toEqual({ ...nothing, key: expect.anything() })
  expect(await tab.nextCounter(ada, conversation)).toBe(1n)
})

test('a browser that keeps nothing says so, and is asked again', async () => {
  const refusing = indexedDB.open.bind(indexedDB)
  indexedDB.open = () => {
    throw new DOMException('no', 'SecurityError')
  }
  await expect(tab.find(ada)).rejects.toThrow('no')
  indexedDB.open = refusing
  expect(await tab.find(ada)).toBeUndefined()
})

test('a tab gives way to one that has a newer layout', async () => {
  const name = newId()
  const older = createKeyStore(name)
  await older.findOrMake(ada, newId())
  const newer = await openDB(name, LayoutVersion + 1)
  expect(newer.version).toBe(LayoutVersion + 1)
  newer.close()
  await expect(older.find(ada)).rejects.toThrow()
})

test('what was kept in the layout before stays, and is used as before', async () => {
  const name = newId()
  const before = await openDB(name, 1, {
    upgrade(database) {
      database.createObjectStore('device', { keyPath: 'account' })
      database.createObjectStore('identityKey', { keyPath: ['account', 'version'] })
      database.createObjectStore('identity', { keyPath: ['account', 'other'] })
      database.createObjectStore('counter', { keyPath: ['account', 'conversation'] })
    },
  })
  const [signing, decryption] = [await generateSigningKeys(), await generateDecryptionKeys()]
  const seenOfBo = { pin: pin(2), verified: true }
  await before.put('device', { account: ada, device: bo, signing, decryption })
  await before.put('identityKey', { account: ada, version: 1, keys: decryption })
  await before.put('identity', { account: ada, other: bo, known: seenOfBo })
  await before.put('counter', { account: ada, conversation, last: 41n })
  before.close()

  tab = createKeyStore(name)
  const found = (await tab.find(ada))!
  expect(found.device).toBe(bo)
  expect(await isSignedBy(await pointOf(signing), first, await sign(found.signing, first))).toBe(true)
  expect(await known(tab)).toEqual(asText(seenOfBo))
  expect(await tab.nextCounter(ada, conversation)).toBe(42n)
  expect([...(await tab.identityKeys(ada)).keys()]).toEqual([1])
  expect((await tab.grants(ada)).size).toBe(0)
  expect(await tab.noteSeen(ada, conversation, [seen])).toEqual(['new'])
  expect(await written(ada)).toMatchObject({ sighting: 'known', key: expect.any(String) })
})

test('what was seen in the layout before stays seen, and whether it was a change is not known of it', async () => {
  const name = newId()
  const before = await openDB(name, 2, {
    upgrade(database) {
      database.createObjectStore('device', { keyPath: 'account' })
      database.createObjectStore('identity', { keyPath: ['account', 'other'] })
      const rows = database.createObjectStore('seen', { keyPath: ['account', 'conversation', 'sequence'] })
      rows.createIndex('counter', ['account', 'conversation', 'device', 'counter'], { unique: true })
      rows.createIndex('message', ['account', 'conversation', 'device', 'messageId'], { unique: true })
      rows.createIndex('device', ['account', 'conversation', 'device', 'sequence'])
    },
  })
  const [signing, decryption] = [await generateSigningKeys(), await generateDecryptionKeys()]
  await before.put('device', { account: ada, device: bo, signing, decryption })
  await before.put('seen', { account: ada, conversation, ...seen, counter: '1' })
  before.close()

  tab = createKeyStore(name)
  const later = { ...seen, sequence: 2, counter: 2n, messageId: newId(), digest: random(), isChange: true }
  expect(await tab.lastChangeOf(ada, conversation, seen.device)).toBe(0)
  expect(await tab.noteSeen(ada, conversation, [{ ...seen, isChange: true }, later])).toEqual(['known', 'new'])
  expect(await tab.lastChangeOf(ada, conversation, seen.device)).toBe(2)
})

test('texts are sealed with one key in all tabs, which cannot be taken out', async () => {
  expect(await tab.textKey(ada)).toBeUndefined()
  await becomeDevice()
  const [one, other] = await Promise.all([tab.textKey(ada), otherTab.textKey(ada)])
  const [iv, text] = [new Uint8Array(12), Uint8Array.of(1, 2, 3)]
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, one!, text)
  expect(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, other!, sealed))).toEqual(text)
  expect(one!.algorithm).toMatchObject({ name: 'AES-GCM', length: 256 })
  for (const key of [one!, other!, (await otherTab.textKey(ada))!]) {
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  }
})
