import { createSignal } from 'solid-js'
import { type Clock, createPause } from '../clock'
import { backoff } from '../connections/backoff'
import type { Call } from '../connections/calls'
import type { OwnPresence } from '../contract'
import type { PresenceView } from './presenceView'

export interface PresenceStore extends Omit<PresenceView, 'visit'> {
  known(presence: OwnPresence): void
  /** What a socket says of this tab as it is opened. */
  sayIdle(): boolean
  /** This tab is perhaps not what the server was told: it is without input, or has some again. */
  idleChanged(): void
  /** Fetches it: something may have been missed. */
  refresh(): Promise<void>
  reset(): void
}

export interface PresenceDeps {
  clock: Clock
  random(): number
  call: Call
  patientCall: Call
  attached(): boolean
  idle(): boolean
  /** This tab's connection. */
  mine(): string | undefined
}

const nobody: OwnPresence = { availability: 'available', connections: [] }

export function createPresenceStore({
  clock,
  random,
  call,
  patientCall,
  attached,
  idle,
  mine,
}: PresenceDeps): PresenceStore {
  const [own, setOwn] = createSignal(nobody)
  const pause = createPause(clock)
  let telling = false
  /** How often it was heard how one appears: what was asked for before is older. */
  let heard = 0
  // What the server knows; undefined when that is not sure.
  let told: boolean | undefined

  async function tell() {
    if (telling) return
    telling = true
    for (let failures = 0; attached() && told !== idle();) {
      const now = idle()
      told = undefined
      const { refusal } = await call('SetIdle', { idle: now })
      if (!refusal) told = now
      else if (attached()) await pause.wait(refusal.retryAfterMs ?? 500 + backoff(++failures, random))
    }
    telling = false
  }

  function known(presence: OwnPresence) {
    heard++
    setOwn(presence)
  }

  async function refresh() {
    for (let failures = 0; attached();) {
      const before = heard
      const { value, refusal } = await call('GetPresence', null)
      if (value && heard === before) return known(value)
      if (refusal && attached()) await pause.wait(refusal.retryAfterMs ?? 500 + backoff(++failures, random))
    }
  }

  return {
    availability: () => own().availability,
    others: () => own().connections.filter(({ connection }) => connection !== mine()),
    async setAvailability(availability) {
      const before = heard
      const { value, refusal } = await patientCall('SetAvailability', { availability })
      // Of two words that crossed nobody knows which is the later one.
      if (value && heard === before) known(value)
      else if (value) void refresh()
      return refusal ?? undefined
    },
    known,
    sayIdle: () => (told = idle()),
    idleChanged: () => void tell(),
    refresh,
    reset: () => known(nobody),
  }
}
