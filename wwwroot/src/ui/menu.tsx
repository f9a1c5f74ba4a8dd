import { createSignal, createUniqueId, type JSX, onCleanup, Show } from 'solid-js'
import { roveFocus } from './roving'
import './menu.css'

/** A button that opens a menu of commands. Arrow keys move, Escape and leaving close it. */
export function MenuButton(props: { label: string; class: string; face: JSX.Element; children: JSX.Element }) {
  const [open, setOpen] = createSignal(false)
  const menuId = createUniqueId()
  let root!: HTMLDivElement
  let button!: HTMLButtonElement

  const items = () => [...root.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const show = () => {
    setOpen(true)
    items()[0]?.focus()
  }
  const closeAndReturn = () => {
    setOpen(false)
    button.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open()) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault()
        show()
      }
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      closeAndReturn()
    } else if (event.key === 'Tab') {
      setOpen(false)
    } else {
      roveFocus(event, root, '[role=menuitem]')
    }
  }
  const closeOutside = (event: Event) => {
    if (!root.contains(event.target as Node)) setOpen(false)
  }
  document.addEventListener('pointerdown', closeOutside)
  onCleanup(() => document.removeEventListener('pointerdown', closeOutside))

  return (
    <div class="menu-anchor" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        class={props.class}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={open()}
        aria-controls={open() ? menuId : undefined}
        onClick={() => (open() ? setOpen(false) : show())}
      >
        {props.face}
      </button>
      <Show when={open()}>
        <div class="menu" role="menu" id={menuId} aria-label={props.label} onClick={closeAndReturn}>
          {props.children}
        </div>
      </Show>
    </div>
  )
}

export function MenuItem(props: { onChoose: () => void; children: JSX.Element }) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={() => queueMicrotask(() => props.onChoose())}>
      {props.children}
    </button>
  )
}
