import { expect, test } from 'vitest'
import { type Bytes, concat, toHex, u32 } from './bytes'
import { bytesOf, decodeEntry, type SignedEntry } from './chainEntry'
import { directConversation } from './directConversation'
import { makeEpoch, openEpoch, type OpeningFault, signRecord } from './epoch'
import { decodeRecord, encodeSigned, type EpochMember, type SignedRecord } from './epochRecord'
import type { BothChains } from './epochRules'
import type { Sealed } from './hpke'
import { newDevice, newId } from './testDevices'
import { authorOf, type Forgery, forged, newPerson, rotated, type TestPerson, withDevice } from './testEpochs'
import { fromText, toText, vectorsOf } from './testVectors'

/** Ids are hex, bytes base64url. */
interface Vector {
  name: string
  conversation: string
  /** All entries of each of the two chains. */
  chains: { account: string; entries: string[] }[]
  /** The record that it is to follow, or null for the first. */
  before: string | null
  record: string
  recipient: string
  /** Private halves (PKCS #8) of the recipient's encryption keys, by their versions. */
  encryptionKeys: Record<string, string>
  /** Null when there is a fault. */
  contentKey: string | null
  fault: OpeningFault | 'malformed' | null
}

const curve = { name: 'ECDH', namedCurve: 'P-256' }
const vectors = await vectorsOf('epochs', makeVectors)

const chainsOf = ({ chains }: Vector): BothChains => {
  const [one, other] = chains.map(({ account, entries }) => ({
    account,
    entries: entries.map((entry) => decodeEntry(fromText(entry))).filter((entry) => entry !== undefined),
  }))
  if (!one || !other) throw new Error('a vector without two chains')
  return [one, other]
}

async function keysOf({ recipient, encryptionKeys }: Vector, chains: BothChains): Promise<Map<number, CryptoKeyPair>> {
  const entries = chains.find(({ account }) => account === recipient)?.entries ?? []
  const pairs = Object.entries(encryptionKeys).map(async ([version, text]) => {
    const point = entries.find(({ entry }) => entry.encryptionKeyVersion === Number(version))?.entry.encryptionKey
    const privateKey = await crypto.subtle.importKey('pkcs8', fromText(text), curve, false, ['deriveBits'])
    const publicKey = await crypto.subtle.importKey('raw', point ?? new Uint8Array(), curve, true, [])
    return [Number(version), { privateKey, publicKey }] as const
  })
  return new Map(await Promise.all(pairs))
}

test.each(vectors)('$name', async (vector) => {
  const [read, chains] = [decodeRecord(fromText(vector.record)), chainsOf(vector)]
  expect(await directConversation(chains[0].account, chains[1].account)).toBe(vector.conversation)
  if (!read) return expect('malformed').toBe(vector.fault)
  expect(encodeSigned(read)).toEqual(fromText(vector.record))
  const before = vector.before === null ? undefined : decodeRecord(fromText(vector.before))
  const encryptionKeys = await keysOf(vector, chains)
  const opened = await openEpoch(read, before, chains, { account: vector.recipient, encryptionKeys })
  if (vector.fault) return expect(opened).toEqual({ fault: vector.fault })
  expect(opened).toMatchObject({ contentKey: fromText(vector.contentKey ?? '') })
})

test('every fault is among the vectors', () =>
  expect(new Set(vectors.map(({ fault }) => fault))).toEqual(
    new Set([
      null,
      'malformed',
      'conversation',
      'epoch',
      'previous',
      'members',
      'author',
      'chainVersion',
      'fork',
      'rollback',
      'encryptionKey',
      'device',
      'reason',
      'closes',
      'signature',
      'undecryptable',
      'keyId',
    ]),
  ))

function changedAt(bytes: Bytes, at: number, to = (byte: number) => byte ^ 1): Bytes {
  const from = (at + bytes.length) % bytes.length
  return bytes.map((byte, index) => (index === from ? to(byte) : byte))
}

async function exported(keys: ReadonlyMap<number, CryptoKeyPair>): Promise<Record<string, string>> {
  const all = [...keys].map(async ([version, { privateKey }]) => [
    version,
    toText(new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))),
  ])
  return Object.fromEntries(await Promise.all(all)) as Record<string, string>
}

