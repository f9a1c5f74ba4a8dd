import type { Bytes } from './bytes'
import type { SignedEntry } from './chainEntry'
import { makeEpoch, type EpochAuthor, type Recipient, signRecord, wrap } from './epoch'
import { ContentKeyBytes, decodeRecord, encodeSigned, type EpochRecord, type SignedRecord } from './epochRecord'
import { deriveEpochKeys } from './epochKeys'
import type { BothChains, FollowedChain } from './epochRules'
import { pointOf } from './primitives'
import { newDevice, newId, next, type TestDevice } from './testDevices'

/** Somebody with a device, a chain, and the encryption keys that there were in it. */
export interface TestPerson extends FollowedChain, Recipient {
  device: TestDevice
  entries: SignedEntry[]
  encryptionKeys: Map<number, CryptoKeyPair>
}

// The vectors give private halves to another implementation.
const newEncryptionKeys = (extractable: boolean): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, extractable, ['deriveBits'])

export async function newPerson(account = newId(), extractable = false): Promise<TestPerson> {
  const [device, keys] = [await newDevice(), await newEncryptionKeys(extractable)]
  const genesis = await next(undefined, account, device, { encryptionKey: await pointOf(keys) })
  return { account, device, entries: [genesis], encryptionKeys: new Map([[1, keys]]) }
}

/** The same person when another device came. */
export async function withDevice(person: TestPerson, device: TestDevice): Promise<TestPerson> {
  const last = person.entries.at(-1)
  const devices = [...(last?.entry.devices ?? []), device.record]
  return { ...person, entries: [...person.entries, await next(last, person.account, person.device, { devices })] }
}

/** The same person with another encryption key, and with these devices alone. */
export async function rotated(person: TestPerson, devices = [person.device], extractable = false): Promise<TestPerson> {
  const [last, keys] = [person.entries.at(-1), await newEncryptionKeys(extractable)]
  const encryptionKeyVersion = (last?.entry.encryptionKeyVersion ?? 0) + 1
  const entry = await next(last, person.account, person.device, {
    devices: devices.map(({ record }) => record),
    encryptionKeyVersion,
    encryptionKey: await pointOf(keys),
  })
  return {
    ...person,
    entries: [...person.entries, entry],
    encryptionKeys: new Map([...person.encryptionKeys, [encryptionKeyVersion, keys]]),
  }
}

export const authorOf = ({ account, device }: TestPerson): EpochAuthor => ({
  account,
  device: device.record.id,
  signing: device.signing,
})

/** What a member does to a record that no browser would do, before it is sealed and signed. */
export interface Forgery {
  change?: Partial<EpochRecord>
  /** Content keys by account, where it is not the promised one. */
  contentKeys?: Record<string, Bytes>
  signing?: CryptoKeyPair
}

/** A record as it would be made, but for this; sealed for the key that each member's chain has, and read back from its bytes. */
export async function forged(
  author: TestPerson,
  before: SignedRecord | undefined,
  chains: BothChains,
  { change = {}, contentKeys = {}, signing = author.device.signing }: Forgery,
): Promise<SignedRecord> {
  const made = (await makeEpoch(authorOf(author), before, chains)).signed.record
  const contentKey = crypto.getRandomValues(new Uint8Array(ContentKeyBytes))
  const { keyId } = await deriveEpochKeys(made.conversation, made.epoch, contentKey)
  const record = { ...made, keyId, ...change }
  const wrapped = record.members.map((member) => {
    const head = chains.find(({ account }) => account === member.account)?.entries.at(-1)?.entry
    const key = head?.encryptionKey ?? author.device.record.decryptionKey
    return wrap(record, member, key, contentKeys[member.account] ?? contentKey)
  })
  return reread(await signRecord(record, await Promise.all(wrapped), signing))
}

/** From its bytes, as whoever is sent it does. */
export function reread(signed: SignedRecord): SignedRecord {
  const read = decodeRecord(encodeSigned(signed))
  if (!read) throw new Error('a record that cannot be read')
  return read
}
