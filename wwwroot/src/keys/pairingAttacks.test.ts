import { beforeEach, expect, test } from 'vitest'
import { limits } from '../contract'
import { type ChainEntry, type DeviceRecord, type SignedEntry, signEntry } from './chainEntry'
import { recordOf } from './deviceRecord'
import { signAsDevice } from './deviceSignature'
import { sealGrant } from './grant'
import type { DeviceKeys } from './keyLayout'
import type { PairGrant, PairStart } from './pairingMessages'
import { stepOfNewDevice } from './pairingNewDevice'
import { requestedBy } from './pairingTrustedDevice'
import { macOf } from './pairingSecrets'
import { generateKeysToGrant, hashOf, pointOf, privateBytesOf } from './primitives'
import { newDevice, newId, newPoint } from './testDevices'
import { changed, newIdentity, newKeys, seenBy, type TestIdentity } from './testIdentity'
import { accept, createPairing, received, start, type TestPairing, toCode, toConfirming, type } from './testPairing'

let identity: TestIdentity
let own: DeviceKeys
let pairing: TestPairing

beforeEach(async () => {
  identity = await newIdentity()
  own = await newKeys(identity.own.account)
  pairing = createPairing(own, identity)
})

/** Whoever stands between plays the new device towards the owner's trusted one, and a trusted one towards the owner's new device. */
async function standBetween() {
  const attacker = await newIdentity(await newKeys(own.account))
  const towardsNew = createPairing(own, attacker)
  const towardsTrusted = createPairing(await newKeys(own.account), identity)
  await toCode(towardsNew)
  do {
    towardsTrusted.newDevice = { kind: 'unverified' }
    await toCode(towardsTrusted)
  } while (towardsTrusted.newIs('codeShown').secrets.code === towardsNew.newIs('codeShown').secrets.code)
  return { attacker, towardsNew, towardsTrusted }
}

test('to whoever stands between the owner types the code of the other side, which is the wrong one', async () => {
  const { towardsNew, towardsTrusted } = await standBetween()
  await type(towardsTrusted, towardsNew.newIs('codeShown').secrets.code)
  expect(towardsTrusted.trustedIs('aborted').why).toBe('wrongCode')
  expect(towardsTrusted.attempts.wrongAt).toHaveLength(1)
})

test('a fake success is asked about, and who says no has nothing of it left', async () => {
  const { attacker, towardsNew, towardsTrusted } = await standBetween()
  // They know their own code, and give the new device an identity that is theirs.
  await type(towardsNew)
  await toConfirming(towardsNew)
  expect(towardsNew.newIs('confirming').added.entry.entry.encryptionKey).toEqual(
    attacker.entries[0]?.entry.encryptionKey,
  )
  // On the trusted device nothing was added meanwhile: that is what the owner is asked about.
  towardsTrusted.trustedIs('codeShown')
  await towardsNew.onNew({ kind: 'deny' })
  expect([towardsNew.newDevice, towardsNew.wiped]).toEqual([{ kind: 'unverified' }, true])
})

test('who sees the other half first cannot choose their own any more', async () => {
  const asked = await start(pairing)
  await accept(pairing)
  const other = createPairing(own, identity)
  const { reveal } = await toCode(other)
  const mine = pairing.newIs('requested').reveal
  for (const changedReveal of [
    { ...mine, ephemeralKey: await newPoint() },
    { ...mine, nonce: crypto.getRandomValues(new Uint8Array(32)) },
    { ...reveal, pairing: asked.pairing },
  ]) {
    const before = pairing.trusted
    await pairing.onTrusted({ kind: 'reveal', message: changedReveal })
    expect(pairing.trustedIs('aborted').why).toBe('commitment')
    pairing.trusted = before
  }
})

test('what is no key ends the pairing on either side', async () => {
  await start(pairing)
  const accepted = await accept(pairing)
  await pairing.onNew({ kind: 'accept', message: { ...accepted, ephemeralKey: new Uint8Array(65) } })
  expect(pairing.newIs('aborted').why).toBe('key')
})

