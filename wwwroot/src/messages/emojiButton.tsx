import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { EmojiPicker } from './emojiPicker'

/** A button that opens the emoji grid. Escape and leaving close it; choosing closes it and goes on writing. */
export function EmojiButton(props: {
  label: string
  class: string
  face: JSX.Element
  onChoose: (character: string) => void
}) {
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
        class={props.class}
        ref={button}
        aria-label={props.label}
        aria-haspopup="dialog"
        aria-expanded={open()}
        onClick={() => setOpen(!open())}
      >
        {props.face}
      </button>
      <Show when={open()}>
        <EmojiPicker
          anchor={button}
          onChoose={(character) => {
            setOpen(false)
            props.onChoose(character)
          }}
        />
      </Show>
    </div>
  )
}
