import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Whether someone is looking at this page: it is visible and has the focus. */
export const looking = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

/** The same, as it changes. */
export function createAttention(): Accessor<boolean> {
  const [attention, setAttention] = createSignal(looking())
  const update = () => setAttention(looking())
  const listening = new AbortController()
  const { signal } = listening
  window.addEventListener('focus', update, { signal })
  window.addEventListener('blur', update, { signal })
  document.addEventListener('visibilitychange', update, { signal })
  onCleanup(() => listening.abort())
  return attention
}
