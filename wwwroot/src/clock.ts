export type Cancel = () => void

/** Time as the client sees it, so that tests can own it. */
export interface Clock {
  now(): number
  after(ms: number, act: () => void): Cancel
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

/** A clock whose timers can be ended all at once, and which starts none after that. */
export function endableClock(clock: Clock): Clock & { end(): void } {
  const timers = new Set<Cancel>()
  let ended = false
  return {
    now: () => clock.now(),
    after(ms, act) {
      if (ended) return () => {}
      const cancel = clock.after(ms, () => {
        timers.delete(stop)
        act()
      })
      const stop = () => {
        timers.delete(stop)
        cancel()
      }
      timers.add(stop)
      return stop
    },
    end() {
      ended = true
      for (const stop of timers) stop()
    },
  }
}

/** Waits that can be cut short. */
export function createPause(clock: Clock): { wait(ms: number): Promise<void>; wake(): void } {
  let wake = () => {}
  return {
    wait: (ms) =>
      new Promise<void>((resolve) => {
        const cancel = clock.after(ms, resolve)
        wake = () => {
          cancel()
          resolve()
        }
      }),
    wake: () => wake(),
  }
}
