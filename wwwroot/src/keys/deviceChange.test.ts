import { beforeAll, expect, test } from 'vitest'
import { faultOf } from './chain'
import { changeDevices } from './deviceChange'
import { recordOf } from './deviceRecord'
import { faultOfKeys } from './entryKeysRules'
import { grantedWith, openGrant } from './grant'
import { openHistory } from './keyHistory'
import type { DeviceKeys } from './keyLayout'
import { agree, generateDecryptionKeys, pointOf, privateBytesOf } from './primitives'
import { newDevice, newId } from './testDevices'
import { changed, newIdentity, newKeys, seenBy, type TestIdentity } from './testIdentity'

let laptop: DeviceKeys
let phone: DeviceKeys
let tablet: DeviceKeys
let alone: TestIdentity
let onLaptop: TestIdentity

/** The key that the newest state says, as this device opens it. */
async function newestOf({ own, entries, grant }: TestIdentity) {
  const granting = grantedWith(entries, own.device)
  const opened = granting && (await openGrant(own, granting, grant))
  expect(opened && (await pointOf(opened))).toEqual(entries.at(-1)?.entry.encryptionKey)
  return opened!
}

async function areSame(one: CryptoKeyPair, other: CryptoKeyPair) {
  const probe = await generateDecryptionKeys()
  expect(await agree(one, probe)).toEqual(await agree(other, probe))
}

beforeAll(async () => {
  laptop = await newKeys()
  ;[phone, tablet] = [await newKeys(laptop.account), await newKeys(laptop.account)]
  alone = await newIdentity(laptop)
  onLaptop = seenBy(laptop, alone, await changed(alone, { added: [await recordOf(phone), await recordOf(tablet)] }))
})

test('a device that is added has the key that there is, and can give it to the next one', async () => {
  const change = await changed(alone, { added: [await recordOf(phone)] })
  expect(await faultOf(laptop.account, change.signed, alone.entries)).toBeUndefined()
  expect(await faultOfKeys(change.signed, alone.entries[0]!.entry, change.keys)).toBeUndefined()
  expect(change.keys.grants.map(({ device }) => device)).toEqual([phone.device])
  expect([change.keys.keyBefore, change.identityKeys]).toEqual([undefined, undefined])
  const onPhone = seenBy(phone, alone, change)
  await areSame(await newestOf(onPhone), await newestOf(alone))
  const second = await changed(onPhone, { added: [await recordOf(tablet)] })
  const onTablet = seenBy(tablet, onPhone, second)
  await areSame(await newestOf(onTablet), await newestOf(alone))
  // What was sealed with the first entry still opens when the chain has gone on.
  await newestOf({ ...alone, entries: onTablet.entries })
})

test('when a device is removed those that remain have another key, and the one that went has nothing', async () => {
  const change = await changed(onLaptop, { removed: [tablet.device] })
  expect(await faultOf(laptop.account, change.signed, onLaptop.entries)).toBeUndefined()
  expect(change.signed.entry).toMatchObject({ version: 3, encryptionKeyVersion: 2 })
  expect(change.keys.grants.map(({ device }) => device)).toEqual([laptop.device, phone.device].toSorted())
  await areSame(await newestOf(seenBy(laptop, onLaptop, change)), change.identityKeys!)
  await areSame(await newestOf(seenBy(phone, onLaptop, change)), change.identityKeys!)
  await expect(privateBytesOf(change.identityKeys!)).rejects.toThrow()
  for (const { sealed } of change.keys.grants) expect(await openGrant(tablet, change.signed, sealed)).toBeUndefined()
})

