import { createSignal, onCleanup, Show } from 'solid-js'
import Smile from 'lucide-solid/icons/face-slightly-smiling'
import { EmojiPicker } from './emojiPicker'

/** A button that opens the emoji grid. Escape and leaving close it; choosing closes it and goes on writing. */
export function EmojiButton(props: { onChoose: (character: string) => void }) {
  const [open, setOpen] = createSignal(false)
  let root!: HTMLDivElement
  let button!: HTMLButtonElement

  const closeOutside = (event: Event) => {
    if (!root.contains(event.target as Node)) setOpen(false)
  }
  document.addEventListener('pointerdown', closeOutside)
  document.addEventListener('focusin', closeOutside)
  onCleanup(() => {
    document.removeEventListener('pointerdown', closeOutside)
    document.removeEventListener('focusin', closeOutside)
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open()) return
    event.stopPropagation()
    setOpen(false)
    button.focus()
  }

  return (
    <div ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="icon-button"
        ref={button}
        aria-label="Emoji"
        aria-haspopup="dialog"
        aria-expanded={open()}
        onClick={() => setOpen(!open())}
      >
        <Smile size={20} aria-hidden="true" />
      </button>
      <Show when={open()}>
        <EmojiPicker
          onChoose={(character) => {
            setOpen(false)
            props.onChoose(character)
          }}
        />
      </Show>
    </div>
  )
}
