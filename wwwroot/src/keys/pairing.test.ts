import { beforeEach, expect, test } from 'vitest'
import { equal } from './bytes'
import { follow } from './chain'
import type { SignedEntry } from './chainEntry'
import { recordOf } from './deviceRecord'
import { openGrant } from './grant'
import type { DeviceKeys } from './keyLayout'
import { type NewDeviceEvent, type NewDeviceState, stepOfNewDevice } from './pairingNewDevice'
import { stepOfTrustedDevice, type TrustedDeviceEvent, type TrustedDeviceState } from './pairingTrustedDevice'
import { AgainMs, CodeMs, PairingMs } from './pairingTimes'
import { agree, generateDecryptionKeys } from './primitives'
import { changed, newIdentity, newKeys, seenBy, type TestIdentity } from './testIdentity'
import { accept, createPairing, start, type TestPairing, toCode, toConfirming, type } from './testPairing'

let identity: TestIdentity
let own: DeviceKeys
let pairing: TestPairing

beforeEach(async () => {
  identity = await newIdentity()
  own = await newKeys(identity.own.account)
  pairing = createPairing(own, identity)
})

const wrong = (code: string) => `${(Number(code) + 1) % 1_000_000}`.padStart(6, '0')

test('a device that its owner adds has the key of the identity, and can add the next one', async () => {
  await toCode(pairing)
  expect(pairing.newIs('codeShown').secrets.code).toMatch(/^\d{6}$/)
  await type(pairing)
  await toConfirming(pairing)
  const done = await pairing.onNew({ kind: 'confirm' })
  if (done?.kind !== 'done') throw new Error('it says nothing')
  await pairing.onTrusted({ kind: 'done', message: done })
  pairing.trustedIs('trusted')
  const { added } = pairing.newIs('trusted')
  const probe = await generateDecryptionKeys()
  const first = (await openGrant(identity.own, identity.entries[0]!, identity.grant))!
  expect(await agree(added.identityKeys, probe)).toEqual(await agree(first, probe))
  expect(added.identityKeys.privateKey.extractable).toBe(false)
  expect(await follow(own.account, pairing.identity.entries)).toMatchObject({ pin: { version: 2 } })
  expect(pairing.wiped).toBe(false)

  const third = createPairing(await newKeys(own.account), { ...pairing.identity, own, grant: added.grant })
  await toCode(third)
  await type(third)
  await toConfirming(third)
  third.newIs('confirming')
})

test('a code is typed with whatever sets it apart, and what is no code is no guess', async () => {
  await toCode(pairing)
  const { code } = pairing.newIs('codeShown').secrets
  for (const typed of ['', '12345', `${code}0`, 'abcdef', `${code.slice(0, 5)}x`, '１２３４５６'])
    await type(pairing, typed)
  pairing.trustedIs('codeShown')
  await type(pairing, ` ${code.slice(0, 3)} - ${code.slice(3)}\n`)
  pairing.trustedIs('granting')
})

test('both sides can go on from what they have kept', async () => {
  const reload = () => {
    pairing.newDevice = structuredClone(pairing.newDevice)
    pairing.trusted = structuredClone(pairing.trusted)
  }
  await start(pairing)
  reload()
  const accepted = await accept(pairing)
  reload()
  const reveal = await pairing.onNew({ kind: 'accept', message: accepted })
  reload()
  if (reveal?.kind !== 'reveal') throw new Error('nothing was revealed')
  await pairing.onTrusted({ kind: 'reveal', message: reveal })
  reload()
  await type(pairing)
  reload()
  await toConfirming(pairing)
  reload()
  await pairing.onNew({ kind: 'confirm' })
  pairing.newIs('trusted')
})

// All that each side can be in the middle of, as it comes to be, and whatever can happen to it.
async function middle() {
  const states: { new: NewDeviceState[]; trusted: TrustedDeviceState[] } = { new: [pairing.newDevice], trusted: [] }
  const keep = () => {
    if (states.new.at(-1) !== pairing.newDevice) states.new.push(pairing.newDevice)
    if (states.trusted.at(-1) !== pairing.trusted) states.trusted.push(pairing.trusted)
  }
  await start(pairing)
  keep()
  const accepted = await accept(pairing)
  keep()
  const reveal = await pairing.onNew({ kind: 'accept', message: accepted })
  if (reveal?.kind !== 'reveal') throw new Error('nothing was revealed')
  await pairing.onTrusted({ kind: 'reveal', message: reveal })
  keep()
  const { code } = pairing.newIs('codeShown').secrets
  await type(pairing)
  keep()
  const { grant } = pairing.trustedIs('granting')
  await toConfirming(pairing)
  keep()
  const done = await pairing.onNew({ kind: 'confirm' })
  if (done?.kind !== 'done') throw new Error('it says nothing')
  await pairing.onTrusted({ kind: 'done', message: done })
  keep()
  states.new.push({ kind: 'aborted', why: 'ended', until: pairing.at + 1000 })
  states.trusted.push({ kind: 'aborted', why: 'ended' })
  const { entries } = pairing.identity
  const newEvents: NewDeviceEvent[] = [
    { kind: 'start' },
    { kind: 'accept', message: accepted },
    { kind: 'grant', message: grant, entries },
    { kind: 'confirm' },
    { kind: 'deny' },
    { kind: 'cancel' },
    { kind: 'ended' },
    { kind: 'timePassed' },
  ]
  const trustedEvents: TrustedDeviceEvent[] = [
    { kind: 'accept', entries: identity.entries },
    { kind: 'reveal', message: reveal },
    { kind: 'code', typed: code, entries: identity.entries },
    { kind: 'movedOn', entries: identity.entries },
    { kind: 'appended' },
    { kind: 'done', message: done },
    { kind: 'cancel' },
    { kind: 'ended' },
    { kind: 'timePassed' },
  ]
  return { states, newEvents, trustedEvents }
}

