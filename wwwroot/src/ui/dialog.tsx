import { createUniqueId, type JSX, onCleanup, onMount } from 'solid-js'
import X from 'lucide-solid/icons/x'
import './dialog.css'

/** A modal dialog: opens when it is rendered, gives the focus back when it closes. */
export function Dialog(props: { title: string; onClose: () => void; children: JSX.Element }) {
  const titleId = createUniqueId()
  let dialog!: HTMLDialogElement
  const before = document.activeElement as HTMLElement | null

  const closed = () => props.onClose()
  onMount(() => {
    dialog.showModal()
    dialog.addEventListener('close', closed)
  })
  // However it ends: also when it is simply shown no longer. While it is open, nothing behind it can take the focus.
  onCleanup(() => {
    dialog.removeEventListener('close', closed)
    dialog.close()
    if (before?.isConnected) before.focus()
  })

  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === dialog) dialog.close()
  }

  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={titleId} onMouseDown={closeOnBackdrop}>
      <div class="dialog-body">
        <header>
          <h2 id={titleId}>{props.title}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.close()}>
            <X size={18} aria-hidden="true" />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  )
}
