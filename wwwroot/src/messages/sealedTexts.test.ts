import { beforeEach, expect, test } from 'vitest'
import { forgetTexts, keepTexts } from './keptTexts'
import { enqueue, type Outbox } from './outbox'
import { createSealedTexts } from './sealedTexts'

const [ada, bo] = ['ada', 'bo']
const [first, second] = ['first', 'second']
let storage: Storage
let key: CryptoKey
/** What was written, in its order. */
let writes: string[]

const newKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
const open = (user = ada, withKey = key) => createSealedTexts(storage, user, withKey)
const saying = (...texts: string[]): Outbox =>
  texts.reduce<Outbox>((items, text, at) => enqueue(items, { id: `${at}`, text, createdMs: at }), [])
const namesLeft = () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')

/** A storage as a tab has it. `most`: characters of one value that it takes. */
function newStorage(most = 5_000_000): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem(name, value) {
      if (value.length > most) throw new DOMException('full', 'QuotaExceededError')
      writes.push(name)
      items.set(name, value)
    },
    removeItem(name) {
      if (items.delete(name)) writes.push(`-${name}`)
    },
    clear: () => items.clear(),
  }
}

beforeEach(async () => {
  writes = []
  storage = newStorage()
  key = await newKey()
})

test('a text that is empty from the beginning keeps none from being written', async () => {
  const texts = await open()
  texts.writeDraft(first, '')
  await texts.settled()
  texts.writeDraft(first, 'hm')
  await texts.settled()
  expect((await open()).readDraft(first)).toBe('hm')
})

test('what was written is read at once, and after a reload', async () => {
  const texts = await open()
  expect([texts.readDraft(first), texts.readOutbox(first)]).toEqual(['', []])
  texts.writeDraft(first, 'hm')
  texts.writeOutbox(first, saying('hello', 'there'))
  texts.writeDraft(second, 'grüße 🎈')
  const read = (from: typeof texts) => [from.readDraft(first), from.readOutbox(first), from.readDraft(second)]
  expect(read(texts)).toEqual(['hm', saying('hello', 'there'), 'grüße 🎈'])
  await texts.settled()
  expect(read(await open())).toEqual(['hm', saying('hello', 'there'), 'grüße 🎈'])
})

test('nothing of a text can be read in the storage', async () => {
  const texts = await open()
  texts.writeDraft(first, 'a secret draft')
  texts.writeOutbox(first, saying('a secret message'))
  await texts.settled()
  const stored = namesLeft().map((name) => storage.getItem(name) ?? '')
  expect(stored).toHaveLength(2)
  for (const value of stored)
    for (const form of [value, atob(value)]) expect(form).not.toMatch(/secret|draft|message|text/)
  texts.writeDraft(first, 'a secret draft')
  await texts.settled()
  // Sealed anew: whoever compares does not see that it is the same.
  expect(stored).not.toContain(storage.getItem(namesLeft()[0] ?? ''))
})

test('the newest of what is written fast is what stays, and what is empty goes', async () => {
  const texts = await open()
  for (let length = 1; length <= 500; length++) texts.writeDraft(first, 'x'.repeat(length))
  texts.writeDraft(second, 'soon gone')
  await texts.settled()
  expect(writes.length).toBeLessThan(10)
  texts.writeDraft(second, 'gone')
  texts.writeDraft(second, '')
  texts.writeOutbox(second, [])
  await texts.settled()
  expect(namesLeft()).toHaveLength(1)
  const again = await open()
  expect([again.readDraft(first), again.readDraft(second)]).toEqual(['x'.repeat(500), ''])
})