test('a new device goes from state to state as the table says, and nowhere else', async () => {
  const { states, newEvents } = await middle()
  const table: Record<string, string> = {
    'unverified start': 'requested',
    'requested accept': 'codeShown',
    'requested cancel': 'unverified',
    'requested ended': 'aborted',
    'codeShown grant': 'confirming',
    'codeShown cancel': 'unverified wipe',
    'codeShown ended': 'aborted wipe',
    'confirming confirm': 'trusted',
    'confirming deny': 'unverified wipe',
    'confirming cancel': 'unverified wipe',
  }
  expect(states.new.map(({ kind }) => kind)).toEqual([
    'unverified',
    'requested',
    'codeShown',
    'confirming',
    'trusted',
    'aborted',
  ])
  for (const state of states.new)
    for (const event of newEvents) {
      const step = await stepOfNewDevice(own, state, event, pairing.at)
      const expected = table[`${state.kind} ${event.kind}`]
      expect(`${step.state.kind}${step.wipe ? ' wipe' : ''}`, `${state.kind} ${event.kind}`).toBe(
        expected ?? state.kind,
      )
      if (!expected) expect(step).toEqual({ state })
    }
})

test('a trusted device goes from state to state as the table says, and nowhere else', async () => {
  const { states, trustedEvents } = await middle()
  const table: Record<string, string> = {
    'requested accept': 'accepted',
    'accepted reveal': 'codeShown',
    'codeShown code': 'granting',
    'granting movedOn': 'granting',
    'granting appended': 'confirming',
    'granting ended': 'aborted',
    'confirming done': 'trusted',
    ...Object.fromEntries(
      ['requested', 'accepted', 'codeShown'].flatMap((kind) => [
        [`${kind} cancel`, 'aborted'],
        [`${kind} ended`, 'aborted'],
      ]),
    ),
  }
  expect(states.trusted.map(({ kind }) => kind)).toEqual([
    'requested',
    'accepted',
    'codeShown',
    'granting',
    'confirming',
    'trusted',
    'aborted',
  ])
  const trusted = { keys: identity.own, grant: identity.grant }
  for (const state of states.trusted)
    for (const event of trustedEvents) {
      const step = await stepOfTrustedDevice(trusted, pairing.attempts, state, event, pairing.at)
      const expected = table[`${state.kind} ${event.kind}`]
      expect(step.state.kind, `${state.kind} ${event.kind}`).toBe(expected ?? state.kind)
      if (!expected) expect(step).toEqual({ state, attempts: pairing.attempts })
    }
})

test('what nobody goes on with ends by itself, and what comes then comes too late', async () => {
  const { states, newEvents, trustedEvents } = await middle()
  const begun = pairing.at
  const newEnds: Record<string, [number, string]> = {
    requested: [PairingMs, 'unverified'],
    codeShown: [CodeMs, 'aborted wipe'],
    aborted: [1000, 'unverified'],
  }
  for (const state of states.new)
    for (const event of newEvents) {
      const [after, end] = newEnds[state.kind] ?? []
      if (after === undefined) continue
      const late = await stepOfNewDevice(own, state, event, begun + after)
      expect(`${late.state.kind}${late.wipe ? ' wipe' : ''}`).toBe(end)
      expect(late.send).toBeUndefined()
      expect((await stepOfNewDevice(own, state, { kind: 'timePassed' }, begun + after - 1)).state).toBe(state)
    }
  const trustedEnds: Record<string, [number, string]> = {
    requested: [PairingMs, 'expired'],
    accepted: [PairingMs, 'expired'],
    codeShown: [CodeMs, 'expired'],
    granting: [PairingMs, 'unconfirmed'],
    confirming: [PairingMs, 'unconfirmed'],
  }
  const trusted = { keys: identity.own, grant: identity.grant }
  for (const state of states.trusted)
    for (const event of trustedEvents) {
      const [after, why] = trustedEnds[state.kind] ?? []
      if (after === undefined) continue
      const late = await stepOfTrustedDevice(trusted, pairing.attempts, state, event, begun + after)
      expect(late).toEqual({ state: { kind: 'aborted', why }, attempts: pairing.attempts })
      const before = await stepOfTrustedDevice(
        trusted,
        pairing.attempts,
        state,
        { kind: 'timePassed' },
        begun + after - 1,
      )
      expect(before.state).toBe(state)
    }
})

