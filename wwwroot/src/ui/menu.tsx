import type { Placement } from '@floating-ui/dom'
import { createSignal, createUniqueId, type JSX, onCleanup, Show } from 'solid-js'
import { float } from './floating'
import { roveFocus } from './roving'
import './menu.css'

/** A button that opens a menu of commands. Arrow keys move, Escape and leaving close it. */
export function MenuButton(props: {
  label: string
  class: string
  face: JSX.Element
  placement?: Placement
  children: JSX.Element
}) {
  const [open, setOpen] = createSignal(false)
  const menuId = createUniqueId()
  let root!: HTMLDivElement
  let button!: HTMLButtonElement

  const items = () => [...root.querySelectorAll<HTMLElement>('[role^=menuitem]')]
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
      roveFocus(event, root, '[role^=menuitem]')
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
        <FloatingMenu
          id={menuId}
          label={props.label}
          anchor={button}
          placement={props.placement ?? 'top-end'}
          onClose={closeAndReturn}
        >
          {props.children}
        </FloatingMenu>
      </Show>
    </div>
  )
}

function FloatingMenu(props: {
  id: string
  label: string
  anchor: HTMLElement
  placement: Placement
  onClose: () => void
  children: JSX.Element
}) {
  let menu!: HTMLDivElement
  float(
    () => menu,
    () => props.anchor,
    props.placement,
  )
  return (
    <div
      ref={menu}
      class="menu floating"
      popover="manual"
      role="menu"
      id={props.id}
      aria-label={props.label}
      onClick={() => props.onClose()}
    >
      {props.children}
    </div>
  )
}

/** With `checked` it is one of several, of which one holds. */
export function MenuItem(props: { checked?: boolean; onChoose: () => void; children: JSX.Element }) {
  return (
    <button
      type="button"
      role={props.checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={props.checked}
      tabIndex={-1}
      onClick={() => queueMicrotask(() => props.onChoose())}
    >
      {props.children}
    </button>
  )
}
