import { batch, createSignal } from 'solid-js'
import type { Cancel, Clock } from '../clock'
import type { DeviceKind, Refusal } from '../contract'
import { backoff } from './backoff'
import { type Call, refused } from './calls'
import type { ConnectionState, ConnectionView } from './connectionView'
import { type Link, type LinkListener, openLink } from './link'
import type { TabIdentity } from './tabIdentity'
import type { Transport } from './transport'

// A socket that lived shorter than this did not end the trouble, so the waiting goes on growing.
const SteadyAfterMs = 10_000
const AttachedWithinMs = 10_000

export interface ConnectionStore extends Pick<ConnectionView, 'state' | 'retryNow'> {
  call: Call
  attached(): boolean
  /** Resolves once attached, and after a while in any case: a call that fails says why. */
  whenAttached(): Promise<void>
  start(): void
  stop(): void
  /** Another tab has this connection now. */
  superseded(): void
  /** Opens another socket: what this one carries cannot be trusted any more. */
  reopen(): void
  /** Shows `catchingUp` until the work is done. */
  catchUp(work: Promise<unknown>): void
  /** There is a server, but nothing behind it answers; or it is over. */
  outage(over: boolean): void
  networkChanged(): void
  /** The tab came to the front: somebody looks at it now. */
  looked(): void
}

export interface ConnectionDeps {
  transport: Transport
  tab: TabIdentity
  device: DeviceKind
  clock: Clock
  random: () => number
  online(): boolean
  /** Whether this tab has been without input for a while. */
  idle(): boolean
  listener: Pick<LinkListener, 'welcomed' | 'events' | 'mailbox'>
  /** `refused` when the server ended the socket for what was sent. Told before the commands in flight are answered. */
  socketEnded(refused: boolean): void
  /** No socket could be opened, or the server says that nobody is signed in. */
  doubtSession(): void
}

export function createConnectionStore(deps: ConnectionDeps): ConnectionStore {
  const { transport, tab, device, clock, random, listener } = deps
  const [state, setState] = createSignal<ConnectionState>({ phase: 'connecting' })
  let running = false
  let link: Link | undefined
  let attachedSince: number | undefined
  let attempt = 0
  let catchingUp = 0
  let inOutage = false
  let idRefused = false
  let stopWaiting: Cancel = () => {}
  const wakeAttached: (() => void)[] = []
  // Counts what makes an answer that is still awaited meaningless.
  let turn = 0

  function connect() {
    dropLink()
    setState({ phase: 'connecting' })
    const mine = ++turn
    void tab.claim().then(({ connection, attempt, mailbox }) => {
      if (!running || mine !== turn) return
      link = openLink(
        transport,
        clock,
        { connection, device, attempt, mailbox, idle: deps.idle() },
        { ...listener, welcomed, refused: refuse, ended },
      )
    })
  }

  const welcomed: LinkListener['welcomed'] = (welcome) => {
    attachedSince = clock.now()
    idRefused = false
    catchingUp = 0
    inOutage = false
    for (const wake of wakeAttached.splice(0)) wake()
    batch(() => {
      setState({ phase: 'online' })
      listener.welcomed(welcome)
    })
  }

  function ended(refused: boolean) {
    const failedToOpen = attachedSince === undefined
    forgetLink(refused)
    wait(0)
    if (failedToOpen) deps.doubtSession()
  }

  function refuse(refusal: Refusal) {
    forgetLink(false)
    switch (refusal.code) {
      case 'notFound':
        // The id belongs to an earlier session of this tab.
        tab.renew()
        if (idRefused) return wait(0)
        idRefused = true
        return connect()
      case 'notSignedIn':
        wait(0)
        return deps.doubtSession()
      case 'unavailable':
      case 'tooFast':
      case 'notAttached':
        return wait(refusal.retryAfterMs ?? 0)
      default:
        setState({ phase: 'refused', refusal })
    }
  }

  function wait(atLeastMs: number) {
    stopWaiting()
    const delay = Math.max(atLeastMs, backoff(++attempt, random))
    setState({ phase: 'waiting', retryAtMs: clock.now() + delay, attempt, networkDown: !deps.online() })
    stopWaiting = clock.after(delay, connect)
  }

  function dropLink() {
    stopWaiting()
    const dropped = link
    if (dropped) forgetLink(false)
    dropped?.drop()
  }

  function forgetLink(refused: boolean) {
    link = undefined
    if (attachedSince !== undefined && clock.now() - attachedSince >= SteadyAfterMs) attempt = 0
    attachedSince = undefined
    deps.socketEnded(refused)
  }

  const retryAtOnce = () => {
    if (running && state().phase === 'waiting') connect()
  }

  return {
    state,
    attached: () => attachedSince !== undefined,
    whenAttached() {
      const { phase } = state()
      const comes = running && phase !== 'superseded' && phase !== 'refused'
      if (attachedSince !== undefined || !comes) return Promise.resolve()
      return new Promise((resolve) => {
        wakeAttached.push(resolve)
        clock.after(AttachedWithinMs, resolve)
      })
    },
    call: (method, command) => link?.call(method, command) ?? Promise.resolve(refused('unavailable')),
    start() {
      running = true
      attempt = 0
      connect()
    },
    stop() {
      running = false
      turn++
      dropLink()
      setState({ phase: 'connecting' })
    },
    superseded() {
      turn++
      dropLink()
      setState({ phase: 'superseded' })
    },
    reopen() {
      if (running && link) connect()
    },
    retryNow() {
      const { phase } = state()
      if (phase === 'superseded') tab.renew()
      if (running && (phase === 'waiting' || phase === 'superseded' || phase === 'refused')) connect()
    },
    catchUp(work) {
      const mine = turn
      catchingUp++
      setState({ phase: 'catchingUp' })
      void work.finally(() => {
        if (mine !== turn || attachedSince === undefined) return
        if (--catchingUp === 0) setState({ phase: inOutage ? 'outage' : 'online' })
      })
    },
    outage(over) {
      if (attachedSince === undefined) return
      inOutage = !over
      if (catchingUp === 0) setState({ phase: over ? 'online' : 'outage' })
    },
    networkChanged() {
      if (!running) return
      if (deps.online()) {
        attempt = 0
        return retryAtOnce()
      }
      // Nothing can come over this socket any more: no need to wait for the silence to tell.
      const { phase } = state()
      if (phase === 'superseded' || phase === 'refused') return
      turn++
      dropLink()
      wait(0)
    },
    looked() {
      // Perhaps another tab was closed meanwhile.
      if (running && state().phase === 'refused') connect()
      else retryAtOnce()
    },
  }
}
