import { batch, createSignal } from 'solid-js'
import type { Clock } from '../clock'
import { type Entry, limits as contractLimits, type Profile } from '../contract'
import { backoff } from '../connections/backoff'
import type { EntryApi } from './entryApi'
import type { OtherTabs } from './otherTabs'
import type { SessionView } from './sessionView'

export interface SessionStore extends SessionView {
  /** Asks whether the session still stands, after the socket gave reason to doubt it. */
  check(): Promise<void>
  /** The server said who the session's user is. */
  known(me: Profile): void
}

export interface SessionDeps {
  api: EntryApi
  tabs: OtherTabs
  clock: Clock
  random: () => number
  /** Somebody else is here now, or nobody. `left` when the person asked for it in this tab. */
  changed(me: Profile | undefined, before: Profile | undefined, left: boolean): void
  served(build: string, development: boolean): void
  /** Where this page was found: as good an address to invite with as any, if the host names no better one. */
  address: string
}

export function createSessionStore({ api, tabs, clock, random, changed, served, address }: SessionDeps): SessionStore {
  const [status, setStatus] = createSignal<ReturnType<SessionView['status']>>('loading')
  const [me, setMe] = createSignal<Profile>()
  const [limits, setLimits] = createSignal<ReturnType<SessionView['limits']>>(contractLimits)
  const [inviteUrl, setInviteUrl] = createSignal('')
  const [endedNotice, setEndedNotice] = createSignal<'sessionEnded'>()
  // Counts entering and leaving: an answer to a question asked before that is out of date.
  let turn = 0
  // The socket may tell of the end before the request that asked for it is answered.
  let leaving = false
  let failures = 0
  let cancelRetry = () => {}

  function settle(next: Profile | undefined, left: boolean) {
    const before = me()
    batch(() => {
      setMe(next)
      setStatus(next ? 'in' : 'out')
      if (next || left) setEndedNotice(undefined)
      else if (before) setEndedNotice('sessionEnded')
      if (before?.id !== next?.id) changed(next, before, left)
    })
  }

  function apply(entry: Entry) {
    failures = 0
    batch(() => {
      setLimits({ nameLength: entry.nameLength, messageLength: entry.messageLength })
      setInviteUrl(entry.publicUrl ?? address)
      served(entry.build, entry.development)
      settle(entry.me ?? undefined, leaving)
    })
  }

  async function ask() {
    cancelRetry()
    const asked = turn
    const entry = await api.entry()
    if (asked !== turn) return
    if (entry) return apply(entry)
    if (status() === 'in' || status() === 'out') return
    setStatus('unreachable')
    cancelRetry()
    cancelRetry = clock.after(1_000 + backoff(++failures, random), () => void ask())
  }

  tabs.listen((left) => {
    // Nothing has to be asked to know that the person has left; the answer could come too late to forget their texts.
    if (left && me()) {
      settle(undefined, true)
      setEndedNotice('sessionEnded')
    }
    void ask()
  })

  return {
    status,
    me,
    limits,
    inviteUrl,
    endedNotice,
    check: ask,
    known: (profile) => settle(profile, false),
    reload() {
      if (status() === 'unreachable') setStatus('loading')
      return ask()
    },
    async enterAsGuest(name, colour) {
      const { value, refusal } = await api.enterAsGuest({ name, colour })
      if (refusal) return refusal
      turn++
      settle(value, false)
      tabs.tell(false)
      return undefined
    },
    async signOut() {
      leaving = true
      const { refusal } = await api.end().finally(() => (leaving = false))
      if (refusal && refusal.code !== 'notSignedIn') return refusal
      turn++
      settle(undefined, true)
      tabs.tell(true)
      return undefined
    },
  }
}