test('of two pairings at once each has its own code, and what belongs to one does nothing to the other', async () => {
  const other = createPairing(await newKeys(own.account), identity)
  await toCode(pairing)
  do {
    other.newDevice = { kind: 'unverified' }
    await toCode(other)
  } while (other.newIs('codeShown').secrets.code === pairing.newIs('codeShown').secrets.code)
  await type(other)
  const { grant } = other.trustedIs('granting')
  const entries = [...identity.entries, grant.entry]
  const [newBefore, trustedBefore] = [pairing.newDevice, pairing.trusted]
  await pairing.onNew({ kind: 'grant', message: grant, entries })
  expect(pairing.newDevice).toBe(newBefore)
  // Named as if it were for this one.
  const { pairing: id } = pairing.newIs('codeShown').start
  await pairing.onNew({ kind: 'grant', message: { ...grant, pairing: id }, entries })
  expect(pairing.newIs('aborted').why).toBe('mac')
  expect(pairing.trusted).toBe(trustedBefore)
  await type(pairing, other.newIs('codeShown').secrets.code)
  expect(pairing.trustedIs('aborted').why).toBe('wrongCode')
})

test('messages of before do nothing in the next pairing', async () => {
  const old = createPairing(own, identity)
  const { accept: oldAccept, reveal: oldReveal } = await toCode(old)
  await type(old)
  await toConfirming(old)
  const oldDone = await old.onNew({ kind: 'confirm' })
  await start(pairing)
  await pairing.onNew({ kind: 'accept', message: oldAccept })
  pairing.newIs('requested')
  const accepted = await accept(pairing)
  await pairing.onTrusted({ kind: 'reveal', message: oldReveal })
  pairing.trustedIs('accepted')
  const reveal = await pairing.onNew({ kind: 'accept', message: accepted })
  const shown = pairing.newIs('codeShown')
  // Only the first counts.
  await pairing.onNew({ kind: 'accept', message: { ...accepted, nonce: new Uint8Array(32) } })
  expect(pairing.newDevice).toBe(shown)
  if (reveal?.kind !== 'reveal' || oldDone?.kind !== 'done') throw new Error('something was not said')
  await pairing.onTrusted({ kind: 'reveal', message: reveal })
  await type(pairing)
  await pairing.onTrusted({ kind: 'appended' })
  await pairing.onTrusted({ kind: 'done', message: { ...oldDone, pairing: shown.start.pairing } })
  pairing.trustedIs('confirming')
})

test('somebody who has the session asks, and that is all: without the code on their screen nothing is given', async () => {
  const thief = createPairing(await newKeys(own.account), identity)
  await toCode(thief)
  // The owner, who wants nothing added, does not know that code.
  await thief.onTrusted({ kind: 'cancel' })
  expect(thief.trustedIs('aborted').why).toBe('cancelled')
  await type(thief)
  thief.trustedIs('aborted')
})

test('what cannot be added is shown to nobody', async () => {
  const asked = await start(pairing)
  const head = identity.entries[0]!.entry
  const why = async (message: PairStart, of = head) => {
    const state = await requestedBy(received(message), of, pairing.at)
    return state.kind === 'aborted' ? state.why : undefined
  }
  const resigned = async (change: Partial<DeviceRecord>, account = own.account): Promise<PairStart> => {
    const record = { ...asked.record, ...change }
    return { ...asked, record, signature: await signAsDevice(account, record, own.signing) }
  }
  expect(await why(asked)).toBeUndefined()
  expect(await why(await resigned({ kind: 'paper' }))).toBe('kind')
  expect(await why(await resigned({ decryptionKey: new Uint8Array(65) }))).toBe('keys')
  expect(await why(await resigned({ signingKey: new Uint8Array(65) }))).toBe('keys')
  expect(await why(await resigned({ signingKey: await newPoint() }))).toBe('signature')
  expect(await why(await resigned({}, newId()))).toBe('signature')
  expect(await why({ ...asked, record: { ...asked.record, id: newId() } })).toBe('signature')
  expect(await why({ ...asked, record: { ...asked.record, decryptionKey: await newPoint() } })).toBe('signature')
  expect(await why(asked, { ...head, account: newId() })).toBe('signature')
  expect(await why(await resigned({ id: identity.own.device }))).toBe('listed')
  const crowd = Array.from({ length: limits.devicesPerUser }, () => ({ ...head.devices[0]!, id: newId() }))
  expect(await why(asked, { ...head, devices: crowd })).toBe('full')
  // And when that is so only by the time that the owner wants it.
  const both = await changed(identity, { added: [{ ...(await newDevice()).record, id: own.device }] })
  pairing.identity = seenBy(identity.own, identity, both)
  await pairing.onTrusted({ kind: 'accept', entries: pairing.identity.entries })
  expect(pairing.trustedIs('aborted').why).toBe('listed')
  pairing.trusted = { kind: 'requested', start: asked, ends: pairing.at + 1 }
  await pairing.onTrusted({ kind: 'accept', entries: [] })
  expect(pairing.trustedIs('aborted').why).toBe('grant')
})

