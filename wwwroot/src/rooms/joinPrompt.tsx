import { createSignal, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'

/** The address leads to a room that one is not in: joining it goes there. */
export function JoinPrompt(props: { room: string; onStay: () => void }) {
  const { rooms } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [joining, setJoining] = createSignal(false)
  const join = async () => {
    if (joining()) return
    setJoining(true)
    setTrouble(await rooms.join(props.room))
    setJoining(false)
  }

  return (
    <section class="join-prompt" aria-label="Room of the link">
      <Show
        when={rooms.listed(props.room)}
        fallback={<p>The link leads to a room that is not here any more, or that you have no access to.</p>}
      >
        {(room) => (
          <>
            <p>
              The link leads to <b>{room().name}</b>, an open room that you have not joined.
            </p>
            <button type="button" class="button small primary" aria-disabled={joining()} onClick={() => void join()}>
              {joining() ? 'Joining…' : `Join ${room().name}`}
            </button>
          </>
        )}
      </Show>
      <button type="button" class="button small" onClick={() => props.onStay()}>
        Stay here
      </button>
      <Alert trouble={trouble()} />
    </section>
  )
}
