import { type Accessor, createEffect, createSignal, onCleanup, untrack } from 'solid-js'
import type { ConnectionState } from './connectionView'

/** What the banner says: trouble, that trouble is over, or nothing. */
export type Shown = Exclude<ConnectionState, { phase: 'online' }> | { phase: 'back' } | undefined

const blipMs = 1_000
const backMs = 2_500

/** Follows the connection without flashing: trouble shorter than a second is never told, and its end only if it was. */
export function createShownState(state: Accessor<ConnectionState>): Accessor<Shown> {
  const [shown, setShown] = createSignal<Shown>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const later = (ms: number, act: () => void) => {
    timer ??= setTimeout(() => {
      timer = undefined
      act()
    }, ms)
  }
  const cancel = () => {
    clearTimeout(timer)
    timer = undefined
  }

  createEffect(() => {
    const now = state()
    const before = untrack(shown)
    if (now.phase === 'online') {
      if (before?.phase === 'back') return
      cancel()
      if (before === undefined) return
      setShown({ phase: 'back' })
      later(backMs, () => setShown(undefined))
    } else if (before === undefined && now.phase !== 'superseded' && now.phase !== 'refused') {
      later(blipMs, () => {
        const latest = state()
        if (latest.phase !== 'online') setShown(latest)
      })
    } else {
      cancel()
      setShown(now)
    }
  })
  onCleanup(cancel)
  return shown
}
