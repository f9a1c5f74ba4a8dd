import Maximize from 'lucide-solid/icons/maximize'
import Minus from 'lucide-solid/icons/minus'
import Plus from 'lucide-solid/icons/plus'

const step = 1.4

/** Zooms without wheel, fingers or keys. */
export function ZoomButtons(props: { onZoom: (factor: number) => void; onEveryone: () => void }) {
  return (
    <div class="graph-zoom" role="group" aria-label="Zoom">
      <button
        type="button"
        class="icon-button"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => props.onZoom(step)}
      >
        <Plus size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => props.onZoom(1 / step)}
      >
        <Minus size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Fit everyone"
        title="Fit everyone (0)"
        onClick={() => props.onEveryone()}
      >
        <Maximize size={17} aria-hidden="true" />
      </button>
    </div>
  )
}
