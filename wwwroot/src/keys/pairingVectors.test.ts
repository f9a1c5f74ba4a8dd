import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../contract'
import { type Bytes, concat } from './bytes'
import { bytesOf, decodeEntry, type DeviceRecord, type SignedEntry, signEntry } from './chainEntry'
import { recordOf } from './deviceRecord'
import { signAsDevice } from './deviceSignature'
import { sealGrant } from './grant'
import {
  decodePairing,
  encodePairing,
  type PairAccept,
  type PairDone,
  type PairGrant,
  type PairingMessage,
  type PairReveal,
  type PairStart,
} from './pairingMessages'
import { faultOfPairGrant, faultOfStart, type PairGrantFault, type StartFault } from './pairingRules'
import { commitmentTo, isMacOf, macOf, secretsOf } from './pairingSecrets'
import { generateKeysToGrant, hashOf, importDecryptionKeys, pointOf, privateBytesOf, randomBytes } from './primitives'
import { newDevice, newId, newPoint } from './testDevices'
import { changed, newIdentity, newKeys } from './testIdentity'
import { fromText, toText, vectorsOf } from './testVectors'

/** Ids are hex, bytes base64url. */
interface MessageVector {
  name: string
  account: string
  /** The newest entry of the account's chain. */
  head: string
  message: string
  kind: PairingMessage['kind'] | 'malformed'
  /** Of a device that asks. */
  fault: StartFault | null
}

interface GrantVector {
  name: string
  start: string
  accept: string
  grant: string
  /** The entry that the granted one follows. */
  before: string
  fault: PairGrantFault | null
}

interface RunVector {
  account: string
  messages: Record<PairingMessage['kind'], string>
  /** The private half (PKCS #8) of the key that the new device has drawn for this pairing. */
  ephemeralKey: string
  transcript: string
  code: string
}

const messages = await vectorsOf('pair-messages', makeMessages)
const grants = await vectorsOf('pair-grants', makeGrants)
const runs = await vectorsOf('pairings', makeRuns)

const entryOf = (text: string): SignedEntry => {
  const read = decodeEntry(fromText(text))
  if (!read) throw new Error('an entry that cannot be read')
  return read
}
const messageOf = <T extends PairingMessage>(text: string): T => {
  const read = decodePairing(fromText(text))
  if (!read) throw new Error('a message that cannot be read')
  return read as T
}

test.each(messages)('$name', async ({ account, head, message, kind, fault }) => {
  const read = decodePairing(fromText(message))
  expect(read?.kind ?? 'malformed').toBe(kind)
  if (!read) return
  expect(toText(encodePairing(read))).toBe(message)
  if (read.kind === 'start') expect((await faultOfStart(account, read, entryOf(head).entry)) ?? null).toBe(fault)
})

test.each(grants)('a grant of $name', async ({ start, accept, grant, before, fault }) => {
  const found = await faultOfPairGrant(
    messageOf<PairStart>(start),
    messageOf<PairAccept>(accept),
    messageOf<PairGrant>(grant),
    entryOf(before).entry,
  )
  expect(found ?? null).toBe(fault)
})

test.each(runs)('both come to the code $code', async (run) => {
  const start = messageOf<PairStart>(run.messages.start)
  const accept = messageOf<PairAccept>(run.messages.accept)
  const reveal = messageOf<PairReveal>(run.messages.reveal)
  const [grant, done] = [messageOf<PairGrant>(run.messages.grant), messageOf<PairDone>(run.messages.done)]
  expect(await commitmentTo(start.record, reveal)).toEqual(start.commitment)
  const keys = (await importDecryptionKeys(fromText(run.ephemeralKey), reveal.ephemeralKey))!
  const secrets = (await secretsOf(run.account, start, accept, reveal, { keys, other: accept.ephemeralKey }))!
  expect([toText(secrets.transcript), secrets.code]).toEqual([run.transcript, run.code])
  expect(await isMacOf(secrets.trustedKey, secrets.transcript, grant, grant.mac)).toBe(true)
  expect(await isMacOf(secrets.newKey, secrets.transcript, grant, done.mac)).toBe(true)
  expect(await isMacOf(secrets.newKey, secrets.transcript, grant, grant.mac)).toBe(false)
})