test('the newest key reaches all that there were, on a device that came last', async () => {
  const first = await newestOf(onLaptop)
  const without = await changed(onLaptop, { removed: [tablet.device] })
  const second = seenBy(laptop, onLaptop, without)
  const again = await changed(second, { added: [await recordOf(tablet)], removed: [phone.device] })
  const third = seenBy(laptop, second, again)
  const paper = await newKeys(laptop.account)
  const last = await changed(third, { added: [await recordOf(paper)] })
  const onLast = seenBy(paper, third, last)
  const keysBefore = new Map([
    [2, without.keys.keyBefore!],
    [3, again.keys.keyBefore!],
  ])
  const all = await openHistory(await newestOf(onLast), onLast.entries, keysBefore)
  expect([...all.keys()]).toEqual([3, 2, 1])
  await areSame(all.get(1)!, first)
  await areSame(all.get(2)!, without.identityKeys!)
  expect(all.get(1)!.privateKey.extractable).toBe(false)

  // Only as far as they lead: what is missing, exchanged or of another chain leads nowhere.
  const opened = async (map: Map<number, typeof without.keys.keyBefore & {}>) => [
    ...(await openHistory(await newestOf(onLast), onLast.entries, map)).keys(),
  ]
  expect(await opened(new Map())).toEqual([3])
  expect(await opened(new Map([[3, again.keys.keyBefore!]]))).toEqual([3, 2])
  expect(await opened(new Map([...keysBefore, [3, without.keys.keyBefore!]]))).toEqual([3])
  const fork = await changed(onLaptop, { removed: [tablet.device] })
  expect(await opened(new Map([...keysBefore, [2, fork.keys.keyBefore!]]))).toEqual([3, 2])
})

test('what nobody would take is not made', async () => {
  const faultOfChange = async (wanted: Parameters<typeof changeDevices>[3], of = onLaptop) => {
    const change = await changeDevices(of.own, of.entries, of.grant, wanted)
    return 'fault' in change ? change.fault : undefined
  }
  expect(await faultOfChange({})).toBe('unchanged')
  expect(await faultOfChange({ added: [await recordOf(phone)] })).toBe('devices')
  expect(
    await faultOfChange({ added: [{ ...(await recordOf(phone)), id: newId(), signingKey: new Uint8Array(65) }] }),
  ).toBe('devices')
  expect(await faultOfChange({ removed: [newId()] })).toBe('devices')
  expect(await faultOfChange({ removed: [laptop.device] })).toBe('signer')
  expect(await faultOfChange({ removed: [laptop.device, phone.device, tablet.device] })).toBe('devices')
  expect(await faultOfChange({ added: [(await newDevice('paper')).record] })).toBe('recovery')
  expect(await faultOfChange({ added: [(await newDevice()).record], recovery: new Uint8Array(320) })).toBe('recovery')
})

test('a device that has no key gives none', async () => {
  const change = await changed(onLaptop, { removed: [tablet.device] })
  const wanted = { removed: [phone.device] }
  for (const { own, entries, grant } of [
    { ...onLaptop, own: await newKeys(laptop.account) },
    { ...onLaptop, entries: [] },
    // Removed; and of before the key was another one.
    { ...onLaptop, own: tablet, entries: [...onLaptop.entries, change.signed] },
    { ...onLaptop, entries: [...onLaptop.entries, change.signed] },
  ])
    expect(await changeDevices(own, entries, grant, wanted)).toEqual({ fault: 'grant' })
})

test('of two that remove a third at once the other one finds it gone, and goes on from the chain as it is then', async () => {
  const added = await changed(alone, { added: [await recordOf(phone), await recordOf(tablet)] })
  const onPhone = seenBy(phone, alone, added)
  const lost = await changed(onPhone, { removed: [tablet.device] })
  const won = await changed(seenBy(laptop, alone, added), { removed: [tablet.device] })
  const after = seenBy(phone, onPhone, won)
  expect(await faultOf(laptop.account, lost.signed, after.entries)).toBe('version')
  expect(await changeDevices(phone, after.entries, after.grant, { removed: [tablet.device] })).toEqual({
    fault: 'devices',
  })
  const other = await changed(after, { added: [(await newDevice()).record] })
  expect(await faultOf(laptop.account, other.signed, after.entries)).toBeUndefined()
})