test('a device that is trusted and lies gives no more than it may', async () => {
  const phone = await newKeys(own.account)
  const both = seenBy(identity.own, identity, await changed(identity, { added: [await recordOf(phone)] }))
  pairing = createPairing(own, both)
  await toCode(pairing)
  await type(pairing)
  const { grant, secrets } = pairing.trustedIs('granting')
  const shown = pairing.newIs('codeShown')
  const record = await recordOf(own)
  /** With a right proof, for whoever has it knows the code. */
  const proven = async (change: Partial<PairGrant>): Promise<PairGrant> => {
    const made = { ...grant, ...change }
    return { ...made, mac: await macOf(secrets.trustedKey, secrets.transcript, made) }
  }
  const why = async (message: PairGrant, entries: readonly SignedEntry[] = [...both.entries, message.entry]) => {
    const event = { kind: 'grant', message: received(message), entries } as const
    const { state, wipe } = await stepOfNewDevice(own, shown, event, pairing.at)
    expect(wipe ?? false).toBe(state.kind === 'aborted')
    return state.kind === 'aborted' ? state.why : undefined
  }
  const entryBy = async (keys: DeviceKeys, change: Partial<ChainEntry>) =>
    signEntry({ ...grant.entry.entry, signer: keys.device, ...change }, keys.signing)
  const granting = async (entry: SignedEntry) =>
    proven({ entry, sealed: await sealGrant(entry, own.device, await privateBytesOf(await generateKeysToGrant())) })

  expect(await why(grant)).toBeUndefined()
  expect(await why({ ...grant, mac: new Uint8Array(32) })).toBe('mac')
  const another = { ...grant.sealed, encapsulated: await newPoint() }
  expect(await why({ ...grant, sealed: another })).toBe('mac')
  const signedAnew = await signEntry({ ...grant.entry.entry, devices: [record] }, identity.own.signing)
  expect(await why({ ...grant, entry: signedAnew })).toBe('mac')

  expect(await why(grant, both.entries)).toBe('chain')
  expect(await why(grant, [])).toBe('chain')
  expect(await why(grant, [grant.entry])).toBe('chain')
  expect(await why(grant, identity.entries)).toBe('chain')
  const added = { ...both, entries: [...both.entries, grant.entry] }
  const later = await changed(added, { removed: [own.device] })
  expect(await why(grant, [...added.entries, later.signed])).toBe('device')
  // A chain in which the state that was promised never was.
  const fork = seenBy(identity.own, identity, await changed(identity, { added: [(await newDevice()).record] }))
  const forked = await signEntry(
    {
      ...fork.entries[1]!.entry,
      version: 3,
      previousHash: await hashOf(fork.entries[1]!.body),
      devices: [...fork.entries[1]!.entry.devices, record],
    },
    identity.own.signing,
  )
  expect(await why(await granting(forked), [...fork.entries, forked])).toBe('chain')

  expect(await why(await granting(await entryBy(phone, {})))).toBe('signer')
  const friend = (await newDevice()).record
  const { devices } = grant.entry.entry
  expect(await why(await granting(await entryBy(identity.own, { devices: [...devices, friend] })))).toBe('device')
  const without = both.entries[1]!.entry.devices
  const instead = await entryBy(identity.own, { devices: [...without, friend] })
  expect(await why(await proven({ entry: instead }))).toBe('device')
  const exchanged = { ...record, decryptionKey: await newPoint() }
  const promised = [...without, exchanged]
  expect(await why(await granting(await entryBy(identity.own, { devices: promised })))).toBe('device')
  const keys = { encryptionKeyVersion: 2, encryptionKey: await pointOf(await generateKeysToGrant()) }
  expect(await why(await granting(await entryBy(identity.own, keys)))).toBe('device')
  expect(await why(await proven({ sealed: { ...grant.sealed, encapsulated: new Uint8Array(65) } }))).toBe('grant')
  expect(await why(await proven({ sealed: another }))).toBe('key')
  expect(await why(await granting(grant.entry))).toBe('key')
})
