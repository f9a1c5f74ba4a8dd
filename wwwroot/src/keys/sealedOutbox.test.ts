// In a browser it is there.
if (!('indexedDB' in globalThis)) Object.assign(globalThis, await import('fake-indexeddb'))
import { beforeEach, expect, test } from 'vitest'
import { toHex } from './bytes'
import { createKeyStore, type KeyStore } from './keyStore'
import { newId } from './testDevices'

let tab: KeyStore
let name: string
const [ada, conversation, item] = [newId(), newId(), newId()]
const newSealed = () => ({ messageId: newId(), bytes: crypto.getRandomValues(new Uint8Array(384)) })
/** As text: what comes out of the store are arrays of another realm in node. */
const found = async (of = conversation, id = item) => {
  const sealed = await tab.findSealed(ada, of, id)
  return sealed && { messageId: sealed.messageId, bytes: toHex(sealed.bytes) }
}
const asText = ({ messageId, bytes }: ReturnType<typeof newSealed>) => ({ messageId, bytes: toHex(bytes) })

beforeEach(async () => {
  name = newId()
  tab = createKeyStore(name)
  await tab.findOrMake(ada, newId())
})

test('what was sealed is found as it is after a reload, until it is dropped', async () => {
  expect(await found()).toBeUndefined()
  const sealed = newSealed()
  expect(await tab.keepSealed(ada, conversation, item, sealed)).toBe(true)
  tab = createKeyStore(name)
  expect(await found()).toEqual(asText(sealed))
  expect([await found(newId()), await found(conversation, newId())]).toEqual([undefined, undefined])
  await tab.dropSealed(ada, newId(), item)
  expect(await found()).toEqual(asText(sealed))
  await tab.dropSealed(ada, conversation, item)
  await tab.dropSealed(ada, conversation, item)
  expect(await found()).toBeUndefined()
})

test('what had to be sealed anew takes the place of what it was', async () => {
  await tab.keepSealed(ada, conversation, item, newSealed())
  const [anew, another] = [newSealed(), newSealed()]
  await tab.keepSealed(ada, conversation, item, anew)
  await tab.keepSealed(ada, conversation, newId(), another)
  expect(await found()).toEqual(asText(anew))
})

test('a browser that is no device of an identity keeps nothing for it, and says so', async () => {
  await tab.forget(ada)
  expect(await tab.keepSealed(ada, conversation, item, newSealed())).toBe(false)
  expect(await found()).toBeUndefined()
})
