import type { SignedEntry } from './chainEntry'
import { type Epoch, openEpoch, type OpeningFault, type Recipient } from './epoch'
import type { EpochMember, SignedRecord } from './epochRecord'
import { type BothChains, faultOfPlace, names } from './epochRules'

/** All chains of an account, as far as they are known: of those that it was before, the first one first, and last the one of now. */
export interface Lineage {
  account: string
  chains: readonly (readonly SignedEntry[])[]
}

/**
 * A record that has its place in the row. `places`: by the accounts, which of the chains of each it names. Without them it is opaque: it names a
 * chain that is not known here, of an identity that was before those known; it opens nothing, closes nothing, and what follows it goes on.
 * `unknown`: whose chain that is.
 */
export interface Placed {
  signed: SignedRecord
  places: ReadonlyMap<string, number> | undefined
  unknown: readonly string[]
}

/** What a record is that is to follow these others. `chains`: those that it names. */
export type Next =
  | { placed: Placed; chains: BothChains; epoch: Epoch | { fault: OpeningFault } }
  | { placed: Placed }
  | { fault: OpeningFault }

/**
 * Places a record in the row, and opens it. Identities go only forward: after a record of the one of now comes none of one before, nor of one
 * that nobody here knows, and no state of a chain is older than in any record before that could be checked.
 */
export async function openNext(
  signed: SignedRecord,
  before: readonly Placed[],
  lineages: readonly [Lineage, Lineage],
  recipient: Recipient,
): Promise<Next> {
  const [last, both] = [before.at(-1)?.signed, [lineages[0].account, lineages[1].account] as const]
  const misplaced = await faultOfPlace(signed.record, last, both)
  if (misplaced) return { fault: misplaced }
  const found = new Map<string, number>()
  const unknown: string[] = []
  for (const member of signed.record.members) {
    const place = await placeOf(member, before, chainsOf(member.account, lineages))
    if (place === 'before') return { fault: 'rollback' }
    if (place === 'unknown') unknown.push(member.account)
    else found.set(member.account, place)
  }
  if (unknown.length > 0) return { placed: { signed, places: undefined, unknown } }
  if (signed.record.members.some((member) => isRollback(member, found.get(member.account), before)))
    return { fault: 'rollback' }
  const chains: BothChains = [chainAt(lineages[0], found), chainAt(lineages[1], found)]
  return { placed: { signed, places: found, unknown }, chains, epoch: await openEpoch(signed, last, chains, recipient) }
}

const chainsOf = (account: string, lineages: readonly Lineage[]): Lineage['chains'] =>
  lineages.find((lineage) => lineage.account === account)?.chains ?? []

const chainAt = ({ account, chains }: Lineage, places: ReadonlyMap<string, number>) => ({
  account,
  entries: chains[places.get(account) ?? -1] ?? [],
})

/** Which of the chains a record names that is to follow these: the first one that it can be. */
async function placeOf(
  member: EpochMember,
  before: readonly Placed[],
  chains: Lineage['chains'],
): Promise<number | 'before' | 'unknown'> {
  const named = before.findLastIndex(({ places }) => places?.has(member.account))
  const at = before[named]?.places?.get(member.account) ?? 0
  const wasUnknown = before.slice(named + 1).some(({ unknown }) => unknown.includes(member.account))
  const from = named >= 0 && wasUnknown ? at + 1 : at
  const has = await Promise.all(chains.map((entries) => names(member, entries)))
  const place = has.indexOf(true, from)
  if (place >= 0) return place
  if (has.includes(true)) return 'before'
  // After the chain of now comes none that is not known: what this says of it is wrong, or came since.
  const newest = chains.length - 1
  return named >= 0 && at === newest ? newest : 'unknown'
}

/** Of all that named the same chain, and not only of the one right before: between them there may be what nobody here can check. */
function isRollback(member: EpochMember, place: number | undefined, before: readonly Placed[]): boolean {
  const earlier = before.findLast(({ places }) => places?.get(member.account) === place)
  const named = earlier?.signed.record.members.find(({ account }) => account === member.account)
  return named !== undefined && named.chainVersion > member.chainVersion
}
