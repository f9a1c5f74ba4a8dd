import { beforeEach, expect, test } from 'vitest'
import { toHex } from '../bytes'
import { pointOf } from '../primitives'
import { pair, ready } from './testAdding'
import { openBrowser, type TestBrowser, until } from './testBrowser'
import { TestClock } from './testClock'
import { DeviceServer } from './testDeviceServer'

let clock: TestClock
let server: DeviceServer
let laptop: TestBrowser
let phone: TestBrowser

beforeEach(async () => {
  clock = new TestClock()
  server = new DeviceServer(clock)
  laptop = await openBrowser(server, 'Laptop')
  phone = await openBrowser(server, 'Phone')
  await pair(laptop, phone)
})

const idOf = (at: TestBrowser) => at.own.device()?.device ?? ''
const versions = (at: TestBrowser) => [...(at.own.device()?.encryptionKeys.keys() ?? [])].toSorted((a, b) => a - b)
const hasNewest = async (at: TestBrowser) => {
  const { encryptionKeyVersion: version = 0, encryptionKey } = server.head ?? {}
  const keys = at.own.device()?.encryptionKeys.get(version)
  return keys !== undefined && toHex(await pointOf(keys)) === toHex(encryptionKey ?? new Uint8Array())
}
/** It has been told of it by itself, and has brought in what it was to. */
async function hasVersion(at: TestBrowser, version: number) {
  await until(() => {
    const state = at.identities.state(server.account)
    return at.own.keys() === 'ready' && state.kind === 'known' && state.identity.head.encryptionKeyVersion === version
  })
  await at.own.proven()
}
const isGone = (at: TestBrowser) => until(() => at.own.keys() === 'removed')

async function third(): Promise<TestBrowser> {
  const tablet = await openBrowser(server, 'Tablet')
  await pair(laptop, tablet)
  return tablet
}

test('a device that is removed wipes all that it has, and can be added again as a new one', async () => {
  const [before, tab] = [idOf(phone), await phone.tab()]
  await phone.store.textKey(server.account)
  expect(await laptop.devices.remove(before)).toBeUndefined()
  await Promise.all([isGone(phone), isGone(tab)])
  expect(await phone.store.find(server.account)).toBeUndefined()
  expect((await phone.store.identityKeys(server.account)).size).toBe(0)
  expect(await phone.store.textKey(server.account)).toBeUndefined()
  expect(phone.own.device()).toBeUndefined()
  phone = await phone.reload()
  expect(phone.own.keys()).toBe('removed')
  await pair(laptop, phone)
  expect(idOf(phone)).not.toBe(before)
  expect(versions(phone)).toEqual([1, 2])
  await ready(tab)
})

test('who was removed while it was closed finds that out when it is opened', async () => {
  phone.detach()
  await laptop.devices.remove(idOf(phone))
  phone.attach()
  await isGone(phone)
  expect(await phone.store.find(server.account)).toBeUndefined()
})

test('a key that was exchanged reaches the other devices, open or not, and all versions stay readable', async () => {
  const tablet = await third()
  tablet.detach()
  await laptop.devices.remove(idOf(phone))
  await laptop.devices.drawCode()
  await laptop.devices.keepCode()
  await laptop.devices.drawCode()
  await laptop.devices.keepCode()
  expect(server.head?.encryptionKeyVersion).toBe(3)
  expect(versions(laptop)).toEqual([1, 2, 3])
  tablet.attach()
  await hasVersion(tablet, 3)
  expect([versions(tablet), await hasNewest(tablet)]).toEqual([[1, 2, 3], true])
  const held = tablet.own.device()
  await laptop.devices.drawCode()
  await laptop.devices.keepCode()
  await hasVersion(tablet, 4)
  expect([versions(tablet), await hasNewest(tablet)]).toEqual([[1, 2, 3, 4], true])
  // Chats that are open have what comes since.
  expect(tablet.own.device()).toBe(held)
  const reloaded = await tablet.reload()
  expect(versions(reloaded)).toEqual([1, 2, 3, 4])
})

test('a device gets what it needs to add others after a key was exchanged by another one', async () => {
  const tablet = await third()
  await laptop.devices.remove(idOf(tablet))
  await hasVersion(phone, 2)
  const desktop = await openBrowser(server, 'Desktop')
  await pair(phone, desktop)
  expect([versions(desktop), await hasNewest(desktop)]).toEqual([[1, 2], true])
})

test('a server that shows an earlier chain, none, or an invalid one wipes nothing', async () => {
  await laptop.devices.remove(idOf(await third()))
  await hasVersion(phone, 2)
  const device = idOf(phone)
  const whole = server.entries
  const shown = [whole.slice(0, 1), [], [...whole.slice(0, 1), ...whole.slice(2)]]
  for (const entries of shown) {
    server.shows = () => entries
    phone = await phone.reload()
    expect(phone.own.keys()).toBe('broken')
    expect((await phone.store.find(server.account))?.device).toBe(device)
  }
  server.shows = undefined
  phone = await phone.reload()
  expect([phone.own.keys(), versions(phone)]).toEqual(['ready', [1, 2]])
})

