import { select } from 'd3-selection'
import { type D3ZoomEvent, zoom, zoomIdentity } from 'd3-zoom'
import { centred, Farthest, Nearest, type View } from './camera'

/** Zooms and pans by wheel, drag, pinch and command. */
export interface Zooming {
  view(): View
  show(view: View): void
  /** Looks closer or from further away, at what is in the middle. */
  scale(factor: number): void
  pan(x: number, y: number): void
}

export interface ZoomingDeps {
  /** Whether a press of the mouse here is for somebody else than the zoom. */
  taken(target: EventTarget | null): boolean
  changed(view: View): void
  /** The user did it. */
  steered(): void
}

export function createZooming(drawing: HTMLElement, { taken, changed, steered }: ZoomingDeps): Zooming {
  let view: View = { k: 1, x: 0, y: 0 }
  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([Farthest, Nearest])
    .clickDistance(6)
    .filter(
      // A touch has no button, and moves the view wherever it begins.
      (event: MouseEvent | TouchEvent) =>
        event.type === 'wheel' ||
        'touches' in event ||
        (!taken(event.target) && event.button === 0 && !event.ctrlKey && !event.shiftKey),
    )
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      view = { k: transform.k, x: transform.x, y: transform.y }
      changed(view)
      if (sourceEvent) steered()
    })
  const selection = select(drawing).call(behaviour).on('dblclick.zoom', null)
  const show = ({ k, x, y }: View) =>
    selection.call((each) => behaviour.transform(each, zoomIdentity.translate(x, y).scale(k)))

  return {
    view: () => view,
    show,
    scale(factor) {
      const size = { width: drawing.clientWidth, height: drawing.clientHeight }
      const middle = { x: (size.width / 2 - view.x) / view.k, y: (size.height / 2 - view.y) / view.k }
      show(centred(middle, Math.min(Nearest, Math.max(Farthest, view.k * factor)), size))
      steered()
    },
    pan(x, y) {
      show({ ...view, x: view.x + x, y: view.y + y })
      steered()
    },
  }
}
