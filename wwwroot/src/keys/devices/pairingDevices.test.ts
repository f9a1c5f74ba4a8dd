import { beforeEach, expect, test } from 'vitest'
import type { Joining, DeviceRequest } from './devicesView'
import { openBrowser, type TestBrowser, until } from './testBrowser'
import { asksAs, isConfirmed, joinsAs, pair, pairToCode, ready, requestAt, shownCode } from './testAdding'
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
})

const joins = (kind: Joining['kind'], at = phone) => joinsAs(at, kind)
const request = (at = laptop, name = 'Phone') => requestAt(at, name)
const asks = (kind: DeviceRequest['state']['kind'], at = laptop, name = 'Phone') => asksAs(at, name, kind)
const pairing = (at = laptop, name = 'Phone') => request(at, name)?.pairing ?? ''
const codeAt = (at = phone) => shownCode(at)
const toCode = (on = laptop, joiner = phone) => pairToCode(on, joiner)
const add = (on = laptop, joiner = phone) => pair(on, joiner)
const confirmed = () => until(() => isConfirmed(request()))
const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')

test('a browser is added by the code that it shows, and says so on both', async () => {
  expect([laptop.own.keys(), phone.own.keys()]).toEqual(['ready', 'elsewhere'])
  await toCode()
  expect(await laptop.devices.enterCode(pairing(), '12345')).toBe('noCode')
  expect(await laptop.devices.enterCode(pairing(), codeAt())).toBeUndefined()
  await joins('confirming')
  const added = request()?.state
  expect(added).toMatchObject({ kind: 'added', confirmed: false })
  await phone.devices.confirm()
  await ready(phone)
  expect(phone.devices.joining()).toEqual({ kind: 'idle' })
  await confirmed()
  expect(server.head?.devices.map(({ id }) => id)).toContain(phone.own.device()?.device)
  expect([...(phone.own.device()?.encryptionKeys.keys() ?? [])]).toEqual([1])
  await laptop.devices.dismiss(pairing())
  expect(laptop.devices.requests()).toEqual([])
  expect(await phone.store.joining(server.account)).toBeUndefined()
})

test('the other device may be opened after it was asked', async () => {
  laptop.detach()
  await phone.devices.ask()
  laptop.attach()
  await asks('asked')
})

test('a second one is added by the first that was', async () => {
  await add()
  const tablet = await openBrowser(server, 'Tablet')
  await add(phone, tablet)
  expect(server.head?.devices).toHaveLength(3)
  expect([...(tablet.own.device()?.encryptionKeys.keys() ?? [])]).toEqual([1])
})

test('each state outlives a reload of the browser that asks', async () => {
  await phone.devices.ask()
  phone = await phone.reload()
  await joins('asked')
  await asks('asked')
  await laptop.devices.accept(pairing())
  await joins('code')
  phone = await phone.reload()
  await joins('code')
  await asks('code')
  await laptop.devices.enterCode(pairing(), codeAt())
  await joins('confirming')
  phone = await phone.reload()
  await joins('confirming')
  server.losesCallsOf.push('Pair')
  const confirming = phone.devices.confirm()
  await ready(phone)
  phone = await phone.reload()
  await confirming
  await ready(phone)
  await confirmed()
})

test('each state outlives a reload of the one that adds it', async () => {
  await phone.devices.ask()
  await asks('asked')
  laptop = await laptop.reload()
  await asks('asked')
  await laptop.devices.accept(pairing())
  await joins('code')
  laptop = await laptop.reload()
  await asks('code')
  server.losesCallsOf.push('Pair')
  const typed = laptop.devices.enterCode(pairing(), codeAt())
  await asks('granting')
  laptop = await laptop.reload()
  await typed
  await asks('added')
  laptop = await laptop.reload()
  await asks('added')
  await joins('confirming')
  await phone.devices.confirm()
  await ready(phone)
  await confirmed()
})

test('what happened while neither had a socket is caught up with', async () => {
  await phone.devices.ask()
  await asks('asked')
  phone.detach()
  await laptop.devices.accept(pairing())
  laptop.detach()
  phone.attach()
  await joins('code')
  laptop.attach()
  await asks('code')
  phone.detach()
  await laptop.devices.enterCode(pairing(), codeAt())
  phone.attach()
  await joins('confirming')
})

test('each answer may be lost', async () => {
  server.losesAnswersTo.push('StartPairing', 'Pair', 'Pair', 'Pair', 'Pair', 'GetChain', 'GetPairings')
  await add()
  await confirmed()
  expect(server.entries).toHaveLength(2)
})

