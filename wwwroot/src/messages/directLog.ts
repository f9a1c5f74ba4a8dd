import { createMemo, createSignal } from 'solid-js'
import type { Call } from '../connections/calls'
import {
  type ChatMessage,
  limits,
  type MessagePage,
  type Refusal,
  type SealedEntry,
  type SealedPage,
} from '../contract'
import { decodeHeader } from '../keys/envelopeHeader'
import { doubtsOf, type Range } from './directDoubts'
import type { Erasures } from './directErasure'
import { isMessage, toEntry, withChanges, type Writers } from './directEntries'
import type { OpenedEntry, Opener } from './directOpener'
import { AtEnd, type Doubt } from './directsView'
import type { Entry } from './entry'

export interface DirectBounds {
  before: number | null
  after: number | null
  count: number
}

/** What was written in a conversation of two, opened and checked, as far as it was read. */
export interface DirectLog {
  /** Takes in what was announced or sent, in its order; refused when it cannot be found out now what it is, to be read later. */
  take(
    entries: readonly SealedEntry[],
  ): Promise<{ entries: Entry[]; refusal?: never } | { entries?: never; refusal: Refusal }>
  /** A page of messages, as they are after every change there is. */
  read(bounds: DirectBounds): Promise<{ page: MessagePage; refusal?: never } | { page?: never; refusal: Refusal }>
  /** An entry that was opened. */
  find(sequence: number): OpenedEntry | undefined
  /** What was done to it, as far as that was read, in its order. */
  changesOf(sequence: number): readonly OpenedEntry[]
  /** A message as it is now. */
  message(sequence: number): ChatMessage | undefined
  /** What is wrong with an entry, or `AtEnd` with the end. */
  doubt(sequence: number): Doubt | undefined
  /** The server says that everything of this author is gone. */
  erased(author: string): void
}

export interface DirectLogDeps {
  call: Call
  other: string
  opener: Opener
  erasures: Pick<Erasures, 'contradicted'>
  writers: Writers
  /** Whether it is of a device that its owner had removed before: that may be known only after it was read. */
  isClosed(entry: OpenedEntry): boolean
  /** The number of the last entry that this browser has ever seen here. */
  lastSeen(): Promise<number>
}

