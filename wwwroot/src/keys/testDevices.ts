import { HashBytes, toHex } from './bytes'
import { bytesOf, type ChainEntry, decodeEntry, type DeviceRecord, signEntry, type SignedEntry } from './chainEntry'
import { generateDecryptionKeys, generateSigningKeys, hashOf, pointOf } from './primitives'

/** A device with the private halves that only it has. */
export interface TestDevice {
  record: DeviceRecord
  signing: CryptoKeyPair
}

export const newId = (): string => toHex(crypto.getRandomValues(new Uint8Array(16)))

export const newPoint = async () => pointOf(await generateDecryptionKeys())

export async function newDevice(kind: DeviceRecord['kind'] = 'browser'): Promise<TestDevice> {
  const signing = await generateSigningKeys()
  const record = { kind, id: newId(), signingKey: await pointOf(signing), decryptionKey: await newPoint() }
  return { record, signing }
}

/** What the next entry would say if nothing changed; without one before, the genesis of this account and device. */
export const following = async (
  before: SignedEntry | undefined,
  account: string,
  signer: TestDevice,
): Promise<ChainEntry> => ({
  version: (before?.entry.version ?? 0) + 1,
  previousHash: before ? await hashOf(before.body) : new Uint8Array(HashBytes),
  account,
  encryptionKeyVersion: before?.entry.encryptionKeyVersion ?? 1,
  encryptionKey: before?.entry.encryptionKey ?? (await newPoint()),
  devices: before?.entry.devices ?? [signer.record],
  signer: signer.record.id,
})

/** Signed, and read back from its bytes as whoever is sent it does. */
export async function signedBy({ signing }: TestDevice, entry: ChainEntry): Promise<SignedEntry> {
  const read = decodeEntry(bytesOf(await signEntry(entry, signing)))
  if (!read) throw new Error('an entry that cannot be read')
  return read
}

/** The same with something changed, and signed. */
export const next = async (
  before: SignedEntry | undefined,
  account: string,
  signer: TestDevice,
  change: Partial<ChainEntry> = {},
): Promise<SignedEntry> => signedBy(signer, { ...(await following(before, account, signer)), ...change })