test('a wrong code ends it on both, and with its keys', async () => {
  await toCode()
  const device = (await phone.store.joining(server.account))?.keys?.device
  await laptop.devices.enterCode(pairing(), wrongFor(codeAt()))
  expect(request()?.state).toEqual({ kind: 'over', why: 'wrongCode' })
  await joins('idle')
  expect(phone.devices.joining()).toEqual({ kind: 'idle', why: 'ended' })
  expect(server.pairings.size).toBe(0)
  await laptop.devices.dismiss(pairing())
  // Whoever asks again at once does so after a pause.
  const waits = clock.waits()
  const asked = phone.devices.ask()
  await until(() => clock.waits() > waits)
  expect(server.pairings.size).toBe(0)
  clock.pass(10_000)
  expect(await asked).toBeUndefined()
  await add()
  expect(phone.own.device()?.device).not.toBe(device)
})

async function threeWrong() {
  for (let tries = 0; tries < 3; tries++) {
    await toCode()
    await laptop.devices.enterCode(pairing(), wrongFor(codeAt()))
    await joins('idle')
    await laptop.devices.dismiss(pairing())
    clock.pass(10_000)
  }
}

test('three wrong codes lock this device for an hour, whatever is reloaded', async () => {
  await threeWrong()
  expect(laptop.devices.lockedUntil()).toBe(clock.now() - 10_000 + 3_600_000)
  laptop = await laptop.reload()
  await phone.devices.ask()
  await asks('asked')
  expect(laptop.devices.lockedUntil()).toBeGreaterThan(clock.now())
  await laptop.devices.accept(pairing())
  expect(request()?.state).toEqual({ kind: 'over', why: 'locked' })
  await joins('idle')
  await laptop.devices.dismiss(pairing())
  clock.pass(3_600_000)
  await until(() => laptop.devices.lockedUntil() === undefined)
  await add()
})

test('wrong codes of another tab count as well, and are on disk before the verdict is', async () => {
  await toCode()
  const tab = await laptop.tab()
  await asks('code', tab)
  await tab.devices.enterCode(pairing(tab), wrongFor(codeAt()))
  expect((await laptop.store.attempts(server.account)).wrongAt).toHaveLength(1)
  await asks('over')
  expect(await laptop.devices.enterCode(pairing(), '123456')).toBeUndefined()
  expect((await laptop.store.attempts(server.account)).wrongAt).toHaveLength(1)
})

test('two tabs of the browser that asks are one device', async () => {
  const tab = await phone.tab()
  await Promise.all([phone.devices.ask(), tab.devices.ask()])
  await joins('asked', tab)
  expect(server.pairings.size).toBe(1)
  await asks('asked')
  await laptop.devices.accept(pairing())
  await Promise.all([joins('code'), joins('code', tab)])
  expect(codeAt(tab)).toBe(codeAt())
  await laptop.devices.enterCode(pairing(), codeAt())
  await Promise.all([joins('confirming'), joins('confirming', tab)])
  await tab.devices.confirm()
  await Promise.all([ready(phone), ready(tab)])
  expect(server.head?.devices).toHaveLength(2)
})

test('whoever asks can cancel, before and after the code', async () => {
  await phone.devices.ask()
  await asks('asked')
  await phone.devices.cancel()
  await asks('over')
  expect(phone.devices.joining()).toEqual({ kind: 'idle' })
  await laptop.devices.dismiss(pairing())
  await toCode()
  await phone.devices.cancel()
  await until(() => request()?.state.kind === 'over')
  expect(request()?.state).toEqual({ kind: 'over', why: 'ended' })
  expect(await phone.store.joining(server.account)).toBeUndefined()
})

test('the one that is asked can cancel, before and after the code', async () => {
  await phone.devices.ask()
  await asks('asked')
  await laptop.devices.dismiss(pairing())
  await joins('idle')
  expect([laptop.devices.requests(), phone.devices.joining()]).toEqual([[], { kind: 'idle', why: 'ended' }])
  clock.pass(10_000)
  await toCode()
  await laptop.devices.dismiss(pairing())
  await joins('idle')
  expect(laptop.devices.requests()).toEqual([])
})

test('nobody answers: after ten minutes both say so', async () => {
  await phone.devices.ask()
  await asks('asked')
  clock.pass(600_000)
  await joins('idle')
  await asks('over')
  expect(phone.devices.joining()).toEqual({ kind: 'idle', why: 'expired' })
  expect(request()?.state).toEqual({ kind: 'over', why: 'expired' })
  await laptop.devices.dismiss(pairing())
  await add()
})

