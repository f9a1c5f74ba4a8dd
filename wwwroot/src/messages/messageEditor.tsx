import { createEffect, createSignal, createUniqueId, onMount } from 'solid-js'
import type { Refusal } from '../contract'
import { Alert } from '../ui/alert'
import './messageEditor.css'

interface Props {
  text: string
  /** Whether it was opened just now, and not found open. */
  fresh: boolean
  onInput: (text: string) => void
  onSave: () => Promise<Refusal | undefined>
  onClose: () => void
}

/** Where an own message is rewritten. Enter saves, Escape leaves it as it was. */
export function MessageEditor(props: Props) {
  const [refusal, setRefusal] = createSignal<Refusal>()
  const [saving, setSaving] = createSignal(false)
  const noteId = createUniqueId()
  const { fresh } = props
  let box!: HTMLTextAreaElement

  const save = async () => {
    if (saving()) return
    setSaving(true)
    setRefusal(await props.onSave())
    setSaving(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape') props.onClose()
    else if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) void save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  createEffect(() => {
    if (box.value !== props.text) box.value = props.text
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  })
  onMount(() => {
    if (fresh) box.focus()
    box.setSelectionRange(box.value.length, box.value.length)
  })

  return (
    <div class="message-editor">
      <textarea
        ref={box}
        rows={1}
        aria-label="Edit message"
        aria-describedby={refusal() && noteId}
        dir="auto"
        enterkeyhint="done"
        readOnly={saving()}
        onInput={() => props.onInput(box.value)}
        onKeyDown={onKeyDown}
      />
      <Alert trouble={refusal()} id={noteId} />
      <div class="message-editor-choices">
        <button type="button" class="button small" onClick={() => props.onClose()}>
          Cancel
        </button>
        <button type="button" class="button small primary" aria-disabled={saving()} onClick={() => void save()}>
          {saving() ? 'Saving…' : 'Save'}
        </button>
      </div>
    </div>
  )
}
