import { drag, type D3DragEvent } from 'd3-drag'
import { select } from 'd3-selection'
import { onCleanup } from 'solid-js'
import { distance, type Point } from './geometry'

/** Points are those of the page. */
export interface DraggingDeps {
  /** Who is drawn there. */
  personAt(target: EventTarget | null): string | undefined
  moved(person: string, at: Point): void
  dropped(person: string, at: Point): void
  /** It is given up: nothing is to come of it. */
  cancelled(): void
}

// A press that trembles is a click.
const TrembleAtMost = 6
/** How long a finger rests on somebody to take them: one that moves at once moves the view. */
const HoldMs = 350

/** Lets people be dragged, by mouse, and by a finger that rests on them first. Escape gives it up, and so does a second finger. */
export function createDragging(drawing: HTMLElement, deps: DraggingDeps): void {
  const ending = new AbortController()
  onCleanup(() => ending.abort())
  byMouse(drawing, deps, ending.signal)
  byTouch(drawing, deps, ending.signal)
}

function byMouse(drawing: HTMLElement, { personAt, moved, dropped, cancelled }: DraggingDeps, signal: AbortSignal) {
  let begun: Point | undefined
  let dragging = false
  const pointOf = ({ sourceEvent }: { sourceEvent: MouseEvent }) => ({ x: sourceEvent.clientX, y: sourceEvent.clientY })
  const behaviour = drag<HTMLElement, unknown, { person: string; x: number; y: number } | undefined>()
    .touchable(() => false)
    .clickDistance(TrembleAtMost)
    .filter((event: MouseEvent) => event.button === 0 && !event.ctrlKey && personAt(event.target) !== undefined)
    .subject((event: D3DragEvent<HTMLElement, unknown, unknown>) => {
      const person = personAt((event.sourceEvent as Event).target)
      return person === undefined ? undefined : { person, x: event.x, y: event.y }
    })
    .on('start', (event: { sourceEvent: MouseEvent }) => {
      begun = pointOf(event)
      dragging = false
    })
    .on('drag', (event: { sourceEvent: MouseEvent; subject: { person: string } }) => {
      const at = pointOf(event)
      dragging ||= begun !== undefined && distance(begun, at) > TrembleAtMost
      if (begun && dragging) moved(event.subject.person, at)
    })
    .on('end', (event: { sourceEvent: MouseEvent; subject: { person: string } }) => {
      if (begun && dragging) dropped(event.subject.person, pointOf(event))
      begun = undefined
    })
  select(drawing).call(behaviour)
  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !begun || !dragging) return
    event.stopImmediatePropagation()
    begun = undefined
    cancelled()
  }
  window.addEventListener('keydown', giveUp, { capture: true, signal })
}

function byTouch(drawing: HTMLElement, { personAt, moved, dropped, cancelled }: DraggingDeps, signal: AbortSignal) {
  let end: ((cancel: boolean) => void) | undefined

  function begin(event: TouchEvent) {
    end?.(true)
    const [person, touch] = [personAt(event.target), event.touches[0]]
    if (person === undefined || !touch || event.touches.length > 1) return
    let at = pointOf(touch)
    let dragging = false
    const over = new AbortController()
    const timer = setTimeout(() => {
      dragging = true
      navigator.vibrate?.(12)
      moved(person, at)
    }, HoldMs)
    end = (cancel) => {
      end = undefined
      clearTimeout(timer)
      over.abort()
      if (dragging && cancel) cancelled()
    }
    const move = (moving: TouchEvent) => {
      const to = pointOf(moving.touches[0] ?? touch)
      if (!dragging) return distance(at, to) > TrembleAtMost ? end?.(true) : undefined
      // The view stays where it is.
      moving.stopPropagation()
      moving.preventDefault()
      moved(person, (at = to))
    }
    const lift = (lifting: TouchEvent) => {
      const drops = dragging
      end?.(false)
      if (!drops) return
      lifting.preventDefault()
      dropped(person, at)
    }
    // On what was touched: should that be gone meanwhile, the touch is told to nobody else.
    const touched = event.target as Element
    touched.addEventListener('touchmove', move as EventListener, { passive: false, signal: over.signal })
    touched.addEventListener('touchend', lift as EventListener, { passive: false, signal: over.signal })
    touched.addEventListener('touchcancel', () => end?.(true), { signal: over.signal })
  }

  // Before the zoom, which tells nobody else of a touch.
  drawing.addEventListener('touchstart', begin, { capture: true, passive: true, signal })
  drawing.addEventListener('contextmenu', (event) => end && event.preventDefault(), { signal })
  onCleanup(() => end?.(true))
}

const pointOf = ({ clientX, clientY }: Touch): Point => ({ x: clientX, y: clientY })
