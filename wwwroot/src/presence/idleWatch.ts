import type { Cancel, Clock } from '../clock'
import { limits } from '../contract'

/** Whether this tab has been without input for a while. */
export interface IdleWatch {
  idle(): boolean
  end(): void
}

/** `changed` hears of it when it becomes so, and when there is input again. */
export function createIdleWatch(
  clock: Clock,
  listen: (input: () => void) => Cancel,
  changed: (idle: boolean) => void,
): IdleWatch {
  let idle = false
  let lastInput = clock.now()
  let waiting: Cancel | undefined

  function become(next: boolean) {
    idle = next
    changed(idle)
  }

  function watch(forMs: number) {
    waiting = clock.after(forMs, () => {
      waiting = undefined
      const left = lastInput + limits.idleAfterMs - clock.now()
      // A timer for each movement of the mouse would be thousands: it looks back when it is over.
      if (left > 0) watch(left)
      else become(true)
    })
  }

  const stopListening = listen(() => {
    lastInput = clock.now()
    if (!idle) return
    watch(limits.idleAfterMs)
    become(false)
  })
  watch(limits.idleAfterMs)

  return {
    idle: () => idle,
    end() {
      stopListening()
      waiting?.()
    },
  }
}
