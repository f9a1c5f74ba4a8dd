import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'

/** The time, every `everyMs` while `wanted`. */
export function createClock(everyMs: number, wanted: Accessor<boolean> = () => true): Accessor<number> {
  const [now, setNow] = createSignal(Date.now())
  createEffect(() => {
    if (!wanted()) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    onCleanup(() => clearInterval(timer))
  })
  return now
}

/** Whole seconds from `now` to `atMs`, at least 1: "in 0 s" says nothing. */
export function secondsUntil(atMs: number, now: number): number {
  return Math.max(1, Math.ceil((atMs - now) / 1000))
}
