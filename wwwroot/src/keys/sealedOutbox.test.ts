// In a browser it is there.
if (!('indexedDB' in globalThis)) Object.assign(globalThis, await import('fake-indexeddb'))
import { beforeEach, describe, expect, test } from 'vitest'
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

describe('what is kept for nothing', () => {
  const device = newId()
  const owner = { account: ada, conversation, device }
  const old = '000000000001'.padEnd(32, '0')
  const see = (messageId: string, sequence = 1, of = device) => {
    const digest = crypto.getRandomValues(new Uint8Array(32))
    return tab.noteSeen(ada, conversation, [{ sequence, device: of, counter: BigInt(sequence), messageId, digest }])
  }

  test('is what was seen to be stored: it goes, and is found as sent, also under the id it was sealed with anew', async () => {
    const [same, anew] = [{ ...newSealed(), messageId: item }, newSealed()]
    await tab.keepSealed(ada, conversation, item, same)
    await tab.keepSealed(ada, conversation, old, anew)
    await see(item, 1)
    await see(anew.messageId, 2)
    await createKeyStore(name).tidySealed(owner, '')
    expect([await found(), await found(conversation, old)]).toEqual([undefined, undefined])
    expect(await tab.findSent(owner, item)).toEqual({ sequence: 1, messageId: item })
    expect(await tab.findSent(owner, old)).toEqual({ sequence: 2, messageId: anew.messageId })
    expect(await tab.findSent(owner, newId())).toBeUndefined()
  })

  test('is not what somebody else has sent under the same id, nor what is of another conversation', async () => {
    await tab.keepSealed(ada, conversation, item, { ...newSealed(), messageId: item })
    await see(item, 1, newId())
    await tab.tidySealed(owner, '')
    await tab.tidySealed({ ...owner, conversation: newId() }, 'f')
    expect(await found()).toBeDefined()
    expect(await tab.findSent(owner, item)).toBeUndefined()
  })

  test('is what is old: it goes, and neither it nor anything before it is sealed another time', async () => {
    const fresh = old.replace('1', '9')
    for (const id of [old, fresh]) await tab.keepSealed(ada, conversation, id, newSealed())
    await tab.tidySealed(owner, '000000000005')
    expect([await found(conversation, old), (await found(conversation, fresh)) !== undefined]).toEqual([
      undefined,
      true,
    ])
    const older = '0'.repeat(32)
    expect(await Promise.all([older, old, fresh].map((id) => tab.findSent(owner, id)))).toEqual([
      'forgotten',
      'forgotten',
      undefined,
    ])
    // A clock that was set back takes nothing back.
    await tab.keepSealed(ada, conversation, older, newSealed())
    await tab.tidySealed(owner, '000000000001')
    expect(await tab.findSent(owner, old)).toBe('forgotten')
  })
})
