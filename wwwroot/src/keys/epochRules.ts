import { equal, HashBytes } from './bytes'
import type { DeviceRecord, SignedEntry } from './chainEntry'
import { directConversation } from './directConversation'
import { type EpochMember, type EpochReason, type EpochRecord, MostClosed, type SignedRecord } from './epochRecord'
import { hashOf, isSignedBy } from './primitives'

/** An identity's chain as it was followed: all entries from the genesis on. */
export interface FollowedChain {
  account: string
  entries: readonly SignedEntry[]
}

/** Those of the two that a conversation is between. */
export type BothChains = readonly [FollowedChain, FollowedChain]

/**
 * The first thing that is wrong with a record. `chainVersion`: a state of a chain that is not among those followed, which may be because it
 * came since. `fork`: the author was shown another chain than we were.
 */
export type EpochFault =
  | 'conversation'
  | 'epoch'
  | 'previous'
  | 'members'
  | 'author'
  | 'chainVersion'
  | 'fork'
  | 'rollback'
  | 'encryptionKey'
  | 'device'
  | 'reason'
  | 'closes'
  | 'signature'

/**
 * What is wrong with a record that is to follow this one, or, without one, to be the first of these two; undefined when nothing is. Who may
 * know the content key follows from the chains alone, and never from a list that a server gives out.
 */
export async function faultOf(
  { record, body, signature }: SignedRecord,
  before: SignedRecord | undefined,
  chains: BothChains,
): Promise<EpochFault | undefined> {
  const misplaced = await faultOfPlace(record, before, [chains[0].account, chains[1].account])
  if (misplaced) return misplaced
  const faults = await Promise.all(record.members.map((member) => faultOfMember(member, before?.record, chains)))
  const fault = faults.find(Boolean)
  if (fault) return fault
  const device = signingDevice(record, chains)
  if (!device) return 'device'
  if (record.reason !== (await reasonOf(record.members, before?.record, chains))) return 'reason'
  if (!record.closes.every((closed) => whoRemoved(closed.device, record, chains).length > 0)) return 'closes'
  return (await isSignedBy(device.signingKey, body, signature)) ? undefined : 'signature'
}

/** What is wrong with the place of a record in the row, whatever it says of the chains of these two. */
export async function faultOfPlace(
  record: EpochRecord,
  before: SignedRecord | undefined,
  both: readonly [string, string],
): Promise<EpochFault | undefined> {
  if (record.conversation !== (await directConversation(...both))) return 'conversation'
  if (record.epoch !== (before?.record.epoch ?? 0) + 1) return 'epoch'
  if (!equal(record.previousHash, before ? await hashOf(before.body) : new Uint8Array(HashBytes))) return 'previous'
  if (record.members.length !== both.length || !record.members.every(({ account }) => both.includes(account)))
    return 'members'
  return both.includes(record.author) ? undefined : 'author'
}

/** Why a content key for these members, who have these chains, is needed after that record. */
export async function reasonOf(
  members: readonly EpochMember[],
  before: EpochRecord | undefined,
  chains: BothChains,
): Promise<EpochReason> {
  if (!before) return 'begun'
  const same = members.map(async ({ account, encryptionKeyVersion }) => {
    const earlier = await earlierOf(account, before, chains)
    return earlier?.encryptionKeyVersion === encryptionKeyVersion
  })
  return (await Promise.all(same)).every(Boolean) ? 'renewed' : 'encryptionKey'
}

/**
 * Whether somebody's key is another by now, or not known: what is said from here on must not be readable with the one before. `chains`: those of
 * both, as they are now.
 */
export async function needsNewEpoch({ members }: EpochRecord, chains: readonly FollowedChain[]): Promise<boolean> {
  const current = members.map(async (member) => {
    const entries = chains.find(({ account }) => account === member.account)?.entries ?? []
    const head = entries.at(-1)?.entry
    return head?.encryptionKeyVersion === member.encryptionKeyVersion && (await names(member, entries))
  })
  return !(await Promise.all(current)).every(Boolean)
}

/** A device of one of the two. */
export interface OwnedDevice {
  account: string
  device: string
}

/**
 * The devices that went since a record, with the newest states of the chains: what they say from here on does not count. Of a member who is
 * another identity by now there are none, since nobody has removed them. The latest ones, if there are more than a record can close.
 */
export async function removedSince({ members }: EpochRecord, chains: BothChains): Promise<OwnedDevice[]> {
  const gone = chains.map(async ({ account, entries }) => {
    const before = members.find((member) => member.account === account)
    if (!before || !(await names(before, entries))) return []
    const kept = new Set(entries.at(-1)?.entry.devices.map(({ id }) => id))
    const listed = entries.slice(before.chainVersion - 1).flatMap(({ entry }) => entry.devices.map(({ id }) => id))
    return [...new Set(listed)].filter((id) => !kept.has(id)).map((device) => ({ account, device }))
  })
  return (await Promise.all(gone)).flat().slice(-MostClosed)
}

/** Whether a state that a record names is one of this very chain. */
export async function names(
  { chainVersion, chainHash }: EpochMember,
  entries: readonly SignedEntry[],
): Promise<boolean> {
  const signed = entries[chainVersion - 1]
  return signed !== undefined && equal(chainHash, await hashOf(signed.body))
}

const memberOf = (record: EpochRecord | undefined, account: string): EpochMember | undefined =>
  record?.members.find((member) => member.account === account)

const entriesOf = (account: string, chains: BothChains): readonly SignedEntry[] =>
  chains.find((chain) => chain.account === account)?.entries ?? []

/** The member as the record before names them, if they are the same identity: of another one the versions count anew. */
async function earlierOf(
  account: string,
  before: EpochRecord | undefined,
  chains: BothChains,
): Promise<EpochMember | undefined> {
  const earlier = memberOf(before, account)
  return earlier && (await names(earlier, entriesOf(account, chains))) ? earlier : undefined
}

async function faultOfMember(
  member: EpochMember,
  before: EpochRecord | undefined,
  chains: BothChains,
): Promise<EpochFault | undefined> {
  const signed = entriesOf(member.account, chains)[member.chainVersion - 1]
  if (!signed) return 'chainVersion'
  if (!equal(member.chainHash, await hashOf(signed.body))) return 'fork'
  if (((await earlierOf(member.account, before, chains))?.chainVersion ?? 0) > member.chainVersion) return 'rollback'
  return signed.entry.encryptionKeyVersion === member.encryptionKeyVersion ? undefined : 'encryptionKey'
}

function signingDevice(record: EpochRecord, chains: BothChains): DeviceRecord | undefined {
  if (memberOf(record, record.author)?.chainVersion !== record.chainVersion) return undefined
  const entry = entriesOf(record.author, chains)[record.chainVersion - 1]?.entry
  return entry?.devices.find(({ id }) => id === record.device)
}

/**
 * Whose device it was and is no more in the states that a record names. Of one and the same member: whoever lists the other's device neither
 * closes it nor keeps it from being closed.
 */
export const whoRemoved = (device: string, { members }: EpochRecord, chains: BothChains): string[] =>
  members
    .filter(({ account, chainVersion }) => {
      const lists = ({ entry }: SignedEntry) => entry.devices.some(({ id }) => id === device)
      const entries = entriesOf(account, chains).slice(0, chainVersion)
      return entries.some(lists) && !entries.slice(-1).some(lists)
    })
    .map(({ account }) => account)
