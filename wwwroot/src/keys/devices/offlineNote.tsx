import { Show } from 'solid-js'
import { useChat } from '../../chatContext'

/** Where something waits for another device: that nothing can come at the moment, and nothing is lost by it. */
export function OfflineNote() {
  const { connection } = useChat()
  const isCut = () => ['waiting', 'outage'].includes(connection.state().phase)
  return (
    <div role="status">
      <Show when={isCut()}>
        <p class="note">There is no connection at the moment. This goes on by itself when it is back.</p>
      </Show>
    </div>
  )
}
