import { createSignal, Show } from 'solid-js'
import { Dialog } from './dialog'

interface Props {
  title: string
  text: string
  /** What can be chosen along with it. */
  option?: string
  action: string
  onClose: () => void
  onConfirm: (option: boolean) => void
}

/** Asks before something that cannot be undone. */
export function Confirm(props: Props) {
  const [option, setOption] = createSignal(false)

  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <p>{props.text}</p>
      <Show when={props.option}>
        <label class="check">
          <input type="checkbox" checked={option()} onChange={(event) => setOption(event.currentTarget.checked)} />
          {props.option}
        </label>
      </Show>
      <div class="settings-actions">
        <button type="button" class="button" onClick={() => props.onClose()}>
          Cancel
        </button>
        <button type="button" class="button danger" onClick={() => props.onConfirm(option())}>
          {props.action}
        </button>
      </div>
    </Dialog>
  )
}
