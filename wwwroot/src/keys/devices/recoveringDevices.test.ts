import { beforeEach, expect, test } from 'vitest'
import { pair, ready } from './testAdding'
import { openBrowser, type TestBrowser, until } from './testBrowser'
import { TestClock } from './testClock'
import { DeviceServer } from './testDeviceServer'

let clock: TestClock
let server: DeviceServer
let laptop: TestBrowser

beforeEach(async () => {
  clock = new TestClock()
  server = new DeviceServer(clock)
  laptop = await openBrowser(server, 'Laptop')
})

async function codeOf(at: TestBrowser): Promise<string> {
  const code = await at.devices.drawCode()
  expect(await at.devices.keepCode()).toBeUndefined()
  return code
}
const versions = (at: TestBrowser) => [...(at.own.device()?.encryptionKeys.keys() ?? [])].toSorted((a, b) => a - b)
const wrong = '0'.repeat(26)
const DayMs = 86_400_000

test('a code that was kept recovers a browser that has nothing', async () => {
  expect([laptop.devices.hasCode(), await laptop.devices.checkCode()]).toEqual([false, 'none'])
  const code = await codeOf(laptop)
  expect([laptop.devices.hasCode(), await laptop.devices.checkCode()]).toEqual([true, 'there'])
  expect(await laptop.devices.testCode(code)).toBe('works')
  const phone = await openBrowser(server, 'Phone')
  expect(await phone.devices.recover(code.toLowerCase())).toBeUndefined()
  await ready(phone)
  expect(versions(phone)).toEqual([1])
  await until(() => phone.devices.cameByCode())
  // It is one like any other.
  const tablet = await openBrowser(server, 'Tablet')
  await pair(phone, tablet)
  expect(server.head?.devices).toHaveLength(4)
})

test('whoever came by the code is told to replace it, also after a reload, until that is done', async () => {
  const code = await codeOf(laptop)
  let phone = await openBrowser(server, 'Phone')
  await phone.devices.recover(code)
  phone = await phone.reload()
  await until(() => phone.devices.cameByCode())
  const next = await codeOf(phone)
  expect(phone.devices.cameByCode()).toBe(false)
  expect(await phone.devices.testCode(next)).toBe('works')
  expect(await phone.devices.testCode(code)).toBe('wrong')
})

test('what is no code, a wrong one, an earlier one and none are told of', async () => {
  const phone = await openBrowser(server, 'Phone')
  expect(await phone.devices.recover(wrong)).toBe('noPaper')
  const earlier = await codeOf(laptop)
  const code = await codeOf(laptop)
  expect(await phone.devices.recover('abc')).toBe('noCode')
  expect(await phone.devices.recover(wrong)).toBe('wrong')
  expect(await phone.devices.recover(earlier)).toBe('wrong')
  expect([phone.own.keys(), await phone.store.find(server.account)]).toEqual(['elsewhere', undefined])
  expect(await phone.devices.recover(code)).toBeUndefined()
  await ready(phone)
})

test('a code goes on working after the key was exchanged, and opens all versions', async () => {
  const code = await codeOf(laptop)
  const tablet = await openBrowser(server, 'Tablet')
  await pair(laptop, tablet)
  await laptop.devices.remove(tablet.own.device()?.device ?? '')
  expect(await laptop.devices.testCode(code)).toBe('works')
  const phone = await openBrowser(server, 'Phone')
  expect(await phone.devices.recover(code)).toBeUndefined()
  await ready(phone)
  expect(versions(phone)).toEqual([1, 2])
})

test('what the server has lost of a code is missing', async () => {
  const code = await codeOf(laptop)
  server.recovery = undefined
  expect([await laptop.devices.checkCode(), await laptop.devices.testCode(code)]).toEqual(['missing', 'missing'])
})

test('a code that was drawn and not kept is worth nothing, and none is kept before one was drawn', async () => {
  expect(await laptop.devices.keepCode()).toMatchObject({ code: 'notFound' })
  const code = await codeOf(laptop)
  await laptop.devices.drawCode()
  expect(await laptop.devices.testCode(code)).toBe('works')
})

test('the answers to keeping and using a code may be lost', async () => {
  server.losesAnswersTo.push('AppendToChain')
  const code = await codeOf(laptop)
  server.losesAnswersTo.push('AppendToChain')
  const phone = await openBrowser(server, 'Phone')
  expect(await phone.devices.recover(code)).toBeUndefined()
  await ready(phone)
  expect(server.entries).toHaveLength(3)
})

test('a crash before the server had what recovers a browser: it is sent when the browser is opened', async () => {
  const code = await codeOf(laptop)
  const phone = await openBrowser(server, 'Phone')
  server.losesCallsOf.push('AppendToChain', 'AppendToChain', 'AppendToChain')
  expect(await phone.devices.recover(code)).toMatchObject({ code: 'unavailable' })
  expect([server.entries.length, phone.own.keys()]).toEqual([2, 'elsewhere'])
  await ready(await phone.reload())
  expect(server.entries).toHaveLength(3)
})