test('a code that comes late in a pairing ends with it', async () => {
  await start(pairing)
  pairing.at += PairingMs - 1000
  const accepted = await accept(pairing)
  const reveal = await pairing.onNew({ kind: 'accept', message: accepted })
  if (reveal?.kind !== 'reveal') throw new Error('nothing was revealed')
  await pairing.onTrusted({ kind: 'reveal', message: reveal })
  expect(pairing.newIs('codeShown').until).toBe(pairing.at + 1000)
  expect(pairing.trustedIs('codeShown').until).toBe(pairing.at + 1000)
})

test('a device whose pairing came to nothing asks again after a while', async () => {
  await start(pairing)
  await pairing.onNew({ kind: 'ended' })
  await pairing.onNew({ kind: 'start' })
  pairing.newIs('aborted')
  pairing.at += AgainMs
  await pairing.onNew({ kind: 'timePassed' })
  const first = await pairing.onNew({ kind: 'start' })
  await pairing.onNew({ kind: 'cancel' })
  const second = await pairing.onNew({ kind: 'start' })
  // Nothing of one pairing is in the next.
  if (first?.kind !== 'start' || second?.kind !== 'start') throw new Error('it does not ask')
  expect(second.pairing).not.toBe(first.pairing)
  expect(second.commitment).not.toEqual(first.commitment)
})

test('a wrong code ends its pairing, and three of one hour lock all of them for an hour', async () => {
  for (let tries = 0; tries < 3; tries++) {
    pairing = createPairing(own, identity, pairing.attempts, pairing.at + 60_000)
    await toCode(pairing)
    await type(pairing, wrong(pairing.newIs('codeShown').secrets.code))
    expect(pairing.trustedIs('aborted').why).toBe('wrongCode')
    // The right one comes too late.
    await type(pairing)
    pairing.trustedIs('aborted')
  }
  const locked = pairing.at
  for (const [after, kind] of [
    [0, 'aborted'],
    [3_600_000 - 1, 'aborted'],
    [3_600_000, 'accepted'],
  ] as const) {
    pairing = createPairing(own, identity, pairing.attempts, locked + after)
    await start(pairing)
    await accept(pairing)
    expect(pairing.trusted).toMatchObject(kind === 'aborted' ? { kind, why: 'locked' } : { kind })
  }
})

test('a pairing that was under way is locked with the others, and its right code is not looked at', async () => {
  await toCode(pairing)
  pairing.attempts = { wrongAt: [], lockedUntil: pairing.at + 1 }
  await type(pairing)
  expect(pairing.trustedIs('aborted').why).toBe('locked')
})

test('wrong codes of which no three are within an hour lock nothing', async () => {
  for (let tries = 0; tries < 4; tries++) {
    pairing = createPairing(own, identity, pairing.attempts, pairing.at + 1_800_000)
    await toCode(pairing)
    await type(pairing, wrong(pairing.newIs('codeShown').secrets.code))
    expect(pairing.trustedIs('aborted').why).toBe('wrongCode')
  }
})

test('of two devices that add a third at once the other one makes its entry anew, and the device that asked takes it', async () => {
  const tablet = await newKeys(own.account)
  await toCode(pairing)
  await type(pairing)
  const lost = pairing.trustedIs('granting').grant
  const won = await changed(identity, { added: [await recordOf(tablet)] })
  pairing.identity = seenBy(identity.own, identity, won)
  const again = await pairing.onTrusted({ kind: 'movedOn', entries: pairing.identity.entries })
  if (again?.kind !== 'grant') throw new Error('nothing was granted')
  expect(again.entry.entry.version).toBe(3)
  const entries: SignedEntry[] = [...pairing.identity.entries, again.entry]
  const shown = pairing.newDevice
  // The one that was too late is in no chain.
  await pairing.onNew({ kind: 'grant', message: lost, entries })
  expect(pairing.newIs('aborted').why).toBe('chain')
  pairing.newDevice = shown
  await toConfirming(pairing)
  const { added } = pairing.newIs('confirming')
  expect(equal(added.entry.body, again.entry.body)).toBe(true)
})

test('a device that was removed in the meantime adds nobody', async () => {
  const phone = await newKeys(own.account)
  const both = seenBy(phone, identity, await changed(identity, { added: [await recordOf(phone)] }))
  pairing = createPairing(own, both)
  await toCode(pairing)
  const removed = await changed({ ...identity, entries: both.entries }, { removed: [phone.device] })
  pairing.identity = { ...both, entries: [...both.entries, removed.signed] }
  await type(pairing)
  expect(pairing.trustedIs('aborted').why).toBe('grant')
})
