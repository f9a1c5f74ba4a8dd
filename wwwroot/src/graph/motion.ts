import { onCleanup } from 'solid-js'

/** The only loop of the graph: one step and one picture per frame, for as long as something moves. */
export interface Motion {
  /** Something may move now. */
  wake(): void
}

export interface MotionDeps {
  /** One step of whatever moves; whether there is another one. */
  step(): boolean
  /** `moving`: another picture follows. */
  draw(moving: boolean): void
  /** Whether to leave out, for now, what is on the way to where it ends. */
  calm(): boolean
  /** Whether there is anything to draw on: nothing runs while it is hidden. A hidden tab has no frames anyway. */
  visible(): boolean
}

// Of the work on an end that is shown at once: input is answered between two of these.
const SliceMs = 12

export function createMotion({ step, draw, calm, visible }: MotionDeps): Motion {
  let frame: number | undefined

  function run() {
    frame = undefined
    if (!visible()) return
    const began = performance.now()
    let moving = step()
    while (calm() && moving && performance.now() - began < SliceMs) moving = step()
    if (!calm() || !moving) draw(moving)
    if (moving) wake()
  }

  function wake() {
    frame ??= requestAnimationFrame(run)
  }

  onCleanup(() => frame !== undefined && cancelAnimationFrame(frame))
  return { wake }
}
