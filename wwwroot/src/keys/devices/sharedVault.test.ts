import { beforeEach, expect, test } from 'vitest'
import type { KnownIdentity } from '../keyLayout'
import { randomBytes } from '../primitives'
import { decodeVaultHeader } from '../sealedVault'
import { newId } from '../testDevices'
import { partOf } from '../vault'
import { pair } from './testAdding'
import { openBrowser, type TestBrowser, until } from './testBrowser'
import { TestClock } from './testClock'
import { DeviceServer } from './testDeviceServer'

let server: DeviceServer
let laptop: TestBrowser
let phone: TestBrowser

beforeEach(async () => {
  server = new DeviceServer(new TestClock())
  laptop = await openBrowser(server, 'Laptop')
  phone = await openBrowser(server, 'Phone')
})

const bo = newId()
const identity = (version = 1, verified = false, genesisHash = randomBytes(32)): KnownIdentity => ({
  pin: { genesisHash, version, hash: randomBytes(32) },
  verified,
})
const knows = (at: TestBrowser, known: KnownIdentity, other = bo) => at.store.accept(server.account, other, known)
/** Without its owner having decided anything. */
const sees = async (at: TestBrowser, { pin }: KnownIdentity) =>
  at.store.notePin(server.account, bo, (await at.store.known(server.account, bo))?.pin, pin)
const knownAt = async (at: TestBrowser, other = bo) => {
  const known = await at.store.known(server.account, other)
  return known && [known.pin.version, known.verified]
}
const header = (part = partOf(bo)) => {
  const sealed = server.vault.get(part)
  return sealed && decodeVaultHeader(sealed)
}
const isKept = (revision: number, part = partOf(bo)) =>
  until(() => server.calls[0]() > 0 && header(part)?.revision === revision)
const hasLearned = (at: TestBrowser, times = 1, other = bo) =>
  until(() => at.learned().filter((one) => one === other).length >= times)

test('a device that is added knows whom the others have met', async () => {
  await knows(laptop, identity(3, true))
  await isKept(1)
  await pair(laptop, phone)
  await hasLearned(phone)
  expect(await knownAt(phone)).toEqual([3, true])
})

test('what one device learns the other one knows with its next socket, and nothing is taken back', async () => {
  const genesis = randomBytes(32)
  await pair(laptop, phone)
  await knows(phone, identity(2, true, genesis))
  await isKept(1)
  await sees(laptop, identity(5, false, genesis))
  await isKept(2)
  await hasLearned(laptop)
  expect(await knownAt(laptop)).toEqual([5, true])
  phone.attach()
  await hasLearned(phone)
  expect(await knownAt(phone)).toEqual([5, true])
  // Nothing is new: nothing is written.
  const written = server.heard.filter((method) => method === 'KeepVaultPart').length
  laptop.attach()
  phone.attach()
  const read = server.heard.length
  await until(
    () => server.calls[0]() > 0 && server.heard.slice(read).filter((each) => each === 'ReadVaultPart').length >= 32,
  )
  expect(server.heard.filter((method) => method === 'KeepVaultPart')).toHaveLength(written)
})

test('two devices write at once: both are kept', async () => {
  await pair(laptop, phone)
  const other = bo.slice(0, 1) + newId().slice(1)
  await Promise.all([knows(laptop, identity(1, true)), knows(phone, identity(1, true), other)])
  await isKept(2)
  laptop.attach()
  phone.attach()
  await until(() => laptop.learned().includes(other) || phone.learned().includes(bo))
  const tablet = await openBrowser(server, 'Tablet')
  await pair(laptop, tablet)
  await Promise.all([hasLearned(tablet), hasLearned(tablet, 1, other)])
})

test('another identity is not verified by what was known of the one before', async () => {
  await pair(laptop, phone)
  await knows(laptop, identity(4, true))
  await isKept(1)
  await sees(phone, identity(1))
  await hasLearned(phone)
  // The one that is known is the one of the longer chain: what the server shows now is asked about.
  expect(await knownAt(phone)).toEqual([4, true])
})

test('a device that was deceived at first sight does not deceive the others', async () => {
  await pair(laptop, phone)
  await sees(laptop, identity(3))
  await isKept(1)
  // The server hides what it has from the other one, and shows it somebody with a longer chain.
  server.vault.clear()
  await sees(phone, identity(500))
  await isKept(1)
  const read = server.heard.length
  laptop.attach()
  await until(
    () => server.calls[0]() > 0 && server.heard.slice(read).filter((each) => each === 'ReadVaultPart').length >= 16,
  )
  expect(await knownAt(laptop)).toEqual([3, false])
  expect(laptop.learned()).toEqual([])
})

test('what the owner has decided here other devices do not undo', async () => {
  const genesis = randomBytes(32)
  await knows(laptop, identity(4, true, genesis))
  await isKept(1)
  await pair(laptop, phone)
  await hasLearned(phone)
  // No longer verified; then another identity, whose chain is shorter.
  await knows(laptop, identity(4, false, genesis))
  await isKept(2)
  expect(await knownAt(laptop)).toEqual([4, false])
  await knows(laptop, identity(1, false))
  await isKept(3)
  phone.attach()
  await isKept(4)
  laptop.attach()
  await isKept(5)
  expect([await knownAt(laptop), await knownAt(phone)]).toEqual([
    [1, false],
    [4, true],
  ])
  expect(laptop.learned()).toEqual([])
})

test('after a removal all is sealed under the new key, and what is under the one before is not used', async () => {
  await pair(laptop, phone)
  await knows(laptop, identity(3, true))
  await isKept(1)
  phone.attach()
  await hasLearned(phone)
  const before = server.vault.get(partOf(bo))
  const tablet = await openBrowser(server, 'Tablet')
  await pair(laptop, tablet)
  await laptop.devices.remove(tablet.own.device()?.device ?? '')
  await until(() => server.calls[0]() > 0 && header()?.encryptionKeyVersion === 2)
  expect(await knownAt(phone)).toEqual([3, true])
  // A server that shows what was there before: a new device learns nothing of it, and puts what it knows itself in its place.
  if (before) server.vault.set(partOf(bo), before)
  const desktop = await openBrowser(server, 'Desktop')
  await pair(laptop, desktop)
  await isKept(2)
  expect([header()?.encryptionKeyVersion, desktop.learned()]).toEqual([2, []])
})

test('a revision before the one that was seen is left alone', async () => {
  await pair(laptop, phone)
  await knows(laptop, identity(1, false))
  await isKept(1)
  const earlier = server.vault.get(partOf(bo))
  await knows(laptop, identity(2, true, (await laptop.store.known(server.account, bo))?.pin.genesisHash))
  await isKept(2)
  if (earlier) server.vault.set(partOf(bo), earlier)
  const read = server.heard.length
  laptop.attach()
  await until(
    () => server.calls[0]() > 0 && server.heard.slice(read).filter((each) => each === 'ReadVaultPart').length >= 16,
  )
  expect([header()?.revision, await knownAt(laptop)]).toEqual([1, [2, true]])
})
