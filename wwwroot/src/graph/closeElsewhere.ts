import { onCleanup } from 'solid-js'

/** A card goes when one presses, or takes the focus, elsewhere, and with Escape wherever that is pressed. */
export function closeElsewhere(
  within: (from: EventTarget | null) => boolean,
  chosen: () => boolean,
  close: () => void,
) {
  const ending = new AbortController()
  const { signal } = ending
  onCleanup(() => ending.abort())
  document.addEventListener('pointerdown', ({ target }) => within(target) || close(), { signal })
  document.addEventListener('focusin', ({ target }) => within(target) || chosen() || close(), { signal })
  // What is open in the card has stopped the event where it closes itself first.
  document.addEventListener('keydown', (event) => event.key === 'Escape' && !event.cancelBubble && close(), { signal })
}