test('a code is good for three minutes', async () => {
  await toCode()
  const code = codeAt()
  clock.pass(180_000)
  await joins('idle')
  await asks('over')
  expect(phone.devices.joining()).toMatchObject({ why: 'expired' })
  expect(await laptop.devices.enterCode(pairing(), code)).toBeUndefined()
  expect(server.entries).toHaveLength(1)
})

test('what was over while the browser was closed is over when it is opened', async () => {
  await toCode()
  const store = phone
  phone.detach()
  laptop.detach()
  clock.pass(600_000)
  phone = await store.reload()
  laptop = await laptop.reload()
  await until(() => phone.devices.joining().kind === 'idle' && request()?.state.kind === 'over')
  expect(server.entries).toHaveLength(1)
})

test('whoever was added and is not confirmed in time is asked about', async () => {
  await toCode()
  await laptop.devices.enterCode(pairing(), codeAt())
  await joins('confirming')
  await phone.devices.deny()
  expect(phone.devices.joining()).toEqual({ kind: 'idle' })
  expect(await phone.store.find(server.account)).toBeUndefined()
  expect(phone.own.keys()).toBe('elsewhere')
  await laptop.devices.dismiss(pairing())
  expect(laptop.devices.requests()).toEqual([])
  clock.pass(600_000)
  await asks('over')
  expect(request()?.state).toEqual({ kind: 'over', why: 'unconfirmed' })
})

test('another entry may come first: the same device is added after it', async () => {
  await add()
  const tablet = await openBrowser(server, 'Tablet')
  await toCode(laptop, tablet)
  let raced = false
  server.before = async function race(method): Promise<void> {
    if (method !== 'Pair') return void (server.before = race)
    raced = true
    await phone.devices.drawCode()
    expect(await phone.devices.keepCode()).toBeUndefined()
  }
  expect(await laptop.devices.enterCode(pairing(laptop, 'Tablet'), codeAt(tablet))).toBeUndefined()
  expect(raced).toBe(true)
  await joins('confirming', tablet)
  await tablet.devices.confirm()
  await ready(tablet)
  expect(server.head?.devices).toHaveLength(4)
})

test('two devices cannot add the same one: the second sees that it is being added elsewhere', async () => {
  await add()
  const tablet = await openBrowser(server, 'Tablet')
  await tablet.devices.ask()
  await Promise.all([asks('asked', laptop, 'Tablet'), asks('asked', phone, 'Tablet')])
  const answers = await Promise.all([laptop, phone].map((one) => one.devices.accept(pairing(one, 'Tablet'))))
  expect(answers.map((answer) => answer?.code).toSorted()).toEqual(['pairingTaken', undefined])
  const [winner, loser] = answers[0] === undefined ? [laptop, phone] : [phone, laptop]
  await asks('elsewhere', loser, 'Tablet')
  await joins('code', tablet)
  await asks('code', winner, 'Tablet')
  await winner.devices.enterCode(pairing(winner, 'Tablet'), codeAt(tablet))
  await until(() => request(loser, 'Tablet') === undefined)
})

test('two devices add one each at once', async () => {
  await add()
  const [tablet, desktop] = [await openBrowser(server, 'Tablet'), await openBrowser(server, 'Desktop')]
  await toCode(laptop, tablet)
  await toCode(phone, desktop)
  await Promise.all([
    laptop.devices.enterCode(pairing(laptop, 'Tablet'), codeAt(tablet)),
    phone.devices.enterCode(pairing(phone, 'Desktop'), codeAt(desktop)),
  ])
  await Promise.all([joins('confirming', tablet), joins('confirming', desktop)])
  expect(server.head?.devices).toHaveLength(4)
})

test('of several that ask each has its own code', async () => {
  const [tablet, desktop] = [await openBrowser(server, 'Tablet'), await openBrowser(server, 'Desktop')]
  await toCode(laptop, tablet)
  clock.pass(1)
  await toCode(laptop, desktop)
  clock.pass(1)
  await phone.devices.ask()
  await asks('asked')
  expect(laptop.devices.requests().map(({ name }) => name)).toEqual(['Tablet', 'Desktop', 'Phone'])
  const extra = await openBrowser(server, 'Extra')
  expect(await extra.devices.ask()).toMatchObject({ code: 'tooManyPairings' })
  expect(extra.devices.joining()).toEqual({ kind: 'idle' })
  await laptop.devices.enterCode(pairing(laptop, 'Desktop'), codeAt(desktop))
  await joins('confirming', desktop)
  expect(tablet.devices.joining().kind).toBe('code')
})

test('the server forgets pairings when it starts anew: they have ended', async () => {
  await toCode()
  server.pairings.clear()
  phone.attach()
  laptop.attach()
  await joins('idle')
  await asks('over')
  expect(phone.devices.joining()).toMatchObject({ why: 'ended' })
})