test('every fault is among the vectors', () => {
  expect(new Set(messages.map(({ kind }) => kind))).toEqual(
    new Set(['start', 'accept', 'reveal', 'grant', 'done', 'malformed']),
  )
  expect(new Set(messages.map(({ fault }) => fault))).toEqual(
    new Set([null, 'kind', 'keys', 'signature', 'listed', 'full']),
  )
  expect(new Set(grants.map(({ fault }) => fault))).toEqual(new Set([null, 'device', 'signer', 'grant']))
})

test('whatever comes instead of a message is read as none, or as what was written', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1000 }), (bytes) => decodePairing(bytes) === undefined))
  for (const text of Object.values(runs[0]?.messages ?? {})) {
    const bytes = fromText(text)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 900 }), (rest) => {
        const other = concat(bytes.subarray(0, 40), rest)
        const read = decodePairing(other)
        if (read) expect(encodePairing(read)).toEqual(other)
      }),
    )
    for (let length = 0; length < bytes.length; length++)
      expect(decodePairing(bytes.subarray(0, length))).toBeUndefined()
    expect(decodePairing(concat(bytes, Uint8Array.of(0)))).toBeUndefined()
  }
})

test('the messages are as long as the protocol says', () =>
  expect(Object.entries(runs[0]?.messages ?? {}).map(([kind, text]) => [kind, fromText(text).length])).toEqual([
    ['start', 22 + 16 + 147 + 64 + 32],
    ['accept', 23 + 16 + 65 + 32 + 32 + 16],
    ['reveal', 23 + 16 + 65 + 32],
    ['grant', 22 + 16 + 32 + 219 + 516],
    ['done', 21 + 16 + 32],
  ]))

/** One pairing, with all that was said in it. */
async function run() {
  const identity = await newIdentity()
  const { account } = identity.own
  const own = await newKeys(account)
  const [record, mine, theirs, pairing] = [
    await recordOf(own),
    await generateKeysToGrant(),
    await generateKeysToGrant(),
    newId(),
  ]
  const reveal: PairReveal = { kind: 'reveal', pairing, ephemeralKey: await pointOf(mine), nonce: randomBytes(32) }
  const start: PairStart = {
    kind: 'start',
    pairing,
    record,
    signature: await signAsDevice(account, record, own.signing),
    commitment: await commitmentTo(record, reveal),
  }
  const genesis = identity.entries[0]!
  const accept: PairAccept = {
    kind: 'accept',
    pairing,
    ephemeralKey: await pointOf(theirs),
    nonce: randomBytes(32),
    headHash: await hashOf(genesis.body),
    device: identity.own.device,
  }
  const secrets = (await secretsOf(account, start, accept, reveal, { keys: theirs, other: reveal.ephemeralKey }))!
  const { signed, keys } = await changed(identity, { added: [record] })
  const granted = { entry: signed, sealed: keys.grants[0]!.sealed }
  const grant: PairGrant = {
    kind: 'grant',
    pairing,
    mac: await macOf(secrets.trustedKey, secrets.transcript, granted),
    ...granted,
  }
  const done: PairDone = { kind: 'done', pairing, mac: await macOf(secrets.newKey, secrets.transcript, granted) }
  return { identity, own, account, genesis, start, accept, reveal, grant, done, secrets, mine }
}

function written(message: PairingMessage): string {
  return toText(encodePairing(message))
}

async function makeRuns(): Promise<RunVector[]> {
  const all = [await run(), await run(), await run()]
  return Promise.all(
    all.map(async ({ account, start, accept, reveal, grant, done, secrets, mine }) => ({
      account,
      messages: {
        start: written(start),
        accept: written(accept),
        reveal: written(reveal),
        grant: written(grant),
        done: written(done),
      },
      ephemeralKey: toText(await privateBytesOf(mine)),
      transcript: toText(secrets.transcript),
      code: secrets.code,
    })),
  )
}

