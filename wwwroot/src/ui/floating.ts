import { autoUpdate, computePosition, flip, offset, type Placement, shift } from '@floating-ui/dom'
import { onCleanup, onMount } from 'solid-js'
import './floating.css'

/** Shows an element that has the `popover` attribute beside another one, on top of everything and wholly in view. */
export function float(element: () => HTMLElement, anchor: () => Element, placement: Placement): void {
  onMount(() => {
    const [shown, beside] = [element(), anchor()]
    const middleware = [offset(6), flip({ fallbackAxisSideDirection: 'start' }), shift({ padding: 8 })]
    const place = async () => {
      const { x, y } = await computePosition(beside, shown, { strategy: 'fixed', placement, middleware })
      Object.assign(shown.style, { left: `${x}px`, top: `${y}px` })
    }
    shown.showPopover()
    onCleanup(autoUpdate(beside, shown, () => void place()))
  })
}
