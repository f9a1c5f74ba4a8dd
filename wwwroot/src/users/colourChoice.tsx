import { For } from 'solid-js'
import Check from 'lucide-solid/icons/check'
import { inkOn } from '../ui/colours'
import { palette } from './palette'
import './colourChoice.css'

/** The palette as radio buttons: arrow keys choose, each colour has a name. */
export function ColourChoice(props: { chosen: string; onChoose: (colour: string) => void }) {
  return (
    <fieldset class="field colours">
      <legend>Colour</legend>
      <div class="swatches">
        <For each={palette}>
          {({ name, colour }) => (
            <label class="swatch" title={name} data-ink={inkOn(colour)} style={{ '--user': colour }}>
              <input
                type="radio"
                name="colour"
                class="spoken"
                aria-label={name}
                value={colour}
                checked={props.chosen === colour}
                onChange={() => props.onChoose(colour)}
              />
              <Check size={18} strokeWidth={3} aria-hidden="true" />
            </label>
          )}
        </For>
      </div>
    </fieldset>
  )
}