async function makeMessages(): Promise<MessageVector[]> {
  const { identity, own, account, genesis, start, accept, reveal, grant, done } = await run()
  const all: MessageVector[] = []
  const bytes = (
    name: string,
    message: Bytes,
    kind: MessageVector['kind'],
    head = genesis,
    fault: StartFault | null = null,
  ) => all.push({ name, account, head: toText(bytesOf(head)), message: toText(message), kind, fault })
  for (const message of [start, accept, reveal, grant, done]) {
    const good = encodePairing(message)
    bytes(`a ${message.kind}`, good, message.kind)
    bytes(`a ${message.kind} and one byte more`, concat(good, Uint8Array.of(0)), 'malformed')
    bytes(`a ${message.kind} but for one byte`, good.slice(0, -1), 'malformed')
  }
  const good = encodePairing(start)
  bytes('nothing', new Uint8Array(), 'malformed')
  const at = (index: number, to: number) => good.map((byte, index_) => (index_ === index ? to : byte))
  bytes('one for another purpose', at(11, 0), 'malformed')
  bytes('a device of no known kind', at(22 + 16, 2), 'malformed')
  bytes(
    'a grant of what is no entry',
    concat(encodePairing(grant).slice(0, 22 + 16 + 32 + 219), new Uint8Array(516)),
    'malformed',
  )

  const asks = async (name: string, fault: StartFault, change: Partial<DeviceRecord>, head = genesis, as = account) => {
    const record = { ...start.record, ...change }
    const signature = await signAsDevice(as, record, own.signing)
    bytes(name, encodePairing({ ...start, record, signature }), 'start', head, fault)
  }
  await asks('a code on paper that asks', 'kind', { kind: 'paper' })
  await asks('a decryption key that is none', 'keys', { decryptionKey: new Uint8Array(65) })
  await asks('a signing key that is none', 'keys', { signingKey: new Uint8Array(65) })
  await asks('a signing key of somebody else', 'signature', { signingKey: await newPoint() })
  await asks('a device that was signed for another account', 'signature', {}, genesis, newId())
  await asks('the id of a device that is in the list', 'listed', { id: identity.own.device })
  const crowd = await Promise.all(
    Array.from({ length: limits.devicesPerUser - 1 }, async () => (await newDevice()).record),
  )
  const full = await changed(identity, { added: crowd })
  await asks('a device that there is no place for', 'full', {}, full.signed)
  return all
}

async function makeGrants(): Promise<GrantVector[]> {
  const { identity, own, genesis, start, accept, grant } = await run()
  const all: GrantVector[] = []
  const add = (name: string, fault: PairGrantFault | null, message: PairGrant, by = accept, before = genesis) =>
    all.push({
      name,
      start: written(start),
      accept: written(by),
      grant: written(message),
      before: toText(bytesOf(before)),
      fault,
    })
  const other = (await newDevice()).record
  const saying = async (change: Partial<SignedEntry['entry']>): Promise<PairGrant> => ({
    ...grant,
    entry: await signEntry({ ...grant.entry.entry, ...change }, identity.own.signing),
  })
  const { devices } = grant.entry.entry
  add('the device that asked', null, grant)
  add('a device that did not accept', 'signer', grant, { ...accept, device: newId() })
  add('two devices', 'device', await saying({ devices: [...devices, other] }))
  add('another device', 'device', await saying({ devices: [...genesis.entry.devices, other] }))
  add('no device', 'device', await saying({ devices: genesis.entry.devices }))
  const exchanged = { ...start.record, decryptionKey: await newPoint() }
  add('the device with another key', 'device', await saying({ devices: [...genesis.entry.devices, exchanged] }))
  const rotation = { encryptionKeyVersion: 2, encryptionKey: await newPoint() }
  add('the device, and another key of the identity', 'device', await saying(rotation))
  const sealed = await sealGrant(grant.entry, own.device, randomBytes(138))
  add('a key that is sealed with no point', 'grant', {
    ...grant,
    sealed: { ...sealed, encapsulated: new Uint8Array(65) },
  })
  add('something else, as far as the server can see', null, { ...grant, sealed })
  return all
}
