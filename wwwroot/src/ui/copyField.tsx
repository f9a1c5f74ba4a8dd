import { createSignal, Show } from 'solid-js'
import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import './copyField.css'

const feedbackMs = 2_500

/** An address to give to others. */
export function CopyField(props: { label: string; text: string }) {
  const [copied, setCopied] = createSignal(false)
  let field!: HTMLInputElement

  const copy = async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(props.text)
    } catch {
      // No clipboard without a secure address: the text is selected, so that it can be copied by hand.
      return
    }
    setCopied(true)
    setTimeout(() => setCopied(false), feedbackMs)
  }

  return (
    <>
      <div class="copy-field">
        <input
          ref={field}
          readOnly
          aria-label={props.label}
          value={props.text}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button primary" onClick={() => void copy()}>
          <Show when={copied()} fallback={<Copy size={16} aria-hidden="true" />}>
            <Check size={16} aria-hidden="true" />
          </Show>
          {copied() ? 'Copied' : 'Copy link'}
        </button>
      </div>
      <p class="spoken" role="status">
        {copied() ? 'The address is copied.' : ''}
      </p>
    </>
  )
}
