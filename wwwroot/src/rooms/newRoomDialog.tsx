import { createSignal, type JSX, onMount } from 'solid-js'
import { useChat } from '../chatContext'
import { limits } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Dialog } from '../ui/dialog'

/** A name and a topic for a room: of a new one, or of one's own. */
export function RoomForm(props: {
  name?: string
  topic?: string
  action: string
  /** What else there is to choose. */
  more?: JSX.Element
  onSave: (name: string, topic: string) => Promise<Trouble | undefined>
}) {
  const { session } = useChat()
  const [name, setName] = createSignal(props.name ?? '')
  const [topic, setTopic] = createSignal(props.topic ?? '')
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [busy, setBusy] = createSignal(false)
  let nameBox!: HTMLInputElement
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    if (busy()) return
    setBusy(true)
    setTrouble(await props.onSave(name(), topic()))
    setBusy(false)
  }
  onMount(() => nameBox.focus())

  return (
    <form class="settings-form" onSubmit={(event) => void save(event)} novalidate>
      <div class="field">
        <label for="room-name">Room name</label>
        <input
          id="room-name"
          ref={nameBox}
          autocomplete="off"
          maxLength={session.limits().nameLength}
          aria-invalid={trouble()?.code === 'invalidName'}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="room-topic">Topic</label>
        <input
          id="room-topic"
          autocomplete="off"
          placeholder="What is it about?"
          maxLength={limits.topicLength}
          aria-invalid={trouble()?.code === 'invalidTopic'}
          value={topic()}
          onInput={(event) => setTopic(event.currentTarget.value)}
        />
      </div>
      {props.more}
      <Alert trouble={trouble()} />
      <div class="settings-actions">
        <button type="submit" class="button primary" aria-disabled={busy()}>
          {props.action}
        </button>
      </div>
    </form>
  )
}

/** For a room of one's own, open to everybody. */
export function NewRoomDialog(props: { onClose: () => void; onCreated: (room: string) => void }) {
  const { rooms } = useChat()
  const [temporary, setTemporary] = createSignal(false)

  return (
    <Dialog title="New room" onClose={props.onClose}>
      <p class="settings-text">
        Everybody here may find an open room, join it and read it. It is not end-to-end encrypted.
      </p>
      <RoomForm
        action="Create"
        more={
          <label class="check">
            <input
              type="checkbox"
              checked={temporary()}
              onChange={(event) => setTemporary(event.currentTarget.checked)}
            />
            Temporary: ends when you leave it, or are away for a minute
          </label>
        }
        onSave={async (name, topic) => {
          const trouble = await rooms.create({ name, topic, temporary: temporary() }, props.onCreated)
          if (!trouble) props.onClose()
          return trouble
        }}
      />
    </Dialog>
  )
}
