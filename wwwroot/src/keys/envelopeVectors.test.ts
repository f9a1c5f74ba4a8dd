import { expect, test } from 'vitest'
import { type Bytes, concat, fromHex, toHex, u32 } from './bytes'
import { type EnvelopeFault, open, seal } from './envelope'
import type { EnvelopeType } from './envelopeHeader'
import { deriveEpochKeys } from './epochKeys'
import { safetyNumber } from './safetyNumber'
import { newDevice, newId } from './testDevices'
import { fromText, toText, vectorsOf } from './testVectors'

/** Ids are hex, bytes base64url. */
interface Vector {
  name: string
  contentKey: string
  conversation: string
  epoch: number
  sender: string
  device: string
  signingKey: string
  keyId: string
  type: EnvelopeType
  counter: string
  envelope: string
  /** Null when there is a fault. */
  body: string | null
  fault: EnvelopeFault | null
}

interface SafetyVector {
  one: string
  other: string
  groups: string[]
}

const vectors = await vectorsOf('envelopes', makeVectors)
const numbers = await vectorsOf('safety-numbers', makeNumbers)

test.each(vectors)('$name', async (vector) => {
  const keys = await deriveEpochKeys(vector.conversation, vector.epoch, fromText(vector.contentKey))
  expect(toText(keys.keyId)).toBe(vector.keyId)
  const opened = await open(fromText(vector.envelope), keys, fromText(vector.signingKey))
  if (vector.fault) return expect(opened).toEqual({ fault: vector.fault })
  const { conversation, epoch, sender, device, type, counter } = vector
  expect(opened).toMatchObject({
    header: { conversation, epoch, sender, device, type, counter: BigInt(counter) },
    body: fromText(vector.body ?? ''),
  })
})

test('every fault is among the vectors', () =>
  expect(new Set(vectors.map(({ fault }) => fault))).toEqual(
    new Set([null, 'malformed', 'keyId', 'undecryptable', 'padding', 'signature']),
  ))

test.each(numbers)('the safety number of $one and $other', async ({ one, other, groups }) => {
  expect(await safetyNumber(fromHex(one), fromHex(other))).toEqual(groups)
  expect(await safetyNumber(fromHex(other), fromHex(one))).toEqual(groups)
  expect(groups.join('')).toMatch(/^\d{60}$/)
})

async function makeVectors(): Promise<Vector[]> {
  const all: Vector[] = []
  const add = async (name: string, type: EnvelopeType, counter: bigint, body: string) => {
    const [device, contentKey] = [await newDevice(), crypto.getRandomValues(new Uint8Array(32))]
    const ids = { conversation: newId(), epoch: all.length + 1, sender: newId(), device: device.record.id }
    const keys = await deriveEpochKeys(ids.conversation, ids.epoch, contentKey)
    const about = { ...ids, type, counter, messageId: newId(), chainVersion: 7 }
    const bytes = Uint8Array.from(Buffer.from(body))
    const envelope = await seal(about, bytes, keys, device.signing)
    const vector: Vector = {
      name,
      contentKey: toText(contentKey),
      ...ids,
      signingKey: toText(device.record.signingKey),
      keyId: toText(keys.keyId),
      type,
      counter: `${counter}`,
      envelope: toText(envelope),
      body: toText(bytes),
      fault: null,
    }
    all.push(vector)
    return vector
  }
  const spoiled = (of: Vector, name: string, fault: EnvelopeFault, change: Partial<Vector>) =>
    all.push({ ...of, name, body: null, fault, ...change })
  const flipped = (of: Vector, at: number) =>
    toText(fromText(of.envelope).map((byte, index) => (index === at ? byte ^ 1 : byte)))

  const short = await add('a short message', 'message', 1n, '{"text":"hello"}')
  await add('an empty one', 'message', 2n, '')
  await add('one in many scripts', 'message', 3n, '{"text":"日本語 🦜 مرحبا"}')
  await add('the longest that takes the smallest envelope', 'change', 4n, 'x'.repeat(188))
  await add('the shortest that does not', 'signal', 5n, 'x'.repeat(189))
  await add('the longest of all', 'message', 2n ** 64n - 1n, 'x'.repeat(16_316))
  spoiled(short, 'another version', 'malformed', { envelope: flipped(short, 0) })
  spoiled(short, 'another suite', 'malformed', { envelope: flipped(short, 1) })
  spoiled(short, 'an unknown type', 'malformed', {
    envelope: toText(fromText(short.envelope).map((byte, at) => (at === 2 ? 4 : byte))),
  })
  spoiled(short, 'flags', 'malformed', { envelope: flipped(short, 3) })
  spoiled(short, 'one byte less', 'malformed', { envelope: toText(fromText(short.envelope).subarray(0, -1)) })
  spoiled(short, 'nothing', 'malformed', { envelope: '' })
  for (const [what, at] of [
    ['another conversation', 4],
    ['another sender', 20],
    ['another device', 36],
    ['another message id', 52],
    ['another epoch', 71],
    ['another state of the chain', 75],
    ['another counter', 83],
    ['another nonce', 100],
    ['other content', 112],
    ['another tag', 383],
  ] as const)
    spoiled(short, what, 'undecryptable', { envelope: flipped(short, at) })
  spoiled(short, 'another key id', 'keyId', { envelope: flipped(short, 84) })
  for (const [what, length, said, last] of [
    ['padding that is not of zeros', 256, 5, 1],
    ['more padding than it takes', 512, 5, 0],
    ['a length that leaves out the end', 256, 4, 0],
    ['a length beyond the end', 256, 189, 0],
    ['a length beyond everything', 256, 0xffffffff, 0],
  ] as const)
    spoiled(short, what, 'padding', { envelope: toText(await padded(short, length, said, last)) })
  const insider = toText((await newDevice()).record.signingKey)
  spoiled(short, 'signed by somebody else', 'signature', { signingKey: insider })
  return all
}

/** The header of a vector around five letters with a length and padding as no browser would make them; the signature is never looked at. */
async function padded(of: Vector, length: number, said: number, last: number): Promise<Bytes> {
  const keys = await deriveEpochKeys(of.conversation, of.epoch, fromText(of.contentKey))
  const head = fromText(of.envelope).slice(0, 112)
  const plain = concat(
    new Uint8Array(64),
    u32(said),
    Uint8Array.from(Buffer.from('hello')),
    new Uint8Array(length - 73),
  )
  plain[length - 1] = last
  const how = { name: 'AES-GCM', iv: head.slice(100), additionalData: head }
  return concat(
    head,
    new Uint8Array(await crypto.subtle.encrypt(how, await keys.messageKey(of.sender, of.device), plain)),
  )
}

async function makeNumbers(): Promise<SafetyVector[]> {
  const hash = () => crypto.getRandomValues(new Uint8Array(32))
  const pairs = Array.from({ length: 4 }, () => [hash(), hash()] as const)
  const near = hash()
  pairs.push([near, near.map((byte, at) => (at === 31 ? byte ^ 1 : byte))])
  return Promise.all(
    pairs.map(async ([one, other]) => ({
      one: toHex(one),
      other: toHex(other),
      groups: await safetyNumber(one, other),
    })),
  )
}
