import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Whether the user has asked their system for less motion, as it changes. */
export function createCalm(): Accessor<boolean> {
  const preference = matchMedia('(prefers-reduced-motion: reduce)')
  const [calm, setCalm] = createSignal(preference.matches)
  const update = () => setCalm(preference.matches)
  preference.addEventListener('change', update)
  onCleanup(() => preference.removeEventListener('change', update))
  return calm
}
