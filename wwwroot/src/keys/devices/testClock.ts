import { createSignal } from 'solid-js'
import type { Cancel, Clock } from '../../clock'

/** For tests: time that passes when it is told to. Waits of a few seconds, after which something is tried again, are over at once. */
export class TestClock implements Clock {
  private at = 1_800_000_000_000
  private readonly timers = new Set<{ due: number; act: () => void }>()
  private readonly begun = createSignal(0)

  now = () => this.at

  after = (ms: number, act: () => void): Cancel => {
    if (ms <= ShortMs) {
      let cancelled = false
      setTimeout(() => !cancelled && act())
      return () => void (cancelled = true)
    }
    const timer = { due: this.at + ms, act }
    this.timers.add(timer)
    this.begun[1]((count) => count + 1)
    return () => void this.timers.delete(timer)
  }

  /** How many waits for time to pass have begun. */
  waits = () => this.begun[0]()

  pass(ms: number) {
    const end = this.at + ms
    for (;;) {
      const [next] = [...this.timers].filter(({ due }) => due <= end).toSorted((one, other) => one.due - other.due)
      if (!next) break
      this.timers.delete(next)
      this.at = Math.max(this.at, next.due)
      next.act()
    }
    this.at = end
  }
}

const ShortMs = 9_000
