import { createSignal, onCleanup, Show } from 'solid-js'
import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'

const feedbackMs = 2_500

/** Copies a text that stands beside it. Browsers give no clipboard to an address without https: then there is none. */
export function CopyButton(props: { text: string; what: string }) {
  const [copied, setCopied] = createSignal(false)
  let passes: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(passes))
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text)
    } catch {
      return
    }
    setCopied(true)
    clearTimeout(passes)
    passes = setTimeout(() => setCopied(false), feedbackMs)
  }

  return (
    <Show when={navigator.clipboard}>
      <button type="button" class="button" onClick={() => void copy()}>
        <Show when={copied()} fallback={<Copy size={16} aria-hidden="true" />}>
          <Check size={16} aria-hidden="true" />
        </Show>
        {copied() ? 'Copied' : 'Copy'}
      </button>
      <span class="spoken" role="status">
        {copied() ? `${props.what} is copied.` : ''}
      </span>
    </Show>
  )
}