async function makeVectors(): Promise<Vector[]> {
  const all: Vector[] = []
  const [ada, bo, cy] = [await newPerson(newId(), true), await newPerson(newId(), true), await newPerson(newId(), true)]
  const pair: BothChains = [ada, bo]
  const conversation = await directConversation(ada.account, bo.account)
  const written = (entries: readonly SignedEntry[]) => entries.map((entry) => toText(bytesOf(entry)))

  const add = async (
    name: string,
    fault: Vector['fault'],
    record: Uint8Array,
    before: SignedRecord | undefined,
    chains: BothChains = pair,
    recipient: TestPerson = bo,
  ) => {
    const vector: Vector = {
      name,
      conversation,
      chains: chains.map(({ account, entries }) => ({ account, entries: written(entries) })),
      before: before ? toText(encodeSigned(before)) : null,
      record: toText(record),
      recipient: recipient.account,
      encryptionKeys: await exported(recipient.encryptionKeys),
      contentKey: null,
      fault,
    }
    all.push(vector)
    return vector
  }
  const good = async (
    name: string,
    author: TestPerson,
    before: SignedRecord | undefined,
    chains: BothChains = pair,
    recipient: TestPerson = bo,
    closes: { device: string; lastCounter: bigint }[] = [],
  ) => {
    const { signed, contentKey } = await makeEpoch(authorOf(author), before, chains, closes)
    const vector = await add(name, null, encodeSigned(signed), before, chains, recipient)
    vector.contentKey = toText(contentKey)
    return signed
  }

  const first = await good('the first, opened by the other', ada, undefined)
  await good('the first, opened by its author', ada, undefined, pair, ada)
  await good('the first, made by the other', bo, undefined, [bo, ada], ada)
  const second = await good('the second, though nothing has changed', bo, first, pair, ada)
  const thief = await newDevice()
  const withThief = await withDevice(ada, thief)
  const changed = await rotated(withThief, [ada.device], true)
  const rotatedBo = await rotated(bo, [bo.device], true)
  await good('one with a device that came', { ...withThief, device: thief }, first, [withThief, bo])
  await good('one with another key', bo, first, [ada, rotatedBo], rotatedBo)
  const closes = [{ device: thief.record.id, lastCounter: 2n ** 64n - 1n }]
  const third = await makeEpoch(authorOf(ada), first, [withThief, bo])
  await good('one that closes a device', bo, third.signed, [changed, bo], changed, closes)
  await good('one that closes none of those removed', bo, third.signed, [changed, bo], changed)
  const tablet = await newDevice()
  const withTablet = await withDevice(bo, tablet)
  const withBoth: BothChains = [withThief, withTablet]
  const withNeither: BothChains = [changed, await rotated(withTablet, [bo.device], true)]
  const fourth = await makeEpoch(authorOf(ada), first, withBoth)
  const both = [...closes, { device: tablet.record.id, lastCounter: 0n }].toSorted((a, b) =>
    a.device < b.device ? 1 : -1,
  )
  await good('one that closes a device of each', bo, fourth.signed, withNeither, changed, both)
  const without = (await makeEpoch(authorOf(bo), third.signed, [changed, bo])).signed
  await good('one that closes a device which the one before did not', ada, without, [changed, bo], changed, closes)
  const withTheirs = await withDevice(bo, thief)
  const listed = await makeEpoch(authorOf(ada), first, [withThief, withTheirs])
  await good(
    'one that closes a device which the other lists, too',
    ada,
    listed.signed,
    [changed, withTheirs],
    changed,
    closes,
  )
  const past = await makeEpoch(authorOf(ada), first, pair)
  const old = await add(
    'one of before both keys changed',
    null,
    encodeSigned(past.signed),
    first,
    [changed, rotatedBo],
    rotatedBo,
  )
  old.contentKey = toText(past.contentKey)

  const anew = await newPerson(bo.account, true)
  const twice = await rotated(anew, [anew.device], true)
  const withAnew: BothChains = [ada, anew]
  const afterAnew = await good('one for a member who began anew', ada, first, withAnew, anew)
  await good('one by a member who began anew', anew, first, withAnew, ada)
  const rotatedOnce = await makeEpoch(authorOf(ada), first, [ada, rotatedBo])
  await good('one for a member who began anew, and had another key before', ada, rotatedOnce.signed, withAnew, anew)
  await good('one after that, though nothing has changed', anew, afterAnew, withAnew, ada)
  await good('one after that, with another key', ada, afterAnew, [ada, twice], twice)

  const record = encodeSigned(first)
  await add('nothing', 'malformed', new Uint8Array(), undefined)
  await add('one for another purpose', 'malformed', changedAt(record, 11), undefined)
  await add('one byte less', 'malformed', record.subarray(0, -1), undefined)
  await add('one byte more', 'malformed', concat(record, Uint8Array.of(0)), undefined)
  await add(
    'a reason that is none',
    'malformed',
    changedAt(record, 121, () => 3),
    undefined,
  )
  await add('a role that is none', 'malformed', changedAt(record, 186), undefined)
  for (const [what, at] of [
    ['closed devices', 122],
    ['members', 126],
  ] as const)
    for (const count of [1, 3, 101, 0xffffffff]) {
      const claimed = record.slice()
      claimed.set(u32(count), at)
      await add(`${count} ${what} that are not there`, 'malformed', claimed, undefined)
    }

  /** Made to follow the first, unless it says otherwise. */
  const bad = async (
    name: string,
    fault: OpeningFault,
    author: TestPerson,
    forgery: Forgery,
    {
      before = first,
      made = pair,
      checked = made,
    }: { before?: SignedRecord; made?: BothChains; checked?: BothChains } = {},
  ) => add(name, fault, encodeSigned(await forged(author, before, made, forgery)), before, checked)
  const membersWith = (of: TestPerson, change: Partial<EpochMember>) =>
    first.record.members.map((member) => (member.account === of.account ? { ...member, ...change } : member))
  const forgedBytes = async (of: SignedRecord, change: Partial<SignedRecord['record']>) =>
    encodeSigned(await signRecord({ ...of.record, ...change }, of.wrapped, ada.device.signing))

  const reversed = { members: first.record.members.toReversed() }
  await add('members in another order', 'malformed', await forgedBytes(first, reversed), undefined)
  const [one] = first.record.members
  const doubled = one ? [one, one] : []
  await add('a member twice', 'malformed', await forgedBytes(first, { members: doubled }), undefined)
  const two = [{ device: thief.record.id, lastCounter: 1n }, ...closes]
  await add('a device closed twice', 'malformed', await forgedBytes(first, { closes: two }), undefined)
  const wrongWay = [{ device: 'f'.repeat(32), lastCounter: 1n }, ...closes]
  await add('closed devices in another order', 'malformed', await forgedBytes(first, { closes: wrongWay }), undefined)

  const crowd = Array.from({ length: 101 }, (_, at) => ({ device: toHex(u32(at)).padStart(32, '0'), lastCounter: 1n }))
  await add(
    'a hundred devices closed, that never were',
    'closes',
    await forgedBytes(first, { closes: crowd.slice(1) }),
    undefined,
  )
  await add('more than a hundred devices closed', 'malformed', await forgedBytes(first, { closes: crowd }), undefined)

  await bad('one of another conversation', 'conversation', ada, { change: { conversation: newId() } })
  await bad('one of another two', 'conversation', ada, {}, { made: [ada, cy], checked: pair })
  await bad('the same number again', 'epoch', ada, { change: { epoch: 1 } })
  await bad('a number left out', 'epoch', ada, { change: { epoch: 3 } })
  await add('a first one with the second number', 'epoch', encodeSigned(second), undefined)
  await add('one that came too late', 'epoch', encodeSigned(second), second)
  await bad('one that follows nothing', 'previous', ada, { change: { previousHash: new Uint8Array(32) } })
  const previousHash = new Uint8Array(32).fill(1)
  const late = await forged(ada, undefined, pair, { change: { previousHash } })
  await add('a first one that follows something', 'previous', encodeSigned(late), undefined)
  const rival = await makeEpoch(authorOf(bo), undefined, pair)
  await bad(
    'one that follows another one',
    'previous',
    ada,
    { change: { previousHash: second.record.previousHash } },
    { before: rival.signed },
  )

  const foreign = (await makeEpoch(authorOf(ada), undefined, [ada, cy])).signed.record.members
  const ghost = foreign.filter(({ account }) => account === cy.account)
  const own = first.record.members.filter(({ account }) => account === ada.account)
  const more = [...first.record.members, ...ghost].toSorted((a, b) => (a.account < b.account ? -1 : 1))
  await bad('somebody more', 'members', ada, { change: { members: more } })
  await bad('somebody less', 'members', ada, { change: { members: own } })
  await bad('somebody instead', 'members', ada, { change: { members: foreign } })
  await bad('nobody', 'members', ada, { change: { members: [] } })
  await bad('one by an outsider', 'author', ada, {
    change: { author: cy.account, device: cy.device.record.id },
    signing: cy.device.signing,
  })

  const twin = await withDevice(bo, await newDevice())
  const fork = await withDevice(bo, await newDevice())
  await bad('a chain that was followed only so far', 'chainVersion', ada, {}, { made: [ada, twin], checked: pair })
  await bad('a chain before its genesis', 'chainVersion', ada, {
    change: { members: membersWith(bo, { chainVersion: 0 }) },
  })
  await bad('another chain than the one followed', 'fork', ada, {}, { made: [ada, fork], checked: [ada, twin] })
  const atTwin = await makeEpoch(authorOf(ada), first, [ada, twin])
  await bad('an older state than the one before', 'rollback', ada, {}, { before: atTwin.signed, checked: [ada, twin] })
  await bad('a key of another state', 'encryptionKey', ada, {
    change: { members: membersWith(bo, { encryptionKeyVersion: 2 }) },
  })

  await bad(
    'only renewed, when a member began anew',
    'reason',
    ada,
    { change: { reason: 'renewed' } },
    { made: withAnew },
  )
  await bad('who a member was before beginning anew', 'fork', ada, {}, { made: pair, checked: withAnew })
  await bad('a later state of who they were', 'chainVersion', ada, {}, { made: [ada, twin], checked: withAnew })
  const atTwice = await makeEpoch(authorOf(ada), afterAnew, [ada, twice])
  await bad(
    'an older state of who they are',
    'rollback',
    ada,
    {},
    { before: atTwice.signed, made: withAnew, checked: [ada, twice] },
  )
  await bad('a device of who they were', 'device', { ...anew, device: bo.device }, {}, { made: withAnew })
  const closesFormer = { change: { closes: [{ device: bo.device.record.id, lastCounter: 1n }] } }
  await bad('a device of who they were closed', 'closes', ada, closesFormer, { made: withAnew })

  await bad('a device that nobody knows', 'device', ada, {
    change: { device: thief.record.id },
    signing: thief.signing,
  })
  await bad('the device of the other', 'device', ada, { change: { device: bo.device.record.id } })
  await bad('a device that was removed', 'device', { ...changed, device: thief }, {}, { made: [changed, bo] })
  await bad(
    'a device that was removed, of then',
    'device',
    { ...changed, device: thief },
    { change: { chainVersion: 2 } },
    { made: [changed, bo] },
  )
  await bad(
    'a device of now, in a state of then',
    'device',
    changed,
    { change: { chainVersion: 2 } },
    { made: [changed, bo] },
  )
  await bad('begun again', 'reason', ada, { change: { reason: 'begun' } })
  await bad('a key that has not changed', 'reason', ada, { change: { reason: 'encryptionKey' } })
  await bad('a key that has changed', 'reason', ada, { change: { reason: 'renewed' } }, { made: [ada, rotatedBo] })
  const begun = await forged(ada, undefined, pair, { change: { reason: 'renewed' } })
  await add('a first one that only renews', 'reason', encodeSigned(begun), undefined)
  const closing = (device: string) => ({ change: { closes: [{ device, lastCounter: 1n }] } })
  await bad('a device closed that is still there', 'closes', ada, closing(bo.device.record.id))
  await bad('a device closed that never was', 'closes', ada, closing(newId()))

  await bad('signed by another device', 'signature', ada, { signing: cy.device.signing })
  await bad('signed by one in the name of the other', 'signature', ada, {
    change: { author: bo.account, device: bo.device.record.id },
  })
  await add('a signature with a changed bit', 'signature', changedAt(record, -1), undefined)
  await add('a signature of zeros', 'signature', concat(first.body, new Uint8Array(64)), undefined)
  await add('another key id', 'signature', changedAt(record, 69), undefined)
  const after = encodeSigned((await makeEpoch(authorOf(bo), third.signed, [changed, bo], closes)).signed)
  await add('another last message', 'signature', changedAt(after, 149), third.signed, [changed, bo], changed)
  await add('another wrapped key', 'signature', changedAt(record, -65), undefined)
  const swapped = concat(
    first.core,
    ...first.wrapped.toReversed().flatMap(({ encapsulated, ciphertext }) => [encapsulated, ciphertext]),
  )
  await add('wrapped keys exchanged', 'signature', concat(swapped, first.signature), undefined)

  const sealedAs = async (name: string, change: (wrapped: Sealed) => Sealed) =>
    add(
      name,
      'undecryptable',
      encodeSigned(await signRecord(first.record, first.wrapped.map(change), ada.device.signing)),
      undefined,
    )
  await add(
    'wrapped keys exchanged, and signed',
    'undecryptable',
    encodeSigned(await signRecord(first.record, first.wrapped.toReversed(), ada.device.signing)),
    undefined,
  )
  await sealedAs('wrapped keys of another record', (_) => second.wrapped[0] ?? _)
  await sealedAs('another tag', ({ encapsulated, ciphertext }) => ({
    encapsulated,
    ciphertext: changedAt(ciphertext, -1),
  }))
  await sealedAs('a point off the curve', ({ encapsulated, ciphertext }) => ({
    encapsulated: changedAt(encapsulated, -1),
    ciphertext,
  }))
  await sealedAs('a point in another writing', ({ encapsulated, ciphertext }) => ({
    encapsulated: changedAt(encapsulated, 0, () => 6 + ((encapsulated[64] ?? 0) & 1)),
    ciphertext,
  }))
  const newer = { ...rotatedBo, encryptionKeys: new Map([...rotatedBo.encryptionKeys].slice(1)) }
  await add('a key that this device does not have', 'undecryptable', record, undefined, [ada, rotatedBo], newer)
  await add('opened by somebody else', 'undecryptable', record, undefined, pair, { ...cy, encryptionKeys: new Map() })
  const contentKeys = { [bo.account]: crypto.getRandomValues(new Uint8Array(32)) }
  await bad('another content key than was promised', 'keyId', ada, { contentKeys })
  return all
}
