import { type Bytes, concat, equal, fromHex, HashBytes, label, u32 } from './bytes'
import {
  type ClosedDevice,
  ContentKeyBytes,
  encodeRecord,
  encodeWrapped,
  type EpochMember,
  type EpochRecord,
  type SignedRecord,
} from './epochRecord'
import { directConversation } from './directConversation'
import { deriveEpochKeys, type EpochKeys } from './epochKeys'
import { type BothChains, type EpochFault, faultOf, type FollowedChain, reasonOf } from './epochRules'
import { openSealed, type Sealed, sealTo } from './hpke'
import { hashOf, sign } from './primitives'

/** Whoever makes an epoch: a device of one of the two, which signs it. */
export interface EpochAuthor {
  account: string
  device: string
  signing: CryptoKeyPair
}

/** A content key in use. */
export interface Epoch {
  signed: SignedRecord
  contentKey: Bytes
  keys: EpochKeys
}

const purpose = label('epoch')

/** What a content key is sealed for: it opens for this member of this epoch by this author, and as part of no other record. */
export const sealedFor = (record: EpochRecord, { account, encryptionKeyVersion }: EpochMember): Bytes =>
  concat(
    purpose,
    fromHex(record.conversation),
    u32(record.epoch),
    fromHex(record.author),
    fromHex(record.device),
    fromHex(account),
    u32(encryptionKeyVersion),
  )

/** Draws another content key and seals it for both, with the keys that they have now. */
export async function makeEpoch(
  { account, device, signing }: EpochAuthor,
  before: SignedRecord | undefined,
  chains: BothChains,
  closes: readonly ClosedDevice[] = [],
): Promise<Epoch> {
  const conversation = await directConversation(chains[0].account, chains[1].account)
  const epoch = (before?.record.epoch ?? 0) + 1
  const contentKey = crypto.getRandomValues(new Uint8Array(ContentKeyBytes))
  const keys = await deriveEpochKeys(conversation, epoch, contentKey)
  const newest = await Promise.all(
    chains.toSorted((one, other) => (one.account < other.account ? -1 : 1)).map(newestOf),
  )
  const members = newest.map(({ member }) => member)
  const own = members.find((member) => member.account === account)
  if (!own) throw new RangeError(`${account} is not one of the two`)
  const record = {
    conversation,
    epoch,
    previousHash: before ? await hashOf(before.body) : new Uint8Array(HashBytes),
    keyId: keys.keyId,
    author: account,
    device,
    chainVersion: own.chainVersion,
    reason: await reasonOf(members, before?.record, chains),
    closes: closes.toSorted((one, other) => (one.device < other.device ? -1 : 1)),
    members,
  }
  const wrapped = await Promise.all(newest.map(({ member, key }) => wrap(record, member, key, contentKey)))
  return { signed: await signRecord(record, wrapped, signing), contentKey, keys }
}

async function newestOf({ account, entries }: FollowedChain): Promise<{ member: EpochMember; key: Bytes }> {
  const head = entries.at(-1)
  if (!head) throw new RangeError(`${account} has no keys yet`)
  const { version: chainVersion, encryptionKeyVersion, encryptionKey } = head.entry
  const chainHash = await hashOf(head.body)
  return { member: { account, chainVersion, chainHash, encryptionKeyVersion, role: 'member' }, key: encryptionKey }
}

/** `key`: the identity encryption key of this member, of the version that the record says. */
export const wrap = async (record: EpochRecord, member: EpochMember, key: Bytes, contentKey: Bytes): Promise<Sealed> =>
  sealTo(key, contentKey, sealedFor(record, member), await hashOf(encodeRecord(record)))

export async function signRecord(
  record: EpochRecord,
  wrapped: readonly Sealed[],
  device: CryptoKeyPair,
): Promise<SignedRecord> {
  const core = encodeRecord(record)
  const body = concat(core, encodeWrapped(wrapped))
  return { record, core, wrapped, body, signature: await sign(device, body) }
}

/**
 * Why an epoch cannot be used. `undecryptable`: it was not sealed for us, or for a key that this device does not have. `keyId`: the author
 * has given us another content key than was promised to both.
 */
export type OpeningFault = EpochFault | 'undecryptable' | 'keyId'

/** Who opens: an identity, and its encryption keys by their versions, as far as this device has them. */
export interface Recipient {
  account: string
  encryptionKeys: ReadonlyMap<number, CryptoKeyPair>
}

/** Checks a record as `faultOf` does, and takes the content key out of it. */
export async function openEpoch(
  signed: SignedRecord,
  before: SignedRecord | undefined,
  chains: BothChains,
  recipient: Recipient,
): Promise<Epoch | { fault: OpeningFault }> {
  const fault = await faultOf(signed, before, chains)
  if (fault) return { fault }
  const { conversation, epoch, keyId } = signed.record
  const contentKey = await unwrap(signed, recipient)
  if (contentKey?.length !== ContentKeyBytes) return { fault: 'undecryptable' }
  const keys = await deriveEpochKeys(conversation, epoch, contentKey)
  return equal(keys.keyId, keyId) ? { signed, contentKey, keys } : { fault: 'keyId' }
}

async function unwrap({ record, core, wrapped }: SignedRecord, recipient: Recipient): Promise<Bytes | undefined> {
  const at = record.members.findIndex(({ account }) => account === recipient.account)
  const [member, sealed] = [record.members[at], wrapped[at]]
  const keys = member && recipient.encryptionKeys.get(member.encryptionKeyVersion)
  if (!member || !sealed || !keys) return undefined
  return openSealed(keys, sealed, sealedFor(record, member), await hashOf(core))
}