export function createDirectLog({
  call,
  other,
  opener,
  erasures,
  writers,
  isClosed,
  lastSeen,
}: DirectLogDeps): DirectLog {
  const opened = new Map<number, OpenedEntry>()
  const changes = new Map<number, OpenedEntry[]>()
  const gaps = new Set<number>()
  const [version, setVersion] = createSignal(0)
  /** Up to which number something is missing at the end. */
  const [missingUpTo, setMissingUpTo] = createSignal<number>()
  /** Where every change is known. */
  const [covered, setCovered] = createSignal<Range>()
  let work: Promise<unknown> = Promise.resolve()

  const doubts = createMemo(() => {
    version()
    return doubtsOf([...opened.values()].toSorted(inOrder), gaps, covered(), isClosed)
  })

  const doubtAtEnd = (): Doubt | undefined => (missingUpTo() === undefined ? undefined : 'missingAfter')

  /** One after the other, so that what is announced stays in its order. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = work.then(act, act)
    work = done.catch(() => {})
    return done
  }

  async function takeIn(entries: readonly SealedEntry[]): Promise<Refusal | undefined> {
    const result = await opener.open(entries.filter((entry) => !isSettled(opened.get(entry.sequence), entry)))
    if (result.refusal) return result.refusal
    for (const entry of result.opened) {
      forgetChange(opened.get(entry.sequence))
      opened.set(entry.sequence, entry)
      const body = entry.said?.body
      if (!body || body.kind === 'message' || entry.doubt) continue
      const target = body.target.sequence
      changes.set(target, [...(changes.get(target) ?? []), entry].toSorted(inOrder))
    }
    if (result.opened.length > 0) setVersion((before) => before + 1)
    return undefined
  }

  /** Something else stands under its number now, or it may be readable: what it did is not done. */
  function forgetChange(entry: OpenedEntry | undefined) {
    const body = entry?.said?.body
    if (!body || body.kind === 'message') return
    const target = body.target.sequence
    changes.set(target, changes.get(target)?.filter(({ sequence }) => sequence !== entry.sequence) ?? [])
  }

  const openedOf = (entries: readonly SealedEntry[]): OpenedEntry[] =>
    entries.flatMap(({ sequence }) => opened.get(sequence) ?? [])

  /** Numbers have no gaps: where the server shows one, it has left something out. */
  function noteGaps(entries: readonly SealedEntry[], first: number | undefined, last: number | undefined) {
    const sequences = entries.map(({ sequence }) => sequence)
    const before = gaps.size
    for (const [index, sequence] of sequences.entries())
      if (index > 0 && sequence !== (sequences[index - 1] ?? 0) + 1) gaps.add(sequence)
    const [begin, end] = [sequences[0], sequences.at(-1)]
    if (begin !== undefined && first !== undefined && begin > first) gaps.add(begin)
    if (end !== undefined && last !== undefined && end < last) gaps.add(last + 1)
    if (gaps.size > before) setVersion((count) => count + 1)
  }

  /** What became of what was read: changes may stand anywhere above it. */
  async function cover(page: Range, head: number): Promise<Refusal | undefined> {
    const before = covered()
    const touches = before && page.to + 1 >= before.from && page.from <= before.to + 1
    const united =
      before && touches ? { from: Math.min(page.from, before.from), to: Math.max(page.to, before.to) } : page
    if (before && !touches) {
      // From the lower of the two up to the other one; the changes within both are known.
      const [low, high] = page.from < before.from ? [page, before] : [before, page]
      const refusal = await readChanges(low.to, high.from - 1)
      if (refusal) return refusal
      united.from = low.from
      united.to = high.to
    }
    if (united.to < head) {
      const refusal = await readChanges(united.to, head)
      if (refusal) return refusal
      united.to = head
    }
    setCovered(united)
    return undefined
  }

  async function readChanges(after: number, upTo: number): Promise<Refusal | undefined> {
    for (let from = after; from < upTo;) {
      const command = { with: other, after: from, count: limits.pageLength }
      const { value, refusal } = await call('ReadSealedChanges', command)
      if (refusal) return refusal
      const failed = await takeIn(value.entries)
      if (failed) return failed
      const last = value.entries.at(-1)?.sequence
      if (!value.hasMore || last === undefined || last <= from) return undefined
      from = last
    }
    return undefined
  }

  async function readSealed(
    bounds: DirectBounds,
  ): Promise<{ page: SealedPage; refusal?: never } | { page?: never; refusal: Refusal }> {
    const { value, refusal } = await call('ReadSealed', { with: other, ...bounds })
    if (refusal) return { refusal }
    const failed = await takeIn(value.entries)
    return failed ? { refusal: failed } : { page: value }
  }

  /** Back until there is a message: a page may have changes alone. */
  async function readBefore(
    bounds: DirectBounds,
  ): Promise<{ page: SealedPage; refusal?: never } | { page?: never; refusal: Refusal }> {
    let whole: SealedPage | undefined
    for (let { before } = bounds; ;) {
      const { page, refusal } = await readSealed({ ...bounds, before })
      if (refusal) return { refusal }
      const last = before === null ? page.head : Math.min(before - 1, page.head)
      noteGaps(page.entries, page.hasMore ? undefined : 1, last)
      whole = { ...page, head: whole?.head ?? page.head, entries: [...page.entries, ...(whole?.entries ?? [])] }
      const first = page.entries[0]?.sequence
      if (!page.hasMore || first === undefined || openedOf(page.entries).some(isMessage)) return { page: whole }
      before = first
    }
  }

  async function read(
    bounds: DirectBounds,
  ): Promise<{ page: MessagePage; refusal?: never } | { page?: never; refusal: Refusal }> {
    const onwards = bounds.after !== null
    // Before the page is asked for: whatever comes while it is read it need not have.
    const seen = await lastSeen()
    const { page, refusal } = await (onwards ? readSealed(bounds) : readBefore(bounds))
    if (refusal) return { refusal }
    await checkEnd(bounds, page, seen)
    const { entries, head } = page
    const [first, last] = [entries[0]?.sequence, entries.at(-1)?.sequence]
    if (onwards) noteGaps(entries, (bounds.after ?? 0) + 1, undefined)
    if (first !== undefined && last !== undefined) {
      const failed = await cover({ from: first, to: onwards ? last : Math.max(last, lastOf(bounds, head)) }, head)
      if (failed) return { refusal: failed }
    }
    const shown = openedOf(entries)
    return {
      page: {
        messages: shown.filter(isMessage).map(now),
        changes: onwards ? shown.filter((entry) => !isMessage(entry)).flatMap(asChange) : [],
        head,
        hasOlder: onwards ? (first ?? 1) > 1 : page.hasMore,
        last: onwards ? (last ?? bounds.after ?? 0) : head,
      },
    }
  }

  /** What was seen the server had on its disk, and it takes nothing back. */
  async function checkEnd({ before, after }: DirectBounds, page: SealedPage, seen: number) {
    let newest: SealedPage | undefined = page
    if (before !== null || after !== null) {
      if (page.head >= seen && missingUpTo() === undefined) return
      // Of a page in the middle the end is what the server remembers; one from the end is read from its disk.
      newest = (await readSealed({ before: null, after: null, count: 1 })).page
    }
    if (!newest) return
    const there = Math.max(seen, newest.head)
    setMissingUpTo((newest.entries.at(-1)?.sequence ?? 0) < there ? there : undefined)
  }

  const lastOf = ({ before }: DirectBounds, head: number) => (before === null ? head : Math.min(before - 1, head))

  const now = (entry: OpenedEntry): ChatMessage => withChanges(entry, changes.get(entry.sequence) ?? [], writers)

  const asChange = (entry: OpenedEntry) => {
    const change = toEntry(entry, writers)
    return 'target' in change ? [change] : []
  }

  function erase(author: string) {
    for (const [sequence, entry] of opened) {
      if (entry.author !== author) continue
      const { said: _said, doubt: _doubt, ...rest } = entry
      opened.set(sequence, { ...rest, erased: true })
    }
    for (const [target, made] of changes)
      changes.set(
        target,
        made.filter((change) => change.author !== author),
      )
    setVersion((before) => before + 1)
  }

  async function checkErased(author: string) {
    if (!(await erasures.contradicted(author)).contradicted) return
    for (const [sequence, entry] of opened)
      if (entry.author === author && entry.erased) opened.set(sequence, { ...entry, erased: false, doubt: 'emptied' })
    setVersion((before) => before + 1)
  }

  return {
    take: (entries) =>
      inTurn(async () => {
        const refusal = await takeIn(entries)
        if (refusal) return { refusal }
        for (const { sequence } of entries)
          setCovered((range) => (range && sequence === range.to + 1 ? { ...range, to: sequence } : range))
        // From there on it is no end any more: what is missing is missing before what came.
        const last = entries.at(-1)?.sequence ?? 0
        setMissingUpTo((missing) => (missing !== undefined && last > missing ? undefined : missing))
        return { entries: openedOf(entries).map((entry) => toEntry(entry, writers)) }
      }),
    read: (bounds) => inTurn(() => read(bounds)),
    find: (sequence) => opened.get(sequence),
    changesOf: (sequence) => changes.get(sequence) ?? [],
    message(sequence) {
      const entry = opened.get(sequence)
      return entry && isMessage(entry) ? now(entry) : undefined
    },
    doubt: (sequence) => (sequence === AtEnd ? doubtAtEnd() : doubts().get(sequence)),
    erased(author) {
      erase(author)
      void inTurn(() => checkErased(author)).catch(() => {})
    },
  }
}

/**
 * What could not be read may be readable when keys are there that are missing now, or when the server gives it out again. And something else may
 * stand there, as after a backup that was restored.
 */
function isSettled(held: OpenedEntry | undefined, { envelope }: SealedEntry): boolean {
  if (!held || held.doubt === 'unreadable' || held.doubt === 'emptied') return false
  if (envelope.length === 0) return held.said === undefined
  const header = decodeHeader(new Uint8Array(envelope))?.header
  return !held.said || !header || header.messageId === held.said.header.messageId
}

const inOrder = (one: OpenedEntry, other: OpenedEntry) => one.sequence - other.sequence
