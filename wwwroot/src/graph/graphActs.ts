import { createSignal, onCleanup } from 'solid-js'
import type { InvitationsView } from '../rooms/invitations'
import type { RoomsView } from '../rooms/roomsView'
import type { Trouble } from '../refusals'
import type { ScenePerson, SceneRoom } from './scene'

// Long enough to be read, and over before it is not true any more.
const SaidMs = 6_000

export interface GraphActsDeps {
  join: RoomsView['join']
  invite: InvitationsView['invite']
  onEnter(room: string): void
  onChat(room: string): void
}

/** What one does in the graph by tapping rooms and dragging people onto them. */
export function createGraphActs({ join, invite: send, onEnter, onChat }: GraphActsDeps) {
  const [said, setSaid] = createSignal('')
  let fading: ReturnType<typeof setTimeout> | undefined
  const [trouble, setTrouble] = createSignal<Trouble>()
  let busy = false

  function say(what: string) {
    clearTimeout(fading)
    setSaid(what)
    if (what !== '') fading = setTimeout(() => setSaid(''), SaidMs)
  }
  onCleanup(() => clearTimeout(fading))

  async function go({ id, name, standing }: SceneRoom) {
    if (busy) return
    say('')
    setTrouble(undefined)
    if (standing === 'outside') {
      busy = true
      const reason = await join(id)
      busy = false
      setTrouble(reason)
      if (reason) return
      say(`Joined ${name}.`)
    }
    onEnter(id)
  }

  async function invite({ profile }: ScenePerson, { id, name, standing }: SceneRoom) {
    setTrouble(undefined)
    if (standing === 'outside') return void say(`Join ${name} first, then you can invite people to it.`)
    const reason = await send(id, profile.id)
    setTrouble(reason)
    say(reason ? '' : `Invited ${profile.name} to ${name}.`)
  }

  return {
    said,
    say,
    trouble,
    /** Into the room; from within it, to what is said there. */
    tap: (room: SceneRoom) => (room.standing === 'open' ? onChat(room.id) : void go(room)),
    /** Somebody was dragged onto a room: oneself goes there, others are invited. */
    drop(person: ScenePerson, room: SceneRoom) {
      if (person.me) {
        if (room.standing !== 'open') void go(room)
      } else if (person.room === room.id) say(`${person.profile.name} is in ${room.name} already.`)
      else void invite(person, room)
    },
    dismiss() {
      say('')
      setTrouble(undefined)
    },
  }
}
