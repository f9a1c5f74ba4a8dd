import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js'

interface Props {
  /** Its name, where what it shows is none. */
  label?: string
  class: string
  face: JSX.Element
  onToggle?: (open: boolean) => void
  /** What it opens, which floats beside the button. */
  children: (anchor: HTMLElement, close: () => void) => JSX.Element
}

/** A button that opens something small. Escape and leaving close it. */
export function PopoverButton(props: Props) {
  const [open, setOpen] = createSignal(false)
  createEffect(on(open, (now) => props.onToggle?.(now), { defer: true }))
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
    button.focus()
    setOpen(false)
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
      <Show when={open()}>{props.children(button, () => setOpen(false))}</Show>
    </div>
  )
}
