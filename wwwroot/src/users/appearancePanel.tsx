import { For } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import Monitor from 'lucide-solid/icons/monitor'
import Moon from 'lucide-solid/icons/moon'
import Sun from 'lucide-solid/icons/sun'
import { chooseTheme, theme, themes } from '../ui/theme'

const faces = {
  system: { label: 'System', icon: Monitor },
  dark: { label: 'Dark', icon: Moon },
  light: { label: 'Light', icon: Sun },
}

/** What one can set for this browser. */
export function AppearancePanel() {
  return (
    <fieldset class="choices">
      <legend>Theme</legend>
      <For each={themes}>
        {(choice) => (
          <label class="choice">
            <input
              type="radio"
              name="theme"
              class="spoken"
              checked={theme() === choice}
              onChange={() => chooseTheme(choice)}
            />
            <Dynamic component={faces[choice].icon} size={20} aria-hidden="true" />
            {faces[choice].label}
          </label>
        )}
      </For>
    </fieldset>
  )
}
