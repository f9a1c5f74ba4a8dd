import type { Doubt } from './directsView'
import { isMessage } from './directEntries'
import type { OpenedEntry } from './directOpener'

/** The numbers from one to the other. */
export interface Range {
  from: number
  to: number
}

/**
 * What is wrong with entries among each other. Every device says with each entry which of its own came before it, so that what a server leaves out,
 * turns round or repeats is seen, as far as it was read. `entries`: ascending, those that were read. `gaps`: numbers before which something is missing
 * that the server says there is. `covered`: where every change was asked for. `isClosed`: whether it is of a device that was removed before it.
 */
export function doubtsOf(
  entries: readonly OpenedEntry[],
  gaps: ReadonlySet<number>,
  covered: Range | undefined,
  isClosed: (entry: OpenedEntry) => boolean,
): ReadonlyMap<number, Doubt> {
  const doubts = new Map<number, Doubt>()
  const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]))
  const highest = new Map<string, OpenedEntry>()
  let newest = 0
  for (const entry of entries) {
    const doubt =
      entry.doubt ??
      (isClosed(entry) ? 'removedDevice' : undefined) ??
      doubtAbout(entry, bySequence, highest) ??
      (gaps.has(entry.sequence) ? 'missingBefore' : undefined) ??
      (entry.said && epochOf(entry) < newest ? 'outOfOrder' : undefined)
    if (doubt) doubts.set(shownAt(entry, entries, doubt), doubt)
    const replaced = targetNotMeant(entry, bySequence)
    if (replaced !== undefined && !doubts.has(replaced)) doubts.set(replaced, 'replaced')
    if (!entry.doubt && entry.said && counterOf(entry) > counterOf(highest.get(senderOf(entry))))
      highest.set(senderOf(entry), entry)
    if (!entry.doubt) newest = Math.max(newest, epochOf(entry))
    const missing = missingChange(entry, bySequence, covered)
    const above = missing !== undefined && messageAbove(entries, missing)?.sequence
    if (above && !doubts.has(above)) doubts.set(above, 'changeMissing')
  }
  return doubts
}

const counterOf = (entry: OpenedEntry | undefined): bigint => entry?.said?.header.counter ?? 0n

// Nothing is taken under a key that another one has replaced: whoever has the one before (a device that is gone) would speak from long ago.
const epochOf = (entry: OpenedEntry): number => entry.said?.header.epoch ?? 0

const senderOf = ({ author, device }: OpenedEntry): string => author + device

function doubtAbout(
  entry: OpenedEntry,
  bySequence: ReadonlyMap<number, OpenedEntry>,
  highest: ReadonlyMap<string, OpenedEntry>,
): Doubt | undefined {
  const { sequence, said } = entry
  if (!said) return undefined
  const { follows, lastChange } = said.body
  const before = bySequence.get(follows)
  if (Math.max(follows, lastChange) >= sequence || (before && !before.erased && senderOf(before) !== senderOf(entry)))
    return 'missingBefore'
  // Two that were on their way at once (in two tabs) may come in either order; whoever knew of the other one was after it.
  const above = highest.get(senderOf(entry))
  return above && follows >= above.sequence && said.header.counter < counterOf(above) ? 'outOfOrder' : undefined
}

/**
 * The number of the change that its sender says to have made last, if it is not there although it should be. What they do from one to the next makes
 * a chain of its own, so that whoever has read nothing between sees that there is one too few.
 */
function missingChange(
  entry: OpenedEntry,
  bySequence: ReadonlyMap<number, OpenedEntry>,
  covered: Range | undefined,
): number | undefined {
  const lastChange = entry.doubt ? 0 : (entry.said?.body.lastChange ?? 0)
  if (!covered || lastChange < Math.max(covered.from, 1) || lastChange > covered.to) return undefined
  const there = bySequence.get(lastChange)
  const isIt = there?.said && there.said.body.kind !== 'message' && senderOf(there) === senderOf(entry)
  return isIt || there?.erased ? undefined : lastChange
}

/** The number that its sender has changed, if there stands something else than they saw. */
function targetNotMeant(entry: OpenedEntry, bySequence: ReadonlyMap<number, OpenedEntry>): number | undefined {
  const body = entry.said?.body
  if (!body || body.kind === 'message' || entry.doubt) return undefined
  const target = bySequence.get(body.target.sequence)
  return target?.said && !target.doubt && target.said.header.messageId !== body.target.id ? target.sequence : undefined
}

/** A change that can be read has no place of its own: what is wrong before it is shown at the message above it. */
function shownAt(entry: OpenedEntry, entries: readonly OpenedEntry[], doubt: Doubt): number {
  if (doubt === entry.doubt || isMessage(entry)) return entry.sequence
  return messageAbove(entries, entry.sequence)?.sequence ?? entry.sequence
}

const messageAbove = (entries: readonly OpenedEntry[], sequence: number): OpenedEntry | undefined =>
  entries.findLast((other) => other.sequence < sequence && isMessage(other))
