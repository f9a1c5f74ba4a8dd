import { batch, createSignal } from 'solid-js'
import { createPause } from '../clock'
import { backoff } from '../connections/backoff'
import { limits, type Refusal } from '../contract'
import type { Desk } from './desk'
import type { Entry } from './entry'
import { createReader } from './reader'
import * as rules from './window'

const AtLeast = 30
const OlderPage = 50

/** The held part of one conversation: loads it, and keeps it up with what is announced. */
export interface History {
  window(): rules.Window | undefined
  opened(): boolean
  loading(): 'first' | 'older' | undefined
  loadFailed(): Refusal | undefined
  /** Begins to hold messages: the newest of `head`, and back to `from` if that is not too far. */
  open(from: number, head: number): void
  /** A message or a change was announced. */
  told(entry: Entry): void
  erased(author: string): void
  position(head: number): void
  /** Somebody looks at the newest message again. */
  follow(): void
  /** Asks for what may have been missed. Resolves when all of it is there, or cannot be had. */
  catchUp(): Promise<void>
  loadOlder(): Promise<void>
  loadBackTo(message: number): Promise<boolean>
  loadNewest(): Promise<void>
}

/** `following`: whether somebody looks at the newest message. `changed`: other messages are held. */
export function createHistory(
  desk: Desk,
  conversation: string,
  following: () => boolean,
  changed: (window: rules.Window) => void,
): History {
  const [window, setWindow] = createSignal<rules.Window>()
  const [loading, setLoading] = createSignal<'first' | 'older'>()
  const [loadFailed, setLoadFailed] = createSignal<Refusal>()
  const read = createReader(desk, conversation)
  const pause = createPause(desk.clock)
  let opened = false
  let wantedFrom = Infinity
  let firstCount = AtLeast
  let early: readonly Entry[] = []
  // The greatest number that was told, also while no messages are held, or others than those on their way.
  let toldHead = 0
  // Something may have been missed without a sign of it.
  let unsure = false
  let running = false
  let ongoing = Promise.resolve()
  let loadingOlder: Promise<void> | undefined

  function show(next: rules.Window) {
    if (next === window()) return
    batch(() => {
      setWindow(next)
      changed(next)
    })
  }

  /** Goes on until everything wanted is there. At most one runs at a time; it sees what is wanted meanwhile. */
  function follow(): Promise<void> {
    if (!running) ongoing = run()
    return ongoing
  }

  async function run() {
    running = true
    let failures = 0
    while (desk.attached() && needed()) {
      const before = window()
      const refusal = await step()
      if (refusal && !desk.attached()) break
      setLoadFailed(refusal)
      if (refusal && refusal.code !== 'unavailable' && refusal.code !== 'tooFast') break
      if (!refusal && window() !== before) failures = 0
      else if (needed()) await pause.wait(refusal?.retryAfterMs ?? 500 + backoff(++failures, desk.random))
    }
    if (window() || loadFailed()) setLoading((now) => (now === 'first' ? undefined : now))
    running = false
  }

  function needed(): boolean {
    const held = window()
    if (!opened || !held) return opened
    if (rules.isFarBehind(held)) return following()
    return unsure || rules.isBehind(held) || reachesBack(held)
  }

  const reachesBack = (held: rules.Window) =>
    held.hasOlder && rules.firstOf(held) > wantedFrom && held.messages.length < rules.MissingAtMost

  /** One page nearer to what is wanted. */
  async function step(): Promise<Refusal | undefined> {
    const held = window()
    if (!held) return begin(firstCount)
    if (rules.isFarBehind(held)) return begin(AtLeast)
    if (unsure || rules.isBehind(held)) return newer(held)
    return older(held, limits.pageLength)
  }

  async function begin(count: number): Promise<Refusal | undefined> {
    // What is lost from here on may be missing in the page.
    unsure = false
    const { page, refusal } = await read({ count })
    unsure ||= refusal !== undefined
    if (refusal) return refusal
    const held = window()
    if (held) wantedFrom = Infinity
    show(rules.learnHead(rules.fromNewest(page, held?.early ?? early), Math.max(toldHead, held?.head ?? 0)))
    early = []
    return undefined
  }

  async function newer(held: rules.Window): Promise<Refusal | undefined> {
    unsure = false
    const { page, refusal } = await read({ after: held.last, count: limits.pageLength })
    const now = window() ?? held
    const joined =
      page && (rules.isFarBehind(now, page.head) ? rules.learnHead(now, page.head) : rules.append(now, page))
    if (joined) show(joined)
    else unsure = true
    return refusal ?? (joined ? undefined : begin(AtLeast))
  }

  async function older(held: rules.Window, count: number): Promise<Refusal | undefined> {
    const before = rules.firstOf(held)
    const { page, refusal } = await read({ before, count })
    if (page) show(rules.prepend(window() ?? held, page, before))
    return refusal
  }

  async function readOlder(held: rules.Window) {
    setLoading('older')
    let refusal = await older(held, OlderPage)
    // Scrolling fast is no fault: the page comes when it may.
    while (refusal?.code === 'tooFast' && desk.attached()) {
      await pause.wait(refusal.retryAfterMs ?? 500)
      refusal = await older(window() ?? held, OlderPage)
    }
    setLoadFailed(refusal)
    setLoading((now) => (now === 'older' ? undefined : now))
    loadingOlder = undefined
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
      void follow()
    },
    erased(author) {
      const held = window()
      if (held) show(rules.eraseAuthor(held, author))
    },
    told(entry) {
      const held = window()
      if (!opened) return
      if (!held) early = [...early, entry].slice(-rules.MissingAtMost)
      else show(following() ? rules.trim(rules.post(held, entry)) : rules.post(held, entry))
      if (needed()) void follow()
    },
    position(head) {
      const held = window()
      toldHead = Math.max(toldHead, head)
      if (held) show(rules.learnHead(held, head))
      if (needed()) void follow()
    },
    follow: () => void follow(),
    catchUp() {
      if (!opened) return Promise.resolve()
      unsure = true
      pause.wake()
      return follow()
    },
    loadOlder() {
      const held = window()
      if (!held?.hasOlder || loading() === 'first') return Promise.resolve()
      return (loadingOlder ??= readOlder(held))
    },
    async loadBackTo(message) {
      wantedFrom = Math.min(wantedFrom, message)
      await follow()
      return window()?.messages.some(({ sequence }) => sequence === message) ?? false
    },
    loadNewest() {
      const held = window()
      wantedFrom = Infinity
      if (held) show(rules.keepNewest(held, limits.pageLength))
      else setLoading('first')
      setLoadFailed(undefined)
      pause.wake()
      return follow()
    },
  }
}