test('a crash after the server had it: the browser is a device when it is opened', async () => {
  const code = await codeOf(laptop)
  const phone = await openBrowser(server, 'Phone')
  server.before = async function crash(method): Promise<void> {
    if (method !== 'AppendToChain') return void (server.before = crash)
    phone.detach()
  }
  expect(await phone.devices.recover(code)).toMatchObject({ code: 'unavailable' })
  expect(server.entries).toHaveLength(3)
  await ready(await phone.reload())
  expect(server.entries).toHaveLength(3)
})

test('another entry may come while a browser recovers', async () => {
  const code = await codeOf(laptop)
  const phone = await openBrowser(server, 'Phone')
  const tablet = await openBrowser(server, 'Tablet')
  await pair(laptop, tablet)
  server.before = async function race(method): Promise<void> {
    if (method !== 'AppendToChain') return void (server.before = race)
    await laptop.devices.remove(tablet.own.device()?.device ?? '')
  }
  expect(await phone.devices.recover(code)).toBeUndefined()
  await ready(phone)
  expect(versions(phone)).toEqual([1, 2])
})

test('two tabs of a browser that recovers are one device', async () => {
  const code = await codeOf(laptop)
  const phone = await openBrowser(server, 'Phone')
  const tab = await phone.tab()
  await Promise.all([phone.devices.recover(code), tab.devices.recover(code)])
  await Promise.all([ready(phone), ready(tab)])
  expect(tab.own.device()?.device).toBe(phone.own.device()?.device)
})

test('without any device the identity starts over after a day', async () => {
  laptop.detach()
  let phone = await openBrowser(server, 'Phone')
  expect(await phone.devices.startOver()).toBeUndefined()
  await until(() => phone.devices.startsOverAt() !== undefined)
  expect(phone.devices.startsOverAt()).toBe(clock.now() + DayMs)
  expect(await phone.devices.beginAnew()).toMatchObject({ code: 'chainMovedOn' })
  expect(phone.own.keys()).toBe('elsewhere')
  clock.pass(DayMs)
  phone = await phone.reload()
  expect(await phone.devices.beginAnew()).toBeUndefined()
  await ready(phone)
  expect([server.entries.length, versions(phone), phone.devices.startsOverAt()]).toEqual([1, [1], undefined])
  phone = await phone.reload()
  expect(phone.own.keys()).toBe('ready')
})

test('a device that is there says no', async () => {
  const phone = await openBrowser(server, 'Phone')
  await phone.devices.startOver()
  await until(() => laptop.devices.startsOverAt() !== undefined)
  expect(await laptop.devices.beginAnew()).toMatchObject({ code: 'notFound' })
  expect(await laptop.devices.doNotStartOver()).toBeUndefined()
  await until(() => phone.devices.startsOverAt() === undefined && laptop.devices.startsOverAt() === undefined)
  clock.pass(DayMs)
  expect(await phone.devices.beginAnew()).toMatchObject({ code: 'chainMovedOn' })
  expect(laptop.own.keys()).toBe('ready')
})

test('a device of the identity before trusts nothing of the new one until its owner says so', async () => {
  laptop.detach()
  const phone = await openBrowser(server, 'Phone')
  await phone.devices.startOver()
  clock.pass(DayMs)
  await phone.devices.beginAnew()
  await ready(phone)
  laptop.attach()
  await until(() => laptop.own.keys() === 'replaced')
  expect(await laptop.store.find(server.account)).toBeDefined()
  laptop = await laptop.reload()
  expect(laptop.own.keys()).toBe('replaced')
  await laptop.devices.forgetReplaced()
  expect([laptop.own.keys(), await laptop.store.find(server.account)]).toEqual(['elsewhere', undefined])
  await pair(phone, laptop)
})

test('a server that gives a browser to somebody else’s identity: the owner says no, and nothing of it stays', async () => {
  const attacker = new DeviceServer(clock, server.account)
  const evil = await openBrowser(attacker, 'Evil')
  const phone = await openBrowser(server, 'Phone')
  // Whatever the phone says and asks goes to the other identity.
  phone.detach()
  const caught = await openBrowser(attacker, 'Phone', phone.store)
  expect(caught.own.keys()).toBe('elsewhere')
  await caught.devices.ask()
  await until(() => evil.devices.requests()[0]?.state.kind === 'asked')
  await evil.devices.accept(evil.devices.requests()[0]?.pairing ?? '')
  await until(() => caught.devices.joining().kind === 'code' && evil.devices.requests()[0]?.state.kind === 'code')
  const joining = caught.devices.joining()
  await evil.devices.enterCode(evil.devices.requests()[0]?.pairing ?? '', joining.kind === 'code' ? joining.code : '')
  await until(() => caught.devices.joining().kind === 'confirming')
  await caught.devices.deny()
  expect(caught.devices.joining()).toEqual({ kind: 'idle' })
  const { account } = server
  expect([await phone.store.find(account), await phone.store.known(account, account)]).toEqual([undefined, undefined])
  caught.detach()
  phone.attach()
  await pair(laptop, phone)
  expect(server.head?.devices).toHaveLength(2)
})
