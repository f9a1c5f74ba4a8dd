import { createSignal, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { wayFromHere } from './roomChoice'

/** Leads to the room that somebody is in, and into it if one is not in it yet. */
export function GoToRoom(props: { whom: string }) {
  const { inbox, lobby, rooms } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [going, setGoing] = createSignal(false)
  const room = () => rooms.listed(lobby.roomOf(props.whom) ?? '')
  const isIn = (id: string) => inbox.conversations().some((known) => known.room.id === id)
  const go = async (id: string) => {
    if (going()) return
    setGoing(true)
    const refused = isIn(id) ? undefined : await rooms.join(id)
    setGoing(false)
    setTrouble(refused)
    if (!refused) location.hash = wayFromHere(id)
  }

  return (
    <Show when={room()}>
      {(there) => (
        <>
          <button type="button" class="button" aria-disabled={going()} onClick={() => void go(there().id)}>
            {isIn(there().id) ? 'Go to' : 'Join'} <bdi>{there().name}</bdi>
          </button>
          <Alert trouble={trouble()} />
        </>
      )}
    </Show>
  )
}
