import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Bytes, concat, label, u32 } from './bytes'
import { BodyBytes, open, seal } from './envelope'
import { decodeHeader, encodeHeader, type EnvelopeHeader } from './envelopeHeader'
import { deriveEpochKeys, type EpochKeys } from './epochKeys'
import { sign } from './primitives'
import { newDevice, newId, type TestDevice } from './testDevices'

const [conversation, sender] = [newId(), newId()]
const contentKey = crypto.getRandomValues(new Uint8Array(32))
let device: TestDevice
let epoch: EpochKeys

const header = (change: Partial<EnvelopeHeader> = {}): EnvelopeHeader => ({
  type: 'message',
  conversation,
  sender,
  device: device.record.id,
  messageId: newId(),
  epoch: 1,
  chainVersion: 1,
  counter: 1n,
  keyId: epoch.keyId,
  ...change,
})
// jsdom's encoder makes arrays of another realm, which are never equal to those of this one.
const text = (said: string): Bytes => Uint8Array.from(new TextEncoder().encode(said))
const opened = (envelope: Bytes) => open(envelope, epoch, device.record.signingKey)

beforeAll(async () => {
  device = await newDevice()
  epoch = await deriveEpochKeys(conversation, 1, contentKey)
})

test('what is sealed is opened, whatever it is, and has one of seven lengths', async () => {
  const lengths = new Set<number>()
  const say = async (body: Bytes) => {
    const envelope = await seal(header(), body, epoch, device.signing)
    lengths.add(envelope.length)
    expect(await opened(envelope)).toEqual({ header: expect.objectContaining({ conversation, sender }), body })
  }
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: BodyBytes }), (body) => say(Uint8Array.from(body))))
  for (const length of [0, 188, 189, 444, 445, 956, 957, 1980, 1981, 4028, 4029, 8124, 8125, BodyBytes])
    await say(new Uint8Array(length).fill(7))
  expect([...lengths].toSorted((one, other) => one - other)).toEqual([384, 640, 1152, 2176, 4224, 8320, 16512])
  await expect(seal(header(), new Uint8Array(BodyBytes + 1), epoch, device.signing)).rejects.toThrow(RangeError)
})

test('a header is read as it was written', () => {
  const type = fc.constantFrom('message' as const, 'change' as const, 'signal' as const)
  const [u32s, u64s] = [fc.nat(0xffffffff), fc.bigInt(0n, 2n ** 64n - 1n)]
  fc.assert(
    fc.property(type, u32s, u32s, u64s, (type, epoch, chainVersion, counter) => {
      const [written, nonce] = [header({ type, epoch, chainVersion, counter }), new Uint8Array(12).fill(3)]
      expect(decodeHeader(encodeHeader(written, nonce))).toEqual({ header: written, nonce })
    }),
  )
})

test('no single bit can be changed, and none left out or added', async () => {
  const envelope = await seal(header(), text('hello'), epoch, device.signing)
  for (let bit = 0; bit < envelope.length * 8; bit++) {
    const changed = envelope.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(await opened(changed)).toHaveProperty('fault')
  }
  expect(await opened(envelope.slice(0, -1))).toEqual({ fault: 'malformed' })
  expect(await opened(concat(envelope, u32(0)))).toEqual({ fault: 'malformed' })
  for (const at of [0, 1, 2, 3])
    expect(decodeHeader(envelope.map((byte, index) => (index === at ? 9 : byte)))).toBeUndefined()
})

test('whatever else comes is opened as nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 1000 }), async (bytes) => {
      expect(await opened(Uint8Array.from(bytes))).toHaveProperty('fault')
    }),
  )
})

test('keys differ by conversation, epoch, content key, sender and device', async () => {
  const envelope = await seal(header(), text('hello'), epoch, device.signing)
  const others = await Promise.all([
    deriveEpochKeys(newId(), 1, contentKey),
    deriveEpochKeys(conversation, 2, contentKey),
    deriveEpochKeys(conversation, 1, crypto.getRandomValues(new Uint8Array(32))),
  ])
  for (const other of others) {
    const { signingKey } = device.record
    expect(await open(envelope, other, signingKey)).toEqual({ fault: 'keyId' })
    // Nor does it help to give another key the name of this one.
    expect(await open(envelope, { ...other, keyId: epoch.keyId }, signingKey)).toEqual({ fault: 'undecryptable' })
  }
  for (const change of [{ sender: newId() }, { device: newId() }]) {
    const elsewhere = encodeHeader(header(change), envelope.slice(100, 112))
    expect(await opened(concat(elsewhere, envelope.subarray(112)))).toEqual({ fault: 'undecryptable' })
  }
})

test('who has the key of a conversation cannot write in the name of another device', async () => {
  const insider = await newDevice()
  const forged = await seal(header(), text('hello'), epoch, insider.signing)
  expect(await opened(forged)).toEqual({ fault: 'signature' })
})

test('padding is zeros, and no longer than it must be', async () => {
  const make = async (plainLength: number, bodyLength: number, last: number) => {
    const [nonce, said] = [new Uint8Array(12), concat(u32(bodyLength), text('hello'))]
    const head = encodeHeader(header(), nonce)
    const plain = new Uint8Array(plainLength)
    plain.set(concat(await sign(device.signing, concat(label('sig'), head, said)), said))
    plain[plainLength - 1] = last
    const how = { name: 'AES-GCM', iv: nonce, additionalData: head }
    const key = await epoch.messageKey(sender, device.record.id)
    return concat(head, new Uint8Array(await crypto.subtle.encrypt(how, key, plain)))
  }
  expect(await opened(await make(256, 5, 0))).toMatchObject({ body: text('hello') })
  expect(await opened(await make(256, 5, 1))).toEqual({ fault: 'padding' })
  expect(await opened(await make(512, 5, 0))).toEqual({ fault: 'padding' })
  expect(await opened(await make(256, 4, 0))).toEqual({ fault: 'padding' })
  expect(await opened(await make(256, 0xffffffff, 0))).toEqual({ fault: 'padding' })
})