test('two devices change something at once: both changes are made', async () => {
  const tablet = await third()
  await phone.devices.drawCode()
  const answers = await Promise.all([laptop.devices.remove(idOf(tablet)), phone.devices.keepCode()])
  expect(answers).toEqual([undefined, undefined])
  expect(server.head?.devices.map(({ kind }) => kind).toSorted()).toEqual(['browser', 'browser', 'paper'])
})

test('two devices remove the same one: it is removed once', async () => {
  const tablet = await third()
  const answers = await Promise.all([laptop, phone].map((one) => one.devices.remove(idOf(tablet))))
  expect(answers).toEqual([undefined, undefined])
  expect(server.head?.encryptionKeyVersion).toBe(2)
})

test('the answer to a change may be lost', async () => {
  server.losesAnswersTo.push('AppendToChain')
  expect(await laptop.devices.remove(idOf(phone))).toBeUndefined()
  expect([server.entries.length, versions(laptop)]).toEqual([3, [1, 2]])
})

test('a crash after the change was stored and before it was sent: it is sent when the browser is opened', async () => {
  server.losesCallsOf.push('AppendToChain', 'AppendToChain', 'AppendToChain')
  expect(await laptop.devices.remove(idOf(phone))).toMatchObject({ code: 'unavailable' })
  expect(server.entries).toHaveLength(2)
  expect(await laptop.store.ownChange(server.account)).toBeDefined()
  laptop = await laptop.reload()
  expect([server.entries.length, versions(laptop), await hasNewest(laptop)]).toEqual([3, [1, 2], true])
  expect(await laptop.store.ownChange(server.account)).toBeUndefined()
  await isGone(phone)
})

test('a crash after the server had it: the key is there when the browser is opened', async () => {
  server.losesAnswersTo.push('AppendToChain', 'AppendToChain', 'AppendToChain')
  const removing = laptop.devices.remove(idOf(phone))
  await isGone(phone)
  laptop = await laptop.reload()
  await removing
  expect([versions(laptop), await hasNewest(laptop)]).toEqual([[1, 2], true])
})

test('a change that another one has overtaken while the browser was closed is dropped', async () => {
  const tablet = await third()
  server.losesCallsOf.push('AppendToChain', 'AppendToChain', 'AppendToChain')
  await laptop.devices.remove(idOf(phone))
  laptop.detach()
  await phone.devices.remove(idOf(tablet))
  laptop = await laptop.reload()
  expect([versions(laptop), await hasNewest(laptop)]).toEqual([[1, 2], true])
  expect(await laptop.store.ownChange(server.account)).toBeUndefined()
  expect(server.head?.devices.map(({ id }) => id)).toContain(idOf(phone))
})

test('a device without the key that the server withholds is not ready, and has lost nothing', async () => {
  phone.detach()
  const tablet = await third()
  await laptop.devices.remove(idOf(tablet))
  const device = idOf(phone)
  const kept = server.grants.get(device)
  server.grants.delete(device)
  phone.attach()
  await until(() => phone.own.keys() === 'broken')
  expect(await phone.store.find(server.account)).toBeDefined()
  if (kept) server.grants.set(device, kept)
  phone = await phone.reload()
  expect([phone.own.keys(), versions(phone)]).toEqual(['ready', [1, 2]])
})

test('the list says who is who, and by whom each was added', async () => {
  const tablet = await openBrowser(server, 'Tablet')
  await pair(phone, tablet)
  await laptop.devices.drawCode()
  await laptop.devices.keepCode()
  expect(await laptop.devices.list()).toBeUndefined()
  const listed = laptop.devices.devices().map(({ kind, name, addedBy, current }) => ({ kind, name, addedBy, current }))
  expect(listed).toEqual([
    { kind: 'browser', name: 'Laptop', addedBy: undefined, current: true },
    { kind: 'browser', name: 'Phone', addedBy: 'Laptop', current: false },
    { kind: 'browser', name: 'Tablet', addedBy: 'Phone', current: false },
    { kind: 'paper', name: undefined, addedBy: 'Laptop', current: false },
  ])
  expect(await phone.devices.rename(idOf(laptop), 'Old laptop')).toBeUndefined()
  expect(phone.devices.devices()[0]?.name).toBe('Old laptop')
})

test('what other devices have done is news until it is dismissed, what this one did is none', async () => {
  const news = (at: TestBrowser) => at.devices.news().map(({ kind, name }) => `${kind} ${name}`)
  await until(() => news(laptop).length === 0 && laptop.devices.devices().length === 2)
  laptop.detach()
  const tablet = await openBrowser(server, 'Tablet')
  await pair(phone, tablet)
  await phone.devices.drawCode()
  await phone.devices.keepCode()
  laptop.attach()
  await until(
    () => laptop.devices.news().every(({ name, kind }) => kind === 'newCode' || name) && news(laptop).length === 2,
  )
  expect(news(laptop)).toEqual(['added Tablet', 'newCode undefined'])
  expect(news(phone)).toEqual([])
  laptop = await laptop.reload()
  await until(() => news(laptop).length === 2)
  laptop.devices.dismissNews(laptop.devices.news()[1]?.id ?? '')
  await until(() => news(laptop).length === 1)
  const removed = idOf(tablet)
  await phone.devices.remove(removed)
  await until(() => news(laptop)[0]?.startsWith('removed'))
  expect(laptop.devices.news()).toEqual([{ id: removed, kind: 'removed', name: 'Tablet' }])
})
