import { batch, createSignal } from 'solid-js'
import { createPause } from '../clock'
import { backoff } from '../connections/backoff'
import { limits, type Refusal } from '../contract'
import type { Desk } from './desk'
import type { Entry } from './entry'
import { createReader } from './reader'
import * as rules from './window'

const AtLeast = 30
const ScrolledPage = 50

export type Loading = 'first' | 'older' | 'newer' | 'elsewhere'

/** The held part of one conversation: loads it, and keeps it up with what is announced. */
export interface History {
  window(): rules.Window | undefined
  opened(): boolean
  loading(): Loading | undefined
  loadFailed(): Refusal | undefined
  /** Begins to hold messages: the newest of `head`, and back to `from` if that is not too far. */
  open(from: number, head: number): void
  /** A message or a change was announced. */
  told(entry: Entry): void
  erased(author: string): void
  position(head: number): void
  /** Whether somebody looks at the newest message, or nobody looks at all. */
  follow(newest: boolean): void
  /** Asks for what may have been missed. Resolves when all of it is there, or cannot be had. */
  catchUp(): Promise<void>
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  loadNewest(): Promise<void>
  /** Holds the messages around this number. Resolves with the number of that message, or of the next one. */
  goTo(sequence: number): Promise<number | undefined>
  goToTime(atMs: number): Promise<number | undefined>
}

