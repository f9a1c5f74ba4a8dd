import { createSignal } from 'solid-js'
import type { Cancel } from '../clock'
import type { Profile } from '../contract'
import type { Desk } from './desk'

const HoldsMs = 6_000
const TellEveryMs = 3_000

/** Who is writing in one conversation, and telling the others that oneself is. */
export interface Typing {
  others(): Profile[]
  heard(user: string): void
  /** Their message came. */
  finished(user: string): void
  note(): void
  /** The own message went out: the next letter is told at once. */
  sent(): void
}

export function createTyping(
  desk: Desk,
  conversation: string,
  profileOf: (user: string) => Profile | undefined,
): Typing {
  const [users, setUsers] = createSignal<readonly string[]>([])
  const forgetting = new Map<string, Cancel>()
  let toldAt = -Infinity

  function finished(user: string) {
    forgetting.get(user)?.()
    if (forgetting.delete(user)) setUsers([...forgetting.keys()])
  }

  return {
    others: () => users().flatMap((user) => profileOf(user) ?? []),
    heard(user) {
      if (user === desk.me()?.id) return
      const known = forgetting.has(user)
      forgetting.get(user)?.()
      forgetting.set(
        user,
        desk.clock.after(HoldsMs, () => finished(user)),
      )
      if (!known) setUsers([...forgetting.keys()])
    },
    finished,
    note() {
      if (!desk.attached() || desk.clock.now() - toldAt < TellEveryMs) return
      toldAt = desk.clock.now()
      void desk.call('Typing', { conversation })
    },
    sent() {
      toldAt = -Infinity
    },
  }
}
