import { createSignal, createUniqueId, Show } from 'solid-js'
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone'
import { DeviceName } from './deviceName'
import type { ListedDevice } from './devicesView'
import { pastText } from './when'

interface Props {
  device: ListedDevice
  /** Only one of the own devices can change the others. */
  mayChange: boolean
  onRename: (name: string) => void
  onRemove: () => void
}

/** One device of one's own: since when it is one, what it is called, and how it is removed. */
export function OwnDevice(props: Props) {
  const [renaming, setRenaming] = createSignal(false)
  const formId = createUniqueId()
  let box!: HTMLInputElement
  let renameButton: HTMLButtonElement | undefined
  const now = Date.now()
  const name = () => props.device.name ?? 'Unnamed browser'
  const facts = () => {
    const { addedAtMs, addedBy, seenAtMs, here } = props.device
    const added = addedAtMs === undefined ? '' : `Added ${pastText(addedAtMs, now)}${addedBy ? ` by ${addedBy}` : ''}`
    const seen = here ? 'here now' : seenAtMs === undefined ? '' : `last seen ${pastText(seenAtMs, now)}`
    return [added, seen].filter(Boolean).join(', ')
  }
  const end = () => {
    setRenaming(false)
    renameButton?.focus()
  }
  const rename = (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = box.value.trim()
    end()
    if (wanted !== '' && wanted !== props.device.name) props.onRename(wanted)
  }
  const cancel = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // Not the whole dialog.
    event.preventDefault()
    event.stopPropagation()
    end()
  }
  const begin = () => {
    setRenaming(true)
    box.focus()
    box.select()
  }

  return (
    <li>
      <MonitorSmartphone size={20} aria-hidden="true" />
      <Show
        when={renaming()}
        fallback={
          <span class="entry-text">
            <DeviceName name={props.device.name} />
            <span>{facts()}</span>
            <Show when={props.device.current && props.mayChange}>
              <span>To remove this one, use another of your devices.</span>
            </Show>
          </span>
        }
      >
        <form class="entry-text field" id={formId} onSubmit={rename} onKeyDown={cancel}>
          <input ref={box} aria-label="New name" value={props.device.name ?? ''} />
        </form>
      </Show>
      <Show when={props.device.current}>
        <span class="tag">This browser</span>
      </Show>
      <Show when={props.mayChange}>
        <Show
          when={renaming()}
          fallback={
            <button
              type="button"
              ref={renameButton}
              class="button small"
              aria-label={`Rename ${name()}`}
              onClick={begin}
            >
              Rename
            </button>
          }
        >
          <button type="submit" form={formId} class="button small primary">
            Save
          </button>
        </Show>
        <Show when={!props.device.current}>
          <button type="button" class="button small" aria-label={`Remove ${name()}`} onClick={() => props.onRemove()}>
            Remove
          </button>
        </Show>
      </Show>
    </li>
  )
}
