import { type Clock, createPause } from '../clock'
import { backoff } from '../connections/backoff'
import type { Call } from '../connections/calls'

/** Tells the server which room the user looks at. */
export interface Visits {
  /** Another room is open in this tab. */
  visit(room: string): void
  /** The tab is attached, perhaps to a server that does not know it any more. */
  attached(): void
  reset(): void
}

export interface VisitsDeps {
  clock: Clock
  random(): number
  call: Call
  attached(): boolean
  /** Whether this tab is the one in front of the user. */
  looking(): boolean
}

export function createVisits({ clock, random, call, attached, looking }: VisitsDeps): Visits {
  const pause = createPause(clock)
  let room: string | undefined
  // What the server was told by this tab; another one may have told it something else since.
  let told: string | undefined
  let telling = false

  async function tell() {
    if (telling) return
    telling = true
    for (let failures = 0; attached() && room !== undefined && told !== room;) {
      const now = room
      const { refusal } = await call('VisitRoom', { room: now })
      if (!refusal) told = now
      else if (attached()) await pause.wait(refusal.retryAfterMs ?? 500 + backoff(++failures, random))
    }
    telling = false
  }

  return {
    visit(next) {
      room = next
      // Going back to where one was is a move all the same when another tab has gone elsewhere.
      told = undefined
      void tell()
    },
    attached() {
      if (looking()) told = undefined
      void tell()
    },
    reset() {
      room = told = undefined
    },
  }
}
