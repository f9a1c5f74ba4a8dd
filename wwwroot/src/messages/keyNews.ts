import type { ChainEntry } from '../keys/chainEntry'

/** What became of somebody's devices between two messages. */
export interface KeyNews {
  account: string
  /** They are another identity than they were: what else there is says nothing then. */
  anew: boolean
  added: number
  removed: number
  /** Whether there is another code on paper. */
  recovery: boolean
}

export const beganAnew = (account: string): KeyNews => ({ account, anew: true, added: 0, removed: 0, recovery: false })

/**
 * What a chain says that came after one of its states, up to another one; undefined when that is nothing. A browser that came and went meanwhile is
 * one that was removed.
 */
export function newsWithin(entries: readonly ChainEntry[], from: number, upTo: number): KeyNews | undefined {
  const [before, now] = [entries[from - 1], entries[upTo - 1]]
  if (!before || !now || from >= upTo) return undefined
  const listed = entries.slice(from - 1, upTo).flatMap((entry) => browsersOf(entry))
  const [had, has] = [new Set(browsersOf(before)), new Set(browsersOf(now))]
  const news = {
    account: now.account,
    anew: false,
    added: [...has].filter((id) => !had.has(id)).length,
    removed: new Set(listed.filter((id) => !has.has(id))).size,
    recovery: paperOf(now) !== undefined && paperOf(now) !== paperOf(before),
  }
  return news.added > 0 || news.removed > 0 || news.recovery ? news : undefined
}

const browsersOf = ({ devices }: ChainEntry): string[] =>
  devices.filter(({ kind }) => kind === 'browser').map(({ id }) => id)

const paperOf = ({ devices }: ChainEntry): string | undefined => devices.find(({ kind }) => kind === 'paper')?.id

/** The same as what follows a name, or "You". */
export function keyNewsText({ anew, added, removed, recovery }: KeyNews, own: boolean): string {
  if (anew) return 'started over with new keys'
  return inARow([
    ...(added > 0 ? [`added ${devices(added)}`] : []),
    ...(removed > 0 ? [`removed ${devices(removed)}`] : []),
    ...(recovery ? [`${own ? 'have' : 'has'} a new recovery code`] : []),
  ])
}

const devices = (count: number): string => (count === 1 ? 'a device' : `${count} devices`)

const inARow = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
