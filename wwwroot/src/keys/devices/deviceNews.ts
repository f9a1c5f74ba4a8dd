import type { ChainEntry, SignedEntry } from '../chainEntry'
import type { DeviceNotes, KeptNews } from '../deviceRows'

/**
 * What has become of the devices since the chain was looked at last, without what this device has done itself: of each device the last thing.
 * `names`: as they were called when they were listed last.
 */
export function newsIn(
  entries: readonly SignedEntry[],
  own: string,
  { lookedAt, names }: Pick<DeviceNotes, 'lookedAt' | 'names'>,
): readonly KeptNews[] {
  return entries
    .filter(({ entry }) => entry.version > lookedAt && entry.signer !== own)
    .flatMap(({ entry }) => newsOf(entry, entries[entry.version - 2]?.entry))
    .map((one) => ({ ...one, name: names[one.device] }))
}

function newsOf(entry: ChainEntry, before: ChainEntry | undefined): Omit<KeptNews, 'name'>[] {
  const came = notIn(entry, before)
  const exchanged = came.some(({ kind }) => kind === 'paper')
  // The code before is no news beside the one that has taken its place.
  const gone = (before ? notIn(before, entry) : []).filter(({ kind }) => kind !== 'paper' || !exchanged)
  return [
    ...gone.map(({ id }) => ({ device: id, kind: 'removed' as const })),
    ...came.map(({ id, kind }) => ({ device: id, kind: kind === 'paper' ? ('newCode' as const) : ('added' as const) })),
  ]
}

const notIn = ({ devices }: ChainEntry, other: ChainEntry | undefined) =>
  devices.filter(({ id }) => !other?.devices.some((known) => known.id === id))

/** One of each device: what became of it in the end. */
export const newestOf = (news: readonly KeptNews[]): readonly KeptNews[] =>
  news.filter(({ device }, at) => !news.slice(at + 1).some((later) => later.device === device))
