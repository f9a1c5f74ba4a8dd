import { createUniqueId, type JSX, onCleanup, onMount } from 'solid-js'
import X from 'lucide-solid/icons/x'
import './dialog.css'

/** A modal dialog: opens when it is rendered, gives the focus back when it closes. */
export function Dialog(props: { title: string; onClose: () => void; children: JSX.Element }) {
  const titleId = createUniqueId()
  let dialog!: HTMLDialogElement
  const before = document.activeElement as HTMLElement | null

  const close = () => props.onClose()
  // The browser tells of a closed dialog only later: a page that is left in between would find it open when it is back.
  const closeAtOnce = (event: Event) => {
    // A file chooser inside of it is cancelled too.
    if (event.target !== dialog) return
    event.preventDefault()
    close()
  }
  onMount(() => {
    dialog.showModal()
    dialog.addEventListener('cancel', closeAtOnce)
    // Some ways to close it cannot be cancelled.
    dialog.addEventListener('close', close)
  })
  // However it ends: also when it is simply shown no longer. While it is open, nothing behind it can take the focus.
  onCleanup(() => {
    dialog.removeEventListener('close', close)
    dialog.close()
    if (before?.isConnected) before.focus()
  })

  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === dialog) close()
  }

  // What it was opened from closes by Escape too, but not by this one.
  const keepEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') event.stopPropagation()
  }

  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={titleId} onMouseDown={closeOnBackdrop} onKeyDown={keepEscape}>
      {/* A section, in which a header is not that of the page. */}
      <section class="dialog-body">
        <header>
          <h2 id={titleId}>{props.title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={close}>
            <X size={18} aria-hidden="true" />
          </button>
        </header>
        {props.children}
      </section>
    </dialog>
  )
}