test('a draft that is sent is in the outbox before it is gone', async () => {
  const texts = await open()
  texts.writeDraft(first, 'hello')
  await texts.settled()
  writes = []
  texts.writeOutbox(first, saying('hello'))
  texts.writeDraft(first, '')
  // Encrypted is the first one by now, and not written yet.
  await Promise.resolve()
  texts.writeOutbox(first, saying('hello', 'there'))
  await texts.settled()
  expect(writes.map((name) => name.replace('chatmux-text/ada/sealed/', ''))).toEqual([
    'outbox/first',
    '-draft/first',
    'outbox/first',
  ])
  expect((await open()).readOutbox(first)).toEqual(saying('hello', 'there'))
})

test('what is written while something else is being written is written too', async () => {
  const texts = await open()
  for (let at = 0; at < 20; at++) {
    texts.writeDraft(first, `${at}`)
    await Promise.resolve()
    texts.writeDraft(second, `${at}`)
    await new Promise((resolve) => setTimeout(resolve))
  }
  texts.writeDraft(first, 'last')
  await texts.settled()
  const again = await open()
  expect([again.readDraft(first), again.readDraft(second)]).toEqual(['last', '19'])
})

test('what cannot be opened is dropped: sealed with another key, moved or changed', async () => {
  const write = async (conversation: string) => {
    const texts = await open()
    texts.writeDraft(conversation, 'hello')
    await texts.settled()
  }
  await write(first)
  expect((await open(ada, await newKey())).readDraft(first)).toBe('')
  expect(namesLeft()).toEqual([])

  await write(first)
  const name = namesLeft()[0] ?? ''
  const sealed = storage.getItem(name) ?? ''
  storage.setItem(name.replace(first, second), sealed)
  storage.setItem(name.replace('draft', 'outbox'), sealed)
  const moved = await open()
  expect([moved.readDraft(first), moved.readDraft(second), moved.readOutbox(first)]).toEqual(['hello', '', []])
  expect(namesLeft()).toEqual([name])

  for (const broken of ['', 'no base64!', 'AAAA', sealed.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))]) {
    storage.setItem(name, broken)
    expect((await open()).readDraft(first)).toBe('')
    expect(namesLeft()).toEqual([])
  }
})

test('users have texts of their own, which go with those of everybody else, and are not those of open rooms', async () => {
  const [texts, others, plain] = [await open(), await open(bo), keepTexts(storage, ada)]
  plain.writeDraft(first, 'for everybody')
  texts.writeDraft(first, 'hello')
  others.writeDraft(first, 'hi')
  await Promise.all([texts.settled(), others.settled()])
  expect([plain.readDraft(first), (await open()).readDraft(first)]).toEqual(['for everybody', 'hello'])
  forgetTexts(storage, ada)
  expect([(await open()).readDraft(first), (await open(bo)).readDraft(first)]).toEqual(['hello', ''])
  expect(plain.readDraft(first)).toBe('for everybody')
  forgetTexts(storage, undefined)
  expect(namesLeft()).toEqual([])
})

test('a full storage costs only what a reload would lose', async () => {
  storage = newStorage(2000)
  const texts = await open()
  texts.writeDraft(first, 'x'.repeat(5000))
  texts.writeDraft(second, 'short')
  await texts.settled()
  expect(texts.readDraft(first)).toHaveLength(5000)
  const again = await open()
  expect([again.readDraft(first), again.readDraft(second)]).toEqual(['', 'short'])
})

test('so does a blocked one', async () => {
  const no = () => {
    throw new DOMException('no', 'SecurityError')
  }
  storage = {
    key: no,
    getItem: no,
    setItem: no,
    removeItem: no,
    clear: no,
    get length() {
      return no()
    },
  }
  const texts = await open()
  texts.writeDraft(first, 'hello')
  texts.writeDraft(second, '')
  await texts.settled()
  expect(texts.readDraft(first)).toBe('hello')
})

test('an outbox of any length is kept', async () => {
  const texts = await open()
  const long = saying(...Array.from({ length: 100 }, () => 'x'.repeat(4000)))
  texts.writeOutbox(first, long)
  await texts.settled()
  expect((await open()).readOutbox(first)).toEqual(long)
})
