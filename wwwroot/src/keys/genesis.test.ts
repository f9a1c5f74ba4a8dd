import { beforeAll, expect, test } from 'vitest'
import { type Bytes, concat, fromHex, label, u32 } from './bytes'
import { faultOf, follow } from './chain'
import { decodeEntry, type SignedEntry } from './chainEntry'
import { type Genesis, makeGenesis } from './genesis'
import { openGrant, sealGrant } from './grant'
import { openSealed, sealTo } from './hpke'
import type { DeviceKeys } from './keyStore'
import { agree, generateDecryptionKeys, generateKeysToGrant, hashOf, pointOf, privateBytesOf } from './primitives'
import { newDevice, newId, next } from './testDevices'
import { newKeys } from './testIdentity'

let keys: DeviceKeys
let made: Genesis
let read: SignedEntry

const readFrom = (bytes: Bytes): SignedEntry => {
  const entry = decodeEntry(bytes)
  if (!entry) throw new Error('an entry that cannot be read')
  return entry
}

beforeAll(async () => {
  keys = await newKeys()
  made = await makeGenesis(keys)
  read = readFrom(made.entry)
})

/** Whether both have the same private half, as far as others can tell. */
async function areSame(one: CryptoKeyPair, other: CryptoKeyPair) {
  const probe = await generateDecryptionKeys()
  expect(await agree(one, probe)).toEqual(await agree(other, probe))
  expect(await pointOf(one)).toEqual(await pointOf(other))
}

test('a chain begins with the device that made it, and is one that everybody follows', async () => {
  expect(made.entry).toHaveLength(369)
  expect(await faultOf(keys.account, read, [])).toBeUndefined()
  expect(await follow(keys.account, [read])).toMatchObject({ pin: { version: 1 } })
  expect(read.entry).toMatchObject({ version: 1, account: keys.account, encryptionKeyVersion: 1, signer: keys.device })
  expect(read.entry.devices).toEqual([
    {
      kind: 'browser',
      id: keys.device,
      signingKey: await pointOf(keys.signing),
      decryptionKey: await pointOf(keys.decryption),
    },
  ])
})

test('the key of the identity opens what others seal for it, and cannot be taken out', async () => {
  const plain = Uint8Array.of(1, 2, 3)
  const sealed = await sealTo(read.entry.encryptionKey, plain, label('epoch'), u32(1))
  expect(await openSealed(made.identityKeys, sealed, label('epoch'), u32(1))).toEqual(plain)
  expect(made.identityKeys.privateKey.extractable).toBe(false)
  await expect(privateBytesOf(made.identityKeys)).rejects.toThrow()
  const again = await makeGenesis(keys)
  expect(readFrom(again.entry).entry.encryptionKey).not.toEqual(read.entry.encryptionKey)
})

test('a grant is sealed as the protocol says', async () => {
  const info = concat(label('grant'), fromHex(keys.account), u32(1), fromHex(keys.device))
  const opened = await openSealed(keys.decryption, made.grant, info, await hashOf(read.body))
  const granted = await openGrant(keys, read, made.grant, true)
  expect(opened).toEqual(await privateBytesOf(granted!))
})

test('a grant gives the key to the device, which can give it on only where that is asked for', async () => {
  const opened = await openGrant(keys, read, made.grant)
  await areSame(opened!, made.identityKeys)
  expect(opened!.privateKey.extractable).toBe(false)
  await expect(privateBytesOf(opened!)).rejects.toThrow()

  const toGive = (await openGrant(keys, read, made.grant, true))!
  const phone = await newKeys(keys.account)
  const record = { ...(await newDevice()).record, id: phone.device, decryptionKey: await pointOf(phone.decryption) }
  const laptop = { record: read.entry.devices[0]!, signing: keys.signing }
  const both = await next(read, keys.account, laptop, { devices: [...read.entry.devices, record] })
  const grant = await sealGrant(both, phone.device, await privateBytesOf(toGive))
  await areSame((await openGrant(phone, both, grant))!, made.identityKeys)
  expect(await openGrant(keys, both, grant)).toBeUndefined()
  await expect(sealGrant(both, newId(), await privateBytesOf(toGive))).rejects.toThrow(RangeError)
})

test('a grant is opened by no other device, nor with another entry, account or id', async () => {
  const others = await newKeys(keys.account)
  expect(await openGrant({ ...keys, decryption: others.decryption }, read, made.grant)).toBeUndefined()
  expect(await openGrant({ ...keys, device: others.device }, read, made.grant)).toBeUndefined()
  expect(await openGrant({ ...keys, account: newId() }, read, made.grant)).toBeUndefined()
  const again = readFrom((await makeGenesis(keys)).entry)
  expect(await openGrant(keys, again, made.grant)).toBeUndefined()
  const later = { ...read, entry: { ...read.entry, encryptionKeyVersion: 2 } }
  expect(await openGrant(keys, later, made.grant)).toBeUndefined()
})

test('a grant of another key than the entry says, or of what is no key, opens as none', async () => {
  const another = await sealGrant(read, keys.device, await privateBytesOf(await generateKeysToGrant()))
  expect(await openGrant(keys, read, another)).toBeUndefined()
  const nothing = await sealGrant(read, keys.device, Uint8Array.of(1, 2, 3))
  expect(await openGrant(keys, read, nothing)).toBeUndefined()
})
