import { batch, createSignal } from 'solid-js'
import type { Clock } from '../clock'
import {
  type Done,
  type Entry,
  type EntryWays,
  limits as contractLimits,
  type Profile,
  type Result,
  type SessionEndReason,
} from '../contract'
import { backoff } from '../connections/backoff'
import type { Trouble, TroubleCode } from '../refusals'
import type { EntryApi } from './entryApi'
import type { OtherTabs } from './otherTabs'
import { anonymousName, randomColour } from '../users/palette'
import type { Passkeys } from './passkeys'
import { createPasskeySignIn, type SignInResult } from './passkeySignIn'
import type { EndedNotice, SessionView } from './sessionView'

export interface SessionStore extends SessionView {
  /** Asks whether the session still stands, after the socket gave reason to doubt it. */
  check(): Promise<void>
  /** The server said that the session has ended, and why. */
  ended(reason: SessionEndReason): Promise<void>
  /** The server said who the session's user is. */
  known(me: Profile): void
}

export interface SessionDeps {
  api: EntryApi
  passkeys: Passkeys
  tabs: OtherTabs
  clock: Clock
  random: () => number
  /** Somebody else is here now, or nobody. `left` when the person asked for it in this tab. */
  changed(me: Profile | undefined, before: Profile | undefined, left: boolean): void
  /** The same user goes on with a new session: what was opened with the old one closes soon. */
  renewed(): void
  served(build: string, development: boolean): void
  /** Hands a file to the person. */
  save(name: string, file: Blob): void
  /** Where this page was found: as good an address to invite with as any, if the host names no better one. */
  address: string
  /** What the address said of a sign-in elsewhere that led back here. */
  outcome: string | undefined
}

const noWays: EntryWays = { guest: true, signUp: true, gitHub: false, passkey: false, demo: [] }

export function createSessionStore(deps: SessionDeps): SessionStore {
  const { api, tabs, clock, random, changed, served } = deps
  const [status, setStatus] = createSignal<ReturnType<SessionView['status']>>('loading')
  const [me, setMe] = createSignal<Profile>()
  const [limits, setLimits] = createSignal<ReturnType<SessionView['limits']>>(contractLimits)
  const [inviteUrl, setInviteUrl] = createSignal('')
  const [dashboard, setDashboard] = createSignal(false)
  const [ways, setWays] = createSignal(noWays)
  const [endedNotice, setEndedNotice] = createSignal<EndedNotice>()
  const [outcome, setOutcome] = createSignal(readOutcome(deps.outcome))
  const passkeySignIn = createPasskeySignIn(api, deps.passkeys)
  // Counts entering and leaving: an answer to a question asked before that is out of date.
  let turn = 0
  // The socket may tell of the end before the request that asked for it is answered.
  let leaving = false
  let endReason: SessionEndReason | undefined
  let failures = 0
  let cancelRetry = () => {}

  function settle(next: Profile | undefined, left: boolean) {
    const before = me()
    batch(() => {
      setMe(next)
      setStatus(next ? 'in' : 'out')
      if (next || left) setEndedNotice(undefined)
      else if (before) setEndedNotice(noticeOf(endReason))
      endReason = undefined
      if (before?.id !== next?.id) changed(next, before, left)
    })
  }

  function apply(entry: Entry) {
    failures = 0
    batch(() => {
      setLimits({ nameLength: entry.nameLength, messageLength: entry.messageLength })
      setInviteUrl(entry.publicUrl ?? deps.address)
      setWays(entry.ways)
      setDashboard(entry.dashboard)
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

  function enter(result: SignInResult<Profile>): Trouble | undefined {
    if (!result.value) return result.refusal
    turn++
    const same = me()?.id === result.value.id
    settle(result.value, false)
    tabs.tell(false)
    if (same) deps.renewed()
    return undefined
  }

  async function leave(ask: () => Promise<Result<Done>>): Promise<Trouble | undefined> {
    leaving = true
    const { refusal } = await ask().finally(() => (leaving = false))
    if (refusal && refusal.code !== 'notSignedIn') return refusal
    turn++
    settle(undefined, true)
    tabs.tell(true)
    return undefined
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
    dashboard,
    ways,
    endedNotice,
    outcome,
    dismissOutcome: () => setOutcome(undefined),
    check: ask,
    ended(reason) {
      endReason = reason
      return ask()
    },
    known: (profile) => settle(profile, false),
    reload() {
      if (status() === 'unreachable') setStatus('loading')
      return ask()
    },
    enterAsGuest: async (name, colour) => enter(await api.enterAsGuest({ name, colour })),
    enterAsDemo: async (name) => enter(await api.enterAsDemo({ name })),
    createAccount: async (name, colour) => enter(await passkeySignIn.signUp(name, colour)),
    signInWithPasskey: async () => enter(await passkeySignIn.signIn()),
    addPasskey: async () => (await passkeySignIn.add()).refusal ?? undefined,
    signOut: (everywhere = false) => leave(() => api.end(everywhere)),
    async exportAccount() {
      const { value, refusal } = await api.exportAccount()
      if (value) deps.save('chatmux-account.json', value)
      return refusal ?? undefined
    },
    deleteAccount: (withMessages) => leave(() => api.deleteAccount({ withMessages })),
    async becomeAnonymous() {
      const trouble = await leave(() => api.end(false))
      return trouble ?? enter(await api.enterAsGuest({ name: anonymousName(random), colour: randomColour() }))
    },
  }
}

function noticeOf(reason: SessionEndReason | undefined): EndedNotice {
  return reason === 'endedElsewhere' || reason === 'expired' || reason === 'accountRemoved' ? reason : 'sessionEnded'
}

function readOutcome(told: string | undefined): Trouble | 'added' | undefined {
  if (told === undefined || told === 'added') return told
  return { code: told as TroubleCode, retryAfterMs: null }
}