/** `changed`: other messages are held. */
export function createHistory(desk: Desk, conversation: string, changed: (window: rules.Window) => void): History {
  const [window, setWindow] = createSignal<rules.Window>()
  const [loading, setLoading] = createSignal<Loading>()
  const [loadFailed, setLoadFailed] = createSignal<Refusal>()
  const read = createReader(desk, conversation)
  const pause = createPause(desk.clock)
  let opened = false
  let following = true
  let wantedFrom = Infinity
  let firstCount = AtLeast
  let early: readonly Entry[] = []
  // The greatest number that was told, also while no messages are held, or others than those on their way.
  let toldHead = 0
  // Something may have been missed without a sign of it.
  let unsure = false
  // How often the reader went somewhere: what was on its way before is not wanted any more.
  let trips = 0
  let travelling = 0
  let running = false
  let ongoing = Promise.resolve()
  let scrolling: Promise<void> | undefined

  function show(next: rules.Window) {
    if (next === window()) return
    batch(() => {
      setWindow(next)
      changed(next)
    })
  }

  /** Goes on until everything wanted is there. At most one runs at a time; it sees what is wanted meanwhile. */
  function fetch(): Promise<void> {
    if (!running) ongoing = run()
    return ongoing
  }

  async function run() {
    running = true
    let failures = 0
    while (desk.attached() && needed()) {
      const [before, trip] = [window(), trips]
      const refusal = await step()
      if (refusal && !desk.attached()) break
      // Moving fast is no fault: the page comes when it may.
      setLoadFailed(refusal?.code === 'tooFast' ? undefined : refusal)
      if (refusal && refusal.code !== 'unavailable' && refusal.code !== 'tooFast') break
      if (!refusal && (window() !== before || trip !== trips)) failures = 0
      else if (needed()) await pause.wait(refusal?.retryAfterMs ?? 500 + backoff(++failures, desk.random))
    }
    if (window() || loadFailed()) setLoading((now) => (now === 'first' ? undefined : now))
    running = false
  }

  function needed(): boolean {
    const held = window()
    if (!opened || !held) return opened
    return wantsNewest(held) || unsure || rules.isBehind(held) || reachesBack(held)
  }

  const wantsNewest = (held: rules.Window) =>
    (following || held.messages.length === 0) && (rules.isElsewhere(held) || rules.isFarBehind(held))

  const reachesBack = (held: rules.Window) =>
    held.hasOlder && rules.firstOf(held) > wantedFrom && held.messages.length < rules.MissingAtMost

  /** One page nearer to what is wanted. */
  async function step(): Promise<Refusal | undefined> {
    const held = window()
    if (!held) return begin(firstCount)
    if (wantsNewest(held)) return begin(AtLeast)
    if (rules.isFarBehind(held)) return renew(held)
    if (unsure || rules.isBehind(held)) return newer(held)
    return older(held, limits.pageLength)
  }

  async function begin(count: number): Promise<Refusal | undefined> {
    // What is lost from here on may be missing in the page.
    unsure = false
    const trip = trips
    const { page, refusal } = await read({ count })
    unsure ||= refusal !== undefined
    if (refusal) return refusal
    // The reader went elsewhere meanwhile.
    if (trip !== trips) return undefined
    const held = window()
    if (held) wantedFrom = Infinity
    show(
      rules.learnHead(
        rules.fromNewest(page, held ? rules.heardSince(held, page) : early),
        Math.max(toldHead, held?.head ?? 0),
      ),
    )
    early = []
    return undefined
  }

  async function newer(held: rules.Window): Promise<Refusal | undefined> {
    unsure = false
    const { page, refusal } = await read({ after: held.upTo, count: limits.pageLength })
    const now = window() ?? held
    const joined =
      page && (rules.isFarBehind(now, page.head) ? rules.learnHead(now, page.head) : rules.append(now, page, held.upTo))
    if (joined) show(place(joined))
    else unsure = true
    return refusal ?? (joined ? undefined : begin(AtLeast))
  }

  /** Much was missed, and the reader stays: what is held is read again as it is now. */
  async function renew(held: rules.Window): Promise<Refusal | undefined> {
    unsure = false
    const fresh: rules.Window['messages'][number][] = []
    let before = held.last + 1
    let head: number | undefined
    while (before > rules.firstOf(held)) {
      const { page, refusal } = await read({ before, count: limits.pageLength })
      unsure ||= refusal !== undefined
      if (refusal) return refusal
      head ??= page.head
      fresh.unshift(...page.messages)
      before = page.messages[0]?.sequence ?? 0
    }
    show(rules.renew(window() ?? held, fresh, before, head ?? 0))
    return undefined
  }

  async function older(held: rules.Window, count: number): Promise<Refusal | undefined> {
    const before = rules.firstOf(held)
    const { page, refusal } = await read({ before, count })
    if (page) show(rules.prepend(window() ?? held, page, before))
    return refusal
  }

  async function extend(held: rules.Window): Promise<Refusal | undefined> {
    const { page, refusal } = await read({ after: held.last, count: ScrolledPage })
    if (page) show(rules.extend(window() ?? held, page, held.last))
    return refusal
  }

  /** One page more for whoever scrolls. */
  async function scroll(way: 'older' | 'newer', held: rules.Window) {
    const page = (from: rules.Window) => (way === 'older' ? older(from, ScrolledPage) : extend(from))
    setLoading(way)
    setLoadFailed(await patiently(() => page(window() ?? held)))
    setLoading((now) => (now === way ? undefined : now))
    scrolling = undefined
    if (needed()) void fetch()
  }

  /** Waits as long as it is too fast. */
  async function patiently(load: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    let refusal = await load()
    while (refusal?.code === 'tooFast' && desk.attached()) {
      await pause.wait(refusal.retryAfterMs ?? 500)
      refusal = await load()
    }
    return refusal
  }

  const place = (held: rules.Window) => (following ? rules.trim(held) : rules.keepPlace(held))

  async function around(sequence: number, trip: number): Promise<Refusal | undefined> {
    const before = sequence + ScrolledPage / 2 + 1
    // Something else was asked for since.
    if (trip !== trips) return undefined
    const { page, refusal } = await read({ before, count: ScrolledPage })
    if (!page || trip !== trips) return refusal
    const held = window()
    wantedFrom = Infinity
    const there = rules.around(page, before, held ? rules.heardSince(held, page) : early)
    if (rules.isElsewhere(there)) following = false
    show(rules.learnHead(there, Math.max(toldHead, held?.head ?? 0)))
    early = []
    return backTo(sequence, trip)
  }

  /** A page of long messages is shorter than was asked for, so that one may not reach as far as one is going. */
  async function backTo(sequence: number, trip: number): Promise<Refusal | undefined> {
    for (let first = Infinity; ;) {
      const held = window()
      if (!held?.hasOlder || trip !== trips || rules.firstOf(held) <= sequence || rules.firstOf(held) === first)
        return undefined
      first = rules.firstOf(held)
      const refusal = await older(held, ScrolledPage)
      if (refusal) return refusal
    }
  }

  /** The message of this number, or the next one there is, or else the last one. */
  const nearest = (sequence: number) => {
    const messages = window()?.messages ?? []
    return (messages.find((message) => message.sequence >= sequence) ?? messages.at(-1))?.sequence
  }

  async function goTo(sequence: number): Promise<number | undefined> {
    const held = window()
    if (held && sequence >= rules.firstOf(held) && sequence <= held.last) return nearest(sequence)
    opened = true
    const trip = ++trips
    const refusal = await travel(() => around(sequence, trip))
    if (needed()) void fetch()
    return refusal || trip !== trips ? undefined : nearest(sequence)
  }

  async function travel(load: () => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    setLoading('elsewhere')
    travelling++
    const refusal = await patiently(load)
    travelling--
    setLoadFailed(refusal)
    setLoading((now) => (now === 'elsewhere' ? undefined : now))
    return refusal
  }

  async function goToTime(atMs: number): Promise<number | undefined> {
    let found: number | undefined
    await travel(async () => {
      const { value, refusal } = await desk.call('FindTime', { conversation, atMs })
      found = value?.sequence
      return refusal ?? undefined
    })
    return found === undefined ? undefined : goTo(found)
  }

  return {
    window,
    opened: () => opened,
    loading,
    loadFailed,
    open(from, head) {
      if (opened) return
      opened = true
      wantedFrom = from
      firstCount = Math.min(limits.pageLength, Math.max(AtLeast, head - from + 1))
      setLoading('first')
      void fetch()
    },
    erased(author) {
      const held = window()
      if (held) show(rules.eraseAuthor(held, author))
    },
    told(entry) {
      const held = window()
      if (!opened) return
      if (!held) early = [...early, entry].slice(-rules.MissingAtMost)
      else {
        const next = rules.post(held, entry)
        // What was told before is not there any more.
        if (next.upTo < held.upTo) toldHead = next.head
        show(place(next))
      }
      if (needed()) void fetch()
    },
    position(head) {
      const held = window()
      toldHead = Math.max(toldHead, head)
      if (held) show(rules.learnHead(held, head))
      if (needed()) void fetch()
    },
    follow(newest) {
      // Who is at the newest message from the start has gone nowhere: their first page is on its way.
      if (newest && (!following || travelling > 0)) trips++
      following = newest
      if (needed()) void fetch()
    },
    catchUp() {
      if (!opened) return Promise.resolve()
      unsure = true
      pause.wake()
      return fetch()
    },
    loadOlder() {
      const held = window()
      if (!held?.hasOlder || loading() === 'first') return Promise.resolve()
      return (scrolling ??= scroll('older', held))
    },
    loadNewer() {
      const held = window()
      if (!held || !rules.isElsewhere(held)) return Promise.resolve()
      return (scrolling ??= scroll('newer', held))
    },
    loadNewest() {
      const held = window()
      wantedFrom = Infinity
      trips++
      following = true
      if (!held) setLoading('first')
      else if (!wantsNewest(held)) show(rules.keepNewest(held, limits.pageLength))
      setLoadFailed(undefined)
      pause.wake()
      return fetch()
    },
    goTo,
    goToTime,
  }
}
